//! Kernels that another one replaces before they are booted.

use ipxe_catalog::Role;
use ipxe_model::graph::{CommandSet, Edge};
use ipxe_syntax::{Command, CommandId};

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_model::{
    commands::{
        booting::{booting, may_boot, selects_only},
        positional_words,
    },
    images::executed::{leads_to, next_on_success},
};

pub(super) const META: RuleMeta = RuleMeta {
    name: "replaced-kernel",
    code: "IPX508",
    summary: "a kernel is loaded, and replaced by another one before the boot",
    level: Level::Warning,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// The maximum number of kernels for which the replacement is searched.
const LABELLED: usize = 16;

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let loading: Vec<_> = booting(cx).filter(|command| loads(cx, *command)).collect();
    if loading.len() < 2 {
        return;
    }
    let replacing: CommandSet = loading.iter().map(|command| command.id()).collect();
    let keeps = |id: CommandId, edge: Edge| edge != Edge::Success || !replacing.contains(id);
    let booted =
        cx.flow.reaching_along(booting(cx).filter(|command| may_boot(cx, *command)).map(Command::id), keeps);
    let lost = loading
        .iter()
        .filter(|command| cx.flow.is_reachable(command.id()) && !leads_to(cx, command.id(), &booted));
    for command in lost.take(LABELLED) {
        let after = cx.flow.reachable_from_along(next_on_success(cx, command.id()), keeps);
        let by = loading.iter().find(|other| after.contains(other.id()) && leads_to(cx, other.id(), &booted));
        out.extend(by.and_then(|by| report(cx, *command, *by)));
    }
}

/// Whether the command downloads an image and selects it. With the name of an existing image, it selects that one
/// again.
fn loads<'a, 's>(cx: &Context<'a, 's>, command: Command<'a, 's>) -> bool {
    let is_new = || {
        let word = cx
            .flow
            .invocation(command.id())
            .and_then(|invocation| positional_words(command, invocation).next());
        word.is_some_and(|word| {
            !cx.images().names_one_before(&cx.constants().resolve(word, cx), command.id())
        })
    };
    let takes_uri = |command| {
        cx.form(command)
            .is_some_and(|form| form.argument(0).is_some_and(|argument| argument.role == Role::ImageOrUri))
    };
    selects_only(cx, command) && takes_uri(command) && is_new()
}

fn report<'a, 's>(cx: &Context<'a, 's>, command: Command<'a, 's>, by: Command<'a, 's>) -> Option<Diagnostic> {
    let image = |command: Command<'_, '_>| {
        Some(positional_words(command, cx.flow.invocation(command.id())?).next()?.span())
    };
    let place = image(command)?;
    let message = format!("{} is never booted", quote(cx.script.slice(place)));
    let label = "another image is selected before `boot`, and it gets this one as an initrd";
    let finding = Diagnostic::new(RuleId::ReplacedKernel, place, message, label);
    let finding = finding.and_label(image(by)?, "this one replaces it");
    let label = cx.label_between(command, by).filter(|_| command.id() < by.id());
    Some(match label {
        Some(label) => finding.help(format!(
            "boot it before the next section: a `boot` is missing above {}",
            quote(&[b":", label.name()].concat())
        )),
        None => finding.help("load only one of them; load a kernel's other files with `initrd` or `module`"),
    })
}
