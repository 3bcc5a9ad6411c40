//! Commands that only print their usage.

use ipxe_language::options::ArgumentErrorKind;

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink};

pub(super) const META: RuleMeta = RuleMeta {
    name: "help-requested",
    code: "IPX219",
    summary: "`--help` makes a command print its usage and fail",
    level: Level::Error,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let asks =
        |kind: &ArgumentErrorKind| matches!(kind, ArgumentErrorKind::Help | ArgumentErrorKind::HelpWithValue);
    for misuse in cx.misuses().filter(|misuse| asks(&misuse.error.kind)) {
        let name = misuse.name();
        let is_long = misuse.word().is_some_and(|word| word.text().starts_with(b"--"));
        let option = if is_long { "`--help`" } else { "`-h`" };
        let message = format!("{option} makes `{name}` print its usage and do nothing");
        let finding = Diagnostic::new(
            RuleId::HelpRequested,
            misuse.span(),
            message,
            cx.failure_of(misuse.command, name),
        );
        out.push(finding.help(format!("{option} is for the interactive shell: remove it")));
    }
}
