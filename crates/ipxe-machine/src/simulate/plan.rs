//! The result of a boot command.

use super::image::Image;
use super::images::Images;

/// The images of a boot.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct BootPlan {
    /// The executed image.
    pub kernel: PlannedImage,
    /// All other registered images, the oldest first. The kernel gets every one of them, including a script that was
    /// chained earlier and not freed.
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
    /// Its absolute URI.
    #[cfg_attr(feature = "serde", serde(serialize_with = "super::latin1::optional"))]
    pub uri: Option<Vec<u8>>,
    /// Its command line, byte for byte; empty if it has none.
    #[cfg_attr(feature = "serde", serde(serialize_with = "super::latin1::bytes"))]
    pub command_line: Vec<u8>,
}

impl BootPlan {
    pub(super) fn new(kernel: &Image, others: &Images) -> Self {
        Self { kernel: PlannedImage::new(kernel), initrds: others.iter().map(PlannedImage::new).collect() }
    }

    /// Whether the kernel's command line has `initrd=NAME` for that image. Under UEFI, a Linux kernel before 5.7 finds
    /// only the images that its command line names.
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
    /// The number of the drive, if given.
    pub drive: Option<u32>,
    /// The file to boot from it, if given.
    #[cfg_attr(feature = "serde", serde(serialize_with = "super::latin1::optional"))]
    pub filename: Option<Vec<u8>>,
}
