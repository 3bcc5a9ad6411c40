//! Files of settings that a script reads: scripts that it starts and then continues after.

use ipxe_catalog::Implementation;
use ipxe_syntax::{Command, OperatorKind};

use crate::reach::Model;

/// The offset of the first command that starts a script after which this one continues: the usual way to read a file of
/// settings.
pub(super) fn included(cx: &Model<'_, '_>) -> Option<u32> {
    use Implementation::{Chain, Imgexec};
    let starts = cx.invocations_where(&|form| matches!(form.implementation, Chain | Imgexec));
    let named =
        starts.filter(|(_, invocation)| invocation.positional(0).is_some()).map(|(command, _)| command);
    named.filter(|command| goes_on_after(cx, *command)).map(|command| command.span().start()).next()
}

/// Whether the script is meant to continue after the image that the command starts: `chain FILE ||`, or a line that
/// follows in the same section.
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

/// Whether a line without a label follows that does more than end the script.
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
