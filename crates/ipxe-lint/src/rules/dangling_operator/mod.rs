//! Lines that end in an operator, as if it continued on the next line.

use ipxe_catalog::{Returns, Tested};
use ipxe_syntax::{OperatorKind, Span};

use crate::{Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_model::commands::dangling::{Dangling, dangling, runs_script};

pub(super) const META: RuleMeta = RuleMeta {
    name: "dangling-operator",
    code: "IPX412",
    summary: "a line ends in an operator, and does not continue on the next line",
    level: Level::Warning,
    fix: FixKind::Sometimes,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let last = cx.script.commands().filter(|command| command.is_empty());
    out.extend(last.filter_map(|last| dangling(cx, last)).map(|found| report(cx, found)));
}

fn report(cx: &Context<'_, '_>, Dangling { operator, before, meant }: Dangling<'_, '_>) -> Diagnostic {
    let is_and = operator.kind == OperatorKind::And;
    let is_test = cx.form(before).is_some_and(|form| form.effects.tested == Tested::Always);
    let message =
        format!("the line ends in `{}`, and does not continue on the next line", operator.kind.as_str());
    let name = meant.name().map(|name| quote(name.text())).unwrap_or_default();
    let (label, consequence) = if is_and {
        (
            "no command follows it, so it does nothing: the next line is separate",
            format!("{name} runs whether or not the line above succeeds"),
        )
    } else {
        (
            "no command follows it, so a failure is ignored: the next line is separate",
            format!("{name} runs whether or not the line above fails"),
        )
    };
    // Without a test, the script ends after a failure as it would on one line; and an executed image rarely returns,
    // except after a failure.
    let comes_back = cx.form(before).is_some_and(|form| form.effects.returns == Returns::Always)
        || runs_script(cx, before);
    let is_harmless = if is_and { !is_test } else { !comes_back };
    let end = Span::new(operator.span.end(), before.line().span().end());
    let finding = Diagnostic::new(RuleId::DanglingOperator, operator.span, message, label)
        .at_level(if is_harmless { Level::Advice } else { Level::Warning })
        .and_label(meant.span(), consequence);
    // `a || b && c` runs `c` whether or not `a` failed.
    if !is_and && meant.line().commands().len() > 1 {
        return finding.help("write `|| goto LABEL`, and put the next line after that label");
    }
    finding.fix(Fix::unsafe_("end the line with `\\`, as its very last character", end, " \\"))
}
