//! The commands of a script, and what their words mean.

pub mod any_interface;
pub mod booting;
pub mod broken_expansion;
pub mod choices;
pub mod colons;
pub mod comparison;
pub mod cut_query;
pub mod dangling;
pub mod failures;
pub mod files;
pub mod glued;
pub mod hosts;
pub mod jumps;
pub mod kinds;
pub mod lines;
pub mod linux;
pub mod look_alikes;
pub mod misuse;
pub mod name_set;
pub mod place;
pub mod placeholder;
pub mod retries;
pub mod section_starts;
pub mod single_dashes;
pub mod tested_settings;
pub mod unguarded;
pub mod uris;
pub mod used_settings;

use std::{cell::OnceCell, rc::Rc};

use ipxe_catalog::{Catalog, CommandForm, Implementation};
use ipxe_language::invocation::Invocation;
use ipxe_syntax::{Command, CommandId, HeaderProblem, Label, Marks, Script, Word};

use crate::given::Given;
use crate::graph::{Flow, count_while, first_from};
use cut_query::CutQuery;
use kinds::Kinds;
use uris::{UriWord, WrittenUri};

/// The commands of a script, each with its meaning; the lowest layer of a [`Model`](crate::reach::Model).
pub struct Commands<'a, 's> {
    /// The script.
    pub script: &'a Script<'s>,
    /// The commands and settings of iPXE.
    pub catalog: &'a Catalog,
    /// The control-flow graph.
    pub flow: &'a Flow<'a>,
    /// The facts about the script that are not in its text.
    pub given: Given<'a>,
    kinds: OnceCell<Kinds>,
    uris: OnceCell<Vec<UriWord<'a, 's>>>,
    carried_uris: OnceCell<Vec<WrittenUri<'a, 's>>>,
    cut_queries: OnceCell<Vec<CutQuery<'a, 's>>>,
}

impl<'a, 's> Commands<'a, 's> {
    /// The commands of a script. Everything else is computed on first use, once.
    #[must_use]
    pub fn new(script: &'a Script<'s>, catalog: &'a Catalog, flow: &'a Flow<'a>, given: Given<'a>) -> Self {
        Self {
            script,
            catalog,
            flow,
            given,
            kinds: OnceCell::new(),
            uris: OnceCell::new(),
            carried_uris: OnceCell::new(),
            cut_queries: OnceCell::new(),
        }
    }

    /// The same commands, with another graph.
    pub(crate) fn on(self, flow: &'a Flow<'a>) -> Self {
        Self { flow, ..self }
    }

    /// The commands with words, each with its options and arguments.
    pub fn invocations(&self) -> impl Iterator<Item = (Command<'a, 's>, &'a Invocation<'a>)> + use<'a, 's> {
        let flow = self.flow;
        self.script.commands().filter_map(move |command| {
            flow.invocation(command.id())
                .filter(|invocation| !invocation.is_empty())
                .map(|invocation| (command, invocation))
        })
    }

    /// The commands with words that contain any of these bytes.
    pub fn marked(
        &self,
        marks: Marks,
    ) -> impl Iterator<Item = (Command<'a, 's>, &'a Invocation<'a>)> + use<'a, 's> {
        let flow = self.flow;
        let marked = self.script.commands().filter(move |command| command.marks().intersects(marks));
        marked.filter_map(move |command| Some((command, flow.invocation(command.id())?)))
    }

