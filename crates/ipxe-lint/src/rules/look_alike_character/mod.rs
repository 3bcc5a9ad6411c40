//! Characters that look like others.

use std::collections::BTreeMap;

use ipxe_catalog::{Repeat, Role};
use ipxe_syntax::{Command, Line, Span, Word};

use crate::{
    Diagnostic, FixKind, Level, RuleId, RuleMeta,
    context::Context,
    occurrences::{fix_all, label_all},
    sink::Sink,
};
use ipxe_model::commands::look_alikes::{Kind, LookAlike, look_alikes};

pub(super) const META: RuleMeta = RuleMeta {
    name: "look-alike-character",
    code: "IPX103",
    summary: "a character looks like the right one, but is another one",
    level: Level::Error,
    fix: FixKind::Sometimes,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let source = cx.script.source();
    if source.is_ascii() {
        return;
    }
    let mut found = Found::default();
    for line in cx.script.lines().filter(|line| !cx.script.slice(line.full_span()).is_ascii()) {
        found.in_line(cx, line);
    }
    out.extend(found.0.into_values().map(report));
}

/// The same character in several places: one finding.
struct Places {
    what: LookAlike,
    edits: Vec<(Span, String)>,
    level: Level,
}

#[derive(Default)]
struct Found(BTreeMap<(Level, char), Places>);

impl Found {
    fn add(&mut self, word: Word<'_, '_>, level: Level, what: LookAlike) {
        let edit = (word.span_at(what.range.clone()), what.meant.clone());
        let alike = match what.kind {
            Kind::Wide => 'A',
            Kind::Quote => '"',
            _ => what.char,
        };
        let places = self.0.entry((level, alike));
        places.or_insert_with(|| Places { what, edits: Vec::new(), level }).edits.push(edit);
    }

    fn in_line<'a, 's>(&mut self, cx: &Context<'a, 's>, line: Line<'a, 's>) {
        // A broken header has its own rule.
        let is_header = line.id().index() == 0 && cx.script.header().problem().is_some();
        for command in line.commands().filter(|_| !is_header) {
            for (at, word) in command.words().enumerate().filter(|(_, word)| !word.text().is_ascii()) {
                let place = if at == 0 { Place::Name } else { place_of(cx, command, at - 1) };
                let is_long = place == Place::Option && is_long(word.text());
                for mut what in look_alikes(word.text()) {
                    if is_long && what.kind == Kind::Dash {
                        // Word processors replace two hyphens by one dash.
                        "--".clone_into(&mut what.meant);
                    }
                    if let Some(level) = level(place, word.text(), &what) {
                        self.add(word, level, what);
                    }
                }
            }
        }
    }
}

/// The position of a word in a command.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// The name of the command.
    Name,
    /// Before the first argument, where options are.
    Option,
    /// Text that is printed.
    Text,
    /// Text that is stored or compared.
    Value,
    /// The same, at one end of a quoted text.
    Quoted,
    /// A URI.
    Uri,
    /// Text that a kernel gets.
    CommandLine,
    /// Anything else.
    Argument,
}

fn place_of(cx: &Context<'_, '_>, command: Command<'_, '_>, argument: usize) -> Place {
    let Some((form, arguments)) = cx
        .flow
        .invocation(command.id())
        .and_then(|invocation| Some((invocation.form()?, invocation.arguments()?)))
    else {
        return Place::Argument;
    };
    let Some(at) = argument.checked_sub(arguments.first_positional) else { return Place::Option };
    match form.argument(at).map(|argument| (argument.role, argument.repeat)) {
        _ if at == 0 && is_option(cx, command, argument) => Place::Option,
        Some((Role::CommandLine, _)) => Place::CommandLine,
        Some((Role::SettingValue, _)) => place_in_value(command, arguments.first_positional + 1, argument),
        Some((Role::Value, _)) => place_in_value(command, argument, argument),
        Some((Role::Text, _) | (_, Repeat::Joined)) => Place::Text,
        Some((role, _)) if role.is_uri() => Place::Uri,
        _ => Place::Argument,
    }
}

/// The maximum number of words of a value that are checked as a whole.
const LONGEST_VALUE: usize = 100;

/// The position of an argument in a value that begins with the argument `first`; the last one of a comparison is a
/// separate value.
fn place_in_value(command: Command<'_, '_>, first: usize, argument: usize) -> Place {
    if command.arguments().len() > LONGEST_VALUE {
        return Place::Value;
    }
    let words: Vec<Word<'_, '_>> = command.arguments().skip(first).collect();
    let is_joined = first < argument || command.name().is_some_and(|name| name.text() == b"set");
    let last = if is_joined { words.len() } else { 1 };
    let opens = |word: &Word<'_, '_>| {
        look_alikes(word.text()).first().is_some_and(|what| what.kind == Kind::Quote && what.range.start == 0)
    };
    let closes = |word: &Word<'_, '_>| {
        look_alikes(word.text())
            .last()
            .is_some_and(|what| what.kind == Kind::Quote && what.range.end == word.text().len())
    };
    let is_quoted = words.first().is_some_and(opens) && words.get(last - 1).is_some_and(closes);
    let is_end = argument == first || argument + 1 == first + last;
    if is_quoted && is_end { Place::Quoted } else { Place::Value }
}

