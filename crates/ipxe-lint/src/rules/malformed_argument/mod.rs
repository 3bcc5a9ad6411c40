//! Kernel arguments whose values no program can parse.

mod value;

use foldhash::HashSet;
use ipxe_catalog::world::{ArgumentForm, KernelArgument, RequiredForm};
use ipxe_language::text::{Certainty, Text};
use ipxe_syntax::{Segment, Span, Word};

use crate::{Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_model::{
    commands::{hosts::is_address, uris::scheme_length},
    images::{
        boot_arguments::{BootArguments, name_of, value_of, written_name},
        command_lines::CommandLine,
    },
};

pub(super) const META: RuleMeta = RuleMeta {
    name: "malformed-argument",
    code: "IPX613",
    summary: "the value of a kernel argument does not have the required form",
    level: Level::Warning,
    fix: FixKind::Sometimes,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let mut told = HashSet::default();
    for line in cx.command_lines().linux() {
        let doubled = line.words.iter().filter_map(|word| Some((word.span(), doubled_equals(*word)?)));
        let doubled: Vec<_> = doubled.collect();
        let is_doubled = |place: Span| {
            doubled.iter().any(|(word, _)| word.start() <= place.start() && place.end() <= word.end())
        };
        let values = values(cx, line).into_iter();
        out.extend(values.filter(|finding| !is_doubled(finding.span) && told.insert(finding.span)));
        out.extend(doubled.into_iter().map(|(_, finding)| finding));
        out.extend(lone_equals(line));
        out.extend(parted_seed(cx, line));
    }
}

/// `console = ttyS0`: three arguments in place of one.
fn lone_equals(line: &CommandLine<'_, '_>) -> Option<Diagnostic> {
    let at = line.words.iter().position(|word| word.text() == b"=")?;
    let before = line.words.get(at.checked_sub(1)?)?;
    let after = line.words.get(at + 1)?;
    let is_name = before.as_literal().is_some_and(|name| !name.contains(&b'='));
    let message = format!("there are spaces between the argument {} and its value", quote(before.text()));
    let label = "the kernel gets three arguments, and none has this name and value";
    let span = before.span().cover(after.span());
    let joined = [before.text(), b"=", after.text()].concat();
    let joined = String::from_utf8(joined).ok()?;
    let finding = Diagnostic::new(RuleId::MalformedArgument, span, message, label);
    is_name.then(|| finding.fix(Fix::unsafe_("remove the spaces", span, joined)))
}

/// `console==ttyS0`: the value begins with an equals sign.
fn doubled_equals(word: Word<'_, '_>) -> Option<Diagnostic> {
    let text = word.text();
    let equals = memchr::memchr(b'=', text)?;
    let is_name = |name: &[u8]| !name.is_empty() && !name.contains(&b'$');
    let is_value = |value: &[u8]| value.first().is_some_and(|byte| !b"=~".contains(byte));
    if !text.get(..equals).is_some_and(is_name)
        || text.get(equals + 1) != Some(&b'=')
        || !text.get(equals + 2..).is_some_and(is_value)
    {
        return None;
    }
    let name = text.get(..=equals).unwrap_or_default();
    let message = format!("the value of {} begins with an equals sign", quote(name));
    let span = word.span_at(equals..equals + 2);
    let label = "the second `=` belongs to the value, which nothing accepts";
    let finding = Diagnostic::new(RuleId::MalformedArgument, span, message, label);
    Some(finding.fix(Fix::unsafe_("remove one `=`", span, "=")))
}

/// `ds=nocloud s=http://SERVER/seed/`, and other separators than `;` between the source and its seed.
fn parted_seed(cx: &Context<'_, '_>, line: &CommandLine<'_, '_>) -> Option<Diagnostic> {
    let at = line.words.iter().position(|word| source_length(word.text()).is_some())?;
    let (word, next) = (line.words.get(at)?, line.words.get(at + 1));
    let end = source_length(word.text())?;
    let rest = word.text().get(end..)?;
    let gap = if rest.is_empty() || rest == b";" {
        let next = next.filter(|next| is_seed(next.text()))?;
        Span::new(word.span_at(end..end).start(), next.span().start())
    } else {
        let length = rest.iter().position(u8::is_ascii_alphanumeric)?;
        let is_parted = length > 0 && rest.get(..length) != Some(b";");
        rest.get(length..).filter(|seed| is_parted && is_seed(seed))?;
        word.span_at(end..end + length)
    };
    let between = cx.script.slice(gap);
    let message = if between.iter().all(u8::is_ascii_whitespace) || between.starts_with(b"; ") {
        "a space separates the seed of cloud-init from its source".to_owned()
    } else {
        format!("{} separates the seed of cloud-init from its source", quote(between))
    };
    let label = "cloud-init only reads a seed after a `;`, and does not find this one";
    let finding = Diagnostic::new(RuleId::MalformedArgument, gap, message, label);
    Some(finding.fix(Fix::unsafe_("write `;` without spaces", gap, ";")))
}

/// The end of the source's name in `ds=nocloud`.
fn source_length(word: &[u8]) -> Option<usize> {
    let name = word.strip_prefix(b"ds=")?;
    let length = name.iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'-').count();
    matches!(name.get(..length)?, b"nocloud" | b"nocloud-net").then_some(b"ds=".len() + length)
}

