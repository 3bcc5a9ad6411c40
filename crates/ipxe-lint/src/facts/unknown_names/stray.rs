//! Arguments on separate lines: the line above lacks its `\`.

use ipxe_catalog::{Repeat, Role, world::KernelArgument};
use ipxe_syntax::{Command, Line, Span, Word};

use super::foreign::is_assignment;
use ipxe_model::commands::{lines::line_end, linux::is_argument};
use ipxe_model::reach::Model;

/// Collects stray arguments; consecutive lines of them are one finding.
pub(super) struct Strays<'c, 'a, 's> {
    cx: &'c Model<'a, 's>,
    groups: Vec<Stray<'a, 's>>,
}

/// Lines that should have been one.
pub(crate) struct Stray<'a, 's> {
    /// The command that they belong to.
    pub(crate) owner: Word<'a, 's>,
    /// Their first words.
    pub(crate) words: Vec<Word<'a, 's>>,
    /// The ends of the lines that lack a `\`.
    pub(crate) ends: Vec<Span>,
    last_line: usize,
    /// Whether a `\` was meant to continue them, but is ineffective.
    is_backslash: bool,
}

impl<'c, 'a, 's> Strays<'c, 'a, 's> {
    pub(super) fn new(cx: &'c Model<'a, 's>) -> Self {
        Self { cx, groups: Vec::new() }
    }

    /// Adds a command with an unknown name, if it looks like arguments of the line above.
    pub(super) fn take(&mut self, command: Command<'a, 's>, name: &[u8]) -> bool {
        let line = command.line();
        let Some(word) = command.name().filter(|_| command.operator().is_none() && line.label().is_none())
        else {
            return false;
        };
        let is_indented = line.span().start() < word.span().start();
        if !is_assignment(name) && !is_indented && !is_flag(name) {
            return false;
        }
        let Some(above) = self.line_above(line) else { return false };
        if let Some(group) = self.groups.last_mut().filter(|group| group.last_line == above.id().index()) {
            group.words.push(word);
            group.ends.push(line_end(above));
            group.last_line = line.id().index();
            return true;
        }
        let Some(owner) = self.owner(above, name) else { return false };
        self.groups.push(Stray {
            owner,
            words: vec![word],
            ends: vec![line_end(above)],
            last_line: line.id().index(),
            is_backslash: ends_in_backslash(above),
        });
        true
    }

    fn line_above(&self, line: Line<'a, 's>) -> Option<Line<'a, 's>> {
        let above = self.cx.line_before(line)?;
        above.comment().is_none().then_some(above)
    }

    /// The command at the end of a line, if it takes any number of arguments. Only a word that looks like a kernel
    /// argument can be part of a value.
    fn owner(&self, line: Line<'a, 's>, name: &[u8]) -> Option<Word<'a, 's>> {
        let last = line.commands().next_back()?;
        let form = self.cx.flow.invocation(last.id())?.form()?;
        let takes_more = form.arguments.iter().any(|argument| {
            let may_be_part = match argument.role {
                Role::CommandLine => true,
                Role::SettingValue => is_argument(name) || is_flag(name),
                _ => false,
            };
            argument.repeat == Repeat::Joined && may_be_part
        });
        last.name().filter(|_| takes_more)
    }

    /// The groups, without those whose lines end in an ineffective `\`: in these, the `\` is the mistake.
    pub(super) fn into_groups(self) -> Vec<Stray<'a, 's>> {
        self.groups.into_iter().filter(|group| !group.is_backslash).collect()
    }
}

/// Whether it is a kernel argument without a value.
fn is_flag(name: &[u8]) -> bool {
    KernelArgument::of(name).is_some_and(|argument| argument.is_flag)
}

/// Whether the last word of a line is a `\` that does not continue it.
fn ends_in_backslash(line: Line<'_, '_>) -> bool {
    let last = line.commands().next_back().and_then(|command| command.words().next_back());
    last.is_some_and(|word| word.text() == b"\\")
}