    /// The form of a command in the target's release. None if its name is unknown, or not in that release.
    pub fn form(&self, command: Command<'_, '_>) -> Option<&'static CommandForm> {
        self.form_of(command.id())
    }

    /// As [`form`](Self::form), by the command's number.
    pub fn form_of(&self, command: CommandId) -> Option<&'static CommandForm> {
        self.flow.invocation(command)?.form()
    }

    /// As [`form_of`](Self::form_of), but a misspelt name counts as the intended command.
    #[must_use]
    pub fn form_meant_by(&self, command: CommandId) -> Option<&'static CommandForm> {
        self.flow.invocation(command)?.meant().map(|(form, _)| form)
    }

    /// The commands from the one with this number on.
    pub fn commands_from(&self, first: usize) -> impl Iterator<Item = Command<'a, 's>> {
        let script = self.script;
        (u32::try_from(first).unwrap_or(u32::MAX)..).map_while(|at| script.command(CommandId::new(at)))
    }

    /// The first label after one command and before or at another one: control can enter there without passing the
    /// first. None if there is none.
    pub fn label_between(&self, after: Command<'a, 's>, before: Command<'a, 's>) -> Option<Label<'a, 's>> {
        let mut labels = self.script.labels_from(after.line_id());
        labels.find(|label| label.line() > after.line_id()).filter(|label| label.line() <= before.line_id())
    }

    /// The first command at or below a label: the target of a `goto`. None if there is none.
    pub fn command_at(&self, label: Label<'_, '_>) -> Option<Command<'a, 's>> {
        first_from(self.script, label.line())
    }

    /// The last command that begins at this byte offset or before. None if there is none.
    pub fn command_around(&self, offset: u32) -> Option<Command<'a, 's>> {
        let next = count_while(self.script, |command| command.span().start() <= offset);
        self.commands_from(next.checked_sub(1)?).next()
    }

    /// The last command with words before the one with this number. None if there is none.
    pub fn command_before(&self, command: CommandId) -> Option<Command<'a, 's>> {
        let numbers = (0..u32::try_from(command.index()).unwrap_or(u32::MAX)).rev();
        numbers.filter_map(|at| self.script.command(CommandId::new(at))).find(|command| !command.is_empty())
    }

    fn kinds(&self) -> &Kinds {
        self.kinds.get_or_init(|| Kinds::new(self.script, self.flow))
    }

    fn bound(
        &self,
        commands: Rc<[CommandId]>,
    ) -> impl Iterator<Item = (Command<'a, 's>, &'a Invocation<'a>)> + use<'a, 's> {
        let (script, flow) = (self.script, self.flow);
        (0..commands.len()).filter_map(move |at| {
            let id = *commands.get(at)?;
            script.command(id).zip(flow.invocation(id))
        })
    }

    /// The commands of one implementation, under any name.
    pub fn invocations_of(
        &self,
        implementation: Implementation,
    ) -> impl Iterator<Item = (Command<'a, 's>, &'a Invocation<'a>)> + use<'a, 's> {
        self.invocations_where(&|form| form.implementation == implementation)
    }

    /// The commands whose forms satisfy a condition. The condition cannot depend on their words.
    pub fn invocations_where(
        &self,
        wanted: &dyn Fn(&'static CommandForm) -> bool,
    ) -> impl Iterator<Item = (Command<'a, 's>, &'a Invocation<'a>)> + use<'a, 's> {
        self.bound(self.kinds().of(wanted))
    }

    /// As [`invocations_where`](Self::invocations_where), and also the commands that the catalog cannot describe:
    /// unknown ones, and those with a computed name.
    pub fn invocations_that_may(
        &self,
        wanted: &dyn Fn(&'static CommandForm) -> bool,
    ) -> impl Iterator<Item = (Command<'a, 's>, &'a Invocation<'a>)> + use<'a, 's> {
        let kinds = self.kinds();
        let found = kinds.of(wanted);
        if kinds.unknown().is_empty() && kinds.computed().is_empty() {
            return self.bound(found);
        }
        let mut found = [&*found, kinds.unknown(), kinds.computed()].concat();
        found.sort_unstable();
        self.bound(found.into())
    }

    /// The commands whose options or arguments are certainly wrong.
    pub fn misused(&self) -> impl Iterator<Item = (Command<'a, 's>, &'a Invocation<'a>)> + use<'a, 's> {
        self.bound(Rc::clone(self.kinds().misused()))
    }

    /// The commands that do not exist in the target's release.
    pub fn unknown(&self) -> impl Iterator<Item = (Command<'a, 's>, &'a Invocation<'a>)> + use<'a, 's> {
        self.bound(Rc::clone(self.kinds().unknown()))
    }

    /// The commands of [`unknown`](Self::unknown) whose name is certainly a misspelling of one particular command.
    pub fn misspelt(
        &self,
        implementation: Implementation,
    ) -> impl Iterator<Item = (Command<'a, 's>, &'a Invocation<'a>)> + use<'a, 's> {
        self.unknown().filter(move |(_, invocation)| {
            invocation.meant().is_some_and(|(form, _)| form.implementation == implementation)
        })
    }

    /// As [`unknown`](Self::unknown), and also commands whose computed name cannot be that of a command: its known part
    /// contains characters of a path or of an assignment.
    pub fn unknown_for_sure(
        &self,
    ) -> impl Iterator<Item = (Command<'a, 's>, &'a Invocation<'a>)> + use<'a, 's> {
        let mut found = self.kinds().unknown().to_vec();
        let is_no_name = |command: &CommandId| {
            let name = self.flow.invocation(*command).and_then(Invocation::name);
            name.is_some_and(|name| {
                name.known_bytes().iter().any(|byte| matches!(byte, b'/' | b'=' | b':' | b'.'))
            })
        };
        found.extend(self.kinds().computed().iter().filter(|command| is_no_name(command)));
        found.sort_unstable();
        self.bound(found.into())
    }

    /// Whether the file is certainly not a script, for example a web page or a kernel.
    pub fn is_no_script(&self) -> bool {
        use HeaderProblem::{Absent, Empty, Html, Json, OtherShebang, Utf16};
        match self.script.header().problem() {
            Some(Empty | Html | Json | OtherShebang | Utf16) => true,
            Some(Absent) => memchr::memchr(0, self.script.source()).is_some(),
            _ => false,
        }
    }
}

/// The words of a command's positional arguments.
#[must_use]
pub fn positional_words<'a, 's>(
    command: Command<'a, 's>,
    invocation: &Invocation<'_>,
) -> impl DoubleEndedIterator<Item = Word<'a, 's>> + ExactSizeIterator + use<'a, 's> {
    let first = invocation.meant().map_or(usize::MAX, |(_, arguments)| arguments.first_positional);
    let mut words = command.arguments();
    if let Some(skipped) = first.checked_sub(1) {
        words.nth(skipped);
    }
    words
}