fn is_seed(text: &[u8]) -> bool {
    text.starts_with(b"s=") || text.starts_with(b"seedfrom=")
}

/// The mistake in a value, and the correct form.
struct Fault {
    cause: String,
    consequence: &'static str,
    help: &'static str,
    /// What to add to the end of the value, if that is all.
    lacks: Option<&'static str>,
}

/// The values of a command line that do not have the form that they need.
fn values<'a, 's>(cx: &Context<'a, 's>, line: &CommandLine<'a, 's>) -> Vec<Diagnostic> {
    if !line.words.iter().any(|word| may_be_wrong(cx, *word)) {
        return Vec::new();
    }
    let Some(boot) = line.boot(cx) else { return Vec::new() };
    let mut found = Vec::new();
    // What one word gives is wrong whatever the settings in it hold, or nothing is said of it.
    let mut right = HashSet::default();
    for argument in &boot.arguments {
        let name = argument.name();
        let Some(value) = value_of(&argument.text).filter(|_| has_form(name)) else { continue };
        let is_own = |word: &Word<'_, '_>| written_name(*word) == Some(name);
        let written = Some(argument.word).filter(is_own);
        let written = written.or_else(|| cx.written_arguments().of(&argument.text));
        let place = written.unwrap_or(argument.word);
        match fault(cx, boot, name, &value, place) {
            Some(fault) => found.push((place.span(), report(cx, argument.word, place, name, fault))),
            None => {
                right.insert(place.span());
            }
        }
    }
    found.retain(|(place, _)| !right.contains(place));
    found.into_iter().map(|(_, finding)| finding).collect()
}

fn has_form(name: &[u8]) -> bool {
    !RequiredForm::of(name).is_empty() || KernelArgument::of(name).is_some_and(|known| known.form.is_some())
}

/// Whether a word is, or gives, an argument whose value does not have its form, as far as one sees at once.
fn may_be_wrong<'a, 's>(cx: &Context<'a, 's>, word: Word<'a, 's>) -> bool {
    let Some(name) = written_name(word) else {
        return word.text().starts_with(b"${") && cx.written_arguments().names().any(has_form);
    };
    if !has_form(name) || !word.text().contains(&b'=') {
        return false;
    }
    let value = cx.constants().resolve_from(word, name.len() + 1, cx);
    let is_wrong = |row: &RequiredForm| !value::is_wrong(cx, row, &value, Some(word)).is_no();
    RequiredForm::of(name).iter().any(is_wrong)
        || KernelArgument::of(name).is_some_and(|known| known.form.is_some())
}

fn fault<'a, 's>(
    cx: &Context<'a, 's>,
    boot: &BootArguments<'a, 's>,
    name: &[u8],
    value: &Text<'_>,
    place: Word<'a, 's>,
) -> Option<Fault> {
    let own = Some(place).filter(|place| written_name(*place) == Some(name));
    let fault = match KernelArgument::of(name).and_then(|known| known.form) {
        Some(ArgumentForm::NfsPath) => nfs_path(cx, own.map(|own| (own, name.len() + 1)), value),
        Some(ArgumentForm::CloudInitSource) => seed(value),
        None => None,
    };
    let is_read = |row: &&RequiredForm| {
        row.reader().is_none_or(|reader| {
            if row.of_file { reader.is_of_file(&boot.kernel) } else { boot.is_read_by(reader) }
        })
    };
    let mut wrong = RequiredForm::of(name)
        .iter()
        .filter(|row| value::is_wrong(cx, row, value, own) == Certainty::Yes)
        .filter(is_read);
    let fault = fault.map(|fault| Fault {
        cause: format!("the value of {} {}", quote(&[name, b"="].concat()), fault.cause),
        ..fault
    });
    fault.or_else(|| Some(value::describe(name, wrong.next()?, value)))
}

