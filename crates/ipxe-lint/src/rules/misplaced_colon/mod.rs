//! The colon of a label at the wrong end, or in a `goto`, where it is part of the name.

use crate::{Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_model::commands::{
    colons::{meant_as_label, meant_as_label_with_blank, without_colon},
    jumps::Jump,
};

pub(super) const META: RuleMeta = RuleMeta {
    name: "misplaced-colon",
    code: "IPX403",
    summary: "a label's colon is after its name, apart from it, or in a `goto`",
    level: Level::Error,
    fix: FixKind::Always,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    labels_that_run(cx, out);
    jumps_with_colons(cx, out);
}

/// `retry:`, which is a command to iPXE.
fn labels_that_run(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let jumps: std::collections::HashMap<&[u8], Jump<'_, '_>> =
        cx.lost_jumps().iter().map(|jump| (jump.word.text(), *jump)).collect();
    for (command, _) in cx.unknown() {
        if let Some((word, place)) = meant_as_label_with_blank(command) {
            let message = format!(
                "there is a space between the colon and the name in {}",
                quote(cx.script.slice(place))
            );
            let label = format!("iPXE runs {} as a command, which does not exist", quote(word.text()));
            let name = String::from_utf8_lossy(word.text());
            let fix = Fix::unsafe_("write the colon directly before the name", place, format!(":{name}"));
            out.push(Diagnostic::new(RuleId::MisplacedColon, place, message, label).fix(fix));
            continue;
        }
        let Some((name, word)) = meant_as_label(cx, command) else { continue };
        let message = format!("{} is a command, not a label", quote(word.text()));
        let label = "iPXE prints \"command not found\", and the command fails";
        let finding = Diagnostic::new(RuleId::MisplacedColon, word.span(), message, label);
        let finding = match jumps.get(name) {
            Some(jump) => finding.and_label(jump.word.span(), "so this jump finds no label"),
            None => finding,
        };
        if let Some(label) = cx.label(name) {
            // There would be two of them.
            let finding = finding.and_label(label.span(), "the label of this name is here");
            out.push(finding.help("remove it, or write a label of another name"));
            continue;
        }
        let fix = Fix::unsafe_("write the colon before the name", word.span_at(0..0), ":")
            .and(word.span_at(name.len()..name.len() + 1), "");
        out.push(finding.fix(fix));
    }
}

/// `goto :retry`, which looks for a label `::retry`.
fn jumps_with_colons(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    for jump in cx.lost_jumps() {
        let Some(name) = without_colon(cx, jump) else { continue };
        let text = jump.word.text();
        let colon = if text.starts_with(b":") { 0..1 } else { name.len()..text.len() };
        let consequence = if cx.flow.failure_is_fatal(jump.command.id()) {
            "`goto` takes the name without a colon: it fails, which ends the script"
        } else {
            "`goto` takes the name without a colon: it always fails"
        };
        let message = format!("the target {} has a colon", quote(text));
        let finding = Diagnostic::new(RuleId::MisplacedColon, jump.word.span(), message, consequence);
        let label = cx.label(name);
        let finding = match label {
            Some(label) => finding.and_label(label.span(), "the name is the label without its colon"),
            None => finding,
        };
        let fix = Fix::unsafe_("remove the colon", jump.word.span_at(colon), "");
        out.push(finding.fix(fix.safe_if(label.is_some())));
    }
}
