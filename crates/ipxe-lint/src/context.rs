use ipxe_catalog::{Catalog, CommandForm, Implementation};
use ipxe_engine::Invocation;
use ipxe_flow::Flow;
use ipxe_syntax::{Command, CommandId, Label, LineId, Script};

use crate::LintOptions;

/// What rules look at: a script, and all that is known of it.
pub(crate) struct Context<'a, 's> {
    pub(crate) script: &'a Script<'s>,
    pub(crate) catalog: &'a Catalog,
    pub(crate) flow: &'a Flow<'a>,
    pub(crate) options: &'a LintOptions,
}

impl<'a, 's> Context<'a, 's> {
    /// The commands with words, each with what it means.
    pub(crate) fn invocations(&self) -> impl Iterator<Item = (Command<'a, 's>, &'a Invocation<'a>)> {
        let flow = self.flow;
        self.script.commands().filter_map(move |command| {
            flow.invocation(command.id())
                .filter(|invocation| !invocation.is_empty())
                .map(|invocation| (command, invocation))
        })
    }

    /// What a command is in the target's release, if its name is known and that release has it.
    pub(crate) fn form(&self, command: Command<'_, '_>) -> Option<&'static CommandForm> {
        self.flow.invocation(command.id())?.form()
    }

    /// The commands from the one with this number on.
    pub(crate) fn commands_from(&self, first: usize) -> impl Iterator<Item = Command<'a, 's>> {
        let script = self.script;
        (u32::try_from(first).unwrap_or(u32::MAX)..).map_while(|at| script.command(CommandId::new(at)))
    }

    /// The first label after a command and not after another one: where control can come to the second.
    pub(crate) fn label_between(
        &self,
        after: Command<'a, 's>,
        before: Command<'a, 's>,
    ) -> Option<Label<'a, 's>> {
        let lines = after.line_id().index() + 1..=before.line_id().index();
        let script = self.script;
        lines
            .filter_map(|line| script.line(LineId::new(u32::try_from(line).ok()?)))
            .find_map(ipxe_syntax::Line::label)
    }

    /// The last command with words before the one with this number.
    pub(crate) fn command_before(&self, command: CommandId) -> Option<Command<'a, 's>> {
        let numbers = (0..u32::try_from(command.index()).unwrap_or(u32::MAX)).rev();
        numbers.filter_map(|at| self.script.command(CommandId::new(at))).find(|command| !command.is_empty())
    }

    /// The commands of one kind, by whatever name.
    pub(crate) fn invocations_of(
        &self,
        implementation: Implementation,
    ) -> impl Iterator<Item = (Command<'a, 's>, &'a Invocation<'a>)> {
        self.invocations().filter(move |(_, invocation)| {
            invocation.form().is_some_and(|form| form.implementation == implementation)
        })
    }
}
