//! The symbols of iPXE's build configuration.

use crate::generated::build_options::{BUILD_OPTIONS, LINKED_PARTS};
use crate::table::{Named, Table, table};
use crate::{MachineSet, NameKind, Platform, PlatformSet, Release, UnknownName};

static BUILD_OPTIONS_BY_NAME: Table<BuildOptionSpec> = table!(BUILD_OPTIONS);

/// A symbol of the build configuration, and the machines for which the stock build defines it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct BuildOptionSpec {
    /// The symbol, or `SYMBOL=value` if one value of it matters.
    pub(crate) name: &'static str,
    /// Per release, in the order of [`Release::ALL`]: where the stock configuration defines it. `None` in releases
    /// without it.
    pub(crate) defaults: [Option<MachineSet>; Release::COUNT],
}

/// A part of iPXE that is in a binary for other reasons than its own option.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct LinkedPart {
    /// Its name.
    pub(crate) name: &'static str,
    /// The symbols, each of which links it. Empty if drivers do that.
    pub(crate) symbols: &'static [&'static str],
    /// The platforms whose binaries never have it.
    pub(crate) never_on: PlatformSet,
}

impl LinkedPart {
    /// Parts without an entry depend on nothing else.
    pub(crate) fn find(name: &str) -> Option<&'static Self> {
        LINKED_PARTS.iter().find(|part| part.name == name)
    }

    /// Whether a binary for a platform can have a part.
    pub(crate) fn can_be_on(name: &str, platform: Platform) -> bool {
        Self::find(name).is_none_or(|part| !part.never_on.contains(platform))
    }
}

impl Named for BuildOptionSpec {
    fn name(&self) -> &'static str {
        self.name
    }
}

/// A known symbol of iPXE's build configuration.
///
/// ```
/// use ipxe_catalog::BuildSymbol;
///
/// assert_eq!(BuildSymbol::parse("PING_CMD")?.name(), "PING_CMD");
/// let error = BuildSymbol::parse("PIN_CMD").unwrap_err();
/// assert_eq!(error.suggestion(), Some("PING_CMD"));
/// # Ok::<(), ipxe_catalog::UnknownName>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct BuildSymbol(&'static str);

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for BuildSymbol {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&<String as serde::Deserialize>::deserialize(deserializer)?)
            .map_err(serde::de::Error::custom)
    }
}

impl BuildSymbol {
    /// The symbol with that name; case-sensitive.
    pub fn parse(name: &str) -> Result<Self, UnknownName> {
        BUILD_OPTIONS_BY_NAME
            .find(name.as_bytes())
            .map(|option| Self(option.name))
            .ok_or_else(|| UnknownName::new(NameKind::BuildSymbol, name, Self::all().map(Self::name)))
    }

    /// Every symbol of every release, sorted.
    pub fn all() -> impl Iterator<Item = Self> {
        BUILD_OPTIONS.iter().map(|option| Self(option.name))
    }

    /// The name in iPXE's configuration headers.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0
    }

    /// The machines for which the stock configuration of a release defines it; none if the release lacks it.
    #[must_use]
    pub fn default(self, release: Release) -> MachineSet {
        default_of(self.0, release)
    }
}

impl std::fmt::Display for BuildSymbol {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.0)
    }
}

impl std::str::FromStr for BuildSymbol {
    type Err = UnknownName;

    /// As [`BuildSymbol::parse`].
    fn from_str(text: &str) -> Result<Self, UnknownName> {
        Self::parse(text)
    }
}

/// As [`BuildSymbol::default`], for a symbol from the tables.
pub(crate) fn default_of(symbol: &str, release: Release) -> MachineSet {
    BUILD_OPTIONS_BY_NAME
        .find(symbol.as_bytes())
        .and_then(|option| option.defaults[release.index()])
        .unwrap_or(MachineSet::NONE)
}
