//! The images of a script, and what it boots.

pub mod boot_arguments;
pub mod command_lines;
pub mod cut_off;
pub mod departures;
pub mod executed;
pub mod left_images;
pub mod loads;
pub mod passed_over;
pub mod sections;

use std::cell::OnceCell;
use std::ops::Deref;

use crate::{graph::Flow, settings::SettingFacts};
use boot_arguments::WrittenArguments;
use command_lines::CommandLines;
use loads::Images;
use sections::Sections;

/// The images of a script, and what it boots with them.
pub struct ImageFacts<'a, 's> {
    settings: SettingFacts<'a, 's>,
    images: OnceCell<Images>,
    command_lines: OnceCell<CommandLines<'a, 's>>,
    written_arguments: OnceCell<WrittenArguments<'a, 's>>,
    sections: OnceCell<Sections>,
}

impl<'a, 's> Deref for ImageFacts<'a, 's> {
    type Target = SettingFacts<'a, 's>;

    fn deref(&self) -> &Self::Target {
        &self.settings
    }
}

impl<'a, 's> ImageFacts<'a, 's> {
    /// Adds this layer to the one below. Everything is computed on first use, once.
    #[must_use]
    pub fn new(settings: SettingFacts<'a, 's>) -> Self {
        Self {
            settings,
            images: OnceCell::new(),
            command_lines: OnceCell::new(),
            written_arguments: OnceCell::new(),
            sections: OnceCell::new(),
        }
    }

    /// The same facts, with another graph: none of them depend on it.
    pub(crate) fn on(mut self, flow: &'a Flow<'a>) -> Self {
        // What kernels get does depend on it.
        self.command_lines.get_mut().into_iter().for_each(CommandLines::forget_boots);
        Self { settings: self.settings.on(flow), ..self }
    }

    /// The images that the script loads.
    pub fn images(&self) -> &Images {
        self.images.get_or_init(|| Images::new(self))
    }

    /// The command lines that the script passes to the images that it boots.
    pub fn command_lines(&self) -> &CommandLines<'a, 's> {
        self.command_lines.get_or_init(|| CommandLines::new(self))
    }

    /// The arguments that the script writes into settings.
    pub fn written_arguments(&self) -> &WrittenArguments<'a, 's> {
        self.written_arguments.get_or_init(|| WrittenArguments::new(self))
    }

    /// The sections of the script: runs of commands that prepare one boot.
    pub fn sections(&self) -> &Sections {
        self.sections.get_or_init(|| Sections::new(self))
    }
}
