//! Menus, their entries, and the effect of choosing one.

pub mod chosen;
pub mod entries;
pub mod headings;
pub mod parked;

use std::cell::OnceCell;
use std::ops::Deref;

use crate::{graph::Flow, images::ImageFacts};
use entries::Menus;
use headings::Headings;
use parked::Parked;

/// The menus of a script.
pub struct MenuFacts<'a, 's> {
    images: ImageFacts<'a, 's>,
    menus: OnceCell<Menus<'a, 's>>,
    headings: OnceCell<Headings<'a>>,
    parked: OnceCell<Parked>,
}

impl<'a, 's> Deref for MenuFacts<'a, 's> {
    type Target = ImageFacts<'a, 's>;

    fn deref(&self) -> &Self::Target {
        &self.images
    }
}

impl<'a, 's> MenuFacts<'a, 's> {
    /// Adds this layer to the one below. Everything is computed on first use, once.
    #[must_use]
    pub fn new(images: ImageFacts<'a, 's>) -> Self {
        Self { images, menus: OnceCell::new(), headings: OnceCell::new(), parked: OnceCell::new() }
    }

    /// The same facts, with another graph. The menus are computed again.
    pub(crate) fn on(self, flow: &'a Flow<'a>) -> Self {
        Self::new(self.images.on(flow))
    }

    /// The menus of the script.
    pub fn menus(&self) -> &Menus<'a, 's> {
        self.menus.get_or_init(|| Menus::new(self))
    }

    /// The names and texts of the sections of the script.
    pub fn headings(&self) -> &Headings<'a> {
        self.headings.get_or_init(|| Headings::new(self))
    }
}
