//! The required beginning of a file.

use ipxe_syntax::{HeaderProblem, Span};

use crate::{Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};

pub(super) const META: RuleMeta = RuleMeta {
    name: "invalid-header",
    code: "IPX101",
    summary: "the file does not begin as an iPXE script must",
    level: Level::Error,
    fix: FixKind::Sometimes,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let header = cx.script.header();
    let Some(problem) = header.problem() else { return };
    // A fragment is rendered into the script that includes it.
    if problem == HeaderProblem::Absent && is_rendered(cx) {
        return;
    }
    let (message, fix) = describe(problem, cx.script.slice(header.span()), header.span());
    let fix = fix.filter(|_| problem != HeaderProblem::NoSpaceAfter || goes_on_with_command(cx));
    if cx.standing().is_part() {
        let label = "iPXE does not execute this file by itself, only the script that it is part of";
        let finding = Diagnostic::new(RuleId::InvalidHeader, header.span(), message, label);
        out.push(
            finding
                .at_level(Level::Advice)
                .assuming(true)
                .help("begin the whole script with the line `#!ipxe`"),
        );
        return;
    }
    let label = "iPXE downloads this file, does not recognize a script, and refuses to execute it";
    let finding = Diagnostic::new(RuleId::InvalidHeader, header.span(), message, label);
    out.push(match fix {
        Some(fix) => finding.fix(fix),
        None => finding.help("begin the file with the line `#!ipxe`"),
    });
}

/// Whether the text directly after the header is a command or a comment.
fn goes_on_with_command(cx: &Context<'_, '_>) -> bool {
    let rest = cx.script.source().strip_prefix(b"#!ipxe").unwrap_or_default();
    let name = rest.split(u8::is_ascii_whitespace).next().unwrap_or_default();
    name.starts_with(b"#") || cx.catalog.command(name).is_some()
}

/// Whether the text before the header belongs to a language that runs on the server.
fn is_program(text: &[u8]) -> bool {
    [&b"<?php"[..], b"<?=", b"#!/"].iter().any(|start| text.trim_ascii_start().starts_with(start))
}

/// Whether a template engine renders it: apparent marks in a binary file are chance.
fn is_rendered(cx: &Context<'_, '_>) -> bool {
    if memchr::memchr(0, cx.script.source()).is_some() {
        return false;
    }
    cx.script.has_holes()
}

/// The mistake, and the edit that fixes it.
fn describe(problem: HeaderProblem, text: &[u8], span: Span) -> (String, Option<Fix>) {
    let remove = |what: &str| Some(Fix::safe(format!("remove {what}"), span, ""));
    let replace = || Some(Fix::safe("write `#!ipxe`", span, "#!ipxe"));
    let insert = |applicability: fn(&'static str, Span, &'static str) -> Fix| {
        Some(applicability("begin the file with the line `#!ipxe`", Span::empty(0), "#!ipxe\n"))
    };
    match problem {
        HeaderProblem::Empty => ("the file is empty".into(), None),
        HeaderProblem::TooShort => {
            let end = Span::empty(span.end());
            ("the file ends right after `#!ipxe`".into(), Some(Fix::safe("end the line", end, "\n")))
        }
        HeaderProblem::ByteOrderMark => {
            ("there is a byte-order mark before `#!ipxe`".into(), remove("the byte-order mark"))
        }
        HeaderProblem::Utf16 => ("the file is UTF-16".into(), None),
        HeaderProblem::BlankLineBefore => {
            ("there is a blank line before `#!ipxe`".into(), remove("the blank line"))
        }
        HeaderProblem::Indented => ("there is white space before `#!ipxe`".into(), remove("the white space")),
        HeaderProblem::WrongCase => (format!("the header {} is not in lower case", quote(text)), replace()),
        HeaderProblem::NoSpaceAfter => {
            let at = Span::empty(6);
            let fix = Fix::unsafe_("put the rest on a line of its own", at, "\n");
            ("`#!ipxe` is not followed by white space".into(), Some(fix))
        }
        HeaderProblem::Misspelt => (format!("the header {} is misspelt", quote(text)), replace()),
        HeaderProblem::TextBefore if is_program(text) => {
            ("the file is the source of a program that generates a script, not the script".into(), None)
        }
        HeaderProblem::Html if text.starts_with(b"<?php") => {
            ("the file is the source of a program that generates a script, not the script".into(), None)
        }
        HeaderProblem::Html if text.starts_with(b"<?xml") => ("the file is XML, not a script".into(), None),
        HeaderProblem::TextBefore => ("`#!ipxe` is not on the first line".into(), insert(Fix::unsafe_)),
        HeaderProblem::OtherShebang => (format!("the file begins with {}", quote(text)), None),
        HeaderProblem::Html => ("the file is a web page, not a script".into(), None),
        HeaderProblem::Json => ("the file is JSON, not a script".into(), None),
        // A shell, or an author writing for one, has escaped it.
        HeaderProblem::Absent if text.iter().filter(|byte| **byte != b'\\').eq(b"#!ipxe") => {
            (format!("the header {} is misspelt", quote(text)), replace())
        }
        _ => ("the file does not begin with `#!ipxe`".into(), insert(Fix::unsafe_)),
    }
}
