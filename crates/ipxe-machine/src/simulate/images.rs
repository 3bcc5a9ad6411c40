//! The registered images.

use super::image::Image;

/// The registered images, the oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Images {
    list: Vec<Image>,
    /// The number of images that were registered without a name.
    unnamed: usize,
    /// The number of bytes of their contents and command lines.
    size: usize,
}

impl Images {
    /// The index of the oldest image of that name.
    pub(super) fn find(&self, name: &[u8]) -> Option<usize> {
        self.list.iter().position(|image| image.name == name)
    }

    /// The index of the image that `boot` without an argument executes.
    pub(super) fn selected(&self) -> Option<usize> {
        self.list.iter().position(|image| image.selected)
    }

    /// Selects an image and no other.
    pub(super) fn select(&mut self, at: usize) {
        for (other, image) in self.list.iter_mut().enumerate() {
            image.selected = other == at;
        }
    }

    /// Adds an image to the end of the list. Returns its index.
    pub(super) fn register(&mut self, image: Image) -> usize {
        self.size += image.size();
        self.list.push(image);
        self.list.len() - 1
    }

    /// A name for an image that was registered without one.
    pub(super) fn next_name(&mut self) -> Vec<u8> {
        let name = format!("img{}", self.unnamed).into_bytes();
        self.unnamed += 1;
        name
    }

    /// Removes an image from the list.
    pub(super) fn unregister(&mut self, at: usize) -> Option<Image> {
        let image = (at < self.list.len()).then(|| self.list.remove(at))?;
        self.size = self.size.saturating_sub(image.size());
        Some(image)
    }

    /// Unregisters all images.
    pub(super) fn clear(&mut self) {
        self.list.clear();
        self.size = 0;
    }

    /// Sets the name of an image.
    pub(super) fn rename(&mut self, at: usize, name: &[u8]) {
        if let Some(image) = self.list.get_mut(at) {
            image.name = name.to_vec();
        }
    }

    /// Sets or removes the command line of an image.
    pub(super) fn set_command_line(&mut self, at: usize, line: Option<Vec<u8>>) {
        if let Some(image) = self.list.get_mut(at) {
            self.size -= image.size();
            image.command_line = line;
            self.size += image.size();
        }
    }

    /// Marks an image to be unregistered after its execution.
    pub(super) fn set_autofree(&mut self, at: usize) {
        if let Some(image) = self.list.get_mut(at) {
            image.autofree = true;
        }
    }

    /// The image at an index.
    #[must_use]
    pub fn get(&self, at: usize) -> Option<&Image> {
        self.list.get(at)
    }

    /// The images, the oldest first.
    pub fn iter(&self) -> std::slice::Iter<'_, Image> {
        self.list.iter()
    }

    /// Number of images.
    #[must_use]
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there are no images.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The number of bytes that they use.
    pub(super) const fn size(&self) -> usize {
        self.size
    }
}

impl<'i> IntoIterator for &'i Images {
    type Item = &'i Image;
    type IntoIter = std::slice::Iter<'i, Image>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
