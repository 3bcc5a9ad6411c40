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
    // What is found at several places, is told at the first of them that a rendering has.
    let places = |report: &Report| report.diagnostics().iter().flat_map(Diagnostic::places).collect();
    let found: Vec<HashSet<(RuleId, Span)>> = reports.iter().map(places).collect();
    let holds = |finding: &Diagnostic| {
        let place = finding.span.start() as usize;
        renderings
            .iter()
            .zip(&found)
            .all(|(one, found)| !one.has_source(place) || found.contains(&(finding.rule, finding.span)))
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

#[cfg(test)]
mod tests {
    use ipxe_syntax::parse;

    use super::*;
    use crate::{Applicability, fix};

    fn rules(source: &str) -> Vec<RuleId> {
        let options = LintOptions::default().with_suppressions(true);
        let report = lint(&parse(source.as_bytes()), &options);
        report.into_diagnostics().into_iter().map(|finding| finding.rule).collect()
    }

    #[test]
    fn all_around_a_value_is_checked() {
        for (source, rule) in [
            ("kernl http://{{ h }}/k || shell", RuleId::UnknownCommand),
            ("chain http://{{ h }}/${net0/mac || shell", RuleId::UnterminatedExpansion),
            ("chain --bogus http://{{ a }}/k || shell", RuleId::UnknownOption),
            ("prompt --timeout 5s {{ m }} || shell", RuleId::MalformedInteger),
            ("chain http://<%= @h %>/a|| shell", RuleId::GluedOperator),
            ("{# c #}\ngoto nowhere", RuleId::UndefinedLabel),
        ] {
            assert_eq!(rules(&format!("#!ipxe\n{source}\n")), [rule], "{source}");
        }
    }

    #[test]
    fn what_a_value_may_be_is_not_judged() {
        for source in [
            "chain ##BASEURL##/x || shell",
            "goto {{ target }} || shell",
            ":{{ a }}\nshell\n:{{ b }}\nshell",
            "{{ command }} --foo || shell",
            "{{ lines }}\ngoto elsewhere",
            "kernel {{ k }} {{ args }} || shell\ninitrd {{ i }} || shell\nboot || shell",
            "set {{ name }} 1\necho ${anything}",
            "---\nlayout: none\n---\n#!ipxe\nshell",
        ] {
            let source =
                source.strip_prefix("---").map_or(format!("#!ipxe\n{source}\n"), |_| source.to_owned());
            assert_eq!(rules(&source), [], "{source}");
        }
    }

    #[test]
    fn a_finding_holds_whichever_way_blocks_go() {
        let arms = "#!ipxe\n{% if a %}\n:retry\n{% else %}\n:retry\n{% endif %}\nsanboot x || goto retry\n";
        assert_eq!(rules(arms), []);
        let one = "#!ipxe\n{% if a %}\n:retry\n{% endif %}\nsanboot x || goto retry\n";
        assert_eq!(rules(one), []);
        let none = "#!ipxe\n{% if a %}\nsanboot x || goto retry\n{% endif %}\nshell\n";
        assert_eq!(rules(none), [RuleId::UndefinedLabel]);
    }

    #[test]
    fn macros_are_judged_line_by_line() {
        let source = "#!ipxe\n{% macro m() %}\nkernl x\ngoto elsewhere\n{% endmacro %}\nshell\n";
        assert_eq!(rules(source), [RuleId::UnknownCommand]);
    }

    #[test]
    fn suppressions_count_in_all_renderings() {
        let source = "#!ipxe\n{% if a %}\n# ipxe-lint: ignore[undefined-label] so it is\ngoto {{ x }}retry\n{% endif %}\n\
            # ipxe-lint: ignore[unknown-command] so it is\nkernl {{ x }} || shell\n";
        assert!(!rules(source).contains(&RuleId::UnknownCommand));
    }

    #[test]
    fn fixes_change_nothing_but_text() {
        let source = b"#!ipxe\nset u {{ u }}\nchain ${u} || goto {% if a %}x{% endif %}faild\ngoto faild\n:failed\nshell\n";
        let fixed = fix(source, &LintOptions::default(), Applicability::Unsafe);
        let text = String::from_utf8(fixed.text).expect("UTF-8");
        assert!(text.contains("{{ u }}") && text.contains("{% if a %}x{% endif %}"), "{text}");
        assert!(text.contains("\ngoto failed\n"), "{text}");
    }
}
