//! A second attempt after a failed one, while the kernel of the first is still registered.

use foldhash::HashSet;
use ipxe_model::{commands::jumps::Jump, images::command_lines::CommandLine};
use ipxe_syntax::{CommandId, OperatorKind, Span};

use crate::{Diagnostic, Fix, RuleId, context::Context, text::quote};

/// The maximum number of kernels and jumps that are checked.
const LOOKED_AT: usize = 64;

/// The kernels that are loaded after the failure of another kernel, without `imgfree` in between.
pub(super) fn check(cx: &Context<'_, '_>, told: &HashSet<CommandId>) -> Vec<Diagnostic> {
    let kernels = cx.command_lines().linux();
    let kernels = kernels.get(..LOOKED_AT.min(kernels.len())).unwrap_or_default();
    if kernels.len() < 2 {
        return Vec::new();
    }
    let handlers: Vec<_> = cx.jumps().filter(is_handler).take(LOOKED_AT).collect();
    let second = kernels.iter().filter(|kernel| !told.contains(&kernel.command.id()));
    second.filter_map(|second| look_at(cx, kernels, &handlers, second)).collect()
}

fn is_handler(jump: &Jump<'_, '_>) -> bool {
    jump.command.operator().is_some_and(|operator| operator.kind == OperatorKind::Or)
}

fn look_at<'a, 's>(
    cx: &Context<'a, 's>,
    kernels: &[CommandLine<'a, 's>],
    handlers: &[Jump<'a, 's>],
    second: &CommandLine<'a, 's>,
) -> Option<Diagnostic> {
    let section = cx.sections().of(second.command.span());
    let leads_here = |jump: &&Jump<'_, '_>| {
        let label = jump.target.as_known().and_then(|name| cx.label(name));
        label.is_some_and(|label| cx.sections().of(label.span()) == section)
    };
    let (first, jump, name) = handlers.iter().filter(leads_here).find_map(|jump| {
        let failed = cx.command_before(jump.command.id())?;
        let is_of_attempt = |kernel: &&CommandLine<'_, '_>| {
            kernel.command.id() < failed.id()
                && cx.sections().of(kernel.command.span()) == cx.sections().of(failed.span())
                && kernel.command.id() != second.command.id()
        };
        let first = kernels.iter().rev().find(is_of_attempt)?;
        let name = cx.images().load_by(first.command.id())?.name.as_known()?.to_vec();
        Some((first, jump, name))
    })?;
    let moment = cx.analysis().before(second.command.id())?;
    let there = moment.image_named(&name)?;
    there.by.commands().any(|by| by == first.command.id()).then_some(())?;
    let message =
        format!("{} of the failed attempt is still registered when this kernel loads", quote(&name));
    let label = "under BIOS, this kernel gets the other one as part of its initrd";
    let finding = Diagnostic::new(RuleId::StaleImages, second.image.span(), message, label)
        .and_label(first.image.span(), "loaded first")
        .and_label(jump.command.span(), "if this attempt fails, the next one starts");
    let line = second.command.line();
    let is_first =
        line.label().is_none() && line.commands().next().is_some_and(|one| one.id() == second.command.id());
    let earlier = cx.sections().loads(section, cx.images().loads()).first();
    if !is_first || earlier.is_none_or(|load| load.command != second.command.id()) {
        return Some(finding.help("begin the second attempt with `imgfree`"));
    }
    let place = Span::empty(second.command.span().start());
    Some(finding.fix(Fix::unsafe_("begin the second attempt with `imgfree`", place, "imgfree\n")))
}
