//! `boot` with nothing to boot.

use ipxe_catalog::Implementation;
use ipxe_language::operation::Operation;
use ipxe_model::graph::Edge;
use ipxe_syntax::{Command, OperatorKind};

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_model::{
    commands::booting::{booting, executes_selected, may_select, selects_only},
    images::{
        executed::{frees_all, next_on_success},
        passed_over::is_passed_over,
    },
};

pub(super) const META: RuleMeta = RuleMeta {
    name: "boot-without-image",
    code: "IPX502",
    summary: "`boot` has no argument, and no image can be selected",
    level: Level::Warning,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// The maximum number of commands before a kernel that are checked for the selection of another one.
const LOOKED_AT: usize = 64;

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    // A user at a shell after a failure is on another path: on the path without a failure, no image is selected.
    let selecting =
        booting(cx).filter(|command| may_select(cx, *command) && !is_shell_for_failure(cx, *command));
    let after = selecting.flat_map(|command| next_on_success(cx, command.id()).collect::<Vec<_>>());
    let selected =
        cx.flow.reachable_from_along(after, |id, edge| edge != Edge::Success || !frees_all(cx, id));
    let way_out = help(cx);
    let mut last = None;
    for command in booting(cx).filter(|command| cx.flow.is_reachable(command.id())) {
        if !executes_selected(cx, command) {
            last = may_select(cx, command).then_some(command).or(last);
        } else if !selected.contains(command.id()) {
            let label = "iPXE prints \"No image selected\", boots nothing, and the command succeeds";
            out.push(report(command, "", label).help(&way_out));
        } else if let Some(kernel) = last.take().filter(|kernel| may_be_missing(cx, *kernel, command)) {
            let label = "then iPXE prints \"No image selected\", boots nothing, and the command succeeds";
            out.push(
                report(command, " if the download before it failed", label)
                    .and_label(kernel.span(), "when this fails, the script continues")
                    .help("jump away when the download fails: `|| goto LABEL`"),
            );
        }
    }
}

/// `… || shell`
fn is_shell_for_failure(cx: &Context<'_, '_>, command: Command<'_, '_>) -> bool {
    let is_shell = cx.form(command).is_some_and(|form| form.implementation == Implementation::Shell);
    is_shell && command.operator().is_some_and(|operator| operator.kind == OperatorKind::Or)
}

fn report(command: Command<'_, '_>, when: &str, label: &str) -> Diagnostic {
    let name = command.name().map(|name| quote(name.text())).unwrap_or_default();
    let message = format!("no image is selected when this {name} runs{when}");
    Diagnostic::new(RuleId::BootWithoutImage, command.span(), message, label)
}

/// Whether only this kernel is selected for a boot, and the boot is also tried if its download failed.
fn may_be_missing(cx: &Context<'_, '_>, kernel: Command<'_, '_>, boot: Command<'_, '_>) -> bool {
    let section = cx.sections().of(boot.span());
    let is_only = || {
        let mut before =
            std::iter::successors(cx.command_before(kernel.id()), |at| cx.command_before(at.id()));
        !before
            .by_ref()
            .take_while(|other| cx.sections().of(other.span()) == section)
            .take(LOOKED_AT)
            .any(|other| may_select(cx, other))
    };
    let is_here = selects_only(cx, kernel) && cx.sections().of(kernel.span()) == section;
    is_here && is_passed_over(cx, kernel.id()) && is_only()
}

/// An image that was only downloaded can be named.
fn help(cx: &Context<'_, '_>) -> String {
    let fetched =
        cx.invocations_of(Implementation::Imgfetch).find_map(|(_, fetch)| match fetch.meant_operation()? {
            Operation::Fetch(source) => Some(quote(source.name?.text.as_known()?)),
            _ => None,
        });
    let named = cx.invocations_of(Implementation::Imgfetch).next().is_some();
    match (fetched, named) {
        (Some(name), _) => format!("name the image: {name} was downloaded, but not selected"),
        (None, true) => "load the image with `kernel`, or name it: `boot NAME`".to_owned(),
        (None, false) => "load an image with `kernel` first, or name one: `boot NAME`".to_owned(),
    }
}
