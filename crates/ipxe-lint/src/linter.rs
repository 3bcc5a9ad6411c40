use ipxe_catalog::Catalog;
use ipxe_engine::Words;
use ipxe_flow::Flow;
use ipxe_syntax::{HeaderProblem, Script};

use crate::{LintOptions, Outline, Report, RuleId, context::Context, sink::Sink, suppression::Applied};

/// Has every rule that is switched on look at a script.
///
/// Any input has a report. Time and memory are linear in the script's length; the report depends on
/// nothing but the arguments.
#[must_use]
pub fn lint(script: &Script<'_>, options: &LintOptions) -> Report {
    with_context(script, options, check)
}

/// What a script has to do with other scripts; and its report, as [`lint`] gives it, if these make no difference to it.
/// If they may, there is none: the script is to be linted with its [surroundings](crate::Surroundings).
///
/// Cheaper than asking for one after the other.
#[must_use]
pub fn lint_with_outline(script: &Script<'_>, options: &LintOptions) -> (Option<Report>, Outline) {
    with_context(script, options, |cx| {
        let outline = Outline::of(cx);
        ((!outline.misses_settings()).then(|| check(cx)), outline)
    })
}

/// Looks at a script with all that rules know of it.
pub(crate) fn with_context<T>(
    script: &Script<'_>,
    options: &LintOptions,
    look: impl FnOnce(&Context<'_, '_>) -> T,
) -> T {
    let catalog = Catalog::new(options.target.clone());
    let words = Words::new(script);
    let flow = Flow::new(script, &words, &catalog);
    look(&Context::new(script, &catalog, &flow, options))
}

fn check(cx: &Context<'_, '_>) -> Report {
    let options = cx.options;
    let mut sink = Sink::new(&options.rules);
    let rules = rules_for(cx.script).iter().copied().filter(|rule| options.rules.is_enabled(*rule));
    // Whether a suppression is of use shows when all others have looked.
    let (last, others): (Vec<_>, Vec<_>) = rules.partition(|rule| *rule == RuleId::UnusedSuppression);
    for rule in others.into_iter().chain(last) {
        rule.check(cx, &mut sink);
    }
    let findings = sink.into_diagnostics();
    if !options.suppressions || cx.suppressions().is_empty() {
        return Report::new(findings);
    }
    let (findings, suppressed, suppressions) = Applied::new(cx.script, cx.suppressions()).apply(findings);
    Report::new(findings).with_suppressed(suppressed, suppressions)
}

/// All rules; but of what is surely no script only that it is none.
fn rules_for(script: &Script<'_>) -> &'static [RuleId] {
    if is_no_script(script) { &[RuleId::InvalidHeader] } else { RuleId::ALL }
}

/// Whether it is surely no script, such as a web page: its lines were never meant for iPXE.
pub(crate) fn is_no_script(script: &Script<'_>) -> bool {
    matches!(
        script.header().problem(),
        Some(
            HeaderProblem::Empty
                | HeaderProblem::Html
                | HeaderProblem::Json
                | HeaderProblem::OtherShebang
                | HeaderProblem::Utf16,
        )
    )
}
