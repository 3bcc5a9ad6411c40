//! Which commands are reachable, and why others are not.

mod included;
pub mod platforms;
pub mod standing;
pub mod unreachable;

use std::cell::OnceCell;
use std::ops::Deref;

use ipxe_catalog::Catalog;
use ipxe_syntax::Script;

use crate::{
    commands::Commands,
    given::Given,
    graph::{Flow, Region},
    images::ImageFacts,
    menus::MenuFacts,
    settings::SettingFacts,
};
use platforms::Machines;
use standing::{Role, Standing};
use unreachable::Unreachable;

/// The facts about a script: all layers, each of which uses only those below it.
pub struct Model<'a, 's> {
    menus: MenuFacts<'a, 's>,
    standing: OnceCell<Standing>,
    included: OnceCell<Option<u32>>,
    machines: Machines<'a, 's>,
    unreachable: OnceCell<Vec<Unreachable<'a, 's>>>,
    /// The runs of commands that never run.
    dead: OnceCell<Vec<Region>>,
}

impl<'a, 's> Deref for Model<'a, 's> {
    type Target = MenuFacts<'a, 's>;

    fn deref(&self) -> &Self::Target {
        &self.menus
    }
}

impl<'a, 's> Model<'a, 's> {
    /// The model of a script. Everything is computed on first use, once.
    #[must_use]
    pub fn of(script: &'a Script<'s>, catalog: &'a Catalog, flow: &'a Flow<'a>, given: Given<'a>) -> Self {
        let commands = Commands::new(script, catalog, flow, given);
        Self::new(MenuFacts::new(ImageFacts::new(SettingFacts::new(commands))))
    }

    /// Adds this layer to the one below.
    #[must_use]
    pub fn new(menus: MenuFacts<'a, 's>) -> Self {
        Self {
            menus,
            standing: OnceCell::new(),
            included: OnceCell::new(),
            machines: Machines::default(),
            unreachable: OnceCell::new(),
            dead: OnceCell::new(),
        }
    }

    /// The model of the same script with another graph, such as one [without the success](Flow::without_success_of) of
    /// some commands. Facts that do not depend on the graph are kept.
    #[must_use]
    pub fn on(self, flow: &'a Flow<'a>) -> Self {
        Self::new(self.menus.on(flow))
    }

    /// Whether the script is an entry point, or other scripts start it, and the evidence for that.
    pub fn standing(&self) -> &Standing {
        self.standing.get_or_init(|| Standing::new(self))
    }

    /// The byte offset of the first command that starts a script after which this one continues: the usual way to read
    /// a file of settings. None if there is none.
    pub fn included(&self) -> Option<u32> {
        *self.included.get_or_init(|| included::included(self))
    }

    /// Whether another script may have set settings before this byte offset that this one does not set.
    pub fn others_may_set(&self, offset: u32) -> bool {
        self.standing().role == Role::Started || self.included().is_some_and(|included| included < offset)
    }
}
