//! Suppressions that suppress nothing.

use ipxe_syntax::Span;

use crate::{
    Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, RuleSelector, SuppressedRules, Suppression,
    context::Context,
    sink::Sink,
    suppression::{Applied, removal},
    text::quote,
};

pub(super) const META: RuleMeta = RuleMeta {
    name: "unused-suppression",
    code: "IPX122",
    summary: "a suppression suppresses no finding",
    level: Level::Advice,
    fix: FixKind::Sometimes,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    if cx.suppressions().is_empty() {
        return;
    }
    let mut applied = Applied::new(cx.script, cx.suppressions());
    applied.count(out.before());
    let was_looked_for = |rules: &SuppressedRules| have_looked(cx, rules.selector);
    for suppression in applied.suppressions().iter().filter(|found| found.rules.iter().all(was_looked_for)) {
        let is_unused = |rules: &&SuppressedRules| rules.uses == 0 && could_be_used(cx, rules.selector);
        let unused: Vec<_> = suppression.rules.iter().filter(is_unused).collect();
        if unused.len() == suppression.rules.len() {
            out.push(whole(cx, suppression));
        } else {
            out.extend(unused.into_iter().map(|rules| part(cx, suppression, rules)));
        }
    }
}

/// Whether all rules of a selector have run. Those that are off by default may not have.
fn have_looked(cx: &Context<'_, '_>, selector: RuleSelector) -> bool {
    let looks = |rule: RuleId| cx.options.rules.is_enabled(rule) || !rule.is_on_by_default();
    RuleId::ALL.iter().copied().filter(|rule| selector.contains(*rule)).all(looks)
}

/// Whether a selector could suppress any finding: one of its rules is on, and none of them is `unused-suppression`.
fn could_be_used(cx: &Context<'_, '_>, selector: RuleSelector) -> bool {
    let mut rules = RuleId::ALL.iter().copied().filter(|rule| selector.contains(*rule));
    let looks = |rule: RuleId| cx.options.rules.is_enabled(rule);
    rules.clone().any(looks) && !rules.any(|rule| rule == RuleId::UnusedSuppression)
}

fn whole(cx: &Context<'_, '_>, suppression: &Suppression) -> Diagnostic {
    let names: Vec<String> =
        suppression.rules.iter().map(|rules| quote(cx.script.slice(rules.span))).collect();
    let message = format!("{} has no finding here", names.join(" or "));
    let finding =
        Diagnostic::new(RuleId::UnusedSuppression, suppression.span, message, "this suppresses nothing");
    match removal(cx.script, suppression.span) {
        Some(span) => finding.fix(Fix::safe("remove the suppression", span, "")),
        None => finding.help("remove the suppression"),
    }
}

fn part(cx: &Context<'_, '_>, suppression: &Suppression, unused: &SuppressedRules) -> Diagnostic {
    let message = format!("{} has no finding here", quote(cx.script.slice(unused.span)));
    // With the comma between it and its neighbour: the next one, or for the last one the one before.
    let next = suppression.rules.iter().find(|rules| rules.span.start() >= unused.span.end());
    let before = suppression.rules.iter().rfind(|rules| rules.span.end() <= unused.span.start());
    let span = match (next, before) {
        (Some(next), _) => Span::new(unused.span.start(), next.span.start()),
        (None, Some(before)) => Span::new(before.span.end(), unused.span.end()),
        (None, None) => unused.span,
    };
    Diagnostic::new(RuleId::UnusedSuppression, unused.span, message, "this name suppresses nothing")
        .fix(Fix::safe("remove the name", span, ""))
}
