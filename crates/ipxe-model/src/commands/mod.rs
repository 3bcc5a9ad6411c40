//! What the commands of a script are, and what their words hold.

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
use ipxe_syntax::{Command, CommandId, HeaderProblem, Label, LineId, Marks, Script, Word};

use crate::given::Given;
use crate::graph::{Flow, count_while, first_from};
use cut_query::CutQuery;
use kinds::Kinds;
use uris::{UriWord, WrittenUri};

/// The commands of a script, each with what it means; the lowest layer of a [`Model`](crate::reach::Model).
pub struct Commands<'a, 's> {
    /// The script.
    pub script: &'a Script<'s>,
    /// What iPXE knows.
    pub catalog: &'a Catalog,
    /// Where control goes.
    pub flow: &'a Flow<'a>,
    /// What is given about the script.
    pub given: Given<'a>,
    kinds: OnceCell<Kinds>,
    uris: OnceCell<Vec<UriWord<'a, 's>>>,
    carried_uris: OnceCell<Vec<WrittenUri<'a, 's>>>,
    cut_queries: OnceCell<Vec<CutQuery<'a, 's>>>,
    labelled_lines: OnceCell<Vec<LineId>>,
}

impl<'a, 's> Commands<'a, 's> {
    /// The commands of a script. What is asked of them is found when it is asked, once.
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
            labelled_lines: OnceCell::new(),
        }
    }

    /// The same commands, of a script in which control goes as another graph says.
    pub(crate) fn on(self, flow: &'a Flow<'a>) -> Self {
        Self { flow, ..self }
    }

    /// The commands with words, each with what it means.
    pub fn invocations(&self) -> impl Iterator<Item = (Command<'a, 's>, &'a Invocation<'a>)> + use<'a, 's> {
        let flow = self.flow;
        self.script.commands().filter_map(move |command| {
            flow.invocation(command.id())
                .filter(|invocation| !invocation.is_empty())
                .map(|invocation| (command, invocation))
        })
    }

    /// The commands with words in which any of these bytes stands.
    pub fn marked(
        &self,
        marks: Marks,
    ) -> impl Iterator<Item = (Command<'a, 's>, &'a Invocation<'a>)> + use<'a, 's> {
        let flow = self.flow;
        let marked = self.script.commands().filter(move |command| command.marks().intersects(marks));
        marked.filter_map(move |command| Some((command, flow.invocation(command.id())?)))
    }

    /// What a command is in the target's release, if its name is known and that release has it.
    pub fn form(&self, command: Command<'_, '_>) -> Option<&'static CommandForm> {
        self.form_of(command.id())
    }

    /// As [`form`](Self::form), by the command's number.
    pub fn form_of(&self, command: CommandId) -> Option<&'static CommandForm> {
        self.flow.invocation(command)?.form()
    }

    /// As [`form_of`](Self::form_of), and for a misspelt name what was meant.
    #[must_use]
    pub fn form_meant_by(&self, command: CommandId) -> Option<&'static CommandForm> {
        self.flow.invocation(command)?.meant().map(|(form, _)| form)
    }

    /// The commands from the one with this number on.
    pub fn commands_from(&self, first: usize) -> impl Iterator<Item = Command<'a, 's>> {
        let script = self.script;
        (u32::try_from(first).unwrap_or(u32::MAX)..).map_while(|at| script.command(CommandId::new(at)))
    }

    /// The first label after a command and not after another one: where control can come to the second.
    pub fn label_between(&self, after: Command<'a, 's>, before: Command<'a, 's>) -> Option<Label<'a, 's>> {
        let lines = self.labelled_lines.get_or_init(|| self.script.labels().map(Label::line).collect());
        let next = lines.partition_point(|line| *line <= after.line_id());
        let line = lines.get(next).filter(|line| **line <= before.line_id())?;
        self.script.line(*line)?.label()
    }

    /// The first command at a label or below, where a `goto` leads to.
    pub fn command_at(&self, label: Label<'_, '_>) -> Option<Command<'a, 's>> {
        first_from(self.script, label.line())
    }

    /// The last command that begins at this offset or before.
    pub fn command_around(&self, offset: u32) -> Option<Command<'a, 's>> {
        let next = count_while(self.script, |command| command.span().start() <= offset);
        self.commands_from(next.checked_sub(1)?).next()
    }

    /// The last command with words before the one with this number.
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

    /// The commands of one implementation, by whatever name.
    pub fn invocations_of(
        &self,
        implementation: Implementation,
    ) -> impl Iterator<Item = (Command<'a, 's>, &'a Invocation<'a>)> + use<'a, 's> {
        self.invocations_where(&|form| form.implementation == implementation)
    }

    /// The commands of which something holds that does not depend on their words.
    pub fn invocations_where(
        &self,
        wanted: &dyn Fn(&'static CommandForm) -> bool,
    ) -> impl Iterator<Item = (Command<'a, 's>, &'a Invocation<'a>)> + use<'a, 's> {
        self.bound(self.kinds().of(wanted))
    }

    /// As [`invocations_where`](Self::invocations_where), and the commands that the catalog cannot tell anything of:
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

    /// The commands whose options or arguments are surely wrong.
    pub fn misused(&self) -> impl Iterator<Item = (Command<'a, 's>, &'a Invocation<'a>)> + use<'a, 's> {
        self.bound(Rc::clone(self.kinds().misused()))
    }

    /// The commands that the target's release does not know.
    pub fn unknown(&self) -> impl Iterator<Item = (Command<'a, 's>, &'a Invocation<'a>)> + use<'a, 's> {
        self.bound(Rc::clone(self.kinds().unknown()))
    }

    /// Those of [`unknown`](Self::unknown) whose name is a misspelt one of a certain command.
    pub fn misspelt(
        &self,
        implementation: Implementation,
    ) -> impl Iterator<Item = (Command<'a, 's>, &'a Invocation<'a>)> + use<'a, 's> {
        self.unknown().filter(move |(_, invocation)| {
            invocation.meant().is_some_and(|(form, _)| form.implementation == implementation)
        })
    }

    /// As [`unknown`](Self::unknown), and those with a computed name of which so much is known that it is none of a
    /// command: it holds what belongs to a path or to an assignment.
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

    /// Whether it is surely no script, such as a web page or a kernel: its lines were never meant for iPXE.
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
