//! Variables in the syntax of other languages.

mod escapes;
mod forms;

use std::cell::OnceCell;

use foldhash::HashMap;
use ipxe_catalog::Role;
use ipxe_language::invocation::Invocation;
use ipxe_syntax::{Marks, Segment, Span, Word};

use self::forms::{Found, Style, in_literal};
use crate::{Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_model::settings::misspellings::is_misspelling;

pub(super) const META: RuleMeta = RuleMeta {
    name: "foreign-expansion",
    code: "IPX305",
    summary: "a setting is written in the variable syntax of another language",
    level: Level::Warning,
    fix: FixKind::Sometimes,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// Shorter names in braces are similar to many unrelated ones.
const SHORTEST: usize = 4;
/// The maximum number of settings that are compared.
const CANDIDATES: usize = 256;

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let settings = Spelling { cx, folded: OnceCell::new() };
    for (command, invocation) in cx.marked(Marks::FOREIGN) {
        for (at, word) in command.words().enumerate() {
            // Every form contains one of these bytes; most words contain none.
            if !word.text().iter().any(|byte| b"${%".contains(byte)) {
                continue;
            }
            if let Some(finding) = doubled_braces(&settings, word) {
                out.push(finding);
            } else if let Some(finding) = nested_without_dollar(&settings, word) {
                out.push(finding);
            } else if let Some(finding) = escapes::escaped(word, role_at(invocation, at)) {
                out.push(finding);
            } else if let Some(finding) = sigil(invocation, at, word) {
                out.push(finding);
            } else {
                let is_uri = at > 0 && is_uri(invocation, at - 1);
                out.extend(foreign(&settings, word, is_uri));
            }
        }
    }
}

/// The first foreign variable of a word: the others have the same form.
fn foreign(settings: &Spelling<'_, '_, '_>, word: Word<'_, '_>, is_uri: bool) -> Option<Diagnostic> {
    // Hashed passwords contain many `$`.
    if forms::has_hash(word.text()) {
        return None;
    }
    let mut before: &[u8] = b"";
    for segment in word.segments() {
        let Segment::Literal { text, span } = segment else {
            before = b"}";
            continue;
        };
        for found in in_literal(text) {
            let start = span.start() + u32::try_from(found.range.start).unwrap_or_default();
            let place = Span::new(start, start + u32::try_from(found.range.len()).unwrap_or_default());
            // If there is a continuation inside the word, the position would be wrong.
            if settings.cx.script.slice(place) != text.get(found.range.clone()).unwrap_or_default() {
                continue;
            }
            // iPXE scans the replaced text again: `${dollar}{x}` may become `${x}`.
            if found.style == Style::Braces && found.range.start == 0 && before == b"}" {
                continue;
            }
            let is_host = is_uri
                && [before, text.get(..found.range.start).unwrap_or_default()].concat().ends_with(b"://");
            if let Some(finding) = report(settings, &found, place, is_uri, is_host) {
                return Some(finding);
            }
        }
        before = text;
    }
    None
}

fn report(
    settings: &Spelling<'_, '_, '_>,
    found: &Found<'_>,
    place: Span,
    is_uri: bool,
    is_host: bool,
) -> Option<Diagnostic> {
    let known = settings.find(found);
    // A `$` may be literal, but not in the name of a host.
    if known.is_none() && !(is_host && matches!(found.style, Style::Dollar | Style::Parentheses)) {
        return None;
    }
    let (place, text) = known.as_ref().map_or((place, found.text), |(_, length)| match found.style {
        Style::Dollar => {
            let length = length + 1;
            (
                Span::new(place.start(), place.start() + u32::try_from(length).unwrap_or_default()),
                found.text.get(..length).unwrap_or(found.text),
            )
        }
        _ => (place, found.text),
    });
    let message = format!("{} is not how iPXE writes a setting", quote(text));
    let finding = Diagnostic::new(
        RuleId::ForeignExpansion,
        place,
        message,
        "iPXE reads this as plain text, and does not expand it",
    );
    let finding = if is_uri { finding.at_level(Level::Error) } else { finding };
    Some(match known.and_then(|(name, _)| String::from_utf8(name).ok()) {
        Some(name) => {
            let replacement = format!("${{{name}}}");
            // `$name}` only lacks one of its braces.
            let is_closed = settings.cx.script.source().get(place.end() as usize) == Some(&b'}');
            let place = if is_closed { Span::new(place.start(), place.end() + 1) } else { place };
            finding.fix(Fix::unsafe_(format!("write `{replacement}`"), place, replacement))
        }
        None => finding.help("write the setting as `${name}`"),
    })
}

/// `set $name value`: in the name of a setting, a `$` is part of the name.
fn sigil(invocation: &Invocation<'_>, at: usize, word: Word<'_, '_>) -> Option<Diagnostic> {
    let role = role_at(invocation, at)?;
    let name = word.as_literal()?.strip_prefix(b"$").filter(|_| role.writes_setting())?;
    let is_name = name.first().is_some_and(u8::is_ascii_alphabetic)
        && name.iter().all(|byte| byte.is_ascii_alphanumeric() || b"-_./:".contains(byte));
    let message = format!("the `$` in {} becomes part of the setting's name", quote(word.text()));
    let label = format!("`${{{}}}` does not find this", String::from_utf8_lossy(name));
    let finding = Diagnostic::new(RuleId::ForeignExpansion, word.span(), message, label);
    is_name
        .then(|| finding.fix(Fix::unsafe_("`set` takes the plain name of a setting", word.span_at(0..1), "")))
}

/// `${{name}}`, with the doubled braces of a template that was not rendered, or of a habit.
fn doubled_braces(settings: &Spelling<'_, '_, '_>, word: Word<'_, '_>) -> Option<Diagnostic> {
    let mut segments = word.segments().peekable();
    while let Some(segment) = segments.next() {
        let Segment::Expansion(expansion) = segment else { continue };
        let Some(name) = expansion.inside().as_literal().and_then(|inside| inside.strip_prefix(b"{")) else {
            continue;
        };
        let Some(Segment::Literal { text, span }) = segments.peek() else { continue };
        if !text.starts_with(b"}") || !settings.cx.is_setting(name) {
            continue;
        }
        let place = expansion.span().cover(Span::new(span.start(), span.start() + 1));
        let message = format!("{} has doubled braces", quote(&[b"${{", name, b"}}"].concat()));
        let label = "iPXE looks for a setting whose name begins with a brace: the result is only `}`";
        let replacement = format!("${{{}}}", std::str::from_utf8(name).ok()?);
        let finding = Diagnostic::new(RuleId::ForeignExpansion, place, message, label).at_level(Level::Error);
        return Some(finding.fix(Fix::unsafe_(format!("write `{replacement}`"), place, replacement)));
    }
    None
}

/// `${net{i}/mac}`, with a setting in the name of another one, but without its `$`.
fn nested_without_dollar(settings: &Spelling<'_, '_, '_>, word: Word<'_, '_>) -> Option<Diagnostic> {
    word.expansions().find_map(|expansion| {
        let inside = expansion.inside().as_literal()?;
        let brace = memchr::memchr(b'{', inside).filter(|brace| *brace > 0)?;
        let name = inside.get(brace + 1..).filter(|name| settings.is_named(name))?;
        let start = expansion.span().start() + u32::try_from(b"${".len() + brace).ok()?;
        let place = Span::new(start, expansion.span().end());
        let shown = [b"{", name, b"}"].concat();
        // If there is a continuation inside the word, the position would be wrong.
        if settings.cx.script.slice(place) != shown {
            return None;
        }
        let message = format!("{} is not how iPXE writes a setting inside another one's name", quote(&shown));
        let label =
            "the first `}` ends the outer name, and no setting has that name: this expands to nothing";
        let finding = Diagnostic::new(RuleId::ForeignExpansion, place, message, label).at_level(Level::Error);
        let title = format!("write `${}`", crate::printable(&String::from_utf8_lossy(&shown)));
        Some(finding.fix(Fix::unsafe_(title, Span::empty(start), "$")))
    })
}

/// The role of the word with that index; the first one is the command.
fn role_at(invocation: &Invocation<'_>, at: usize) -> Option<Role> {
    let positional = at.checked_sub(1)?.checked_sub(invocation.arguments()?.first_positional)?;
    Some(invocation.form()?.argument(positional)?.role)
}

/// Whether an argument is read as a URI.
fn is_uri(invocation: &Invocation<'_>, argument: usize) -> bool {
    let (Some(form), Some(arguments)) = (invocation.form(), invocation.arguments()) else { return false };
    let at = argument.checked_sub(arguments.first_positional);
    at.and_then(|at| form.argument(at)).is_some_and(|argument| argument.role.is_uri())
}

/// The existing settings, ignoring case.
struct Spelling<'c, 'a, 's> {
    cx: &'c Context<'a, 's>,
    folded: OnceCell<HashMap<Vec<u8>, &'c [u8]>>,
}

