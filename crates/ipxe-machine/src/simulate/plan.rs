//! What is booted.

use super::image::Image;
use super::images::Images;

/// What iPXE hands the machine over to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct BootPlan {
    /// The image that is executed.
    pub kernel: PlannedImage,
    /// All other registered images, the oldest first. iPXE hands over every one of them: also a script that was
    /// chained to earlier and was not freed.
    pub initrds: Vec<PlannedImage>,
}

/// An image in a boot plan.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct PlannedImage {
    /// Its name.
    #[cfg_attr(feature = "serde", serde(serialize_with = "super::latin1::bytes"))]
    pub name: Vec<u8>,
    /// The absolute URI that it came from.
    #[cfg_attr(feature = "serde", serde(serialize_with = "super::latin1::optional"))]
    pub uri: Option<Vec<u8>>,
    /// Its command line, byte for byte; empty if it was given none.
    #[cfg_attr(feature = "serde", serde(serialize_with = "super::latin1::bytes"))]
    pub command_line: Vec<u8>,
}

impl BootPlan {
    pub(super) fn new(kernel: &Image, others: &Images) -> Self {
        Self { kernel: PlannedImage::new(kernel), initrds: others.iter().map(PlannedImage::new).collect() }
    }

    /// Whether the kernel's command line says `initrd=NAME` for that image. Under UEFI a Linux kernel before 5.7
    /// finds only what its command line names.
    #[must_use]
    pub fn names_initrd(&self, initrd: &PlannedImage) -> bool {
        let mut words = self.kernel.command_line.split(|byte| *byte == b' ');
        words.any(|word| word.strip_prefix(b"initrd=") == Some(&initrd.name))
    }
}

impl PlannedImage {
    fn new(image: &Image) -> Self {
        Self {
            name: image.name.clone(),
            uri: image.uri.as_deref().map(<[u8]>::to_vec),
            command_line: image.command_line.clone().unwrap_or_default(),
        }
    }
}

/// What `sanboot` boots.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct SanPlan {
    /// The URIs of the drive; none for one that was hooked before, or a local one.
    #[cfg_attr(feature = "serde", serde(serialize_with = "super::latin1::list"))]
    pub uris: Vec<Vec<u8>>,
    /// The number of the drive, if it was given.
    pub drive: Option<u32>,
    /// The file to boot from it, if it was given.
    #[cfg_attr(feature = "serde", serde(serialize_with = "super::latin1::optional"))]
    pub filename: Option<Vec<u8>>,
}
