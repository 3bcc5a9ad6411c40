//! Scripts that a template engine renders.

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

/// The relations of a script to other scripts.
///
/// [`lint_with_outline`] is cheaper than this and [`lint`].
#[must_use]
pub fn outline(script: &Script<'_>, options: &LintOptions) -> Outline {
    match Template::read_as(script.source(), &options.templating) {
        Some(template) => first_outline(&template, options),
        None => outline_text(script, options),
    }
}

/// Runs every enabled rule on a script.
///
/// Every input gets a report. Time and memory are linear in the script's length; the report depends only on the
/// arguments.
///
/// For a [template](ipxe_host::Template), a finding is reported if all checked renderings with its place have it.
#[must_use]
pub fn lint(script: &Script<'_>, options: &LintOptions) -> Report {
    match Template::read_as(script.source(), &options.templating) {
        Some(template) => report(&template, options),
        None => lint_text(script, options),
    }
}

/// The relations of a script to other scripts; and its report, as [`lint`] returns it, if no settings are missing.
/// Otherwise there is no report: lint the script with its [surroundings](crate::Surroundings). The same is true if
/// these [matter otherwise](crate::Surroundings::matter_otherwise).
///
/// Cheaper than two separate calls.
#[must_use]
pub fn lint_with_outline(script: &Script<'_>, options: &LintOptions) -> (Option<Report>, Outline) {
    let Some(template) = Template::read_as(script.source(), &options.templating) else {
        return lint_text_with_outline(script, options);
    };
    let outline = first_outline(&template, options);
    ((!outline.misses_settings()).then(|| report(&template, options)), outline)
}

/// The findings in a template: those that are in every checked rendering with their place. So a finding holds for every
/// result of the conditions, and an error is in text that is rendered.
fn report(template: &Template<'_>, options: &LintOptions) -> Report {
    let renderings = template.renderings();
    let lines = LineIndex::new(template.source());
    let lint = |rendering: &Composition<'_>| {
        let report = lint_text(&script(rendering), options);
        Mapping::new(rendering, 0, &lines).within(template).report(report)
    };
    let reports: Vec<Report> = renderings.iter().map(lint).collect();
    // A finding with several places is reported at the first of them that a rendering contains.
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
        Mapping::new(definition, HEADER.len(), &lines).within(template).report(report)
    };
    Report::combined(reports.into_iter().chain(definitions.iter().map(lint)), holds)
}

