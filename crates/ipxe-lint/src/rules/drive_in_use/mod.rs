//! Drives that are attached with a number that is in use.

use foldhash::HashSet;
use ipxe_catalog::{Actions, Implementation, Returns};
use ipxe_language::{invocation::Invocation, operation::Operation, options::OptionValue};
use ipxe_model::{
    graph::{CommandSet, Edge, Node},
    images::passed_over::is_passed_over,
};
use ipxe_syntax::{Command, CommandId};

use crate::{
    Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, occurrences::label_all, sink::Sink,
};

pub(super) const META: RuleMeta = RuleMeta {
    name: "drive-in-use",
    code: "IPX518",
    summary: "a SAN drive is attached while its number is still in use",
    level: Level::Warning,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// The default drive number.
const DEFAULT: u32 = 0x80;

/// The maximum number of drives that are followed through the script: each walk takes time linear in its length.
const WALKS: usize = 32;

/// A command that attaches a drive.
struct Hook<'a, 's> {
    command: Command<'a, 's>,
    drive: u32,
    /// The edge after which the drive stays attached.
    stays_after: Option<Edge>,
    /// Whether it also boots.
    boots: bool,
}

pub(super) fn check<'a, 's>(cx: &Context<'a, 's>, out: &mut Sink<'_>) {
    let hooks: Vec<Hook<'a, 's>> = hooks(cx).collect();
    let mut reported = HashSet::default();
    for hook in hooks.iter().filter(|hook| hook.stays_after.is_some()).take(WALKS) {
        let reached = while_attached(cx, hook);
        let fails = |other: &&Hook<'a, 's>| {
            other.drive == hook.drive
                && reached.contains(other.command.id())
                && !is_harmless(cx, hook, other)
                && reported.insert(other.command.id())
        };
        let failing = hooks.iter().filter(fails);
        let (below, later): (Vec<_>, Vec<_>) = failing.partition(|other| is_below(cx, hook, other));
        out.extend(later.split_first().map(|(first, more)| describe_later(hook, first, more)));
        out.extend(below.iter().map(|other| describe(hook, other)));
    }
}

/// Whether control continues directly from one to the other: it is below, without a label in between.
fn is_below<'a, 's>(cx: &Context<'a, 's>, hook: &Hook<'a, 's>, other: &Hook<'a, 's>) -> bool {
    other.command.id() > hook.command.id() && cx.label_between(hook.command, other.command).is_none()
}

/// The commands that attach a drive with a known number.
fn hooks<'c, 'a, 's>(cx: &'c Context<'a, 's>) -> impl Iterator<Item = Hook<'a, 's>> + 'c {
    let hooking = cx.invocations_where(&|form| {
        matches!(form.implementation, Implementation::Sanhook | Implementation::Sanboot)
    });
    let plain = hooking;
    plain.filter_map(|(command, invocation)| match invocation.meant_operation()? {
        Operation::HookSan(hook) => {
            let drive = number(hook.drive)?;
            Some(Hook { command, drive, stays_after: Some(Edge::Success), boots: false })
        }
        Operation::BootSan(boot) if !boot.uris.is_empty() => {
            let stays_after = boot.keep.then_some(Edge::Failure);
            Some(Hook { command, drive: number(boot.drive)?, stays_after, boots: true })
        }
        _ => None,
    })
}

fn number(drive: Option<OptionValue<'_>>) -> Option<u32> {
    drive.map_or(Some(DEFAULT), |drive| drive.integer()?.ok())
}

/// The commands that are reachable while the drive of a command is attached.
fn while_attached(cx: &Context<'_, '_>, hook: &Hook<'_, '_>) -> CommandSet {
    let next = cx.flow.successors(Node::Command(hook.command.id()));
    let starts: Vec<CommandId> = next
        .filter_map(|(edge, node)| match node {
            Node::Command(next) if Some(edge) == hook.stays_after => Some(next),
            _ => None,
        })
        .collect();
    if starts.is_empty() || !cx.flow.is_reachable(hook.command.id()) {
        return CommandSet::default();
    }
    cx.analysis().reachable_from_along(starts, |command, edge| {
        let invocation = cx.flow.invocation(command);
        match invocation.and_then(Invocation::meant_operation) {
            // An unknown number may be this one.
            Some(Operation::UnhookSan { drive }) => number(drive).is_some_and(|other| other != hook.drive),
            Some(Operation::HookSan(other)) => {
                edge != Edge::Success || number(other.drive) != Some(hook.drive)
            }
            _ => edge != Edge::Success || !may_let_go(cx, command),
        }
    })
}

/// Whether the drive may be detached elsewhere if the command succeeds: by a script, or by the user.
fn may_let_go(cx: &Context<'_, '_>, command: CommandId) -> bool {
    let is_empty = cx.script.command(command).is_some_and(Command::is_empty);
    !is_empty
        && cx.form_meant_by(command).is_none_or(|form| {
            form.effects.returns == Returns::AfterExecution
                || form.effects.actions.contains(Actions::RUNS_COMMANDS)
        })
}

/// Whether the script continues with the same drive if the second command fails.
fn is_harmless(cx: &Context<'_, '_>, hook: &Hook<'_, '_>, other: &Hook<'_, '_>) -> bool {
    let words = |hook: &Hook<'_, '_>| hook.command.arguments().last().map(|word| word.text().to_vec());
    words(hook) == words(other) && is_passed_over(cx, other.command.id())
}

/// A drive that is attached again below the first command.
fn describe(by: &Hook<'_, '_>, hook: &Hook<'_, '_>) -> Diagnostic {
    let drive = hook.drive;
    let finding = report(hook).and_label(by.command.span(), "attached here");
    finding.help(if hook.boots {
        format!("boot the attached drive without a URI: `sanboot --drive {drive:#x}`; or detach it first: `sanunhook --drive {drive:#x}`")
    } else {
        format!("detach it first: `sanunhook --drive {drive:#x}`; or use another number: `--drive`")
    })
}

/// A drive that is attached again in a later iteration.
fn describe_later(by: &Hook<'_, '_>, first: &Hook<'_, '_>, more: &[&Hook<'_, '_>]) -> Diagnostic {
    let finding = report(first);
    let finding = if first.command.id() == by.command.id() {
        Diagnostic {
            message: format!("drive {:#x} is still attached when the script comes back here", by.drive),
            ..finding
        }
    } else {
        finding.and_label(by.command.span(), "attached here")
    };
    let places = more.iter().map(|other| other.command.span());
    let finding = label_all(finding, places, "this fails, too");
    finding.help(format!("detach it before coming back: `sanunhook --drive {:#x} ||`", by.drive))
}

fn report(hook: &Hook<'_, '_>) -> Diagnostic {
    let message = format!("drive {:#x} is attached already when this attaches it", hook.drive);
    let label = "fails then, because the drive number is in use: \"Address in use\"";
    Diagnostic::new(RuleId::DriveInUse, hook.command.span(), message, label)
}
