//! Double slashes at the ends of settings' values.

use std::ops::Range;

use foldhash::HashMap;
use ipxe_catalog::{CommandForm, Implementation};
use ipxe_language::text::Text;
use ipxe_machine::context::NetworkContext;
use ipxe_syntax::{Expansion, Span, Word};

use crate::{
    Diagnostic, FixKind, Level, RuleId, RuleMeta,
    context::Context,
    occurrences::{fix_all, label_all},
    sink::Sink,
    text::quote,
};
use ipxe_model::commands::uris::WrittenUri;

pub(super) const META: RuleMeta = RuleMeta {
    name: "doubled-slash",
    code: "IPX812",
    summary: "a setting's value puts a second slash into a URL's path",
    level: Level::Warning,
    fix: FixKind::Always,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let mut found: Vec<Meeting<'_, '_>> = Vec::new();
    let mut index: HashMap<(&[u8], bool), usize> = HashMap::default();
    let slashes = Slashes::of(cx);
    for uri in cx.written_uris().filter(|uri| uri.role.is_uri()) {
        for (range, expansion) in uri.expansions() {
            let Some(name) = expansion.inside().as_literal().filter(|name| cx.written().names().has(name))
            else {
                continue;
            };
            for (at, ends) in places(&uri, &range) {
                if !slashes.may_be(ends) || !meets(cx, &uri, at, expansion, ends) {
                    continue;
                }
                let place = *index.entry((name, ends)).or_insert_with(|| {
                    found.push(Meeting { uri, expansion, ends, slashes: Vec::new() });
                    found.len() - 1
                });
                found.get_mut(place).into_iter().for_each(|one| one.slashes.push(uri.span_at(at..at + 1)));
            }
        }
    }
    out.extend(found.iter().filter_map(|meeting| meeting.report(cx)));
}

/// Where the values that a script assigns to settings may have a slash. An inexpensive check, since most have none at
/// their ends.
struct Slashes {
    begins: bool,
    ends: bool,
}

impl Slashes {
    fn of(cx: &Context<'_, '_>) -> Self {
        // Values from the context or profile are not checked.
        let is_given = *cx.given.context != NetworkContext::default() || cx.given.profile.is_some();
        let (mut begins, mut ends) = (is_given, is_given);
        let gives =
            |form: &CommandForm| matches!(form.implementation, Implementation::Set | Implementation::Item);
        let words = cx.invocations_that_may(&gives).flat_map(|(command, _)| command.arguments());
        for word in words.map(Word::text) {
            // Expansions beside a slash may be empty.
            let follows = |pair: &[u8]| word.windows(pair.len()).any(|part| part == pair);
            begins |= word.starts_with(b"/") || word.starts_with(b"$") && follows(b"}/");
            ends |= word.ends_with(b"/") || word.ends_with(b"}") && follows(b"/$");
        }
        Self { begins, ends }
    }

    fn may_be(&self, ends: bool) -> bool {
        if ends { self.ends } else { self.begins }
    }
}

/// The positions of slashes next to an expansion; and whether the expansion ends there.
fn places(uri: &WrittenUri<'_, '_>, range: &Range<usize>) -> impl Iterator<Item = (usize, bool)> {
    let is_slash = |at: &usize| uri.text().get(*at) == Some(&b'/');
    let behind = Some(range.end).filter(is_slash).map(|at| (at, true));
    let before = range.start.checked_sub(1).filter(is_slash).map(|at| (at, false));
    behind.into_iter().chain(before)
}

