//! The age of a build.

use std::fmt;
use std::str::FromStr;

use crate::{NameKind, Release, UnknownName};

/// The age of an iPXE build: a [`Release`], or a snapshot of the development after one, `1.0.0+`.
///
/// Builds of a snapshot show the release before it and a `+` in their banner. That covers a long time: between 1.0.0
/// and 1.20.1 are ten years, and nearly all builds that show `1.0.0+` have menus, which 1.0.0 does not have. So a
/// snapshot counts as the [release](Version::release) after it; an old snapshot may lack some features, depending on
/// its date. After 2.0.0, that is the development head.
///
/// ```
/// use ipxe_catalog::{Release, Version};
///
/// let snapshot: Version = "1.0.0+".parse()?;
/// assert_eq!(snapshot.release(), Release::V1_20_1);
/// assert_eq!(snapshot.after(), Some(Release::V1_0_0));
/// assert_eq!(snapshot.to_string(), "1.0.0+");
/// assert_eq!("1.0.0".parse::<Version>()?.release(), Release::V1_0_0);
/// # Ok::<(), ipxe_catalog::UnknownName>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Version {
    release: Release,
    after: Option<Release>,
}

/// The names for all snapshots.
const SNAPSHOTS: [&str; Release::COUNT - 1] = ["1.0.0+", "1.20.1+", "1.21.1+", "2.0.0+"];

impl Version {
    /// The default: the current development.
    pub const DEFAULT: Self = Self { release: Release::Head, after: Some(Release::NEWEST) };

    /// A snapshot of the development after a release; after the development head, there is none.
    #[must_use]
    pub fn snapshot_after(release: Release) -> Option<Self> {
        let next = Release::ALL.get(release.index() + 1)?;
        Some(Self { release: *next, after: Some(release) })
    }

    /// The effective release: this one, or the one after the snapshot.
    #[must_use]
    pub const fn release(self) -> Release {
        self.release
    }

    /// The release before a snapshot; none if it is not a snapshot.
    #[must_use]
    pub const fn after(self) -> Option<Release> {
        self.after
    }

    /// The value of `${version}`.
    #[must_use]
    pub fn shown(self) -> String {
        match (self.after, self.release) {
            (None, Release::Head) => Self::DEFAULT.to_string(),
            _ => self.to_string(),
        }
    }
}

impl From<Release> for Version {
    fn from(release: Release) -> Self {
        Self { release, after: None }
    }
}

impl Default for Version {
    fn default() -> Self {
        Self::DEFAULT
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.after {
            Some(release) => f.pad(&format!("{release}+")),
            None => self.release.fmt(f),
        }
    }
}

impl FromStr for Version {
    type Err = UnknownName;

    /// Accepts what [`Release`] accepts, and with a `+` the snapshots after it.
    fn from_str(text: &str) -> Result<Self, UnknownName> {
        let Some(before) = text.strip_suffix('+') else { return text.parse().map(Release::into) };
        let known = before.parse().ok().and_then(Self::snapshot_after);
        known.ok_or_else(|| UnknownName::new(NameKind::Release, text, SNAPSHOTS))
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Version {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Version {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <String as serde::Deserialize>::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_release_but_the_head_has_snapshots_after_it() {
        for (pair, name) in Release::ALL.windows(2).zip(SNAPSHOTS) {
            let snapshot: Version = format!("v{}+", pair[0]).parse().unwrap();
            assert_eq!((snapshot.after(), snapshot.release()), (Some(pair[0]), pair[1]));
            assert_eq!((snapshot.to_string().as_str(), name.parse()), (name, Ok(snapshot)));
        }
        let error = "HEAD+".parse::<Version>().unwrap_err().to_string();
        assert!(error.contains("2.0.0+"), "{error}");
        assert_eq!("HEAD".parse::<Version>().map(Version::shown), Ok("2.0.0+".to_owned()));
    }
}