/// As [`lint`], for a template for which an engine has also made some [renderings](ipxe_host::Template::rendering):
/// their findings are reported at the template's bytes, each once. They have no fixes, because a fix may be wrong for
/// other values.
///
/// ```
/// use ipxe_lint::{LintOptions, RuleId, host::Template, lint_with_renderings};
///
/// let source = b"#!ipxe\ngoto {{ label }}\n:here\nshell\n";
/// let template = Template::read(source).unwrap();
/// // The engine's rendering of the template with notes, if `label` is `there`.
/// let noted = String::from_utf8(template.noted().unwrap()).unwrap();
/// let rendering = template.rendering(noted.replace("{{ label }}", "there").as_bytes()).unwrap();
/// let report = lint_with_renderings(&ipxe_syntax::parse(source), &LintOptions::default(), &[rendering]);
/// let finding = &report.diagnostics()[0];
/// assert_eq!((finding.rule, &source[finding.span.range()]), (RuleId::UndefinedLabel, &b"{{ label }}"[..]));
/// ```
#[must_use]
pub fn lint_with_renderings(
    script: &Script<'_>,
    options: &LintOptions,
    renderings: &[Composition<'_>],
) -> Report {
    let lines = LineIndex::new(script.source());
    let mut reports = vec![lint(script, options)];
    for rendering in renderings {
        let report = lint_text(&ipxe_syntax::parse(rendering.text()), options);
        let mut report = Mapping::new(rendering, 0, &lines).report(report);
        report.drop_fixes(|_| true);
        reports.push(report);
    }
    Report::combined(reports.into_iter(), |_| true)
}

/// A rendering, as a script.
fn script<'r>(rendering: &'r Composition<'_>) -> Script<'r> {
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let span = |part: &std::ops::Range<usize>| Span::new(offset(part.start), offset(part.end));
    parse_with_holes(rendering.text()).with_repeated(rendering.repeated().iter().map(span))
}

/// The relations to other scripts of the rendering in which all conditions are true.
fn first_outline(template: &Template<'_>, options: &LintOptions) -> Outline {
    let renderings = template.renderings();
    let first = renderings.first().map(Composition::text).unwrap_or_default();
    outline_text(&parse_with_holes(first), options)
}

#[cfg(test)]
mod tests {
    use ipxe_host::Templating;
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
    fn a_label_that_a_value_names_may_be_the_one_that_is_meant() {
        assert_eq!(rules("#!ipxe\n:{{ x }}\nsanboot x || goto nowhere\n"), []);
        assert_eq!(rules("#!ipxe\n:menu_{{ x }}\nsanboot x || goto menu_a\n"), []);
        let other = "#!ipxe\n:menu_{{ x }}\nsanboot x || goto nowhere\n";
        assert_eq!(rules(other), [RuleId::UndefinedLabel]);
        let many = "#!ipxe\ngoto ${m} ||\n:{{ a }}\nshell\n:{{ b }}\nshell\n";
        assert_eq!(rules(many), [RuleId::UnresolvedVariable]);
    }

    #[test]
    fn no_value_is_a_misspelt_name() {
        for (source, rule) in [
            (":{{ x }}\nsanboot x || goto faild\n:failed\nshell", RuleId::UndefinedLabel),
            (":{{ x }}\nsanboot x || goto FAILED\n:failed\nshell", RuleId::UndefinedLabel),
            ("goto :${m} ||\n:{{ x }}\nshell", RuleId::MisplacedColon),
            (
                "menu x\nitem {{ x }} x\nitem exit x\nchoose --default ext y || shell\necho ${y}",
                RuleId::UnknownDefaultItem,
            ),
        ] {
            assert!(rules(&format!("#!ipxe\n{source}\n")).contains(&rule), "{source}");
        }
        for source in [
            ":{{ x }}\nsanboot x || goto retry2\n:retry1\nshell",
            ":{{ x }}_a\nsanboot x || goto menu_a\n:menu_b\nshell",
            "menu x\nitem {{ x }} x\nitem a1 x\nchoose --default a2 y || shell\necho ${y}",
        ] {
            let found = rules(&format!("#!ipxe\n{source}\n"));
            assert!(
                ![RuleId::UndefinedLabel, RuleId::UnknownDefaultItem].iter().any(|rule| found.contains(rule)),
                "{source}"
            );
        }
    }

    #[test]
    fn a_label_in_a_loop_is_one_of_many() {
        let one = "#!ipxe\n{% for x in y %}\n:one\necho {{ x }}\n{% endfor %}\nsanboot x || goto one\n";
        assert!(rules(one).contains(&RuleId::DuplicateLabel));
        for source in [
            "#!ipxe\n{% for x in y %}\n:one_{{ x }}\necho {{ x }}\n{% endfor %}\nshell\n",
            "#!ipxe\n{% for x in y %}\n{% if loop.first %}\n:one\n{% endif %}\necho {{ x }}\n{% endfor %}\nsanboot x || goto one\n",
            "#!ipxe\n{% if y %}\n:one\n{% endif %}\nsanboot x || goto one\n",
        ] {
            assert!(!rules(source).contains(&RuleId::DuplicateLabel), "{source}");
        }
    }

    #[test]
    fn each_engine_has_its_marks() {
        for source in [
            "#!ipxe\n$menu_items\nset t a\ngoto \\${t}\n:a\nshell\n",
            "{{- define \"x\" -}}\n#!ipxe\nshell\n{{- end -}}\n",
            "chain http://{{ h }}/x || goto retry\n:retry\nshell\n",
            "#!ipxe\n% if a:\nset x 1\n% else:\nset x 2\n% endif\necho ${x}\nshell\n",
            "#!ipxe\n@if(a)\nset x 1\n@else\nset x 2\n@endif\necho ${x}\nshell\n",
            "#!ipxe\n<% if(a && b) { %>\nset x 1\n<% } else { %>\nset x 2\n<% } %>\necho ${x}\nshell\n",
            "#!ipxe\n#if $a\ngoto one\n#end if\nsanboot http://192.0.2.1/y || shell\n:one\nshell\n",
        ] {
            assert_eq!(rules(source), [], "{source}");
        }
    }

    #[test]
    fn an_engine_that_is_named_has_its_marks_and_no_others() {
        let rules_as = |engine: &str, source: &str| {
            let templating = Templating::of(engine.parse().expect("an engine"));
            let options = LintOptions::default().with_templating(templating);
            let report = lint(&parse(source.as_bytes()), &options);
            report.into_diagnostics().into_iter().map(|finding| finding.rule).collect::<Vec<_>>()
        };
        let envsubst = "#!ipxe\nset b http://${BASTION_IP}\nchain ${b}/x || shell\n";
        assert_eq!(rules_as("envsubst", envsubst), []);
        assert_eq!(rules(envsubst), [RuleId::UnresolvedVariable]);
        let statement = "#!ipxe\n{% if x %}\nshell\n{% endif %}\n";
        assert!(rules_as("none", statement).contains(&RuleId::UnknownCommand));
        let terraform = "#!ipxe\n%{ if x ~}\nset a $${netX/mac}\necho $${a}\n%{ endif ~}\nchain http://${h[\"}\"]}/x || shell\n";
        assert_eq!(rules_as("terraform", terraform), []);
    }

    #[test]
    fn fixes_write_what_the_engine_leaves_as_it_is() {
        let fixed_as = |engine: &str, source: &str| {
            let templating = Templating::of(engine.parse().expect("an engine"));
            let options = LintOptions::default().with_templating(templating);
            String::from_utf8(fix(source.as_bytes(), &options, Applicability::Unsafe).text).expect("UTF-8")
        };
        let terraform =
            fixed_as("terraform", "#!ipxe\necho ${x}\nchain http://192.0.2.1/$${net0/mac || shell\n");
        assert_eq!(terraform, "#!ipxe\necho ${x}\nchain http://192.0.2.1/$${netX/mac} || shell\n");
        // It would be filled in.
        let open = "#!ipxe\necho ${x}\nchain http://192.0.2.1/${ip || shell\n";
        assert_eq!(fixed_as("envsubst", open), open);
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
