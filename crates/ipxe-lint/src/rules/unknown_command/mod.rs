//! Names that no iPXE has a command for.

mod foreign;
mod guess;
mod stray;

use std::collections::HashMap;

use ipxe_catalog::Catalog;
use ipxe_engine::Text;
use ipxe_syntax::{Command, CommandId, Span, Word};

use crate::{Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote, facts::{colons::meant_as_label, glued}};

pub(super) const META: RuleMeta = RuleMeta {
    name: "unknown-command",
    code: "IPX201",
    summary: "no release of iPXE has a command of this name",
    level: Level::Error,
    fix: FixKind::Sometimes,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// As many further uses of a name are pointed at; more are counted.
const LABELLED: usize = 3;

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let mut by_name: Vec<(&[u8], Vec<Command<'_, '_>>)> = Vec::new();
    let mut seen: HashMap<&[u8], usize> = HashMap::new();
    let mut strays = stray::Strays::new(cx);
    let page = page_start(cx);
    for (command, invocation) in cx.unknown() {
        let Some(name) = invocation.name().and_then(Text::as_known) else { continue };
        if page.is_some_and(|page| page <= command.id()) {
            break;
        }
        if is_another_matter(cx, command, name) || !glued::in_command(cx, command, invocation).is_empty() {
            continue;
        }
        if strays.take(command, name) {
            continue;
        }
        let key = if foreign::is_conflict_marker(name) { b"<<<<<<<" } else { name };
        let at = *seen.entry(key).or_insert_with(|| {
            by_name.push((key, Vec::new()));
            by_name.len() - 1
        });
        if let Some((_, uses)) = by_name.get_mut(at) {
            uses.push(command);
        }
    }
    out.extend(by_name.iter().filter_map(|(name, uses)| report(cx, name, uses)));
    out.extend(strays.report());
}

/// Where a web page begins: some files are a script and, behind the script's end, a page for people.
fn page_start(cx: &Context<'_, '_>) -> Option<CommandId> {
    let begins_page = |command: &Command<'_, '_>| {
        let tag = command.name().and_then(|name| name.text().strip_prefix(b"<"));
        tag.and_then(<[u8]>::first).is_some_and(|byte| byte.is_ascii_alphabetic() || b"!/".contains(byte))
    };
    let mut unknown = cx.unknown().map(|(command, _)| command);
    unknown.find(|command| begins_page(command) && !cx.flow.is_reachable(command.id())).map(Command::id)
}

/// Whether other rules have a say about the name, or nobody can.
fn is_another_matter<'a, 's>(cx: &Context<'a, 's>, command: Command<'a, 's>, name: &[u8]) -> bool {
    let is_header = command.line_id().index() == 0 && cx.script.header().problem().is_some();
    Catalog::command_in_any_release(name).is_some()
        || is_header
        || meant_as_label(cx, command).is_some()
        || name.ends_with(b":") && !cx.flow.is_reachable(command.id())
        || cx.is_template(command)
}

fn report<'a, 's>(cx: &Context<'a, 's>, name: &[u8], uses: &[Command<'a, 's>]) -> Option<Diagnostic> {
    let words: Vec<Word<'_, '_>> = uses.iter().filter_map(|command| command.name()).collect();
    let (first, more) = words.split_first()?;
    let times = match more.len() {
        0 => String::new(),
        1 => " (twice)".to_owned(),
        more => format!(" ({} times)", more + 1),
    };
    let message = if foreign::is_conflict_marker(name) {
        "a merge conflict is left in the script".to_owned()
    } else {
        format!("{} is no iPXE command{times}", quote(name))
    };
    let is_fatal = uses.iter().any(|command| cx.flow.failure_is_fatal(command.id()));
    let ending = if is_fatal { "and the script ends here" } else { "and the command fails" };
    let label = format!("iPXE prints \"command not found\", {ending}");
    let mut finding = Diagnostic::new(RuleId::UnknownCommand, first.span(), message, label);
    if !is_fatal {
        finding = finding.at_level(Level::Warning);
    }
    for word in more.iter().take(LABELLED) {
        finding = finding.and_label(word.span(), "here, too");
    }
    Some(explain(cx, finding, name, &words, *uses.first()?))
}

fn explain<'a, 's>(
    cx: &Context<'a, 's>,
    finding: Diagnostic,
    name: &[u8],
    words: &[Word<'_, '_>],
    first: Command<'a, 's>,
) -> Diagnostic {
    let start = |word: &Word<'_, '_>| Span::empty(word.span().start());
    if cx.flow.labels().line(name).is_some() {
        let title = "to jump to the label of this name, write `goto` before it";
        return with_fix(finding, title, words.iter().map(start), "goto ");
    }
    if let Some(foreign) = foreign::counterpart(name) {
        return match foreign.replacement {
            Some(right) => with_fix(finding, foreign.help, words.iter().map(|word| word.span()), right),
            None => finding.help(foreign.help),
        };
    }
    if let Some(near) = guess::near_command(cx, name, first) {
        let is_upper = near.as_bytes().eq_ignore_ascii_case(name);
        let title =
            if is_upper { format!("commands are in lower case: `{near}`") } else { format!("did you mean `{near}`?") };
        return with_fix(finding, &title, words.iter().map(|word| word.span()), near);
    }
    if let Some((length, help)) = foreign::marker(name) {
        let markers = words.iter().map(|word| word.span_at(0..length));
        return with_fix(finding, help, markers, "# ");
    }
    match guess::missing_name(cx, name, first) {
        Some(before) => {
            let title = format!("a command begins with its name: is {} missing here?", quote(before));
            let before = format!("{} ", String::from_utf8_lossy(before));
            with_fix(finding, &title, words.first().map(start), &before)
        }
        None if name.starts_with(b"-") => finding.help("a command begins with its name: it is missing here"),
        None => finding,
    }
}

fn with_fix(
    finding: Diagnostic,
    title: &str,
    spans: impl IntoIterator<Item = Span>,
    replacement: &str,
) -> Diagnostic {
    let mut spans = spans.into_iter();
    let Some(first) = spans.next() else { return finding };
    finding.fix(spans.fold(Fix::unsafe_(title, first, replacement), |fix, span| fix.and(span, replacement)))
}
