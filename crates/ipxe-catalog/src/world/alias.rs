//! Other programs' names for things in iPXE.

use crate::generated::world_aliases::{ALIASES, DIRECTORIES};

/// The kind, the other name in lower case, and iPXE's name.
pub(crate) type Row = ((AliasOf, &'static str), &'static str);

/// The kind of a name that has other names elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum AliasOf {
    /// A value of `${buildarch}`.
    Architecture,
    /// A setting that only gPXE had.
    GpxeSetting,
    /// A setting of an interface: names that have no other meaning there.
    InterfaceSetting,
    /// A value of `${platform}`.
    Platform,
    /// A setting: names that a script's author is unlikely to choose for an own setting.
    Setting,
    /// A type of settings.
    Type,
}

/// A distribution's name for an architecture of iPXE, in URIs that begin like this, if it is different.
///
/// ```
/// use ipxe_catalog::world::architecture_in;
///
/// assert_eq!(architecture_in(b"http://192.0.2.1/rocky/9/BaseOS/", b"arm64"), Some("aarch64"));
/// assert_eq!(architecture_in(b"http://192.0.2.1/rocky/9/BaseOS/", b"x86_64"), None);
/// assert_eq!(architecture_in(b"http://192.0.2.1/debian/dists/bookworm/main/installer-", b"x86_64"), Some("amd64"));
/// assert_eq!(architecture_in(b"http://192.0.2.1/", b"arm64"), None);
/// ```
#[must_use]
pub fn architecture_in(begin: &[u8], own: &[u8]) -> Option<&'static str> {
    let mut rows = DIRECTORIES.iter().filter(|(_, means, _)| means.as_bytes() == own);
    let holds = |place: &str| begin.windows(place.len()).any(|part| part == place.as_bytes());
    rows.find(|(place, ..)| holds(place)).map(|(.., name)| *name)
}

impl AliasOf {
    /// iPXE's name for another program's name; `-` and `_` are equal, and case is ignored.
    ///
    /// ```
    /// use ipxe_catalog::world::AliasOf;
    ///
    /// assert_eq!(AliasOf::Setting.own_name(b"Subnet_Mask"), Some("netmask"));
    /// assert_eq!(AliasOf::Architecture.own_name(b"amd64"), Some("x86_64"));
    /// assert_eq!(AliasOf::Type.own_name(b"string"), None);
    /// ```
    #[must_use]
    pub fn own_name(self, word: &[u8]) -> Option<&'static str> {
        let folded = || word.iter().map(|byte| if *byte == b'_' { b'-' } else { byte.to_ascii_lowercase() });
        let at = ALIASES
            .binary_search_by(|((of, known), _)| of.cmp(&self).then_with(|| known.bytes().cmp(folded())));
        ALIASES.get(at.ok()?).map(|(_, own)| *own)
    }

    /// Other programs' names for a name of iPXE's.
    ///
    /// ```
    /// use ipxe_catalog::world::AliasOf;
    ///
    /// assert!(AliasOf::Platform.others("pcbios").any(|name| name == "bios"));
    /// ```
    pub fn others(self, own: &str) -> impl Iterator<Item = &'static str> {
        ALIASES
            .iter()
            .filter(move |((of, _), means)| *of == self && *means == own)
            .map(|((_, word), _)| *word)
    }
}
