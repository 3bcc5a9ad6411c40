//! A name that nobody knows, and what was probably meant.

use std::fmt;

use crate::did_you_mean;

/// What kind of name was looked for.
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

/// A name in a target description that iPXE does not have.
///
/// The message ends with what was probably meant, or else, where the choice is small, with all
/// that would have been right:
///
/// ```
/// use ipxe_catalog::Platform;
///
/// let error = "uefi".parse::<Platform>().unwrap_err();
/// assert_eq!(error.to_string(), "unknown platform `uefi`; did you mean `efi`?");
/// let error = "amiga".parse::<Platform>().unwrap_err();
/// assert_eq!(error.to_string(), "unknown platform `amiga`; expected one of pcbios, efi, linux, sbi");
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
    /// Longer lists are not worth printing.
    const MOST_EXPECTED: usize = 20;

    pub(crate) fn new(kind: NameKind, name: &str, known: impl IntoIterator<Item = &'static str>) -> Self {
        let expected: Vec<_> = known.into_iter().collect();
        let suggestion = did_you_mean(name, expected.iter().copied());
        Self { kind, name: name.to_owned(), suggestion, expected }
    }

    /// What kind of name was looked for.
    #[must_use]
    pub fn kind(&self) -> NameKind {
        self.kind
    }

    /// The name as it was given.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The nearest known name, if one is close.
    #[must_use]
    pub fn suggestion(&self) -> Option<&'static str> {
        self.suggestion
    }

    /// Everything that would have been right.
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
