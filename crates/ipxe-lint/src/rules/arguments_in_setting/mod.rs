//! Settings that hold a URI together with arguments.

use foldhash::HashMap;
use ipxe_catalog::{Catalog, Implementation};
use ipxe_syntax::{Command, Span, Word};

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_model::commands::{positional_words, uris::UriWord};

pub(super) const META: RuleMeta = RuleMeta {
    name: "arguments-in-setting",
    code: "IPX222",
    summary: "a setting holds a URI and arguments, which iPXE does not split",
    level: Level::Error,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    out.extend(cx.script.commands().filter_map(|command| command_in_setting(cx, command)));
    // Most scripts do not need the values.
    if !cx.uris().iter().any(|uri| !uri.is_literal()) {
        return;
    }
    let values = values(cx);
    if !values.is_empty() {
        out.extend(cx.uris().iter().filter_map(|uri| report(uri, &values)));
    }
}

/// `${command}`, if the setting contains a command with its arguments.
fn command_in_setting<'a, 's>(cx: &Context<'a, 's>, command: Command<'a, 's>) -> Option<Diagnostic> {
    let word = command.name().filter(|word| word.has_expansion())?;
    let value = cx.constants().resolve(word, cx);
    let name = value.as_known()?.split(|byte| *byte == b' ').next()?;
    if name.len() == value.known_bytes().len() || Catalog::command_in_any_release(name).is_none() {
        return None;
    }
    let message = format!("{} holds the command {} and its arguments", quote(word.text()), quote(name));
    let label = "iPXE does not split the value of a setting: it looks for a command with that whole name";
    let finding = Diagnostic::new(RuleId::ArgumentsInSetting, word.span(), message, label);
    Some(finding.help("write the command itself here, and keep only its arguments in settings"))
}

/// Arguments in a setting's value.
struct Tail {
    /// Their span.
    span: Span,
    level: Level,
}

/// The settings whose value has arguments after something else.
fn values<'a>(cx: &Context<'a, '_>) -> HashMap<&'a [u8], Tail> {
    let sets = cx.invocations_of(Implementation::Set);
    let values = sets.filter_map(|(command, invocation)| {
        let name = invocation.positional(0)?.as_known()?;
        let words: Vec<Word<'_, '_>> = positional_words(command, invocation).skip(1).collect();
        Some((name, tail(&words)?))
    });
    values.collect()
}

fn tail(words: &[Word<'_, '_>]) -> Option<Tail> {
    let (file, rest) = words.split_first()?;
    let (first, last) = (rest.first()?, rest.last()?);
    if !file.text().contains(&b'/') || file.text().contains(&b'=') {
        return None;
    }
    let is_assignment = |word: &Word<'_, '_>| {
        let equals = word.text().iter().position(|byte| *byte == b'=');
        equals.is_some_and(|at| {
            at > 0
                && word.text()[..at].iter().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(byte))
        })
    };
    // A name with spaces has a file extension after the last one, or continues with a path.
    let is_plain = |word: &Word<'_, '_>| {
        word.text().iter().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(byte))
    };
    let level = if rest.iter().any(is_assignment) {
        Level::Error
    } else if memchr::memmem::find(file.text(), b"://").is_some() && rest.iter().all(is_plain) {
        Level::Warning
    } else {
        return None;
    };
    Some(Tail { span: first.span().cover(last.span()), level })
}

fn report(uri: &UriWord<'_, '_>, values: &HashMap<&[u8], Tail>) -> Option<Diagnostic> {
    let used = uri.word.expansions().find_map(|expansion| {
        let name = expansion.inside().as_literal()?;
        Some((name, values.get(name)?))
    });
    let (name, tail) = used?;
    let message = format!("{} holds a URI and arguments", quote(&[b"${", name, b"}"].concat()));
    let label = "iPXE does not split the value of a setting: all of it, including the spaces, is the URI";
    let finding = Diagnostic::new(RuleId::ArgumentsInSetting, uri.word.span(), message, label);
    let finding = finding.and_label(tail.span, "these become part of the URI").at_level(tail.level);
    Some(finding.help("put the arguments into a setting of their own, and write it after the URI"))
}
