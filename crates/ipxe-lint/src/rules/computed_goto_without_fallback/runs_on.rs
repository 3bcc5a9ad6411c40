//! Jumps whose failure is ignored, with the section for some machines below: all other machines run it, too.

use foldhash::HashSet;
use ipxe_model::commands::{jumps::Jump, section_starts::does_something};
use ipxe_syntax::{Command, Label};

use super::is_from_outside;
use crate::{Diagnostic, RuleId, context::Context, text::quote};

pub(super) fn check<'a, 's>(cx: &Context<'a, 's>) -> Vec<Diagnostic> {
    let is_open = |jump: &Jump<'_, '_>| {
        !jump.target.is_known()
            && cx.flow.is_reachable(jump.command.id())
            && !cx.flow.failure_is_fatal(jump.command.id())
            && jump.word.expansions().any(|expansion| is_from_outside(cx, expansion))
    };
    let open: Vec<Jump<'a, 's>> = cx.jumps().filter(is_open).collect();
    if open.is_empty() {
        return Vec::new();
    }
    let named: HashSet<&[u8]> = cx.jumps().filter_map(|jump| jump.word.as_literal()).collect();
    let is_only_computed = |label: &Label<'_, '_>| {
        !named.contains(label.name()) && cx.flow.labels().is_first(*label) && cx.command_at(*label).is_some()
    };
    // A single section is for all machines.
    if cx.script.labels().filter(is_only_computed).take(2).count() < 2 {
        return Vec::new();
    }
    let found = open.iter().filter_map(|jump| {
        let next = section_below(cx, jump).filter(is_only_computed)?;
        jump.target.may_equal(next.name()).then(|| report(jump, next))
    });
    found.collect()
}

/// The section directly below a jump, if it does something.
fn section_below<'a, 's>(cx: &Context<'a, 's>, jump: &Jump<'a, 's>) -> Option<Label<'a, 's>> {
    let mut behind = cx.commands_from(jump.command.id().index() + 1).filter(|next| !next.is_empty());
    let next = behind.find(|next| next.line_id() != jump.command.line_id())?;
    let ends_line = jump.command.behind_on_line().all(Command::is_empty);
    cx.label_between(jump.command, next).filter(|_| ends_line && does_something(cx, next))
}

fn report(jump: &Jump<'_, '_>, next: Label<'_, '_>) -> Diagnostic {
    let name = quote(next.name());
    let message = format!("machines without a matching label run the section {name}");
    let label = "if no label matches, the script continues with the section below";
    Diagnostic::new(RuleId::ComputedGotoWithoutFallback, jump.word.span(), message, label)
        .and_label(next.span(), "this section is for machines of that name, like those below")
        .help("add `|| goto LABEL` for all other machines, or handle them before the first section")
}
