//! Commands that would boot, but never run.

mod behind_shell;

use ipxe_catalog::{Actions, CommandForm, Returns, world::Meaning};
use ipxe_language::invocation::Invocation;
use ipxe_syntax::{Command, LineId};

use crate::facts::unreachable::{explain, is_misspelt_entry};
use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_model::reach::unreachable::{Unreachable, unreachable};

pub(super) const META: RuleMeta = RuleMeta {
    name: "unreachable-boot",
    code: "IPX406",
    summary: "a command that boots never runs",
    level: Level::Warning,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// The maximum number of further commands of the same run that a finding points at.
const SHOWN: usize = 3;

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    for found in unreachable(cx) {
        if let Some(finding) = describe(cx, found) {
            out.push(finding);
        }
    }
    out.extend(behind_shell::find(cx));
}

fn describe<'a, 's>(cx: &Context<'a, 's>, found: &Unreachable<'a, 's>) -> Option<Diagnostic> {
    let mut boots = found.boots(cx);
    let boot = boots.next()?;
    if is_given_up(cx, found) || is_misspelt_entry(cx, found) {
        return None;
    }
    if let Some(end) = found.before.filter(|end| ends_too_early(cx, found, *end)) {
        return Some(report_end(end, boot));
    }
    let name = quote(boot.name()?.text());
    let message = format!("this {name} never runs");
    let finding = Diagnostic::new(
        RuleId::UnreachableBoot,
        boot.span(),
        message,
        "the script never gets here, so nothing boots",
    );
    let finding =
        boots.take(SHOWN).fold(finding, |finding, other| finding.and_label(other.span(), "also not here"));
    Some(explain(cx, found, finding))
}

/// Whether the script ends before these commands without having booted anything: then all of them were meant to run.
fn ends_too_early<'a, 's>(cx: &Context<'a, 's>, found: &Unreachable<'a, 's>, end: Command<'a, 's>) -> bool {
    let is_end = cx.form(end).is_some_and(|form| form.effects.returns == Returns::EndsScript);
    let tries = Actions::EXECUTES
        .union(Actions::BOOTS)
        .union(Actions::FETCHES)
        .union(Actions::ATTACHES_SAN)
        .union(Actions::READS_INPUT)
        .union(Actions::USES_MENU);
    let has_tried = |(command, _): (Command<'_, '_>, &Invocation<'_>)| {
        let does = |form: &CommandForm| {
            form.effects.actions.intersects(tries) || form.effects.returns == Returns::Jumps
        };
        cx.flow.is_reachable(command.id()) && cx.form(command).is_none_or(does)
    };
    let is_apart = end.line_id() < found.first.line_id() && end.line().commands().len() == 1;
    is_end && is_apart && !cx.invocations().any(has_tried)
}

fn report_end(end: Command<'_, '_>, boot: Command<'_, '_>) -> Diagnostic {
    let name = end.name().map(|name| quote(name.text())).unwrap_or_default();
    let message = format!("{name} ends the script before anything is booted");
    Diagnostic::new(RuleId::UnreachableBoot, end.span(), message, "nothing below this ever runs")
        .and_label(boot.span(), "so this boot never happens")
        .caused_by(end.span())
        .help(format!("remove this {name}, or move it after the commands that should run first"))
}

/// Whether a comment, in lower case, says that something does not work: `doesn't really boot`.
fn says_no(comment: &[u8]) -> bool {
    let ends = |word: &[u8]| memchr::memmem::find(comment, word).map(|at| at + word.len());
    let rest = ends(b"not ").or_else(|| ends(b"n't ")).and_then(|end| comment.get(end..)).unwrap_or_default();
    rest.split(u8::is_ascii_whitespace)
        .take(2)
        .any(|word| word.starts_with(b"work") || word.starts_with(b"boot"))
}

/// The maximum number of lines above that are read.
const READ: usize = 16;

/// Whether a comment above it, below the command that ends the script, says that it is not in use.
fn is_given_up<'a, 's>(cx: &Context<'a, 's>, found: &Unreachable<'a, 's>) -> bool {
    let Some(before) = found.before else { return false };
    let above = (before.line_id().index()..=found.first.line_id().index()).rev().take(READ);
    let lines = above.filter_map(|line| cx.script.line(LineId::new(u32::try_from(line).ok()?)));
    let comments = lines.filter_map(|line| Some(cx.script.slice(line.comment()?).to_ascii_lowercase()));
    comments.into_iter().any(|comment| says_no(&comment) || Meaning::PutAsideText.is_in(&comment))
}
