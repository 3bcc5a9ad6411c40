//! What others call the things that iPXE has a name for.

use crate::generated::world_aliases::ALIASES;

/// What is called so, the name in lower case, and iPXE's name.
pub(crate) type Row = ((AliasOf, &'static str), &'static str);

/// What has another name elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum AliasOf {
    /// A value of `${buildarch}`.
    Architecture,
    /// A setting that only gPXE had.
    GpxeSetting,
    /// A setting of an interface: names that stand for nothing else there.
    InterfaceSetting,
    /// A value of `${platform}`.
    Platform,
    /// A setting: names that nobody is likely to have made up for one of his own.
    Setting,
    /// A type of settings.
    Type,
}

impl AliasOf {
    /// iPXE's name for what others call so; `-` and `_`, upper and lower case are alike.
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

    /// What others say for a name of iPXE's.
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
