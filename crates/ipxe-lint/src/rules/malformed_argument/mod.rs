//! Kernel arguments whose values nobody can read.

use ipxe_catalog::world::{ArgumentForm, KernelArgument};
use ipxe_language::text::Text;
use ipxe_syntax::{Segment, Span, Word};

use crate::{Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_model::{
    commands::{hosts::is_address, uris::scheme_length},
    images::command_lines::CommandLine,
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
    for line in cx.command_lines().linux() {
        out.extend(line.words.iter().filter_map(|word| look_at(cx, *word)));
        out.extend(lone_equals(line));
        out.extend(parted_seed(cx, line));
    }
}

/// `console = ttyS0`: three arguments, where one was meant.
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

/// `ds=nocloud s=http://SERVER/seed/`, and other things than a `;` between the source and its seed.
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

/// Where the name of the source ends in `ds=nocloud`.
fn source_length(word: &[u8]) -> Option<usize> {
    let name = word.strip_prefix(b"ds=")?;
    let length = name.iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'-').count();
    matches!(name.get(..length)?, b"nocloud" | b"nocloud-net").then_some(b"ds=".len() + length)
}

fn is_seed(text: &[u8]) -> bool {
    text.starts_with(b"s=") || text.starts_with(b"seedfrom=")
}

/// What is wrong with a value, and what it should be.
struct Fault {
    cause: &'static str,
    consequence: &'static str,
    help: &'static str,
}

fn look_at<'a, 's>(cx: &Context<'a, 's>, word: Word<'a, 's>) -> Option<Diagnostic> {
    let equals = memchr::memchr(b'=', word.text())?;
    let name = word.text().get(..equals)?;
    let form = KernelArgument::of(name)?.form?;
    let start = equals + 1;
    let value = cx.constants().resolve_from(word, start, cx);
    let fault = match form {
        ArgumentForm::NfsPath => nfs_path(cx, word, start, &value)?,
        ArgumentForm::CloudInitSource => seed(&value)?,
    };
    let message = format!("the value of {} {}", quote(&[name, b"="].concat()), fault.cause);
    let span = word.span_at(start..word.text().len());
    let finding = Diagnostic::new(RuleId::MalformedArgument, span, message, fault.consequence);
    let place = word.expansions().find_map(|expansion| cx.constants().place(expansion));
    let finding = match place {
        Some(place) => finding.and_label(place, "part of it is set here"),
        None => finding,
    };
    Some(finding.help(fault.help))
}

/// `SERVER/PATH`, and `nfs://SERVER/PATH`.
fn nfs_path<'a, 's>(
    cx: &Context<'a, 's>,
    word: Word<'a, 's>,
    start: usize,
    value: &Text<'_>,
) -> Option<Fault> {
    const HELP: &str = "write `SERVER:PATH`";
    if scheme_length(value.head()).is_some() {
        return Some(Fault {
            cause: "is a URI",
            consequence: "the text before the first colon is used as the server",
            help: HELP,
        });
    }
    let first = value.head().split(|byte| *byte == b'/').next().unwrap_or_default();
    let is_literal = first.len() < value.head().len() && is_ipv4(first);
    // `nfsroot=${next-server}/srv`
    let is_expanded = || {
        let mut segments = word.segments();
        let begins = matches!(segments.next(), Some(Segment::Literal { text, .. }) if text.len() == start);
        let address = matches!(segments.next(), Some(Segment::Expansion(first)) if is_address(cx, first));
        let path = matches!(segments.next(), Some(Segment::Literal { text, .. }) if text.starts_with(b"/"));
        begins && address && path
    };
    (is_literal || is_expanded()).then_some(Fault {
        cause: "has no colon after the server",
        consequence: "all of this is used as a path on the server from DHCP, or ignored",
        help: HELP,
    })
}

fn is_ipv4(text: &[u8]) -> bool {
    std::str::from_utf8(text).is_ok_and(|text| text.parse::<std::net::Ipv4Addr>().is_ok())
}

/// `nocloud;s=http://SERVER/seed`, from which `http://SERVER/seeduser-data` is made.
fn seed(value: &Text<'_>) -> Option<Fault> {
    let known = value.known_bytes();
    let mut fields = known.split(|byte| *byte == b';');
    fields.next().filter(|source| matches!(*source, b"nocloud" | b"nocloud-net"))?;
    let last = fields.next_back()?;
    let url = last.strip_prefix(b"s=").or_else(|| last.strip_prefix(b"seedfrom="))?;
    // What is not known may end in a slash, and a query takes the name of the file at its end.
    let ends_known = value.is_known() || !value.tail().is_empty();
    let is_url = scheme_length(url).is_some() && !url.contains(&b'?');
    (is_url && ends_known && !value.tail().ends_with(b"/")).then_some(Fault {
        cause: "does not end in a slash",
        consequence: "cloud-init appends `user-data` and `meta-data` directly, and does not find these files",
        help: "end the URL with a `/`",
    })
}
