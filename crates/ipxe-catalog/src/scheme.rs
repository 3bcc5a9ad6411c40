//! URI schemes.

use crate::table::Named;
use crate::{Build, Release};

/// A URI scheme, through all releases.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SchemeSpec {
    /// The scheme, without the colon, in lower case.
    pub name: &'static str,
    /// What it is for.
    pub kind: SchemeKind,
    /// What it is, in a phrase.
    pub description: &'static str,
    /// How such a URI is written.
    pub syntax: &'static str,
    /// Per release, in the order of [`Release::ALL`].
    pub(crate) forms: [Option<&'static SchemeForm>; Release::COUNT],
}

impl SchemeSpec {
    /// What it is in a release, if the release has it.
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

/// A URI scheme in one release, or in several alike.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SchemeForm {
    /// What it takes to be in a build.
    pub build: &'static Build,
    /// For download schemes that can also reach a SAN drive: what that takes.
    pub san_build: Option<&'static Build>,
    /// Only `sanboot` knows it; it is no URI that could be downloaded.
    pub sanboot_only: bool,
}

/// What a URI scheme is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SchemeKind {
    /// Downloading.
    Download,
    /// SAN drives.
    San,
    /// Uses within iPXE; a script has no use for it.
    Internal,
}
