//! Scripts that a template engine has yet to render.

use std::collections::HashSet;

use ipxe_host::{Composition, Template};
use ipxe_model::tree::Outline;
use ipxe_syntax::{LineIndex, Script, Span, parse_with_holes};

use crate::{
    Diagnostic, LintOptions, Report, RuleId,
    linter::{lint_text, lint_text_with_outline, outline_text},
    mapping::Mapping,
    part::{HEADER, for_part},
};

/// What a script has to do with other scripts.
///
/// As a part of linting it costs less: [`lint_with_outline`].
#[must_use]
pub fn outline(script: &Script<'_>, options: &LintOptions) -> Outline {
    match Template::read(script.source()) {
        Some(template) => first_outline(&template, options),
        None => outline_text(script, options),
    }
}

/// Has every rule that is switched on look at a script.
///
/// Any input has a report. Time and memory are linear in the script's length; the report depends on
/// nothing but the arguments.
///
/// Of a [template](ipxe_host::Template), it has what is found in every rendering with the place, of those that are looked at.
#[must_use]
pub fn lint(script: &Script<'_>, options: &LintOptions) -> Report {
    match Template::read(script.source()) {
        Some(template) => report(&template, options),
        None => lint_text(script, options),
    }
}

/// What a script has to do with other scripts; and its report, as [`lint`] gives it, if it misses no settings. If it does,
/// there is none: the script is to be linted with its [surroundings](crate::Surroundings); and so it is if these
/// [matter otherwise](crate::Surroundings::matter_otherwise).
///
/// Cheaper than asking for one after the other.
#[must_use]
pub fn lint_with_outline(script: &Script<'_>, options: &LintOptions) -> (Option<Report>, Outline) {
    let Some(template) = Template::read(script.source()) else {
        return lint_text_with_outline(script, options);
    };
    let outline = first_outline(&template, options);
    ((!outline.misses_settings()).then(|| report(&template, options)), outline)
}

/// What is found in a template: in every rendering that has the place, of those that are looked at. So a finding holds whichever
/// way the template goes, and an error is one in something that is rendered.
fn report(template: &Template<'_>, options: &LintOptions) -> Report {
    let renderings = template.renderings();
    let lines = LineIndex::new(template.source());
    let lint = |rendering: &Composition<'_>| {
        let report = lint_text(&parse_with_holes(rendering.text()), options);
        Mapping::new(rendering, 0, &lines).report(report)
    };
    let reports: Vec<Report> = renderings.iter().map(lint).collect();
    let found: Vec<HashSet<(RuleId, Span)>> =
        reports.iter().map(|report| report.diagnostics().iter().map(key).collect()).collect();
    let holds = |finding: &Diagnostic| {
        let place = finding.span.start() as usize;
        renderings
            .iter()
            .zip(&found)
            .all(|(one, found)| !one.has_source(place) || found.contains(&key(finding)))
    };
    let definitions = template.definitions();
    let parts = for_part(options);
    let lint = |definition: &Composition<'_>| {
        let text = [HEADER, definition.text()].concat();
        let report = lint_text(&parse_with_holes(&text), &parts);
        Mapping::new(definition, HEADER.len(), &lines).report(report)
    };
    Report::combined(reports.into_iter().chain(definitions.iter().map(lint)), holds)
}

/// What the rendering in which every condition holds has to do with other scripts.
fn first_outline(template: &Template<'_>, options: &LintOptions) -> Outline {
    let renderings = template.renderings();
    let first = renderings.first().map(Composition::text).unwrap_or_default();
    outline_text(&parse_with_holes(first), options)
}

fn key(finding: &Diagnostic) -> (RuleId, Span) {
    (finding.rule, finding.span)
}
