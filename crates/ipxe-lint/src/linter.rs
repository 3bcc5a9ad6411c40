use ipxe_catalog::Catalog;
use ipxe_engine::Words;
use ipxe_flow::Flow;
use ipxe_syntax::{HeaderProblem, Script};

use crate::{LintOptions, Report, RuleId, context::Context, sink::Sink, suppression::Applied};

/// Has every rule that is switched on look at a script.
///
/// Any input has a report. Time and memory are linear in the script's length; the report depends on
/// nothing but the arguments.
#[must_use]
pub fn lint(script: &Script<'_>, options: &LintOptions) -> Report {
    let catalog = Catalog::new(options.target.clone());
    let words = Words::new(script);
    let flow = Flow::new(script, &words, &catalog);
    let cx = Context::new(script, &catalog, &flow, options);
    let mut sink = Sink::new(&options.rules);
    let rules = rules_for(script).iter().copied().filter(|rule| options.rules.is_enabled(*rule));
    // Whether a suppression is of use shows when all others have looked.
    let (last, others): (Vec<_>, Vec<_>) = rules.partition(|rule| *rule == RuleId::UnusedSuppression);
    for rule in others.into_iter().chain(last) {
        rule.check(&cx, &mut sink);
    }
    let findings = sink.into_diagnostics();
    if !options.suppressions || cx.suppressions().is_empty() {
        return Report::new(findings);
    }
    let (findings, suppressed, suppressions) = Applied::new(script, cx.suppressions()).apply(findings);
    Report::new(findings).with_suppressed(suppressed, suppressions)
}

/// All rules; but of what is surely no script, such as a web page, only that it is none: its lines were
/// never meant for iPXE.
fn rules_for(script: &Script<'_>) -> &'static [RuleId] {
    match script.header().problem() {
        Some(
            HeaderProblem::Empty
            | HeaderProblem::Html
            | HeaderProblem::Json
            | HeaderProblem::OtherShebang
            | HeaderProblem::Utf16,
        ) => &[RuleId::InvalidHeader],
        _ => RuleId::ALL,
    }
}
