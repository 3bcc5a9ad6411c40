//! An unknown name, and the name that was probably intended.

use std::fmt;

use crate::{
    did_you_mean,
    generated::world_aliases::{ARCHITECTURES, PLATFORMS, TYPES},
};

/// The kind of an unknown name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NameKind {
    /// A release of iPXE, such as `2.0.0`.
    Release,
    /// A platform, such as `efi`.
    Platform,
    /// A processor architecture, such as `arm64`.
    Arch,
    /// A symbol of iPXE's build configuration, such as `PING_CMD`.
    BuildSymbol,
    /// A setting type, such as `hexhyp`.
    SettingType,
}

impl fmt::Display for NameKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Release => "iPXE release",
            Self::Platform => "platform",
            Self::Arch => "architecture",
            Self::BuildSymbol => "build option",
            Self::SettingType => "setting type",
        })
    }
}

impl NameKind {
    /// The intended name for another program's name, or an abbreviation: `amd64`, `1.21`, `HTTPS`.
    fn meant(self, name: &str, known: &[&'static str]) -> Option<&'static str> {
        match self {
            Self::Arch => own_name(name, ARCHITECTURES),
            Self::Platform => own_name(name, PLATFORMS),
            Self::SettingType => own_name(name, TYPES),
            Self::Release => newest_of(name, known),
            Self::BuildSymbol => symbol_of(name, known),
        }
    }
}

/// iPXE's name for another program's name; `-` and `_` are equal, and case is ignored.
fn own_name(name: &str, aliases: &[(&str, &'static str)]) -> Option<&'static str> {
    let name = name.to_ascii_lowercase().replace('_', "-");
    aliases.iter().find(|(alias, _)| *alias == name).map(|(_, own)| *own)
}

/// The newest release of a series: 1.21.1 for `1.21`.
fn newest_of(series: &str, releases: &[&'static str]) -> Option<&'static str> {
    let series = series.trim_start_matches('v');
    let is_in = |release: &&&str| release.strip_prefix(series).is_some_and(|rest| rest.starts_with('.'));
    releases.iter().rfind(is_in).copied()
}

/// The build option of a protocol; otherwise of a command, otherwise the first one with that word in its name.
fn symbol_of(word: &str, symbols: &[&'static str]) -> Option<&'static str> {
    let word = word.to_ascii_uppercase();
    let command = format!("{word}_CMD");
    let parts = |symbol: &'static str| symbol.split('_');
    let mut all = symbols.iter().copied();
    all.clone()
        .find(|symbol| symbol.contains("_PROTO_") && parts(symbol).next_back() == Some(&word))
        .or_else(|| all.clone().find(|symbol| *symbol == command))
        .or_else(|| all.find(|symbol| parts(symbol).any(|part| part == word)))
}

/// A name in a target description that iPXE does not have.
///
/// The message ends with the most similar name, or, if there are few, with all possible names:
///
/// ```
/// use ipxe_catalog::Platform;
///
/// let error = "uefi".parse::<Platform>().unwrap_err();
/// assert_eq!(error.to_string(), "unknown platform `uefi`; did you mean `efi`?");
/// let error = "amiga".parse::<Platform>().unwrap_err();
/// assert_eq!(error.to_string(), "unknown platform `amiga`; expected one of pcbios, efi, linux, sbi");
/// let error = "1.21".parse::<ipxe_catalog::Version>().unwrap_err();
/// assert_eq!(error.to_string(), "unknown iPXE release `1.21`; did you mean `1.21.1`?");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown {kind} `{name}`{hint}", hint = self.hint())]
pub struct UnknownName {
    kind: NameKind,
    name: String,
    suggestion: Option<&'static str>,
    expected: Vec<&'static str>,
}

impl UnknownName {
    /// The maximum length of a printed list.
    const MOST_EXPECTED: usize = 20;

    pub(crate) fn new(kind: NameKind, name: &str, known: impl IntoIterator<Item = &'static str>) -> Self {
        let expected: Vec<_> = known.into_iter().collect();
        let suggestion = kind.meant(name, &expected).or_else(|| did_you_mean(name, expected.iter().copied()));
        Self { kind, name: name.to_owned(), suggestion, expected }
    }

    /// The kind of the name.
    #[must_use]
    pub fn kind(&self) -> NameKind {
        self.kind
    }

    /// The name as given.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The most similar known name, if there is one.
    #[must_use]
    pub fn suggestion(&self) -> Option<&'static str> {
        self.suggestion
    }

    /// All possible names.
    #[must_use]
    pub fn expected(&self) -> &[&'static str] {
        &self.expected
    }

    fn hint(&self) -> String {
        match self.suggestion {
            Some(suggestion) => format!("; did you mean `{suggestion}`?"),
            None if self.expected.len() <= Self::MOST_EXPECTED => {
                format!("; expected one of {}", self.expected.join(", "))
            }
            None => String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{Arch, BuildSymbol, Platform, Version};

    #[test]
    fn short_and_foreign_names_are_known() {
        let symbol = |name: &str| BuildSymbol::parse(name).unwrap_err().suggestion();
        for (name, meant) in [
            ("HTTPS", Some("DOWNLOAD_PROTO_HTTPS")),
            ("nfs", Some("DOWNLOAD_PROTO_NFS")),
            ("iscsi", Some("SANBOOT_PROTO_ISCSI")),
            ("PING", Some("PING_CMD")),
            ("VLAN", Some("VLAN_CMD")),
            ("PNG", Some("IMAGE_PNG")),
            ("PING_CMDS", Some("PING_CMD")),
            ("nothing", None),
            ("", None),
        ] {
            assert_eq!(symbol(name), meant, "{name}");
        }
        let release = |name: &str| name.parse::<Version>().unwrap_err().suggestion();
        assert_eq!(
            ["1.21", "v1.20", "2.0", "1", "1.2"].map(release),
            [Some("1.21.1"), Some("1.20.1"), Some("2.0.0"), Some("1.21.1"), None,]
        );
        assert_eq!("amd64".parse::<Arch>().unwrap_err().suggestion(), Some("x86_64"));
        assert_eq!("bios".parse::<Platform>().unwrap_err().suggestion(), Some("pcbios"));
    }
}