/// Whether the value of a setting certainly has its own slash next to the one at a position. `ends`: the value comes
/// first.
fn meets<'a, 's>(
    cx: &Context<'a, 's>,
    uri: &WrittenUri<'a, 's>,
    at: usize,
    expansion: Expansion<'a, 's>,
    ends: bool,
) -> bool {
    let Some(moment) = cx.analysis().before(uri.command.id()) else { return false };
    let has_slash =
        |value: &Text<'_>| if ends { value.tail().ends_with(b"/") } else { value.head().starts_with(b"/") };
    let values = moment.texts(expansion.text());
    // A script that was started in between could have changed a value that this one sets only once; in the first
    // iteration it has not.
    let is_so =
        |values: &[Text<'_>], says: &dyn Fn(&Text<'_>) -> bool, constant: &dyn Fn() -> Text<'static>| {
            let is_settled = values.iter().all(says) && !values.is_empty();
            is_settled || values.iter().any(|value| value.as_known().is_none()) && says(&constant())
        };
    let constant = |expansion: Expansion<'a, 's>| {
        let name = expansion.inside().as_literal();
        let is_own = name.is_some_and(|name| !moment.setting(name).set_by.has_start());
        if is_own { cx.constants().expand(expansion, cx) } else { Text::unknown() }
    };
    is_so(&values, &has_slash, &|| constant(expansion))
        && is_so(&moment.texts(uri.text().get(..at).unwrap_or_default()), &is_in_path, &|| {
            constant_beginning(uri, at, &constant)
        })
}

/// The text before a position in a URI.
fn constant_beginning<'a, 's>(
    uri: &WrittenUri<'a, 's>,
    at: usize,
    constant: &dyn Fn(Expansion<'a, 's>) -> Text<'static>,
) -> Text<'static> {
    let (mut text, mut end) = (Text::default(), 0);
    let literal = |from: usize, to: usize| uri.text().get(from..to).unwrap_or_default();
    for (range, expansion) in uri.expansions().take_while(|(range, _)| range.end <= at) {
        text.push_bytes(literal(end, range.start));
        text.push(&constant(expansion));
        end = range.end;
    }
    text.push_bytes(literal(end, at));
    text
}

/// Slashes next to the value of one setting, which has its own.
struct Meeting<'a, 's> {
    /// The first URI.
    uri: WrittenUri<'a, 's>,
    expansion: Expansion<'a, 's>,
    /// Whether the value comes before the slashes.
    ends: bool,
    slashes: Vec<Span>,
}

impl Meeting<'_, '_> {
    fn report(&self, cx: &Context<'_, '_>) -> Option<Diagnostic> {
        let (first, more) = self.slashes.split_first()?;
        let what = quote(self.expansion.text());
        let message = if self.ends {
            format!("{what} ends in a slash, and another slash follows")
        } else {
            format!("{what} begins with a slash, and another slash comes before it")
        };
        let label = "the path then has `//`, and some servers answer that there is no such file";
        let finding = Diagnostic::new(RuleId::DoubledSlash, *first, message, label);
        let finding = label_all(finding, more.iter().copied(), "also here");
        let finding = match source(cx, &self.uri, self.expansion) {
            Some(value) => finding.and_label(value, "its value is set here"),
            None => finding,
        };
        let title = "remove the slash";
        Some(match fix_all(title, self.slashes.iter().map(|slash| (*slash, String::new()))) {
            Some(fix) => finding.fix(fix),
            None => finding.help(title),
        })
    }
}

/// Whether a text is the beginning of a web server's URL, so that the text after it is in its path. To many TFTP
/// servers, a path with two slashes at the start is absolute.
fn is_in_path(text: &Text<'_>) -> bool {
    let head = text.head();
    let rest = head.strip_prefix(b"http://").or_else(|| head.strip_prefix(b"https://"));
    let is_over = text.known_bytes().iter().any(|byte| matches!(byte, b'?' | b'#'));
    rest.is_some() && !is_over && text.known_bytes().len() > head.len() - rest.unwrap_or_default().len()
}

/// The span of a setting's value, if a single command sets it.
fn source(cx: &Context<'_, '_>, uri: &WrittenUri<'_, '_>, expansion: Expansion<'_, '_>) -> Option<Span> {
    let name = expansion.inside().as_literal()?;
    let by = cx.analysis().before(uri.command.id())?.setting(name).set_by;
    let mut commands = by.commands();
    let only = commands.next().filter(|_| commands.next().is_none())?;
    Some(cx.script.command(only)?.span())
}
