use ipxe_catalog::Catalog;
use ipxe_engine::Words;
use ipxe_flow::Flow;
use ipxe_syntax::{HeaderProblem, Script};

use crate::{
    Category, Diagnostic, Level, LintOptions, Outline, Report, RuleId, context::Context, sink::Sink,
    suppression::Applied,
};

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
    let rules = rules_for(cx.script).filter(|rule| options.rules.is_enabled(*rule));
    // Whether a suppression is of use shows when all others have looked.
    let (last, others): (Vec<_>, Vec<_>) = rules.partition(|rule| *rule == RuleId::UnusedSuppression);
    for rule in others.into_iter().chain(last) {
        rule.check(cx, &mut sink);
    }
    let mut findings = sink.into_diagnostics();
    findings.iter_mut().for_each(|finding| soften_unreachable(cx, finding));
    if !options.suppressions || cx.suppressions().is_empty() {
        return Report::new(findings);
    }
    let (findings, suppressed, suppressions) = Applied::new(cx.script, cx.suppressions()).apply(findings);
    Report::new(findings).with_suppressed(suppressed, suppressions)
}

/// Makes a warning of an error in a command that nothing leads to: it fails on no machine.
///
/// That nothing leads there may itself be the mistake, so that it is told all the same.
fn soften_unreachable(cx: &Context<'_, '_>, finding: &mut Diagnostic) {
    let is_unreachable = || {
        let command = cx.command_around(finding.span.start());
        command.is_some_and(|command| !cx.flow.is_reachable(command.id()))
    };
    if finding.level == Level::Error && cx.options.rules.level(finding.rule).is_none() && is_unreachable() {
        finding.level = Level::Warning;
    }
}

/// All rules; but of what is surely no script only that it is none, and of a file without any header what it is.
fn rules_for(script: &Script<'_>) -> impl Iterator<Item = RuleId> {
    let (is_none, problem) = (is_no_script(script), script.header().problem());
    RuleId::ALL.iter().copied().filter(move |rule| {
        *rule == RuleId::InvalidHeader
            || !is_none
                && (problem != Some(HeaderProblem::Absent) || rule.meta().category() == Category::Script)
    })
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
