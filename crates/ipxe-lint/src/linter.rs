use ipxe_catalog::Catalog;
use ipxe_engine::Words;
use ipxe_flow::Flow;
use ipxe_syntax::{HeaderProblem, Script};

use crate::{LintOptions, Report, RuleId, context::Context, sink::Sink};

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
    for rule in rules_for(script).iter().filter(|rule| options.rules.is_enabled(**rule)) {
        rule.check(&cx, &mut sink);
    }
    Report::new(sink.into_diagnostics())
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