impl Spelling<'_, '_, '_> {
    /// The intended setting, and the length of its name after the mark.
    fn find(&self, found: &Found<'_>) -> Option<(Vec<u8>, usize)> {
        for name in found.names() {
            if self.is_named(name) {
                return Some((name.to_vec(), name.len()));
            }
            if found.style != Style::Dollar
                && let Some(known) = self.folded().get(&name.to_ascii_lowercase())
            {
                return Some((known.to_vec(), name.len()));
            }
        }
        let misspelt = found.names().next().filter(|_| found.style == Style::Braces);
        misspelt.and_then(|name| Some((self.near(name)?.to_vec(), name.len())))
    }

    /// The script's own setting of which a name in braces is a misspelling, or lacks a letter.
    fn near(&self, name: &[u8]) -> Option<&[u8]> {
        let lacks_letter =
            |own: &[u8]| name.len() >= SHORTEST && own.strip_prefix(name).is_some_and(|rest| rest.len() == 1);
        let is_meant = |own: &&[u8]| lacks_letter(own) || is_misspelling(name, own);
        let mut names = self.cx.written().names().spelt_out().take(CANDIDATES);
        names.find(is_meant).filter(|_| !self.cx.written().names().is_open())
    }

    /// Whether anything sets the setting of that name, and it is not a number: numbers are in no table.
    fn is_named(&self, name: &[u8]) -> bool {
        name.first().is_some_and(u8::is_ascii_alphabetic)
            && self.cx.is_setting(name)
            && !self.cx.written().names().is_open()
    }

    fn folded(&self) -> &HashMap<Vec<u8>, &[u8]> {
        self.folded.get_or_init(|| {
            let predefined = self.cx.catalog.settings().map(|setting| setting.spec.name.as_bytes());
            let mut own: Vec<&[u8]> = self.cx.written().names().spelt_out().collect();
            own.sort_unstable();
            predefined.chain(own).map(|name| (name.to_ascii_lowercase(), name)).collect()
        })
    }
}
