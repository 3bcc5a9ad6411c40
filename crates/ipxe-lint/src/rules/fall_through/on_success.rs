//! `&&` before a `goto` that is for failures.

use ipxe_catalog::{Actions, CommandForm, Implementation, world::Meaning};
use ipxe_model::commands::{booting::executes_selected, section_starts::reports_failure};
use ipxe_syntax::OperatorKind;

use crate::{Diagnostic, Level, RuleId, context::Context, sink::Sink, text::quote};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    for jump in cx.jumps() {
        let Some(operator) = jump.command.operator().filter(|operator| operator.kind == OperatorKind::And)
        else {
            continue;
        };
        let before = jump.command.before_on_line().next_back();
        let Some(before) = before.filter(|before| cx.form(*before).is_some_and(gets_on)) else { continue };
        let label = jump.word.as_literal().and_then(|name| cx.label(name));
        let Some(label) = label else { continue };
        let target = quote(&[b":", label.name()].concat());
        let is_for_failures = reports_failure(cx, label) || Meaning::FailureLabel.is_in(label.name());
        let message = if is_for_failures {
            format!("{target} reports a failure, and this jumps there on success")
        } else if executes_selected(cx, before) {
            format!("this jumps to {target} only after a successful boot, which does not return")
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

/// Whether a command downloads, starts or configures something, so that its success is no answer to a question.
fn gets_on(form: &CommandForm) -> bool {
    let actions = Actions::EXECUTES.union(Actions::BOOTS).union(Actions::SELECTS_IMAGE);
    form.effects.actions.intersects(actions)
        || matches!(
            form.implementation,
            Implementation::Imgfetch | Implementation::Dhcp | Implementation::Ifconf
        )
}
