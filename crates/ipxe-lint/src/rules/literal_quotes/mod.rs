//! Quotes: iPXE has no quoting, so they are ordinary characters.

mod kernel;
mod quoted;

use foldhash::HashSet;
use ipxe_catalog::{Implementation, Repeat, Role};
use ipxe_language::invocation::Invocation;
use ipxe_syntax::{Command, Marks, Span, Word};

use self::quoted::Quoted;
use crate::{Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};

pub(super) const META: RuleMeta = RuleMeta {
    name: "literal-quotes",
    code: "IPX211",
    summary: "quotes are used to group words, but iPXE has no quoting",
    level: Level::Warning,
    fix: FixKind::Sometimes,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// The maximum number of further quoted texts that a finding points at; the rest are only counted.
const LABELLED: usize = 3;

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let mut shown: Vec<Quoted> = Vec::new();
    let mut stored: HashSet<&[u8]> = HashSet::default();
    let mut compared = Vec::new();
    for (command, invocation) in cx.marked(Marks::QUOTE) {
        for (role, words) in arguments(command, invocation) {
            let is_sent = invocation.form().is_some_and(|form| form.implementation == Implementation::Param);
            match role {
                Role::Text if is_sent => {
                    out.extend(Quoted::around(&words).map(|quoted| in_parameter(&quoted)));
                }
                Role::Text => shown.extend(Quoted::around(&words)),
                Role::CommandLine => kernel::check(&words, out),
                Role::Value => compared.push((command, invocation, words)),
                Role::SettingValue => {
                    let Some(quoted) = Quoted::around(&words) else { continue };
                    stored.extend(command.arguments().next().map(Word::text));
                    out.push(in_value(&quoted));
                }
                _ => out.extend(words.iter().filter_map(|word| in_word(role, *word))),
            }
        }
    }
    out.extend(in_text(&shown));
    for (_, invocation, words) in compared {
        out.extend(in_test(invocation, &words, &stored));
    }
}

/// The words of a command by their meaning: joined ones together, each other one alone.
fn arguments<'a, 's>(
    command: Command<'a, 's>,
    invocation: &Invocation<'_>,
) -> Vec<(Role, Vec<Word<'a, 's>>)> {
    let (Some(form), Some(arguments)) = (invocation.form(), invocation.arguments()) else {
        return Vec::new();
    };
    let words: Vec<Word<'a, 's>> = command.arguments().collect();
    let mut grouped = Vec::new();
    for option in &arguments.options {
        let value = option.value.and_then(|value| words.get(value.argument));
        grouped.extend(value.map(|word| (option.spec.role, vec![*word])));
    }
    let positionals = words.get(arguments.first_positional..).unwrap_or_default();
    for (at, argument) in form.arguments.iter().enumerate() {
        let rest = positionals.get(at..).filter(|rest| !rest.is_empty());
        let taken = match argument.repeat {
            Repeat::Once if argument.role != Role::Value => rest.and_then(|rest| rest.get(..1)),
            _ => rest,
        };
        grouped.extend(taken.map(|taken| (argument.role, taken.to_vec())));
        if argument.role == Role::Value {
            break;
        }
    }
    grouped
}

/// Texts that are printed with their quotes: one finding for all of them.
fn in_text(shown: &[Quoted]) -> Option<Diagnostic> {
    let (first, more) = shown.split_first()?;
    let message = match more.len() {
        0 => "the quotes around this text are displayed".to_owned(),
        more => format!("the quotes around {} texts are displayed", more + 1),
    };
    let label = "iPXE has no quoting, and text with spaces needs none";
    let mut finding =
        Diagnostic::new(RuleId::LiteralQuotes, first.span(), message, label).at_level(Level::Advice);
    for text in more.iter().take(LABELLED) {
        finding = finding.and_label(text.span(), "also here");
    }
    let fix = more.iter().fold(first.removal("remove the quotes"), |fix, text| text.and_remove(fix));
    // The printed text does not matter.
    Some(finding.fix(fix.safe_if(true)))
}

