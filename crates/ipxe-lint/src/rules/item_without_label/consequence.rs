//! What happens if a user chooses an entry without a label.

use ipxe_catalog::{Actions, CommandForm, Implementation, world::Meaning};
use ipxe_language::operation::Operation;
use ipxe_model::menus::{
    chosen::Handler,
    entries::{Item, Menu},
};
use ipxe_syntax::{Command, Word};

use super::Spelling;
use crate::{Level, context::Context, text::quote};

/// The maximum number of commands of the next section that are checked.
const LOOKED_AT: usize = 8;

/// What happens if a user chooses an entry without a label.
pub(super) enum Consequence {
    /// The script ends in failure.
    End,
    /// Control enters the section of this label, which belongs to another entry.
    OtherEntry(Vec<u8>),
    /// A menu is shown again.
    Nothing,
    /// The handler for no choice runs: this command or label, if that describes all of it.
    Fallback(Option<Vec<u8>>),
}

impl Consequence {
    pub(super) fn level(&self) -> Level {
        if matches!(self, Self::End | Self::OtherEntry(_)) { Level::Error } else { Level::Warning }
    }

    pub(super) fn label(&self) -> String {
        match self {
            Self::End => "choosing this entry ends the script with an error".to_owned(),
            Self::Nothing => "choosing this entry only shows a menu again".to_owned(),
            Self::OtherEntry(name) => {
                format!("choosing this entry runs {} instead, the section that follows", quote(name))
            }
            Self::Fallback(Some(name)) => format!("choosing this entry runs {} instead", quote(name)),
            Self::Fallback(None) => "choosing this entry does not run it".to_owned(),
        }
    }
}

/// What happens if a menu's jump finds no label.
pub(super) struct Handling<'c, 'a, 's> {
    pub(super) cx: &'c Context<'a, 's>,
    pub(super) handler: Handler<'a, 's>,
    /// Whether every jump by the choice ends the script if there is no label.
    pub(super) is_fatal: bool,
    /// The number of menu entries without a label.
    pub(super) lost: usize,
    /// The section of another entry into which control falls through.
    pub(super) next_entry: Option<Vec<u8>>,
}

/// The menu entry whose section is directly below a jump, if it does something.
pub(super) fn next_entry<'a, 's>(
    cx: &Context<'a, 's>,
    menu: &Menu<'a, 's>,
    jump: Command<'a, 's>,
    target: Word<'a, 's>,
) -> Option<Vec<u8>> {
    let mut behind = cx.commands_from(jump.id().index() + 1).filter(|next| !next.is_empty());
    let next = behind.find(|next| next.line_id() != jump.line_id())?;
    let label = cx.label_between(jump, next).filter(|label| cx.flow.labels().is_first(*label))?;
    let name = Spelling::of(target).entry(label.name());
    let is_entry = name.is_some() && menu.items.iter().any(|item| item.word.as_literal() == name);
    let matters = |form: &CommandForm| {
        let prepares = Actions::WRITES_SETTINGS.union(Actions::FETCHES);
        form.effects.actions.intersects(prepares.union(Actions::EXECUTES).union(Actions::BOOTS))
    };
    let section = cx.commands_from(next.id().index()).take(LOOKED_AT);
    let mut section = section.take_while(|command| cx.label_between(next, *command).is_none());
    let does = section.any(|command| cx.form(command).is_some_and(matters));
    (is_entry && does).then(|| label.name().to_vec())
}

impl Handling<'_, '_, '_> {
    /// What happens if a user chooses the entry. None if that may be intended.
    pub(super) fn consequence(&self, item: &Item<'_, '_>, is_misspelt: bool) -> Option<Consequence> {
        if self.is_fatal {
            return Some(Consequence::End);
        }
        match self.handler {
            Handler::SameMenu if is_misspelt || !is_for_show(item) => Some(Consequence::Nothing),
            // One entry may return to the previous menu, but not several.
            Handler::Menu if is_misspelt || self.lost > 1 && !is_for_show(item) && !is_way_back(item) => {
                Some(Consequence::Nothing)
            }
            Handler::Command(command) => {
                let other = self.other_command(item, command).or_else(|| self.failure_label(item, command));
                (other.is_some() || is_misspelt).then_some(Consequence::Fallback(other))
            }
            Handler::NextLine if self.next_entry.is_some() && !is_for_show(item) => {
                self.next_entry.clone().map(Consequence::OtherEntry)
            }
            // `goto ${x} || …` may be the intended handling of an entry without a label, unless the label was only
            // misspelt.
            _ => is_misspelt.then_some(Consequence::Fallback(None)),
        }
    }

    /// The label to which the fallback jumps, if it is for failures.
    fn failure_label(&self, item: &Item<'_, '_>, command: Command<'_, '_>) -> Option<Vec<u8>> {
        let Some(Operation::Goto { label }) = self.cx.flow.invocation(command.id())?.meant_operation() else {
            return None;
        };
        let is_for_failures = |label: &&[u8]| Meaning::FailureLabel.is_in(label);
        label.as_known().filter(is_for_failures).filter(|_| !is_way_back(item)).map(<[u8]>::to_vec)
    }

    /// The command that runs, if the entry has the name of another one.
    fn other_command(&self, item: &Item<'_, '_>, command: Command<'_, '_>) -> Option<Vec<u8>> {
        let operation = self.cx.flow.invocation(command.id())?.meant_operation();
        let command = match operation {
            Some(Operation::Goto { label }) => self.cx.command_at(self.cx.label(label.as_known()?)?)?,
            _ => command,
        };
        let wanted = self.cx.catalog.command(item.word.text())?.form.implementation;
        let runs = self.cx.form(command)?.implementation;
        let is_end = |one| {
            matches!(
                one,
                Implementation::Exit
                    | Implementation::Shell
                    | Implementation::Reboot
                    | Implementation::Poweroff
            )
        };
        let is_other = is_end(wanted) && is_end(runs) && wanted != runs;
        is_other.then(|| command.name().map(|name| name.text().to_vec())).flatten()
    }
}

/// Whether the entry shows the menu again, or is a line between others.
fn is_for_show(item: &Item<'_, '_>) -> bool {
    let text = item.text.to_text();
    let begins_word =
        |text: &[u8]| String::from_utf8_lossy(text).chars().next().is_some_and(char::is_alphanumeric);
    let is_line = text.is_known() && !begins_word(text.head());
    Meaning::RetryLabel.is_in(item.word.text()) || is_line
}

/// Whether the entry is for leaving the menu.
fn is_way_back(item: &Item<'_, '_>) -> bool {
    let name = item.word.text();
    Meaning::CancelLabel.is_in(name) || Meaning::WayBackEntry.is_in(name)
}
