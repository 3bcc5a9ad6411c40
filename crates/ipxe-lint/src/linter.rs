use std::cell::OnceCell;

use ipxe_catalog::Catalog;
use ipxe_language::words::Words;
use ipxe_model::{
    given::Given,
    graph::{CommandSet, Flow},
    images::departures::{Departures, departures},
    reach::{
        Model,
        unreachable::{is_never_chosen, never_runs},
    },
    tree::Outline,
};
use ipxe_syntax::{Script, Span};

use crate::{
    Assumption, Diagnostic, Level, LintOptions, Report, RuleId,
    context::Context,
    explained::{unexplained, with_explaining},
    rule_set::RuleSet,
    sink::Sink,
    suppression::{Applied, line_at},
};

/// As [`outline`](crate::outline), for a script that is not a template, or for one rendering.
pub(crate) fn outline_text(script: &Script<'_>, options: &LintOptions) -> Outline {
    on_ground(script, options, |ground| Outline::of(&ground.model()))
}

/// As [`lint`](crate::lint), for such a script.
pub(crate) fn lint_text(script: &Script<'_>, options: &LintOptions) -> Report {
    with_context(script, options, check)
}

/// As [`lint_with_outline`](crate::lint_with_outline), for such a script.
pub(crate) fn lint_text_with_outline(
    script: &Script<'_>,
    options: &LintOptions,
) -> (Option<Report>, Outline) {
    on_ground(script, options, |ground| {
        let model = ground.model();
        let outline = Outline::of(&model);
        let report = (!outline.misses_settings()).then(|| check(&ground.context(model)));
        (report, outline)
    })
}

/// Checks a script with everything that rules use.
pub(crate) fn with_context<T>(
    script: &Script<'_>,
    options: &LintOptions,
    look: impl FnOnce(&Context<'_, '_>) -> T,
) -> T {
    on_ground(script, options, |ground| look(&ground.context(ground.model())))
}

/// Gives access to the analysis of a script in the environment that the options describe: reachability, and the
/// settings, images, menus and network state that are possible before each command. Only what is requested is computed.
///
/// The type belongs to the crate `ipxe-model`. For a template, the analysis is that of its text as it is.
///
/// ```
/// use ipxe_lint::{LintOptions, syntax::parse, with_analysis};
///
/// let script = parse(b"#!ipxe\nset arch x86_64\nchain ${arch}.ipxe || shell\n");
/// let chain = script.commands().nth(1).unwrap();
/// with_analysis(&script, &LintOptions::default(), |model| {
///     let before = model.analysis().before(chain.id()).unwrap();
///     assert_eq!(before.text(b"${arch}.ipxe").as_known(), Some(&b"x86_64.ipxe"[..]));
/// });
/// ```
pub fn with_analysis<T>(
    script: &Script<'_>,
    options: &LintOptions,
    look: impl FnOnce(&Model<'_, '_>) -> T,
) -> T {
    with_context(script, options, |cx| look(cx))
}

/// The data that the models of one script share.
struct Ground<'g, 's> {
    script: &'g Script<'s>,
    options: &'g LintOptions,
    catalog: &'g Catalog,
    flow: Flow<'g>,
    /// The graph without the success edges of commands that do not return, if there are any.
    departing: OnceCell<Flow<'g>>,
}

fn on_ground<T>(script: &Script<'_>, options: &LintOptions, look: impl FnOnce(&Ground<'_, '_>) -> T) -> T {
    let catalog = Catalog::new(options.world().target());
    let words = Words::new(script);
    let flow = Flow::new(script, &words, &catalog);
    look(&Ground { script, options, catalog: &catalog, flow, departing: OnceCell::new() })
}

impl<'s> Ground<'_, 's> {
    fn model(&self) -> Model<'_, 's> {
        let given = Given {
            context: &self.options.context,
            profile: self.options.profile.as_ref(),
            surroundings: &self.options.surroundings,
            entry: self.options.entry,
        };
        Model::of(self.script, self.catalog, &self.flow, given)
    }

    /// The input of rules: the model, or one whose graph includes which commands do not return.
    fn context<'a>(&'a self, model: Model<'a, 's>) -> Context<'a, 's> {
        let Some(Departures { commands, analysis }) = departures(&model) else {
            return Context::new(model, self.options);
        };
        let model = if commands == CommandSet::default() {
            model
        } else {
            model.on(self.departing.get_or_init(|| self.flow.clone().without_success_of(&commands)))
        };
        // These commands have no success edge in either graph, so the states are the same.
        model.use_analysis(analysis);
        Context::new(model, self.options)
    }
}

