//! Two labels with the same name.

use ipxe_syntax::Label;

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};

pub(super) const META: RuleMeta = RuleMeta {
    name: "duplicate-label",
    code: "IPX402",
    summary: "a label has the name of an earlier one, so `goto` never finds it",
    level: Level::Warning,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let seconds = cx.flow.labels().seconds().iter();
    let seconds = seconds.filter_map(|line| cx.script.line(*line)?.label());
    let seconds: Vec<Label<'_, '_>> = seconds.filter(|label| !label.name().is_empty()).collect();
    if !seconds.is_empty() {
        let dead = dead_lines(cx);
        for label in seconds {
            let Some(first) = cx.label(label.name()) else { continue };
            let is_dead = dead.get(label.line().index()).copied().unwrap_or_default();
            out.push(describe(label, first, cx.flow.is_target(first), is_dead));
        }
    }
    let names = cx.flow.labels();
    let is_repeated = |label: &Label<'_, '_>| !label.name().is_empty() && cx.script.is_repeated(label.span());
    for label in cx.script.labels().filter(|label| is_repeated(label) && !names.is_open(*label)) {
        out.push(describe_repeated(label, cx.flow.is_target(label)));
    }
}

/// A label that has the same name in each iteration of a template's loop.
fn describe_repeated(label: Label<'_, '_>, is_target: bool) -> Diagnostic {
    let message =
        format!("label {} is defined again in each iteration of the template's loop", quote(label.name()));
    let level = if is_target { Level::Warning } else { Level::Advice };
    let consequence = "`goto` always finds the first one";
    Diagnostic::new(RuleId::DuplicateLabel, label.span(), message, consequence)
        .at_level(level)
        .help("make each name different, for example with the loop's variable")
}

/// A second label that is never a jump target is harmless; but lines that were only reachable through it never run.
fn describe(label: Label<'_, '_>, first: Label<'_, '_>, is_target: bool, is_dead: bool) -> Diagnostic {
    let (level, consequence) = match (is_target, is_dead) {
        (true, true) => (Level::Error, "`goto` finds the first one, so these lines never run"),
        (true, false) => (Level::Warning, "`goto` finds the first one, never this"),
        (false, _) => (Level::Advice, "`goto` would find the first one, never this"),
    };
    let message = format!("label {} is defined again", quote(label.name()));
    Diagnostic::new(RuleId::DuplicateLabel, label.span(), message, consequence)
        .at_level(level)
        .and_label(first.span(), "first defined here")
        .help("give one of the two another name")
}

/// Per line, whether the first command on it or below is unreachable.
fn dead_lines(cx: &Context<'_, '_>) -> Vec<bool> {
    let mut is_dead = false;
    let mut dead: Vec<bool> = Vec::with_capacity(cx.script.lines().len());
    for line in cx.script.lines().rev() {
        if let Some(first) = line.commands().find(|command| !command.is_empty()) {
            is_dead = !cx.flow.is_reachable(first.id());
        }
        dead.push(is_dead);
    }
    dead.reverse();
    dead
}
