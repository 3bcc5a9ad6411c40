//! Image formats.

use crate::table::Named;
use crate::{Build, Release};

/// An image format, in all releases.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ImageTypeSpec {
    /// iPXE's name for it, as `imgstat` shows it.
    pub name: &'static str,
    /// Its description, in a phrase.
    pub description: &'static str,
    /// Per release, in the order of [`Release::ALL`].
    pub(crate) forms: [Option<&'static ImageTypeForm>; Release::COUNT],
}

impl ImageTypeSpec {
    /// Its form in a release, if the release has it.
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

/// An image format in one release, or in several with the same form.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ImageTypeForm {
    /// The use of such an image.
    pub usage: ImageUsage,
    /// The conditions for a build to have it.
    pub build: &'static Build,
}

/// The use of an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ImageUsage {
    /// Executed.
    Executable,
    /// Shown as the console's background.
    Picture,
    /// Contains keys and certificates.
    Asn1,
    /// Unpacked; executing it executes its contents.
    Archive,
    /// No use on its own.
    Data,
}