fn in_parameter(quoted: &Quoted) -> Diagnostic {
    let label = "iPXE has no quoting: the value is the rest of the command";
    let finding = Diagnostic::new(
        RuleId::LiteralQuotes,
        quoted.span(),
        "the quotes are sent with the parameter's value",
        label,
    );
    let title = if quoted.is_empty() { "for an empty value, write nothing" } else { "remove the quotes" };
    finding.fix(quoted.removal(title))
}

fn in_value(quoted: &Quoted) -> Diagnostic {
    let message = "the quotes become part of the setting's value";
    let label = "iPXE has no quoting: the value is the rest of the command";
    let finding = Diagnostic::new(RuleId::LiteralQuotes, quoted.span(), message, label);
    let title = if quoted.is_empty() { "for an empty value, write nothing" } else { "remove the quotes" };
    finding.fix(quoted.removal(title))
}

/// A word that names something: with quotes, it names something else.
fn in_word(role: Role, word: Word<'_, '_>) -> Option<Diagnostic> {
    let quoted = Quoted::around(&[word])?;
    let (level, what) = match role {
        Role::Uri | Role::ImageOrUri | Role::SanUri => (Level::Error, "the quotes become part of the URI"),
        // Unless a label has them as well, it is undefined, which another rule reports.
        Role::Label => return None,
        // `--timeout "5"`, `--key "a"` are malformed.
        _ if role.is_integer() || role == Role::Key => return None,
        _ => (Level::Warning, "the quotes become part of the name"),
    };
    let label = format!("iPXE has no quoting: it uses {} as it is", quote(word.text()));
    let finding = Diagnostic::new(RuleId::LiteralQuotes, word.span(), what, label).at_level(level);
    Some(if quoted.is_empty() {
        finding.help("write it without quotes")
    } else {
        // No scheme begins with a quote.
        let never_works = level == Level::Error && memchr::memmem::find(word.text(), b"://").is_some();
        finding.fix(quoted.removal("remove the quotes").safe_if(never_works))
    })
}

/// `isset "${x}"` is always true; `iseq ${x} "y"` compares with the quotes.
fn in_test(
    invocation: &Invocation<'_>,
    words: &[Word<'_, '_>],
    stored: &HashSet<&[u8]>,
) -> Option<Diagnostic> {
    let name = invocation.form().map(|form| form.implementation)?;
    let quoted: Vec<Option<Quoted>> = words.iter().map(|word| Quoted::around(&[*word])).collect();
    match (name, quoted.as_slice()) {
        // Another rule reports `isset ""`, which contains no setting at all.
        (Implementation::Isset, [Some(quoted)]) if !quoted.is_empty() => {
            let message = "text in quotes is never empty";
            let label = "the quotes are part of it, so `isset` always succeeds";
            let finding = Diagnostic::new(RuleId::LiteralQuotes, quoted.span(), message, label);
            Some(finding.fix(quoted.removal("remove the quotes")))
        }
        (Implementation::Iseq, [Some(one), None]) => one_sided(one, *words.get(1)?, stored),
        (Implementation::Iseq, [None, Some(one)]) => one_sided(one, *words.first()?, stored),
        _ => None,
    }
}

fn one_sided(quoted: &Quoted, other: Word<'_, '_>, stored: &HashSet<&[u8]>) -> Option<Diagnostic> {
    let has_quotes = memchr::memchr2(b'"', b'\'', other.text()).is_some();
    let is_stored = |name: Option<&[u8]>| name.is_some_and(|name| stored.contains(name));
    if has_quotes || other.expansions().any(|expansion| is_stored(expansion.name().as_literal())) {
        return None;
    }
    let message = "only one of the two texts is in quotes";
    let label = "iPXE compares them with the quotes, so they are never equal";
    let finding = Diagnostic::new(RuleId::LiteralQuotes, quoted.span(), message, label);
    Some(if quoted.is_empty() {
        finding.fix(Fix::unsafe_("to compare with nothing, write `${}`", quoted.span(), "${}"))
    } else {
        finding.fix(quoted.removal("remove the quotes").safe_if(true))
    })
}

/// The span of one byte of a word.
fn byte_at(word: Word<'_, '_>, at: usize) -> Span {
    word.span_at(at..at + 1)
}
