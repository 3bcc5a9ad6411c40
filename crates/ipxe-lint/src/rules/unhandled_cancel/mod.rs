//! Menus that end the script when the user cancels them.

use ipxe_catalog::Implementation;
use ipxe_syntax::Command;

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink};

pub(super) const META: RuleMeta = RuleMeta {
    name: "unhandled-cancel",
    code: "IPX707",
    summary: "cancelling a menu ends the script",
    level: Level::Advice,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let choices = cx.invocations_of(Implementation::Choose).map(|(command, _)| command);
    let ends = |command: &Command<'_, '_>| {
        cx.flow.is_reachable(command.id())
            && cx.flow.failure_is_fatal(command.id())
            && !cx.is_template(*command)
    };
    out.extend(choices.filter(ends).map(report));
}

fn report(command: Command<'_, '_>) -> Diagnostic {
    let message = "nothing handles a user who leaves this menu with Esc or Ctrl-C";
    let label = "`choose` fails then, and the script ends here";
    Diagnostic::new(RuleId::UnhandledCancel, command.span(), message, label)
        .help("say what is to happen: `|| goto` with the label of the menu, `|| shell`, or `|| exit`")
}
