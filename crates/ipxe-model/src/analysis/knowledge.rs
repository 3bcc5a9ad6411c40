//! What there is to know, for those who ask.

use ipxe_language::text::{Certainty, Text};
use ipxe_syntax::CommandId;

use super::Sources;

/// What is known of a setting at one place.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Knowledge {
    /// The texts that it may show; the empty one for a setting without a value is not among them.
    pub texts: Vec<Text<'static>>,
    /// Whether it may show other texts, too.
    pub others: bool,
    /// Texts that it surely does not show, though `others` says that it may be anything else.
    pub never: Vec<Vec<u8>>,
    /// Where its value may have come from; empty if it surely has none.
    pub set_by: Sources,
    /// Why it may have no value; empty if it surely has one.
    pub unset_by: Sources,
}

impl Knowledge {
    /// Whether it has a value.
    #[must_use]
    pub fn presence(&self) -> Certainty {
        match (self.unset_by.is_empty(), self.set_by.is_empty()) {
            (true, _) => Certainty::Yes,
            (false, true) => Certainty::No,
            (false, false) => Certainty::Maybe,
        }
    }

    /// Whether an expansion of it may show that text.
    #[must_use]
    pub fn may_show(&self, text: &[u8]) -> bool {
        if text.is_empty() && !self.unset_by.is_empty() {
            return true;
        }
        let other = self.others && !self.never.iter().any(|never| never == text);
        other || self.texts.iter().any(|known| known.may_equal(text))
    }
}

/// What is known of the images of one name.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ImageKnowledge {
    /// Its name.
    pub name: Vec<u8>,
    /// Whether there is one.
    pub presence: Certainty,
    /// Whether there may be several of the name.
    pub several: bool,
    /// What registered it, or them.
    pub by: Sources,
}

/// Which image `boot` without an argument executes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Selection {
    /// Perhaps none.
    pub none: bool,
    /// Perhaps one of these.
    pub names: Vec<Vec<u8>>,
    /// Perhaps one whose name is not known.
    pub others: bool,
}

impl Selection {
    /// Whether some image is selected.
    #[must_use]
    pub fn certainty(&self) -> Certainty {
        match (self.none, self.others || !self.names.is_empty()) {
            (false, _) => Certainty::Yes,
            (true, true) => Certainty::Maybe,
            (true, false) => Certainty::No,
        }
    }
}

/// What is known of a menu or form.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MenuKnowledge {
    /// Whether it is there.
    pub presence: Certainty,
    /// What created it.
    pub by: Sources,
    /// Its items, by the commands that add them.
    pub items: Vec<ItemKnowledge>,
    /// Whether it may have other items.
    pub others: bool,
}

/// What is known of an item of a menu, or a field of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ItemKnowledge {
    /// What adds it.
    pub command: CommandId,
    /// Whether it is surely there.
    pub certain: bool,
    /// The names that it may have; none for a separator.
    pub names: Vec<Text<'static>>,
    /// Whether it may be flagged as the default.
    pub default: bool,
}

/// What the script has done to the network so far, or scripts that it executed may have done. Nothing is said of what
/// was before the script began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NetworkKnowledge {
    /// Whether an interface was opened, and not all closed since.
    pub opened: Certainty,
    /// Whether an interface was configured, as by DHCP.
    pub configured: Certainty,
    /// Whether something was downloaded.
    pub downloaded: Certainty,
}
