use std::cell::OnceCell;

use ipxe_catalog::{Catalog, CommandForm, Implementation};
use ipxe_flow::{Analysis, Assumptions, CommandSet, Flow};
use ipxe_language::invocation::Invocation;
use ipxe_syntax::{Command, CommandId, Label, LineId, Marks, Script, Word};

use crate::{
    LintOptions,
    facts::{
        adjusted_settings::{Adjusted, adjusted_settings},
        callers::Callers,
        command_lines::CommandLines,
        constants::Constants,
        cut_query::CutQuery,
        images::Images,
        jumps::Jump,
        kinds::Kinds,
        known_settings::{KnownSettings, untyped},
        menus::Menus,
        name_set::NameSet,
        parked::Parked,
        platforms::PlatformReach,
        sections::Sections,
        template::{Templates, has_template},
        tested_settings::tested,
        unknown_names::UnknownNames,
        unreachable::Unreachable,
        unset_settings::{Uses, unset_settings},
        uri_settings::UriSettings,
        uris::{UriWord, WrittenUri},
        written_settings::WrittenSettings,
    },
    suppression::Suppressions,
};

/// What rules look at: a script, and all that is known of it.
pub(crate) struct Context<'a, 's> {
    pub(crate) script: &'a Script<'s>,
    pub(crate) catalog: &'a Catalog,
    pub(crate) flow: &'a Flow<'a>,
    pub(crate) options: &'a LintOptions,
    analysis: OnceCell<Analysis<'a, 's>>,
    kinds: OnceCell<Kinds>,
    written: OnceCell<WrittenSettings<'a>>,
    known: OnceCell<KnownSettings<'a>>,
    tested: OnceCell<NameSet<'a>>,
    constants: OnceCell<Constants<'a>>,
    images: OnceCell<Images>,
    command_lines: OnceCell<CommandLines<'a, 's>>,
    sections: OnceCell<Sections>,
    menus: OnceCell<Menus<'a, 's>>,
    templates: OnceCell<Templates>,
    pub(crate) lost_jumps: OnceCell<Vec<Jump<'a, 's>>>,
    suppressions: OnceCell<Suppressions>,
    pub(crate) unknown_names: OnceCell<UnknownNames<'a, 's>>,
    pub(crate) uris: OnceCell<Vec<UriWord<'a, 's>>>,
    unset: OnceCell<Vec<Uses<'a, 's>>>,
    adjusted: OnceCell<Vec<Adjusted<'a, 's>>>,
    pub(crate) carried_uris: OnceCell<Vec<WrittenUri<'a, 's>>>,
    uri_settings: OnceCell<UriSettings<'a, 's>>,
    callers: OnceCell<Callers>,
    platform_reach: OnceCell<PlatformReach>,
    pub(crate) unreachable: OnceCell<Vec<Unreachable<'a, 's>>>,
    pub(crate) cut_queries: OnceCell<Vec<CutQuery<'a, 's>>>,
    pub(crate) parked: OnceCell<Parked>,
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
            analysis: OnceCell::new(),
            kinds: OnceCell::new(),
            written: OnceCell::new(),
            known: OnceCell::new(),
            tested: OnceCell::new(),
            constants: OnceCell::new(),
            images: OnceCell::new(),
            command_lines: OnceCell::new(),
            sections: OnceCell::new(),
            menus: OnceCell::new(),
            templates: OnceCell::new(),
            lost_jumps: OnceCell::new(),
            suppressions: OnceCell::new(),
            unknown_names: OnceCell::new(),
            uris: OnceCell::new(),
            unset: OnceCell::new(),
            adjusted: OnceCell::new(),
            carried_uris: OnceCell::new(),
            uri_settings: OnceCell::new(),
            callers: OnceCell::new(),
            platform_reach: OnceCell::new(),
            unreachable: OnceCell::new(),
            cut_queries: OnceCell::new(),
            parked: OnceCell::new(),
        }
    }

    /// What is known where: the values of settings, images and menus before every command.
    ///
    /// It is the dearest of all that is known: a rule asks for it once it has found something to ask about.
    pub(crate) fn analysis(&self) -> &Analysis<'a, 's> {
        self.analysis.get_or_init(|| self.analysis_with_kernels(CommandSet::default()))
    }

    /// As [`analysis`](Self::analysis), made for the purpose, where these commands download Linux kernels.
    pub(crate) fn analysis_with_kernels(&self, kernels: CommandSet) -> Analysis<'a, 's> {
        let mut assumptions = match &self.options.profile {
            Some(profile) => {
                Assumptions::new(self.options.context.settings(self.catalog)).with_profile(profile)
            }
            None => Assumptions::new(self.known().provided().clone()),
        };
        if self.options.context.complete {
            assumptions = assumptions.complete();
        }
        let templates = self.script.commands().filter(|command| self.is_template(*command));
        let assumptions = assumptions.with_opaque(templates.map(Command::id).collect());
        Analysis::new(self.script, self.flow, self.catalog, assumptions.with_kernels(kernels))
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

    /// The commands with words in which any of these bytes stands.
    pub(crate) fn marked(
        &self,
        marks: Marks,
    ) -> impl Iterator<Item = (Command<'a, 's>, &'a Invocation<'a>)> + use<'a, 's> {
        let flow = self.flow;
        let marked = self.script.commands().filter(move |command| command.marks().intersects(marks));
        marked.filter_map(move |command| Some((command, flow.invocation(command.id())?)))
    }

    /// What a command is in the target's release, if its name is known and that release has it.
    pub(crate) fn form(&self, command: Command<'_, '_>) -> Option<&'static CommandForm> {
        self.form_of(command.id())
    }

    /// As [`form`](Self::form), by the command's number.
    pub(crate) fn form_of(&self, command: CommandId) -> Option<&'static CommandForm> {
        self.flow.invocation(command)?.form()
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

    /// The first command at a label or below, where a `goto` leads to.
    pub(crate) fn command_at(&self, label: Label<'_, '_>) -> Option<Command<'a, 's>> {
        self.commands_from(self.count_while(|command| command.line_id() < label.line())).next()
    }

    /// The last command that begins at this offset or before.
    pub(crate) fn command_around(&self, offset: u32) -> Option<Command<'a, 's>> {
        let next = self.count_while(|command| command.span().start() <= offset);
        self.commands_from(next.checked_sub(1)?).next()
    }

    /// How many of the first commands this holds of, where it holds of none after them.
    fn count_while(&self, holds: impl Fn(Command<'a, 's>) -> bool) -> usize {
        let (mut low, mut high) = (0, self.script.commands().len());
        while low < high {
            let middle = low.midpoint(high);
            if self.commands_from(middle).next().is_some_and(&holds) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// The last command with words before the one with this number.
    pub(crate) fn command_before(&self, command: CommandId) -> Option<Command<'a, 's>> {
        let numbers = (0..u32::try_from(command.index()).unwrap_or(u32::MAX)).rev();
        numbers.filter_map(|at| self.script.command(CommandId::new(at))).find(|command| !command.is_empty())
    }

    fn kinds(&self) -> &Kinds {
        self.kinds.get_or_init(|| Kinds::new(self.script, self.flow))
    }

    fn bound(
        &self,
        commands: Vec<CommandId>,
    ) -> impl Iterator<Item = (Command<'a, 's>, &'a Invocation<'a>)> + use<'a, 's> {
        let (script, flow) = (self.script, self.flow);
        commands.into_iter().filter_map(move |id| script.command(id).zip(flow.invocation(id)))
    }

    /// The commands of one implementation, by whatever name.
    pub(crate) fn invocations_of(
        &self,
        implementation: Implementation,
    ) -> impl Iterator<Item = (Command<'a, 's>, &'a Invocation<'a>)> + use<'a, 's> {
        self.invocations_where(&|form| form.implementation == implementation)
    }

    /// The commands of which something holds that does not depend on their words.
    pub(crate) fn invocations_where(
        &self,
        wanted: &dyn Fn(&'static CommandForm) -> bool,
    ) -> impl Iterator<Item = (Command<'a, 's>, &'a Invocation<'a>)> + use<'a, 's> {
        self.bound(self.kinds().of(wanted))
    }

    /// As [`invocations_where`](Self::invocations_where), and the commands that the catalog cannot tell anything of:
    /// unknown ones, and those with a computed name.
    pub(crate) fn invocations_that_may(
        &self,
        wanted: &dyn Fn(&'static CommandForm) -> bool,
    ) -> impl Iterator<Item = (Command<'a, 's>, &'a Invocation<'a>)> + use<'a, 's> {
        let mut found = self.kinds().of(wanted);
        found.extend(self.kinds().unknown().iter().chain(self.kinds().computed()));
        found.sort_unstable();
        self.bound(found)
    }

    /// The commands whose options or arguments are surely wrong.
    pub(crate) fn misused(
        &self,
    ) -> impl Iterator<Item = (Command<'a, 's>, &'a Invocation<'a>)> + use<'a, 's> {
        self.bound(self.kinds().misused().to_vec())
    }

    /// The commands that the target's release does not know.
    pub(crate) fn unknown(
        &self,
    ) -> impl Iterator<Item = (Command<'a, 's>, &'a Invocation<'a>)> + use<'a, 's> {
        self.bound(self.kinds().unknown().to_vec())
    }

    /// As [`unknown`](Self::unknown), and those with a computed name of which so much is known that it is none of a
    /// command: it holds what belongs to a path or to an assignment.
    pub(crate) fn unknown_for_sure(
        &self,
    ) -> impl Iterator<Item = (Command<'a, 's>, &'a Invocation<'a>)> + use<'a, 's> {
        let mut found = self.kinds().unknown().to_vec();
        let is_no_name = |command: &CommandId| {
            let name = self.flow.invocation(*command).and_then(Invocation::name);
            name.is_some_and(|name| name.bytes().iter().any(|byte| matches!(byte, b'/' | b'=' | b':' | b'.')))
        };
        found.extend(self.kinds().computed().iter().filter(|command| is_no_name(command)));
        found.sort_unstable();
        self.bound(found)
    }

    /// The settings that the script writes.
    pub(crate) fn written(&self) -> &WrittenSettings<'a> {
        self.written.get_or_init(|| WrittenSettings::new(self))
    }

    /// The settings that others provide.
    pub(crate) fn known(&self) -> &KnownSettings<'a> {
        self.known.get_or_init(|| KnownSettings::new(self.catalog, self.options))
    }

    /// The settings that the script asks `isset` about.
    pub(crate) fn tested(&self) -> &NameSet<'a> {
        self.tested.get_or_init(|| tested(self))
    }

    /// The settings that the script uses and that nobody sets.
    pub(crate) fn unset_settings(&self) -> &[Uses<'a, 's>] {
        self.unset.get_or_init(|| unset_settings(self))
    }

    /// The settings that the script changes, and that nobody gives their first value.
    pub(crate) fn adjusted_settings(&self) -> &[Adjusted<'a, 's>] {
        self.adjusted.get_or_init(|| adjusted_settings(self))
    }

    /// What the script shows of scripts that nobody showed us.
    pub(crate) fn callers(&self) -> &Callers {
        self.callers.get_or_init(|| Callers::new(self))
    }

    /// Which commands can run on which platform.
    pub(crate) fn platform_reach(&self) -> &PlatformReach {
        self.platform_reach.get_or_init(|| PlatformReach::new(self))
    }

    /// The values that settings have wherever they are set.
    pub(crate) fn constants(&self) -> &Constants<'a> {
        self.constants.get_or_init(|| Constants::new(self))
    }

    /// The settings that hold URIs, or beginnings of them.
    pub(crate) fn uri_settings(&self) -> &UriSettings<'a, 's> {
        self.uri_settings.get_or_init(|| UriSettings::new(self))
    }

    /// The images that the script loads.
    pub(crate) fn images(&self) -> &Images {
        self.images.get_or_init(|| Images::new(self))
    }

    /// The command lines that the script gives to what it boots.
    pub(crate) fn command_lines(&self) -> &CommandLines<'a, 's> {
        self.command_lines.get_or_init(|| CommandLines::new(self))
    }

    /// The runs of commands that prepare one boot.
    pub(crate) fn sections(&self) -> &Sections {
        self.sections.get_or_init(|| Sections::new(self))
    }

    /// The menus of the script.
    pub(crate) fn menus(&self) -> &Menus<'a, 's> {
        self.menus.get_or_init(|| Menus::new(self))
    }

    /// Whether a command holds template text: nobody knows its words before it is rendered.
    pub(crate) fn is_template(&self, command: Command<'_, '_>) -> bool {
        self.templates().contains(command)
    }

    /// Whether a text of the script holds template text; quick where no text of it does.
    pub(crate) fn has_template(&self, text: &[u8]) -> bool {
        self.templates().is_any() && has_template(text)
    }

    fn templates(&self) -> &Templates {
        self.templates.get_or_init(|| Templates::new(self.script))
    }

    /// The comments that ask for findings not to be told.
    pub(crate) fn suppressions(&self) -> &Suppressions {
        let find = || {
            if self.options.suppressions { Suppressions::new(self.script) } else { Suppressions::default() }
        };
        self.suppressions.get_or_init(find)
    }

    /// Whether a setting of that name, `[scope/]name[:type]`, is one that somebody sets: the script itself, another
    /// one of its project, the network, or iPXE.
    pub(crate) fn is_setting(&self, name: &[u8]) -> bool {
        self.written().names().has(name)
            || self.known().may_have_value(name)
            || self.options.surroundings.sets(untyped(name))
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
