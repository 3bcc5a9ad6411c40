//! Arguments on lines of their own: the line above lacks its `\`.

use ipxe_catalog::{Repeat, Role};
use ipxe_syntax::{Command, Line, Span, Word};

use crate::{Diagnostic, Fix, RuleId, context::Context, text::quote};

/// Collects stray arguments; neighbouring lines of them are one finding.
pub(super) struct Strays<'c, 'a, 's> {
    cx: &'c Context<'a, 's>,
    groups: Vec<Group<'a, 's>>,
}

/// Lines that should have been one.
struct Group<'a, 's> {
    /// The command that they belong to.
    owner: Word<'a, 's>,
    /// Their first words.
    words: Vec<Word<'a, 's>>,
    /// The ends of the lines that lack a `\`.
    ends: Vec<Span>,
    last_line: usize,
}

impl<'c, 'a, 's> Strays<'c, 'a, 's> {
    pub(super) fn new(cx: &'c Context<'a, 's>) -> Self {
        Self { cx, groups: Vec::new() }
    }

    /// Takes a command of an unknown name, if it looks like arguments of the line above.
    pub(super) fn take(&mut self, command: Command<'a, 's>, name: &[u8]) -> bool {
        let line = command.line();
        let Some(word) = command.name().filter(|_| command.operator().is_none() && line.label().is_none()) else {
            return false;
        };
        let is_indented = line.span().start() < word.span().start();
        if !is_assignment(name) && !is_indented {
            return false;
        }
        let Some(above) = self.line_above(line) else { return false };
        if let Some(group) = self.groups.last_mut().filter(|group| group.last_line == above.id().index()) {
            group.words.push(word);
            group.ends.push(line_end(above));
            group.last_line = line.id().index();
            return true;
        }
        let Some(owner) = self.owner(above) else { return false };
        self.groups.push(Group {
            owner,
            words: vec![word],
            ends: vec![line_end(above)],
            last_line: line.id().index(),
        });
        true
    }

    fn line_above(&self, line: Line<'a, 's>) -> Option<Line<'a, 's>> {
        // The command before this one is on the line above, unless that line has none.
        let first = line.commands().next()?;
        let before = first.id().index().checked_sub(1).and_then(|at| u32::try_from(at).ok())?;
        let above = self.cx.script.command(ipxe_syntax::CommandId::new(before))?.line();
        (above.id().index() + 1 == line.id().index() && above.comment().is_none()).then_some(above)
    }

    /// The command at the end of a line, if it takes any number of arguments.
    fn owner(&self, line: Line<'a, 's>) -> Option<Word<'a, 's>> {
        let last = line.commands().next_back()?;
        let form = self.cx.flow.invocation(last.id())?.form()?;
        let takes_more = form.arguments.iter().any(|argument| {
            argument.repeat == Repeat::Joined && matches!(argument.role, Role::CommandLine | Role::SettingValue)
        });
        last.name().filter(|_| takes_more)
    }

    pub(super) fn report(self) -> impl Iterator<Item = Diagnostic> {
        self.groups.into_iter().filter_map(|group| {
            let (first, more) = group.words.split_first()?;
            let what = if more.is_empty() { "an argument" } else { "arguments" };
            let owner = quote(group.owner.text());
            let message = format!("{} is no iPXE command; it looks like {what} of the line above", quote(first.text()));
            let label = "iPXE takes this for a command of its own, which it does not have";
            let mut finding = Diagnostic::new(RuleId::UnknownCommand, first.span(), message, label)
                .and_label(group.owner.span(), format!("this {owner} ends with its line"));
            if let Some(last) = more.last() {
                finding = finding.and_label(last.span(), format!("{} such lines up to here", more.len() + 1));
            }
            let mut ends = group.ends.into_iter();
            let first_fix = Fix::unsafe_("end the line above with `\\`, as its very last character", ends.next()?, " \\");
            Some(finding.fix(ends.fold(first_fix, |fix, end| fix.and(end, " \\"))))
        })
    }
}

/// What is to be replaced to continue a line: the white space at its end, and a `\` inside it that continues nothing.
fn line_end(line: Line<'_, '_>) -> Span {
    let last = line.commands().next_back().and_then(|command| command.words().next_back());
    let end = match last {
        Some(word) if word.text() == b"\\" => word.span().start().saturating_sub(1),
        Some(word) => word.span().end(),
        None => line.span().end(),
    };
    Span::new(end.min(line.span().end()), line.span().end())
}

/// `name=value`, as kernels take their arguments.
fn is_assignment(name: &[u8]) -> bool {
    let Some(equals) = name.iter().position(|byte| *byte == b'=') else { return false };
    let key = name.get(..equals).unwrap_or_default();
    key.first().is_some_and(u8::is_ascii_alphabetic)
        && key.iter().all(|byte| byte.is_ascii_alphanumeric() || b"_-./".contains(byte))
}
