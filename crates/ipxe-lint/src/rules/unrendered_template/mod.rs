//! Placeholders and marks that a template engine left in a script.

use std::{ops::Range, sync::LazyLock};

use ipxe_catalog::{Role, world::Meaning};
use ipxe_syntax::{Command, Span, Word};
use memchr::memmem::{self, Finder};

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};

pub(super) const META: RuleMeta = RuleMeta {
    name: "unrendered-template",
    code: "IPX110",
    summary: "the generator of the script left a placeholder without a value",
    level: Level::Warning,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// Braces of a template next to those of iPXE.
const BRACES: &[u8] = b"${{";

/// The texts that a placeholder without a value leaves. Every script is searched for them.
static MARKS: LazyLock<Vec<Finder<'static>>> = LazyLock::new(|| {
    let nothing = [Meaning::MissingValue, Meaning::MissingWord, Meaning::MissingHost];
    let marks = nothing.into_iter().flat_map(Meaning::words).map(str::as_bytes).chain([BRACES]);
    marks.map(Finder::new).collect()
});

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let source = cx.script.source();
    let mut places: Vec<usize> = MARKS.iter().flat_map(|mark| mark.find_iter(source)).collect();
    places.sort_unstable();
    let mut last = None;
    for at in places {
        let Some(line) = cx.line_at(at).filter(|line| last != Some(line.id())) else { continue };
        last = Some(line.id());
        out.extend(line.commands().filter_map(|command| in_command(cx, command)));
    }
}

fn in_command(cx: &Context<'_, '_>, command: Command<'_, '_>) -> Option<Diagnostic> {
    missing(cx, command)
        .or_else(|| command.words().find_map(|word| braces(cx, word)))
        .or_else(|| command.arguments().filter(|_| !shows(cx, command)).find_map(word_for_nothing))
}

/// `<no value>` and similar texts, which may contain spaces.
fn missing(cx: &Context<'_, '_>, command: Command<'_, '_>) -> Option<Diagnostic> {
    let span = command.span();
    let text = cx.script.slice(span);
    let (start, mark) = Meaning::MissingValue
        .words()
        .find_map(|mark| Some((memmem::find(text, mark.as_bytes())?, mark.as_bytes())))?;
    let start = span.start() + u32::try_from(start).ok()?;
    let place = Span::new(start, start + u32::try_from(mark.len()).ok()?);
    Some(report(place, format!("generators write {} for a missing value", quote(mark))))
}

/// `None` and similar words as a host, a path component or the value of an argument.
fn word_for_nothing(word: Word<'_, '_>) -> Option<Diagnostic> {
    let text = word.text();
    let host = || {
        Meaning::MissingHost.words().find_map(|host| {
            Some(memmem::find(text, host.as_bytes())? + 3..)
                .map(|range| range.start..range.start + host.len() - 4)
        })
    };
    let range = Meaning::MissingWord.words().find_map(|nothing| {
        let mut found = memmem::find_iter(text, nothing.as_bytes()).map(|at| at..at + nothing.len());
        found.find(|range| is_component(text, range))
    });
    let range = range.or_else(host)?;
    let message = format!("generators write {} for a missing value", quote(text.get(range.clone())?));
    Some(report(word.span_at(range), message))
}

fn is_component(text: &[u8], range: &Range<usize>) -> bool {
    let before = range.start.checked_sub(1).and_then(|at| text.get(at));
    match (before, text.get(range.end)) {
        (Some(b'/'), None | Some(b'/' | b':' | b'?')) => true,
        (Some(b'='), next) => matches!(next, None | Some(b'&')),
        _ => false,
    }
}

fn report(place: Span, message: String) -> Diagnostic {
    let label = "iPXE uses this as a normal value";
    Diagnostic::new(RuleId::UnrenderedTemplate, place, message, label)
        .help("check the generator of the script: one of its variables is not set")
}

/// `${{{ name }}}`, and `${{name}}` if the template has no spaces there.
fn braces(cx: &Context<'_, '_>, word: Word<'_, '_>) -> Option<Diagnostic> {
    let text = word.text();
    let at = memmem::find(text, BRACES)?;
    let inside = text.get(at + BRACES.len()..)?;
    let place = |length: usize| word.span_at(at..at + length);
    // An engine only reads other braces than intended if all braces are in the template.
    let is_hole = cx.script.has_holes() && inside.starts_with(b"{") && !inside.starts_with(b"{.");
    if is_hole {
        return None;
    }
    if inside.starts_with(b"{") {
        let label = "the template engine uses the first two braces, and iPXE needs the first one";
        let message = "`${{{` is ambiguous: it is syntax of the template and of iPXE";
        let finding = Diagnostic::new(RuleId::UnrenderedTemplate, place(4), message, label);
        return Some(
            finding.help("let the template write the `${` and the `}` of iPXE: `${{ '{' }}{{ name }}}`"),
        );
    }
    let length = memmem::find(inside, b"}}")?;
    let name = inside.get(..length)?;
    let is_name =
        name.iter().all(|byte| byte.is_ascii_alphanumeric() || b"-_/:".contains(byte)) && !name.is_empty();
    // If the setting is known, it is a mistake in the script.
    if !is_name || cx.is_setting(name) {
        return None;
    }
    let message = format!("{} has doubled braces", quote(&[b"${{", name, b"}}"].concat()));
    let label = "iPXE looks for a setting whose name begins with a brace: the result is only `}`";
    let finding =
        Diagnostic::new(RuleId::UnrenderedTemplate, place(BRACES.len() + length + 2), message, label);
    Some(
        finding
            .help(format!("write `${{{}}}`, or let the template fill it in", String::from_utf8_lossy(name))),
    )
}

/// Whether a command only prints its words.
fn shows(cx: &Context<'_, '_>, command: Command<'_, '_>) -> bool {
    let last = cx.form(command).and_then(|form| form.arguments.last());
    last.is_none_or(|argument| argument.role == Role::Text)
}
