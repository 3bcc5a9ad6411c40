//! Image formats.

use crate::table::Named;
use crate::{Build, Release};

/// An image format, through all releases.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ImageTypeSpec {
    /// iPXE's name for it, as `imgstat` shows it.
    pub name: &'static str,
    /// What it is, in a phrase.
    pub description: &'static str,
    /// Per release, in the order of [`Release::ALL`].
    pub(crate) forms: [Option<&'static ImageTypeForm>; Release::COUNT],
}

impl ImageTypeSpec {
    /// What it is in a release, if the release has it.
    #[must_use]
    pub fn form(&self, release: Release) -> Option<&'static ImageTypeForm> {
        self.forms[release.index()]
    }
}

impl Named for ImageTypeSpec {
    fn name(&self) -> &'static str {
        self.name
    }
}

/// An image format in one release, or in several alike.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ImageTypeForm {
    /// What can be done with such an image.
    pub usage: ImageUsage,
    /// What it takes to be in a build.
    pub build: &'static Build,
}

/// What can be done with an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ImageUsage {
    /// Executed.
    Executable,
    /// Shown as the console's background.
    Picture,
    /// Read for keys and certificates.
    Asn1,
    /// Unpacked; executing it executes what is inside.
    Archive,
    /// Nothing on its own.
    Data,
}
