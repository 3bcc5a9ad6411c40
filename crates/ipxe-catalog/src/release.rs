//! The releases that the catalog describes.

use std::fmt;
use std::str::FromStr;

use crate::{NameKind, UnknownName};

/// A point in iPXE's history that the catalog describes completely.
///
/// Ordered by age. Builds in between behave like the older neighbour, or have some features of the newer one.
///
/// ```
/// use ipxe_catalog::Release;
///
/// let release: Release = "v1.21.1".parse()?;
/// assert_eq!(release, Release::V1_21_1);
/// assert!(release < Release::NEWEST);
/// assert_eq!(release.to_string(), "1.21.1");
/// # Ok::<(), ipxe_catalog::UnknownName>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Release {
    /// 1.0.0 of February 2010, still called gPXE; its scripts have neither labels nor operators.
    V1_0_0,
    /// 1.20.1 of January 2020.
    V1_20_1,
    /// 1.21.1 of December 2020, which most distributions shipped until 2026.
    V1_21_1,
    /// 2.0.0 of March 2026.
    V2_0_0,
    /// The development head of August 2026.
    Head,
}

impl Release {
    /// Every release, oldest first.
    pub const ALL: &'static [Self] = &[Self::V1_0_0, Self::V1_20_1, Self::V1_21_1, Self::V2_0_0, Self::Head];
    /// The newest release, which is not a development head.
    pub const NEWEST: Self = Self::V2_0_0;
    /// The number of releases: the length of every per-release array in the tables.
    pub(crate) const COUNT: usize = Self::ALL.len();

    /// The version number, or `HEAD`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::V1_0_0 => "1.0.0",
            Self::V1_20_1 => "1.20.1",
            Self::V1_21_1 => "1.21.1",
            Self::V2_0_0 => "2.0.0",
            Self::Head => "HEAD",
        }
    }

    /// The day of its commit (UTC), as `YYYY-MM-DD`.
    #[must_use]
    pub const fn date(self) -> &'static str {
        match self {
            Self::V1_0_0 => "2010-02-02",
            Self::V1_20_1 => "2020-01-02",
            Self::V1_21_1 => "2020-12-31",
            Self::V2_0_0 => "2026-03-06",
            Self::Head => "2026-08-21",
        }
    }

    /// Position in [`Release::ALL`] and in every per-release array.
    pub(crate) const fn index(self) -> usize {
        self as usize
    }
}

impl fmt::Display for Release {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Release {
    type Err = UnknownName;

    /// Accepts `2.0.0`, `v2.0.0`, and `head` in either case.
    fn from_str(text: &str) -> Result<Self, UnknownName> {
        let number = text.strip_prefix(['v', 'V']).unwrap_or(text);
        Self::ALL.iter().copied().find(|release| release.name().eq_ignore_ascii_case(number)).ok_or_else(
            || UnknownName::new(NameKind::Release, text, Self::ALL.iter().map(|release| release.name())),
        )
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Release {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Release {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <String as serde::Deserialize>::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}