fn check(cx: &Context<'_, '_>) -> Report {
    let findings = found_by(cx, rules_for(cx).iter().copied());
    let assumes = findings.iter().any(|finding| finding.assumes);
    let assumption = if assumes { Assumption::of(cx) } else { None };
    if cx.suppressions().is_empty() {
        return Report::new(findings).with_assumption(assumption);
    }
    let (findings, suppressed, suppressions) = Applied::new(cx.script, cx.suppressions()).apply(findings);
    Report::new(findings).with_suppressed(suppressed, suppressions).with_assumption(assumption)
}

/// The findings of all rules at their configured levels, and then those of the rules that judge them.
///
/// Rules are independent of each other, and run in any order. Which of several findings about one mistake is reported
/// is decided among the findings of all rules; only then does it matter which rules are on.
fn found_by(cx: &Context<'_, '_>, rules: impl Iterator<Item = RuleId>) -> Vec<Diagnostic> {
    let selection = &cx.options.rules;
    let enabled = RuleSet::of(|rule| selection.is_enabled(rule));
    let needed = with_explaining(enabled);
    let (judges, looking): (Vec<_>, Vec<_>) =
        rules.filter(|rule| needed.contains(*rule)).partition(|rule| rule.judges_findings());
    let mut sink = Sink::default();
    for rule in looking {
        rule.check(cx, &mut sink);
    }
    let mut found = sink.into_diagnostics();
    if cx.script.header().problem().is_some() {
        // A file that is not a script contains notes, which are not meant to run.
        found.retain(|finding| finding.level != Level::Error || !is_dead(cx, finding));
    }
    let mut findings = unexplained(cx.script, found);
    findings.retain(|finding| enabled.contains(finding.rule));
    let mut sink = Sink::after(&findings);
    for rule in judges {
        rule.check(cx, &mut sink);
    }
    let mut judgements = sink.into_diagnostics();
    findings.append(&mut judgements);
    for finding in &mut findings {
        match selection.level(finding.rule) {
            Some(level) => finding.level = level,
            None => soften_where_dead(cx, finding),
        }
    }
    findings
}

/// Changes an error to a warning if it is unreachable, or in a part of a script: as it is, it fails on no machine.
fn soften_where_dead(cx: &Context<'_, '_>, finding: &mut Diagnostic) {
    if finding.level == Level::Error && (cx.standing().is_part() || is_dead(cx, finding)) {
        finding.level = Level::Warning;
        for (ends, would_end) in [
            ("the script ends here", "the script would end here if it got this far"),
            ("which ends the script", "which would end the script if it got this far"),
        ] {
            finding.label = finding.label.replace(ends, would_end);
        }
    }
}

/// Whether all places that a finding points at are unreachable.
fn is_dead(cx: &Context<'_, '_>, finding: &Diagnostic) -> bool {
    let is_dead = |place: Span| {
        let Some(line) = line_at(cx.script, place.start()).filter(|line| !line.is_unfinished()) else {
            return false;
        };
        let command = cx.command_around(place.start()).filter(|command| command.line_id() == line.id());
        command.is_some_and(|command| never_runs(cx, command.id()) || is_never_chosen(cx, command.id()))
    };
    is_dead(finding.span) && finding.labels.iter().all(|label| is_dead(label.span))
}

/// All rules; but for a file that is certainly not a script, only the rule about that.
fn rules_for(cx: &Context<'_, '_>) -> &'static [RuleId] {
    if cx.is_no_script() { &[RuleId::InvalidHeader] } else { RuleId::ALL }
}

#[cfg(test)]
mod tests {
    use ipxe_syntax::parse;

    use super::*;

    /// The findings do not depend on the order of rules: a rule does not change the cached results that others use.
    #[test]
    fn the_order_of_the_rules_makes_no_difference() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/rules");
        let folders = std::fs::read_dir(folder).expect("rules").map(|entry| entry.expect("readable").path());
        let fixtures = folders.filter_map(|folder| std::fs::read_dir(folder.join("fixtures")).ok()).flatten();
        let scripts = fixtures.map(|entry| entry.expect("readable").path());
        for path in scripts.filter(|path| path.extension().is_some_and(|extension| extension == "ipxe")) {
            let source = std::fs::read(&path).expect("readable");
            let (script, options) = (parse(&source), LintOptions::default());
            let rules = || RuleId::ALL.iter().copied();
            let half = RuleId::ALL.len() / 2;
            let found = |rules: &mut dyn Iterator<Item = RuleId>| {
                with_context(&script, &options, |cx| Report::new(found_by(cx, rules)))
            };
            let expected = found(&mut rules());
            assert_eq!(found(&mut rules().rev()), expected, "{}", path.display());
            assert_eq!(
                found(&mut rules().skip(half).chain(rules().take(half))),
                expected,
                "{}",
                path.display()
            );
        }
    }
}