/// Whether an argument is an option of the command, if its dashes are read as hyphens.
fn is_option(cx: &Context<'_, '_>, command: Command<'_, '_>, argument: usize) -> bool {
    let Some((word, form)) = command.arguments().nth(argument).zip(cx.form(command)) else { return false };
    let name = without_dashes(word.text());
    let name = name.split(|byte| *byte == b'=').next().unwrap_or_default();
    name.len() < word.text().len()
        && (form.option(name).is_some() || matches!(name, [letter] if form.short_option(*letter).is_some()))
}

/// A word without dashes of any kind at its start.
fn without_dashes(word: &[u8]) -> &[u8] {
    let valid = word.utf8_chunks().next().map_or("", |chunk| chunk.valid());
    let is_dash = |char: char| matches!(char, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}');
    let dashes = valid.len() - valid.trim_start_matches(is_dash).len();
    word.get(dashes..).unwrap_or_default()
}

/// Whether a word is a long option after a single dash.
fn is_long(word: &[u8]) -> bool {
    let name = without_dashes(word);
    name.len() > 1 && word.len() == name.len() + "\u{2013}".len()
}

/// The level of a look-alike in a word. None if it is harmless.
fn level(place: Place, word: &[u8], what: &LookAlike) -> Option<Level> {
    let before = word.get(..what.range.start).unwrap_or_default();
    let after = word.get(what.range.end..).unwrap_or_default();
    match (what.kind, place) {
        (_, Place::Name) | (Kind::Dash, Place::Option) => Some(Level::Error),
        // A space character that prevents `||` from being an operator.
        (Kind::Blank, _) if is_operator(before) || is_operator(after) => Some(Level::Error),
        (_, Place::Text) | (Kind::Blank | Kind::Dash, Place::Value | Place::Quoted) => None,
        (Kind::Blank, _) | (Kind::Quote | Kind::Wide, Place::CommandLine) => Some(Level::Warning),
        // `＄{x}`, `http：//x`; other text may be in a language with these characters.
        (Kind::Wide, Place::Uri | Place::Value | Place::Quoted) => {
            matches!(what.meant.as_str(), "$" | "{" | "}" | ":" | "/").then_some(Level::Warning)
        }
        (Kind::Dash, Place::CommandLine) => {
            let begins = before.len() < 2
                && before.iter().all(|byte| *byte == b'-')
                && after.first().is_some_and(u8::is_ascii_alphanumeric);
            begins.then_some(Level::Warning)
        }
        (Kind::Quote, Place::Argument | Place::Uri | Place::Quoted)
            if before.is_empty() || after.is_empty() =>
        {
            Some(Level::Warning)
        }
        _ => None,
    }
}

fn is_operator(text: &[u8]) -> bool {
    matches!(text, b"||" | b"&&" | b";")
}

fn report(places: Places) -> Diagnostic {
    let Places { what, edits, level } = places;
    let times = match edits.len() {
        1 => String::new(),
        2 => " (twice)".to_owned(),
        places => format!(" ({places} times)"),
    };
    let meant = match (what.kind, what.meant.as_str()) {
        (Kind::Blank, "") => "nothing".to_owned(),
        (Kind::Blank, _) => "a space".to_owned(),
        (_, meant) => format!("`{meant}`"),
    };
    let message = format!("found {}, expected {meant}{times}", what.name());
    let label = match what.kind {
        Kind::Blank => "iPXE treats this like a letter: it does not separate words",
        Kind::Dash => "iPXE treats this like a letter: it does not start an option",
        Kind::Quote | Kind::Wide => "iPXE treats this like a letter",
    };
    let mut spans = edits.iter().map(|(span, _)| *span);
    let finding =
        Diagnostic::new(RuleId::LookAlikeCharacter, spans.next().unwrap_or_default(), message, label);
    let finding = label_all(finding.at_level(level), spans, "also here");
    match (what.kind, fix_all("write the plain character", edits.into_iter())) {
        // iPXE has no quoting: correct quotes are no better.
        (Kind::Quote, _) => finding.help("iPXE has no quoting: remove the quotes"),
        (_, Some(fix)) => finding.fix(fix),
        (_, None) => finding.help("write the plain character"),
    }
}
