//! Where control comes to, and why it does not.

pub mod callers;
pub mod platforms;
pub mod unreachable;

use std::cell::OnceCell;
use std::ops::Deref;

use ipxe_catalog::Catalog;
use ipxe_syntax::Script;

use crate::{
    commands::Commands, given::Given, graph::Flow, images::ImageFacts, menus::MenuFacts,
    settings::SettingFacts,
};
use callers::Callers;
use platforms::{Machines, PlatformReach};
use unreachable::Unreachable;

/// What is true of a script: all layers, each seeing only those below it.
pub struct Model<'a, 's> {
    menus: MenuFacts<'a, 's>,
    callers: OnceCell<Callers>,
    machines: Machines<'a, 's>,
    platform_reach: OnceCell<PlatformReach>,
    unreachable: OnceCell<Vec<Unreachable<'a, 's>>>,
}

impl<'a, 's> Deref for Model<'a, 's> {
    type Target = MenuFacts<'a, 's>;

    fn deref(&self) -> &Self::Target {
        &self.menus
    }
}

impl<'a, 's> Model<'a, 's> {
    /// The model of a script. What is asked of it is found when it is asked, once.
    #[must_use]
    pub fn of(script: &'a Script<'s>, catalog: &'a Catalog, flow: &'a Flow<'a>, given: Given<'a>) -> Self {
        let commands = Commands::new(script, catalog, flow, given);
        Self::new(MenuFacts::new(ImageFacts::new(SettingFacts::new(commands))))
    }

    /// This layer on top of the one below.
    #[must_use]
    pub fn new(menus: MenuFacts<'a, 's>) -> Self {
        Self {
            menus,
            callers: OnceCell::new(),
            machines: Machines::default(),
            platform_reach: OnceCell::new(),
            unreachable: OnceCell::new(),
        }
    }

    /// What the script shows of scripts that nobody showed us.
    pub fn callers(&self) -> &Callers {
        self.callers.get_or_init(|| Callers::new(self))
    }
}
