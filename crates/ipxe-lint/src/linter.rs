use ipxe_catalog::{Catalog, Returns};
use ipxe_language::words::Words;
use ipxe_model::{given::Given, graph::Flow, images::departures::departures, reach::Model, tree::Outline};
use ipxe_syntax::Script;

use crate::{
    Diagnostic, Level, LintOptions, Report, RuleId, context::Context, sink::Sink, suppression::Applied,
};

/// How many commands an `exit` may stand before one that it keeps from being executed.
const LOOKED_BACK: usize = 16;

/// What a script has to do with other scripts.
///
/// As a part of linting it costs less: [`lint_with_outline`].
#[must_use]
pub fn outline(script: &Script<'_>, options: &LintOptions) -> Outline {
    with_context(script, options, |cx| Outline::of(cx))
}

/// Has every rule that is switched on look at a script.
///
/// Any input has a report. Time and memory are linear in the script's length; the report depends on
/// nothing but the arguments.
#[must_use]
pub fn lint(script: &Script<'_>, options: &LintOptions) -> Report {
    with_context(script, options, check)
}

/// What a script has to do with other scripts; and its report, as [`lint`] gives it, if it misses no settings. If it does,
/// there is none: the script is to be linted with its [surroundings](crate::Surroundings); and so it is if these
/// [matter otherwise](crate::Surroundings::matter_otherwise).
///
/// Cheaper than asking for one after the other.
#[must_use]
pub fn lint_with_outline(script: &Script<'_>, options: &LintOptions) -> (Option<Report>, Outline) {
    with_context(script, options, |cx| {
        let outline = Outline::of(cx);
        let report = (!outline.misses_settings()).then(|| check(cx));
        (report, outline)
    })
}

/// Looks at a script with all that rules know of it.
pub(crate) fn with_context<T>(
    script: &Script<'_>,
    options: &LintOptions,
    look: impl FnOnce(&Context<'_, '_>) -> T,
) -> T {
    let catalog = Catalog::new(options.world().target());
    let words = Words::new(script);
    let flow = Flow::new(script, &words, &catalog);
    let given = Given {
        context: &options.context,
        profile: options.profile.as_ref(),
        surroundings: &options.surroundings,
    };
    let model = Model::of(script, &catalog, &flow, given);
    let Some(departures) = departures(&model) else { return look(&Context::new(model, options)) };
    let flow = flow.clone().without_success_of(&departures);
    look(&Context::new(Model::of(script, &catalog, &flow, given), options))
}

fn check(cx: &Context<'_, '_>) -> Report {
    let options = cx.options;
    let mut sink = Sink::new(&options.rules);
    let rules = rules_for(cx).iter().copied().filter(|rule| options.rules.is_enabled(*rule));
    // Whether a suppression is of use shows when all others have looked.
    let (last, others): (Vec<_>, Vec<_>) = rules.partition(|rule| *rule == RuleId::UnusedSuppression);
    for rule in others.into_iter().chain(last) {
        rule.check(cx, &mut sink);
    }
    let mut findings = sink.into_diagnostics();
    for finding in &mut findings {
        soften_after_end(cx, finding);
    }
    if cx.suppressions().is_empty() {
        return Report::new(findings);
    }
    let (findings, suppressed, suppressions) = Applied::new(cx.script, cx.suppressions()).apply(findings);
    Report::new(findings).with_suppressed(suppressed, suppressions)
}

/// Makes a warning of an error that stands behind an `exit`, where nothing leads to: it fails on no machine, and the script
/// was meant to end before.
fn soften_after_end(cx: &Context<'_, '_>, finding: &mut Diagnostic) {
    let may_change = finding.level == Level::Error && cx.options.rules.level(finding.rule).is_none();
    if may_change && is_after_end(cx, finding.span.start()) == Some(true) {
        finding.level = Level::Warning;
        finding.label =
            finding.label.replace("the script ends here", "the script would end here if it got this far");
    }
}

/// Whether the command at this offset stands behind an `exit`, with no label between them.
fn is_after_end(cx: &Context<'_, '_>, offset: u32) -> Option<bool> {
    let mut command = cx.command_around(offset).filter(|command| !cx.flow.is_reachable(command.id()))?;
    for _ in 0..LOOKED_BACK {
        let before = cx.command_before(command.id())?;
        if cx.label_between(before, command).is_some() {
            return None;
        }
        if cx.flow.is_reachable(before.id()) {
            return Some(cx.form(before)?.effects.returns == Returns::EndsScript);
        }
        command = before;
    }
    None
}

/// All rules; but of what is surely no script only that it is none.
fn rules_for(cx: &Context<'_, '_>) -> &'static [RuleId] {
    if cx.is_no_script() { &[RuleId::InvalidHeader] } else { RuleId::ALL }
}
