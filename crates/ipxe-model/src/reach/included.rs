//! Files of settings that a script reads: scripts that it starts, and goes on after.

use ipxe_catalog::Implementation;
use ipxe_syntax::{Command, OperatorKind};

use crate::reach::Model;

/// Where the first script is started that this one goes on after: the way to read a file of settings.
pub(super) fn included(cx: &Model<'_, '_>) -> Option<u32> {
    use Implementation::{Chain, Imgexec};
    let starts = cx.invocations_where(&|form| matches!(form.implementation, Chain | Imgexec));
    let named =
        starts.filter(|(_, invocation)| invocation.positional(0).is_some()).map(|(command, _)| command);
    named.filter(|command| goes_on_after(cx, *command)).map(|command| command.span().start()).next()
}

/// Whether the script means to go on after what the command starts: `chain FILE ||`, or a line that follows and is
/// no section of its own.
fn goes_on_after<'a, 's>(cx: &Model<'a, 's>, command: Command<'a, 's>) -> bool {
    let mut rest = command.behind_on_line();
    let is_or =
        |next: &Command<'_, '_>| next.operator().is_some_and(|operator| operator.kind == OperatorKind::Or);
    match rest.next() {
        Some(next) if is_or(&next) && next.is_empty() => true,
        Some(next) if !is_or(&next) => false,
        _ => is_followed(cx, command),
    }
}

/// Whether a line follows without a label that does more than end.
fn is_followed<'a, 's>(cx: &Model<'a, 's>, command: Command<'a, 's>) -> bool {
    use Implementation::{Chain, Exit, Goto, Imgexec, Poweroff, Prompt, Reboot, Shell, Sleep};
    let after = cx.commands_from(command.id().index() + 1);
    let next = after.filter(|next| next.line_id() != command.line_id()).find(|next| !next.is_empty());
    next.is_some_and(|next| {
        let ends = |form: &ipxe_catalog::CommandForm| {
            matches!(
                form.implementation,
                Chain | Exit | Goto | Imgexec | Poweroff | Prompt | Reboot | Shell | Sleep
            )
        };
        cx.label_between(command, next).is_none() && !cx.form(next).is_some_and(ends)
    })
}
