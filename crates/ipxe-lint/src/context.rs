use std::{cell::OnceCell, collections::BTreeMap};

use ipxe_catalog::{Catalog, CommandForm, Implementation};
use ipxe_engine::Invocation;
use ipxe_flow::Flow;
use ipxe_syntax::{Command, CommandId, Label, LineId, Script, Word};

use crate::{
    LintOptions, command_lines::CommandLines, constants::Constants, images::Images,
    known_settings::KnownSettings, template::Templates, unreachable::Unreachable, uris::UriWord,
    written_settings::WrittenSettings,
};

/// What rules look at: a script, and all that is known of it.
pub(crate) struct Context<'a, 's> {
    pub(crate) script: &'a Script<'s>,
    pub(crate) catalog: &'a Catalog,
    pub(crate) flow: &'a Flow<'a>,
    pub(crate) options: &'a LintOptions,
    by_implementation: OnceCell<BTreeMap<Implementation, Vec<CommandId>>>,
    written: OnceCell<WrittenSettings<'a>>,
    known: OnceCell<KnownSettings<'a>>,
    constants: OnceCell<Constants<'a>>,
    images: OnceCell<Images>,
    command_lines: OnceCell<CommandLines<'a, 's>>,
    templates: OnceCell<Templates>,
    pub(crate) uris: OnceCell<Vec<UriWord<'a, 's>>>,
    pub(crate) unreachable: OnceCell<Vec<Unreachable<'a, 's>>>,
}

impl<'a, 's> Context<'a, 's> {
    pub(crate) fn new(
        script: &'a Script<'s>,
        catalog: &'a Catalog,
        flow: &'a Flow<'a>,
        options: &'a LintOptions,
    ) -> Self {
        Self {
            script,
            catalog,
            flow,
            options,
            by_implementation: OnceCell::new(),
            written: OnceCell::new(),
            known: OnceCell::new(),
            constants: OnceCell::new(),
            images: OnceCell::new(),
            command_lines: OnceCell::new(),
            templates: OnceCell::new(),
            uris: OnceCell::new(),
            unreachable: OnceCell::new(),
        }
    }

    /// The commands with words, each with what it means.
    pub(crate) fn invocations(
        &self,
    ) -> impl Iterator<Item = (Command<'a, 's>, &'a Invocation<'a>)> + use<'a, 's> {
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
    ) -> impl Iterator<Item = (Command<'a, 's>, &'a Invocation<'a>)> + use<'a, 's> {
        let (script, flow) = (self.script, self.flow);
        let found = self.by_implementation().get(&implementation).cloned().unwrap_or_default();
        found.into_iter().filter_map(move |id| script.command(id).zip(flow.invocation(id)))
    }

    /// The commands of each kind. Most rules are about few kinds, and most scripts have few of those.
    fn by_implementation(&self) -> &BTreeMap<Implementation, Vec<CommandId>> {
        self.by_implementation.get_or_init(|| {
            let mut found: BTreeMap<_, Vec<_>> = BTreeMap::new();
            for (command, invocation) in self.invocations() {
                if let Some(form) = invocation.form() {
                    found.entry(form.implementation).or_default().push(command.id());
                }
            }
            found
        })
    }

    /// The settings that the script writes.
    pub(crate) fn written(&self) -> &WrittenSettings<'a> {
        self.written.get_or_init(|| WrittenSettings::new(self))
    }

    /// The settings that others provide.
    pub(crate) fn known(&self) -> &KnownSettings<'a> {
        self.known.get_or_init(|| KnownSettings::new(self.catalog, self.options))
    }

    /// The values that settings have wherever they are set.
    pub(crate) fn constants(&self) -> &Constants<'a> {
        self.constants.get_or_init(|| Constants::new(self))
    }

    /// The images that the script loads.
    pub(crate) fn images(&self) -> &Images {
        self.images.get_or_init(|| Images::new(self))
    }

    /// The command lines that the script gives to what it boots.
    pub(crate) fn command_lines(&self) -> &CommandLines<'a, 's> {
        self.command_lines.get_or_init(|| CommandLines::new(self))
    }

    /// Whether a command holds template text: nobody knows its words before it is rendered.
    pub(crate) fn is_template(&self, command: Command<'_, '_>) -> bool {
        self.templates.get_or_init(|| Templates::new(self.script)).contains(command)
    }

    /// Whether a setting of that name, `[scope/]name[:type]`, is one that somebody sets: the script itself, the
    /// network, or iPXE.
    pub(crate) fn is_setting(&self, name: &[u8]) -> bool {
        self.written().names().has(name) || self.known().may_have_value(name)
    }
}

/// The words of a command's positional arguments.
pub(crate) fn positional_words<'a, 's>(
    command: Command<'a, 's>,
    invocation: &Invocation<'_>,
) -> impl DoubleEndedIterator<Item = Word<'a, 's>> + ExactSizeIterator + use<'a, 's> {
    let first = invocation.arguments().map_or(usize::MAX, |arguments| arguments.first_positional);
    let mut words = command.arguments();
    if let Some(skipped) = first.checked_sub(1) {
        words.nth(skipped);
    }
    words
}
