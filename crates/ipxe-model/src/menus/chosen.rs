//! The effect of choosing a menu entry: what reads its name first, and what runs if a jump finds no label.

use foldhash::HashSet;
use ipxe_catalog::{Actions, Implementation, Returns};
use ipxe_language::{invocation::Invocation, operation::Operation, setting_name::untyped, text::Text};
use ipxe_syntax::{Command, CommandId, Word};

use crate::{
    graph::{Edge, Ending, Node},
    menus::{MenuFacts, entries::Menu},
};

/// The maximum number of distinguished jumps by one choice.
const JUMPS: usize = 16;

/// The maximum number of consecutive `goto`s without a label that are followed to their handler.
const FOLLOWED: usize = 8;

/// Effects that a user notices, or that another script may have.
const NOTICED: Actions = Actions::FETCHES
    .union(Actions::EXECUTES)
    .union(Actions::BOOTS)
    .union(Actions::LEAVES)
    .union(Actions::READS_INPUT)
    .union(Actions::WAITS)
    .union(Actions::PRINTS)
    .union(Actions::USES_NETWORK)
    .union(Actions::RUNS_COMMANDS)
    .union(Actions::WRITES_ANY_SETTING);

/// What reads the chosen entry of a menu, until its setting gets another value.
#[derive(Debug)]
pub struct Chosen<'a, 's> {
    /// The setting.
    pub setting: &'a [u8],
    /// The first jumps that read it, each with its target.
    pub jumps: Vec<(Command<'a, 's>, Word<'a, 's>)>,
    /// The literal texts that it is compared with.
    pub compared: HashSet<&'a [u8]>,
    /// Whether it is used in another way, or another script may use it.
    pub is_used_otherwise: bool,
}

/// What runs if a jump by the chosen entry finds no label.
#[derive(Clone, Copy, Debug)]
pub enum Handler<'a, 's> {
    /// Nothing: the script ends in failure.
    None,
    /// The same menu is shown again, without any other effect.
    SameMenu,
    /// A menu is shown, possibly another one, without any other effect.
    Menu,
    /// This command runs, and those after it.
    Command(Command<'a, 's>),
    /// The next line runs, or the script ends.
    NextLine,
}

impl<'a, 's> MenuFacts<'a, 's> {
    /// What reads the chosen entry of a menu, at all places where it is shown. None if the choice goes to no unscoped
    /// setting, or to several. Takes time linear in the script's length.
    pub fn chosen(&self, menu: &Menu<'a, 's>) -> Option<Chosen<'a, 's>> {
        let setting = menu.choices.first()?.setting?;
        if menu.choices.iter().any(|choice| choice.setting != Some(setting)) {
            return None;
        }
        let uses = self.menus().uses(setting)?;
        let jumps: HashSet<CommandId> = uses.jumps.iter().map(|(jump, _)| jump.id()).collect();
        let choices: HashSet<CommandId> = menu.choices.iter().map(|choice| choice.command.id()).collect();
        let starts = choices.iter().copied();
        let after = self.flow.reachable_from_along(starts, |command, edge| {
            if choices.contains(&command) {
                edge == Edge::Success
            } else if jumps.contains(&command) {
                edge == Edge::Failure
            } else {
                !self.may_write(command, setting)
            }
        });
        let first = uses.jumps.iter().filter(|(jump, _)| after.contains(jump.id()));
        let compared = uses.comparisons.iter().filter(|(command, _)| after.contains(*command));
        Some(Chosen {
            setting,
            jumps: first.copied().take(JUMPS).collect(),
            compared: compared.map(|(_, text)| *text).collect(),
            is_used_otherwise: uses.is_open || uses.others.iter().any(|command| after.contains(*command)),
        })
    }

    /// Whether a command changes the value of a setting, or may.
    fn may_write(&self, command: CommandId, setting: &[u8]) -> bool {
        let operation = self.flow.invocation(command).and_then(Invocation::operation);
        let written = match operation {
            Some(Operation::Choose(choose)) => choose.setting,
            Some(
                Operation::Set { setting, .. }
                | Operation::Clear { setting }
                | Operation::Read { setting, .. },
            ) => setting,
            _ => return false,
        };
        written.as_known().is_none_or(|name| untyped(name) == setting)
    }

    /// What runs if a jump by the chosen entry of a menu finds no label. Takes time linear in the script's length.
    pub fn handler(&self, menu: &Menu<'a, 's>, jump: CommandId) -> Handler<'a, 's> {
        let mut failed = jump;
        for _ in 0..FOLLOWED {
            let Some(next) = self.after_failure(failed) else { return Handler::NextLine };
            let command = match next {
                Node::End(Ending::Failed) => return Handler::None,
                Node::End(_) => return Handler::NextLine,
                Node::Command(command) => command,
            };
            if self.is_lost_jump(command) {
                failed = command;
                continue;
            }
            let Some(command) = self.script.command(command).filter(|command| !command.is_empty()) else {
                return Handler::NextLine;
            };
            return self.shown_by(menu, command).unwrap_or(Handler::Command(command));
        }
        Handler::NextLine
    }

    /// Whether a section, from its first command on, leads to a menu again, and to nothing else.
    pub fn leads_to_menu(&self, menu: &Menu<'a, 's>, first: Command<'a, 's>) -> bool {
        matches!(self.shown_by(menu, first), Some(Handler::SameMenu))
    }

    fn after_failure(&self, command: CommandId) -> Option<Node> {
        let mut next = self.flow.successors(Node::Command(command));
        next.find(|(edge, _)| *edge == Edge::Failure).map(|(_, node)| node)
    }

    fn is_lost_jump(&self, command: CommandId) -> bool {
        self.lost_jumps().iter().any(|jump| jump.command.id() == command && jump.target.is_known())
    }

    /// The menu that a command leads to, whatever the values of settings are, if there is no other effect on the way.
    fn shown_by(&self, menu: &Menu<'a, 's>, command: Command<'a, 's>) -> Option<Handler<'a, 's>> {
        let shows = |command: CommandId| {
            self.form_of(command).is_some_and(|form| form.implementation == Implementation::Choose)
        };
        let reached = self.flow.reachable_from_along([command.id()], |command, _| !shows(command));
        let reached = || self.script.commands().filter(|command| reached.contains(command.id()));
        let is_silent = |command: Command<'a, 's>| {
            command.is_empty()
                || shows(command.id())
                || self.form(command).is_some_and(|form| {
                    let returns = matches!(form.effects.returns, Returns::Always | Returns::Jumps);
                    returns && !form.effects.actions.intersects(NOTICED)
                })
        };
        let is_own =
            |command: Command<'a, 's>| menu.choices.iter().any(|choice| choice.command.id() == command.id());
        let mut shown = reached().filter(|command| shows(command.id())).peekable();
        if shown.peek().is_none() || !reached().all(is_silent) {
            return None;
        }
        Some(if shown.all(is_own) { Handler::SameMenu } else { Handler::Menu })
    }
}

impl Chosen<'_, '_> {
    /// Whether nothing handles an entry of this name, in bytes: no jump finds a label for it, and no comparison tests
    /// for it.
    #[must_use]
    pub fn loses(&self, name: &[u8], has_label: impl Fn(&Text<'_>) -> bool) -> bool {
        let leads_on = |(_, target): &(Command<'_, '_>, Word<'_, '_>)| {
            has_label(&crate::menus::entries::with_value(*target, self.setting, name))
        };
        !self.compared.contains(name) && !self.jumps.iter().any(leads_on)
    }
}
