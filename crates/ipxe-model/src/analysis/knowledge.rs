//! What an analysis knows about settings, images, menus and the network, as its public types.

use ipxe_language::text::{Certainty, Text};
use ipxe_syntax::CommandId;

use super::Sources;

/// The possible values of a setting in one state.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Knowledge {
    /// The known texts that an expansion may show. The empty text of a setting without a value is not among them.
    pub texts: Vec<Text<'static>>,
    /// Whether an expansion may show other, unknown texts, too.
    pub others: bool,
    /// Texts that an expansion never shows, although `others` is true.
    pub never: Vec<Vec<u8>>,
    /// Possible origins of its value. Empty if it certainly has none.
    pub set_by: Sources,
    /// Possible reasons why it has no value. Empty if it certainly has one.
    pub unset_by: Sources,
}

impl Knowledge {
    /// Whether the setting has a value: always, never or possibly.
    #[must_use]
    pub fn presence(&self) -> Certainty {
        match (self.unset_by.is_empty(), self.set_by.is_empty()) {
            (true, _) => Certainty::Yes,
            (false, true) => Certainty::No,
            (false, false) => Certainty::Maybe,
        }
    }

    /// Whether an expansion may show this text.
    #[must_use]
    pub fn may_show(&self, text: &[u8]) -> bool {
        if text.is_empty() && !self.unset_by.is_empty() {
            return true;
        }
        let other = self.others && !self.never.iter().any(|never| never == text);
        other || self.texts.iter().any(|known| known.may_equal(text))
    }
}

/// What is known about the images of one name in one state.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ImageKnowledge {
    /// Its name.
    pub name: Vec<u8>,
    /// Whether such an image is registered.
    pub presence: Certainty,
    /// Whether several images may have this name.
    pub several: bool,
    /// The commands, or other sources, that may have registered it.
    pub by: Sources,
}

/// The image that `boot` without an argument executes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Selection {
    /// Perhaps none.
    pub none: bool,
    /// The names of the images that may be selected.
    pub names: Vec<Vec<u8>>,
    /// Whether an image with an unknown name may be selected.
    pub others: bool,
}

impl Selection {
    /// Whether any image is selected.
    #[must_use]
    pub fn certainty(&self) -> Certainty {
        match (self.none, self.others || !self.names.is_empty()) {
            (false, _) => Certainty::Yes,
            (true, true) => Certainty::Maybe,
            (true, false) => Certainty::No,
        }
    }
}

/// What is known about a menu or form in one state.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MenuKnowledge {
    /// Whether the menu exists.
    pub presence: Certainty,
    /// The commands, or other sources, that may have created it.
    pub by: Sources,
    /// The known items, each with the command that adds it.
    pub items: Vec<ItemKnowledge>,
    /// Whether the menu may have other items.
    pub others: bool,
}

/// What is known about an item of a menu, or a field of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ItemKnowledge {
    /// The command that adds it.
    pub command: CommandId,
    /// Whether the menu certainly has it.
    pub certain: bool,
    /// Its possible names. Empty for a separator.
    pub names: Vec<Text<'static>>,
    /// Whether it may be marked as the default.
    pub default: bool,
}

/// What the script, or a script that it executed, has done to the network. The state of the network before the script
/// began is not included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NetworkKnowledge {
    /// Whether an interface was opened, and not all were closed again.
    pub opened: Certainty,
    /// Whether an interface was configured, for example by DHCP.
    pub configured: Certainty,
    /// Whether a file was downloaded.
    pub downloaded: Certainty,
}
