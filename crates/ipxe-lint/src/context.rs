use ipxe_catalog::{Catalog, Implementation};
use ipxe_engine::Invocation;
use ipxe_flow::Flow;
use ipxe_syntax::{Command, Script};

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