fn report<'a, 's>(
    cx: &Context<'a, 's>,
    word: Word<'a, 's>,
    place: Word<'a, 's>,
    name: &[u8],
    fault: Fault,
) -> Diagnostic {
    let is_own = name_of(place.text()) == name;
    let start = if is_own { name.len() + 1 } else { 0 };
    let end = place.text().len();
    let finding = Diagnostic::new(
        RuleId::MalformedArgument,
        place.span_at(start.min(end)..end),
        fault.cause,
        fault.consequence,
    );
    let finding = match place.expansions().find_map(|expansion| cx.constants().place(expansion)) {
        Some(source) => finding.and_label(source, "part of it is set here"),
        None => finding,
    };
    let finding = if place.span() == word.span() {
        finding
    } else {
        finding.and_label(word.span(), "the kernel gets it here")
    };
    match fault.lacks.filter(|_| is_own) {
        Some(end_of_value) => finding.fix(Fix::unsafe_(fault.help, place.span_at(end..end), end_of_value)),
        None => finding.help(fault.help),
    }
}

/// `SERVER/PATH`, and `nfs://SERVER/PATH`.
fn nfs_path<'a, 's>(
    cx: &Context<'a, 's>,
    written: Option<(Word<'a, 's>, usize)>,
    value: &Text<'_>,
) -> Option<Fault> {
    const HELP: &str = "write `SERVER:PATH`";
    if scheme_length(value.head()).is_some() {
        return Some(Fault {
            cause: "is a URI".to_owned(),
            consequence: "the text before the first colon is used as the server",
            help: HELP,
            lacks: None,
        });
    }
    let first = value.head().split(|byte| *byte == b'/').next().unwrap_or_default();
    let is_literal = first.len() < value.head().len() && is_ipv4(first);
    // `nfsroot=${next-server}/srv`
    let is_expanded = |(word, start): (Word<'a, 's>, usize)| {
        let mut segments = word.segments();
        let begins = matches!(segments.next(), Some(Segment::Literal { text, .. }) if text.len() == start);
        let address = matches!(segments.next(), Some(Segment::Expansion(first)) if is_address(cx, first));
        let path = matches!(segments.next(), Some(Segment::Literal { text, .. }) if text.starts_with(b"/"));
        begins && address && path
    };
    (is_literal || written.is_some_and(is_expanded)).then(|| Fault {
        cause: "has no colon after the server".to_owned(),
        consequence: "all of this is used as a path on the server from DHCP, or ignored",
        help: HELP,
        lacks: None,
    })
}

fn is_ipv4(text: &[u8]) -> bool {
    std::str::from_utf8(text).is_ok_and(|text| text.parse::<std::net::Ipv4Addr>().is_ok())
}

/// `nocloud;s=http://SERVER/seed`, which becomes `http://SERVER/seeduser-data`.
fn seed(value: &Text<'_>) -> Option<Fault> {
    let known = value.known_bytes();
    let mut fields = known.split(|byte| *byte == b';');
    fields.next().filter(|source| matches!(*source, b"nocloud" | b"nocloud-net"))?;
    let last = fields.next_back()?;
    let url = last.strip_prefix(b"s=").or_else(|| last.strip_prefix(b"seedfrom="))?;
    // Unknown text may end in a slash, and a query allows the name of the file at its end.
    let ends_known = value.is_known() || !value.tail().is_empty();
    let is_url = scheme_length(url).is_some() && !url.contains(&b'?');
    (is_url && ends_known && !value.tail().ends_with(b"/")).then(|| Fault {
        cause: "does not end in a slash".to_owned(),
        consequence: "cloud-init appends `user-data` and `meta-data` directly, and does not find these files",
        help: "end the URL with a `/`",
        lacks: Some("/"),
    })
}
