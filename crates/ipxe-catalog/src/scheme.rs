//! URI schemes.

use crate::table::Named;
use crate::{Build, Release};

/// A URI scheme, in all releases.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SchemeSpec {
    /// The scheme, without the colon, in lower case.
    pub name: &'static str,
    /// Its purpose.
    pub kind: SchemeKind,
    /// Its description, in a phrase.
    pub description: &'static str,
    /// The syntax of such a URI.
    pub syntax: &'static str,
    /// Per release, in the order of [`Release::ALL`].
    pub(crate) forms: [Option<&'static SchemeForm>; Release::COUNT],
}

impl SchemeSpec {
    /// Its form in a release, if the release has it.
    #[must_use]
    pub fn form(&self, release: Release) -> Option<&'static SchemeForm> {
        self.forms[release.index()]
    }

    /// The releases that have it, oldest first.
    #[must_use]
    pub fn releases(&self) -> impl DoubleEndedIterator<Item = Release> {
        Release::ALL.iter().copied().filter(|release| self.form(*release).is_some())
    }
}

impl Named for SchemeSpec {
    fn name(&self) -> &'static str {
        self.name
    }
}

/// A URI scheme in one release, or in several with the same form.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SchemeForm {
    /// The conditions for a build to have it.
    pub build: &'static Build,
    /// For download schemes that can also be SAN drives: the conditions for that.
    pub san_build: Option<&'static Build>,
    /// Only `sanboot` supports it; it cannot be downloaded.
    pub sanboot_only: bool,
}

/// The purpose of a URI scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SchemeKind {
    /// Downloading.
    Download,
    /// SAN drives.
    San,
    /// Internal to iPXE; not for scripts.
    Internal,
}
