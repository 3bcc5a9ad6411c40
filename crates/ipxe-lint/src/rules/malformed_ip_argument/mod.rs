//! `ip=` in a form that neither the kernel nor an initrd supports.

mod fault;
mod fields;

use ipxe_catalog::{Implementation, world::ArgumentReader};
use ipxe_language::text::Certainty;
use ipxe_syntax::{Command, Word};

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use fault::Fault;
use fields::Field;
use ipxe_model::commands::positional_words;

pub(super) const META: RuleMeta = RuleMeta {
    name: "malformed-ip-argument",
    code: "IPX607",
    summary: "the fields of `ip=` are malformed, or in the wrong order",
    level: Level::Warning,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

const ARGUMENT: &[u8] = b"ip=";
const FIELDS: &str = "the fields are `ip=CLIENT:SERVER:GATEWAY:NETMASK:HOST:INTERFACE:METHOD`; a field that is not needed is empty";

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    if memchr::memmem::find(cx.script.source(), ARGUMENT).is_none() {
        return;
    }
    for line in cx.command_lines().linux() {
        let reader = line.words.iter().find_map(|word| ArgumentReader::told_by(word.text()));
        out.extend(line.words.iter().filter_map(|word| look_at(cx, line.command, *word, reader)));
    }
    for (command, invocation) in cx.invocations_of(Implementation::Set) {
        let values = positional_words(command, invocation).skip(1);
        out.extend(values.filter_map(|word| look_at(cx, command, word, None)));
    }
}

fn look_at<'a, 's>(
    cx: &Context<'a, 's>,
    command: Command<'a, 's>,
    word: Word<'a, 's>,
    reader: Option<&ArgumentReader>,
) -> Option<Diagnostic> {
    let has_own_form = reader.is_some_and(|reader| reader.ip_own_form);
    if has_own_form || !word.text().starts_with(ARGUMENT) {
        return None;
    }
    let fields = fields::fields(cx, word, ARGUMENT.len());
    let (message, label) = fault::fault(&fields, reader).or_else(|| empty(cx, command, &fields))?;
    let span = word.span_at(ARGUMENT.len()..word.text().len());
    Some(Diagnostic::new(RuleId::MalformedIpArgument, span, message, label).help(FIELDS))
}

/// The address or netmask of a static configuration, if it is certainly empty.
fn empty(cx: &Context<'_, '_>, command: Command<'_, '_>, fields: &[Field<'_>]) -> Option<Fault> {
    let is_static = fields.len() >= 4;
    let wanted = [0, 2, 3].into_iter().filter_map(|at| fields.get(at)).filter(|_| is_static);
    // A setting from the network may exist; one that the script itself removes does not.
    let mut settings =
        wanted.filter_map(|field| field.setting).filter(|setting| cx.written().names().has(setting));
    let setting = settings.find(|setting| {
        let moment = cx.analysis().before(command.id());
        moment.is_some_and(|moment| moment.setting(setting).presence() == Certainty::No)
    })?;
    let message =
        format!("{} is empty here, and so is a field of `ip=`", quote(&[b"${", setting, b"}"].concat()));
    Some((message, "a static address needs the fields client, gateway and netmask"))
}
