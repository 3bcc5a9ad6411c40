//! The names that are not commands in any release of iPXE, and the probable intention of each.

pub(crate) mod foreign;
pub(crate) mod stray;

use foldhash::HashMap;
use ipxe_catalog::{Catalog, world::ForeignWord};
use ipxe_language::{invocation::Invocation, text::Text};
use ipxe_syntax::{Command, CommandId, OperatorKind, Span, Word};

use self::stray::{Stray, Strays};
use crate::{Diagnostic, Fix, Level, RuleId};
use ipxe_model::{
    commands::{
        colons::{meant_as_label, meant_as_label_with_blank},
        glued,
        look_alikes::has_look_alike,
    },
    images::cut_off::is_cut_off,
    reach::Model,
};

/// The maximum number of further uses of a name that a finding points at; the rest are only counted.
const LABELLED: usize = 3;

/// The names that are not commands in any release of iPXE, without those that other rules report, and those with
/// template markup.
pub(crate) struct UnknownNames<'a, 's> {
    names: Vec<UnknownName<'a, 's>>,
    strays: Vec<Stray<'a, 's>>,
}

/// A name that is not a command in any release of iPXE.
pub(crate) struct UnknownName<'a, 's> {
    pub(crate) name: &'a [u8],
    pub(crate) meaning: Meaning,
    /// The commands of this name, in order; at least one.
    pub(crate) uses: Vec<Command<'a, 's>>,
}

/// The intention of a name that is not a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// A command: misspelt, or from another program.
    Command,
    /// A label to jump to.
    Target,
    /// Syntax of a shell.
    Shell(ForeignWord),
    /// Syntax of another boot loader.
    BootLoader(ForeignWord),
    /// The start of a comment.
    Comment,
    /// A merge conflict marker of a version control system.
    Conflict,
}

impl<'a, 's> UnknownNames<'a, 's> {
    pub(crate) fn new(cx: &Model<'a, 's>) -> Self {
        let mut names: Vec<UnknownName<'a, 's>> = Vec::new();
        let mut seen: HashMap<&[u8], usize> = HashMap::default();
        let mut strays = Strays::new(cx);
        let page = page_start(cx);
        for (command, invocation) in cx.unknown_for_sure() {
            let Some(name) = name_of(command, invocation) else { continue };
            if page.is_some_and(|page| page <= command.id()) {
                break;
            }
            if is_another_matter(cx, command, name) || !glued::in_command(cx, command, invocation).is_empty()
            {
                continue;
            }
            let meaning = meaning(cx, command, name);
            if may_be_stray(meaning, name) && strays.take(command, name) {
                continue;
            }
            let key: &[u8] = match meaning {
                Meaning::Conflict => b"<<<<<<<",
                Meaning::Comment => b"//",
                _ => name,
            };
            let at = *seen.entry(key).or_insert_with(|| {
                names.push(UnknownName { name, meaning, uses: Vec::new() });
                names.len() - 1
            });
            if let Some(found) = names.get_mut(at) {
                found.uses.push(command);
            }
        }
        Self { names, strays: strays.into_groups() }
    }

    /// The names with such an intention, in order. The start of a comment, and a conflict marker, count with any
    /// spelling.
    pub(crate) fn meaning(
        &self,
        wanted: impl Fn(Meaning) -> bool,
    ) -> impl Iterator<Item = &UnknownName<'a, 's>> {
        self.names.iter().filter(move |name| wanted(name.meaning))
    }

    /// Arguments on separate lines.
    pub(crate) fn strays(&self) -> &[Stray<'a, 's>] {
        &self.strays
    }
}

impl<'a, 's> UnknownName<'a, 's> {
    /// The words that iPXE looks up as commands.
    pub(crate) fn words(&self) -> impl ExactSizeIterator<Item = Word<'a, 's>> {
        // A command that is in none of the lists has a name.
        let words: Vec<_> = self.uses.iter().filter_map(|command| command.name()).collect();
        words.into_iter()
    }

    /// A finding about all uses of the name: an error if the script ends there.
    pub(crate) fn report(
        &self,
        cx: &Model<'a, 's>,
        rule: RuleId,
        message: impl Into<String>,
    ) -> Option<Diagnostic> {
        let mut words = self.words();
        let is_fatal = self.uses.iter().any(|command| cx.flow.failure_is_fatal(command.id()));
        let ending = if is_fatal { "and the script ends here" } else { "and the command fails" };
        let label = format!("iPXE prints \"command not found\", {ending}");
        let mut finding = Diagnostic::new(rule, words.next()?.span(), message, label);
        if !is_fatal {
            finding = finding.at_level(Level::Warning);
        }
        Some(words.take(LABELLED).fold(finding, |finding, word| finding.and_label(word.span(), "also here")))
    }

    /// The number of uses, for a message; empty for a single use.
    pub(crate) fn times(&self) -> String {
        match self.uses.len() {
            0 | 1 => String::new(),
            2 => " (twice)".to_owned(),
            uses => format!(" ({uses} times)"),
        }
    }

    /// Inserts this before every use of the name.
    pub(crate) fn insert(&self, title: &str, text: &str) -> Option<Fix> {
        fix_at(title, self.words().map(|word| Span::empty(word.span().start())), text)
    }

