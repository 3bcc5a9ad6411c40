//! `&&` before a `goto` that is meant for failures.

use ipxe_catalog::{Actions, CommandForm, Implementation, world::Meaning};
use ipxe_model::commands::{booting::executes_selected, section_starts::reports_failure};
use ipxe_syntax::{Command, Label, OperatorKind};

use crate::{Diagnostic, Level, RuleId, context::Context, sink::Sink, text::quote};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    for jump in cx.jumps() {
        let Some(operator) = jump.command.operator().filter(|operator| operator.kind == OperatorKind::And)
        else {
            continue;
        };
        let before = jump.command.before_on_line().next_back();
        let Some(before) = before.filter(|before| cx.form(*before).is_some_and(gets_on)) else { continue };
        // What a label that is missing is for, its name says.
        let Some(name) = jump.word.as_literal() else { continue };
        let label = cx.label(name);
        let target = quote(&[b":", name].concat());
        let is_for_failures =
            label.is_some_and(|label| reports_failure(cx, label)) || Meaning::FailureLabel.is_in(name);
        let message = if is_for_failures {
            format!("{target} reports a failure, and this jumps there on success")
        } else if executes_selected(cx, before) {
            format!("this jumps to {target} only after a successful boot, which does not return")
        } else if label.is_some_and(|label| starts_over(cx, label, before)) {
            format!("this jumps back to {target} on success, and so never continues with the next line")
        } else {
            continue;
        };
        let label_of_jump = "if it fails, the script does not jump there";
        out.push(
            Diagnostic::new(RuleId::FallThrough, operator.span, message, label_of_jump)
                .at_level(Level::Warning)
                .and_label(before.span(), "when this succeeds")
                .help("write `||`, to jump there when it fails"),
        );
    }
}

/// Whether a command that gets the same kernel or the same address again jumps back to the label of its own section.
fn starts_over(cx: &Context<'_, '_>, label: Label<'_, '_>, command: Command<'_, '_>) -> bool {
    let repeats = |form: &CommandForm| {
        let selects = form.effects.actions.contains(Actions::SELECTS_IMAGE);
        selects && !form.effects.actions.intersects(Actions::EXECUTES.union(Actions::BOOTS))
            || matches!(form.implementation, Implementation::Dhcp | Implementation::Ifconf)
    };
    let above = cx.script.labels().take_while(|other| other.line() <= command.line_id()).last();
    let is_same = command.arguments().all(|word| !word.has_expansion());
    is_same
        && cx.form(command).is_some_and(repeats)
        && above.is_some_and(|above| above.line() == label.line())
}

/// Whether a command downloads, starts or configures something, so that its success is not the answer to a question.
fn gets_on(form: &CommandForm) -> bool {
    let actions = Actions::EXECUTES.union(Actions::BOOTS).union(Actions::SELECTS_IMAGE);
    form.effects.actions.intersects(actions)
        || matches!(
            form.implementation,
            Implementation::Imgfetch | Implementation::Dhcp | Implementation::Ifconf
        )
}
