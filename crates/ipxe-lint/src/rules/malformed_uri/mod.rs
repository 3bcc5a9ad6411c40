//! URIs that iPXE takes for something else, or that name no host.

mod authority;
mod fault;
mod slip;

use std::ops::Range;

use ipxe_catalog::{CommandForm, Role};
use ipxe_engine::{Text, Uri};
use ipxe_syntax::{Span, Word};

use crate::{Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote, facts::template::has_template};
use fault::Fault;

pub(super) const META: RuleMeta = RuleMeta {
    name: "malformed-uri",
    code: "IPX801",
    summary: "a URI is not written as URIs are",
    level: Level::Error,
    fix: FixKind::Sometimes,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// Schemes whose URIs name a host.
const WITH_HOST: [&str; 6] = ["http", "https", "ftp", "tftp", "mtftp", "nfs"];

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    for uri in cx.uris() {
        let Some(fault) = fault_of(uri.text, uri.role) else { continue };
        let edit = fault.edit.as_ref().and_then(|(range, text)| Some((uri.exact_place(range.clone())?, text.clone())));
        out.push(report(uri.word.text(), uri.place(fault.range.clone()), edit, fault));
    }
    for (command, invocation) in cx.invocations_where(&carries_text) {
        let Some((form, arguments)) = invocation.form().zip(invocation.arguments()) else { continue };
        for (at, word) in command.arguments().skip(arguments.first_positional).enumerate() {
            let role = form.argument(at).map(|argument| argument.role);
            if let Some(finding) = role.and_then(|role| inside(word, role)) {
                out.push(finding);
            }
        }
    }
}

fn report(uri: &[u8], span: Span, edit: Option<(Span, String)>, fault: Fault) -> Diagnostic {
    let message = format!("{}: {}", quote(uri), fault.cause);
    let finding = Diagnostic::new(RuleId::MalformedUri, span, message, fault.consequence).at_level(fault.level);
    match edit {
        Some((place, text)) => finding.fix(Fix::unsafe_(fault.help, place, text)),
        None => finding.help(fault.help),
    }
}

/// Whether words of it are handed on, and may be URIs to somebody else.
fn carries_text(form: &CommandForm) -> bool {
    form.arguments.iter().any(|argument| matches!(argument.role, Role::CommandLine | Role::SettingValue))
}

/// What is wrong with a URI in a word that is none to iPXE.
fn inside(word: Word<'_, '_>, role: Role) -> Option<Diagnostic> {
    let text = word.as_literal()?;
    let start = uri_inside(text, role).filter(|_| !has_template(text))?;
    let uri = text.get(start..)?;
    let fault = fault_inside(uri)?;
    let place = |range: &Range<usize>| word.span_at(start + range.start..start + range.end);
    let edit = fault.edit.as_ref().map(|(range, text)| (place(range), text.clone()));
    let fault = match role {
        Role::CommandLine if fault.level == Level::Error => {
            fault.meaning("this is passed on as it is, and nothing can be fetched by it")
        }
        _ => fault,
    };
    Some(report(uri, place(&fault.range), edit, fault.at_level(Level::Warning)))
}

/// What is surely wrong with a URI.
fn fault_of(text: &Text<'_>, role: Role) -> Option<Fault> {
    if role == Role::SanUri {
        return slip::san(text);
    }
    let uri = Uri::parse(text);
    slip::scheme(text).or_else(|| authority::fault(text, &uri)).or_else(|| slip::path(text, &uri))
}

/// Where in an argument that is none itself a URI begins: after `KEY=` on a command line, or as a setting's value.
fn uri_inside(text: &[u8], role: Role) -> Option<usize> {
    let start = match role {
        Role::CommandLine => text.iter().position(|byte| *byte == b'=')? + 1,
        Role::SettingValue => 0,
        _ => return None,
    };
    let rest = text.get(start..)?;
    let begins = |scheme: &&str| rest.starts_with(scheme.as_bytes()) && matches!(rest.get(scheme.len()), Some(b':' | b'/'));
    WITH_HOST.iter().any(begins).then_some(start)
}

/// What is wrong with a URI that iPXE itself does not use, or not yet: where it ends may still be open.
fn fault_inside(bytes: &[u8]) -> Option<Fault> {
    let text = Text::from(bytes);
    let uri = Uri::parse(&text);
    let is_begun = uri.path.is_none();
    slip::scheme(&text).or_else(|| authority::fault(&text, &uri).filter(|_| !is_begun)).or_else(|| slip::query(&uri))
}
