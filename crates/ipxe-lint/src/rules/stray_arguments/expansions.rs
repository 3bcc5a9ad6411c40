//! Lines that consist only of a setting, below a command with kernel arguments.

use ipxe_catalog::Role;
use ipxe_model::commands::{comparison::sole_expansion, lines::line_end};
use ipxe_syntax::{Command, LineId, Word};

use crate::{Diagnostic, Fix, Level, RuleId, context::Context, text::quote};

pub(super) fn check(cx: &Context<'_, '_>) -> Vec<Diagnostic> {
    let alone = cx.script.commands().filter_map(|command| {
        let name = command.name().filter(|_| command.line().commands().len() == 1)?;
        let only = sole_expansion(name)?.inside().as_literal()?;
        let is_alone = command.arguments().next().is_none() && command.line().label().is_none();
        (is_alone).then_some((command, name, only))
    });
    let found = alone.filter_map(|(command, name, only)| {
        let above = command.line_id().index().checked_sub(1)?;
        let above = cx.script.line(LineId::new(u32::try_from(above).ok()?))?;
        // A `\` would be part of the comment.
        let above = above.commands().next_back().filter(|_| above.comment().is_none())?;
        let takes = cx.form(above)?.arguments.iter().any(|argument| argument.role == Role::CommandLine);
        let moment = cx.analysis().before(command.id())?;
        let is_command = |text: &ipxe_language::text::Text<'_>| {
            let first = text.head().split(u8::is_ascii_whitespace).next().unwrap_or_default();
            cx.catalog.command(first).is_some()
        };
        let may_be_command = moment.setting(only).texts.iter().any(is_command);
        (takes && !may_be_command && above.arguments().len() > 1).then(|| report(name, above))
    });
    found.collect()
}

fn report(name: Word<'_, '_>, above: Command<'_, '_>) -> Diagnostic {
    let message = format!(
        "{} is on a line of its own; it looks like an argument of the line above",
        quote(name.text())
    );
    let label = "iPXE runs its value as a command; if it is empty, the line fails as well";
    let owner = above.name().map_or(above.span(), Word::span);
    Diagnostic::new(RuleId::StrayArguments, name.span(), message, label)
        .at_level(Level::Warning)
        .and_label(owner, "this command ends with its line")
        .fix(Fix::unsafe_(
            "end the line above with `\\`, as its very last character",
            line_end(above.line()),
            " \\",
        ))
}