    /// Replaces every use of the name by another one.
    pub(crate) fn replace(&self, title: &str, name: &str) -> Option<Fix> {
        fix_at(title, self.words().map(Word::span), name)
    }
}

/// The name as written, which is the name itself unless it is computed.
fn name_of<'a>(command: Command<'a, '_>, invocation: &'a Invocation<'a>) -> Option<&'a [u8]> {
    let word = command.name().map(Word::text);
    invocation.name().and_then(Text::as_known).or(word)
}

/// An edit that is the same at several places.
pub(crate) fn fix_at(title: &str, spans: impl IntoIterator<Item = Span>, replacement: &str) -> Option<Fix> {
    let mut spans = spans.into_iter();
    let first = Fix::unsafe_(title, spans.next()?, replacement);
    Some(spans.fold(first, |fix, span| fix.and(span, replacement)))
}

/// Whether it may be an argument of the line above: not a word of another boot loader, unless it assigns a value.
fn may_be_stray(meaning: Meaning, name: &[u8]) -> bool {
    match meaning {
        Meaning::Comment | Meaning::Conflict => false,
        Meaning::BootLoader(_) => name.contains(&b'='),
        _ => true,
    }
}

fn meaning<'a, 's>(cx: &Model<'a, 's>, command: Command<'a, 's>, name: &[u8]) -> Meaning {
    if is_target(cx, command, name) {
        Meaning::Target
    } else if is_conflict_mark(name) {
        Meaning::Conflict
    } else if comment_mark(command, name).is_some() {
        Meaning::Comment
    } else if let Some(foreign) = foreign::boot_loader(command, name) {
        Meaning::BootLoader(foreign)
    } else if let Some(foreign) = foreign::shell(command, name) {
        Meaning::Shell(foreign)
    } else {
        Meaning::Command
    }
}

/// Whether there is a label of this name to which a `goto` in place of the name would jump.
fn is_target<'a, 's>(cx: &Model<'a, 's>, command: Command<'a, 's>, name: &[u8]) -> bool {
    let here = command.line_id().index();
    // `:halt` followed by `halt` would jump to itself.
    let is_own = |line: usize| line == here || line + 1 == here && command.operator().is_none();
    cx.flow.labels().line(name).is_some_and(|line| !is_own(line.index()))
}

/// `<<<<<<<` and the other conflict markers of version control systems.
fn is_conflict_mark(name: &[u8]) -> bool {
    matches!(name, b"<<<<<<<" | b"|||||||" | b"=======" | b">>>>>>>")
}

/// The start of a comment in another language, if this command is one.
pub(crate) fn comment_mark(command: Command<'_, '_>, name: &[u8]) -> Option<Span> {
    let word = command.name()?;
    let label = command.line().label();
    if label.is_some_and(|label| label.name() == b":" && command.operator().is_none()) {
        return label.map(ipxe_syntax::Label::span);
    }
    if let Some(operator) = command.operator().filter(|operator| operator.kind == OperatorKind::Then) {
        let mut commands = command.line().commands();
        let begins = commands.next().is_some_and(Command::is_empty)
            && commands.next().map(Command::id) == Some(command.id());
        return (label.is_none() && begins).then_some(operator.span);
    }
    if name.eq_ignore_ascii_case(b"rem") {
        return Some(word.span());
    }
    if name == b"*" {
        return Some(word.span());
    }
    // Arguments of the installer before it, arguments of the installed system after it.
    if name == b"---" {
        return None;
    }
    let marks: [&[u8]; 7] = [b"//", b"--", b"/*", b"*/", b"<!--", b"-->", b";"];
    let is_option = name.get(2).is_some_and(u8::is_ascii_alphanumeric) && name.starts_with(b"--");
    let mark = marks.iter().find(|mark| name.starts_with(mark) && !is_option)?;
    Some(word.span_at(0..mark.len()))
}

/// The start of a web page: some files are a script and, after the script's end, a page for people.
fn page_start(cx: &Model<'_, '_>) -> Option<CommandId> {
    let begins_page = |command: &Command<'_, '_>| {
        let name = command.name().map(Word::text).unwrap_or_default();
        let tag = name.strip_prefix(b"<").and_then(<[u8]>::first);
        name == b"-->" || tag.is_some_and(|byte| byte.is_ascii_alphabetic() || b"!/".contains(byte))
    };
    let mut unknown = cx.unknown().map(|(command, _)| command);
    unknown.find(|command| begins_page(command) && !cx.flow.is_reachable(command.id())).map(Command::id)
}

/// Whether other rules report the name, or it is unknown.
fn is_another_matter<'a, 's>(cx: &Model<'a, 's>, command: Command<'a, 's>, name: &[u8]) -> bool {
    let is_header = command.line_id().index() == 0 && cx.script.header().problem().is_some();
    Catalog::command_in_any_release(name).is_some()
        || is_header
        || meant_as_label(cx, command).is_some()
        || meant_as_label_with_blank(command).is_some()
        || name.ends_with(b":") && !cx.flow.is_reachable(command.id())
        || has_look_alike(name)
        || is_cut_off(cx, command)
        || cx.is_cut_parameter(command.id())
}
