//! Keys of the keyboard, for `--key`.

use crate::Release;
use crate::table::Named;

/// A key with iPXE's internal name, in all releases.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct KeySpec {
    /// iPXE's internal name, such as `KEY_F8` or `CTRL_B`; scripts use the number.
    pub name: &'static str,
    /// Per release, in the order of [`Release::ALL`].
    pub(crate) codes: [Option<u16>; Release::COUNT],
}

impl KeySpec {
    /// The number for `--key` in a release, if the release has the key.
    #[must_use]
    pub fn code(&self, release: Release) -> Option<u16> {
        self.codes[release.index()]
    }
}

impl Named for KeySpec {
    fn name(&self) -> &'static str {
        self.name
    }
}
