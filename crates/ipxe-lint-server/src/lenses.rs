//! Lenses: what a label or a menu entry boots, shown above its line.

use std::collections::BTreeMap;

use gen_lsp_types::{CodeLens, CodeLensParams, Command};
use ipxe_lint::{
    Model,
    catalog::Catalog,
    machine::{
        context::Secrets,
        simulate::{
            Answer as Chosen, Condition, Exploration, ExploreLimits, Fact, PlanReport, ReportedOutcome,
        },
    },
    syntax::{Script, Span},
};

use crate::{
    names::{Kind, Names, Use},
    snapshot::Snapshot,
    world::World,
};

/// The maximum number of paths followed: lenses are computed while the user types.
const WAYS: usize = 512;

/// The maximum length of a command line that is shown in full.
const LONGEST: usize = 100;

/// The command of a lens. It does nothing: lenses only show text.
const NOTHING: &str = "";

/// For each label and each menu entry: what it boots, or how else it ends.
pub(crate) fn lenses(world: &World, params: &CodeLensParams) -> Option<Vec<CodeLens>> {
    let text = world.text(&params.text_document.uri)?;
    let script = text.script().filter(|script| script.header().is_valid())?;
    let limits = ExploreLimits::of_ways(WAYS);
    let options = world.options(text);
    let found = Model::new(&script, &options).explore(limits);
    let report = PlanReport::all(script.source(), &found, &Secrets::of(&options.context));
    let places = text.places();
    let mut lenses = Vec::new();
    for (span, title) in
        by_entry(text, &script, &found, &report).into_iter().chain(by_script(&script, &found, &report))
    {
        let command = Command { title, tooltip: None, command: NOTHING.to_owned(), arguments: None };
        lenses.push(CodeLens { range: places.range(span), command: Some(command), data: None });
    }
    lenses.sort_by_key(|lens| lens.range.start.line);
    lenses.dedup_by_key(|lens| lens.range.start.line);
    Some(lenses)
}

type Titles = Vec<(Span, String)>;

/// The outcomes of each menu entry, for the entry and its label.
fn by_entry(text: &Snapshot, script: &Script<'_>, found: &Exploration, report: &PlanReport) -> Titles {
    let mut by_name: BTreeMap<&[u8], Vec<&ReportedOutcome>> = BTreeMap::new();
    for (outcome, reported) in found.outcomes.iter().zip(&report.outcomes) {
        for condition in outcome.ways.iter().flat_map(|way| &way.conditions) {
            let Fact::Choice { .. } = condition.fact else { continue };
            let [Chosen::Entry(name)] = condition.answers.as_slice() else { continue };
            let outcomes = by_name.entry(name).or_default();
            if !outcomes.iter().any(|other| std::ptr::eq(*other, reported)) {
                outcomes.push(reported);
            }
        }
    }
    // An entry jumps to the label of the same name.
    let names = Names::of(script, &Catalog::new(text.options.world().target()));
    let named = names
        .all
        .iter()
        .filter(|one| matches!(one.kind, Kind::Item | Kind::Label) && one.what == Use::Defined);
    named.filter_map(|one| Some((one.span, title(by_name.get(one.name.as_slice())?)))).collect()
}

/// The outcome of a script without a choice.
fn by_script(script: &Script<'_>, found: &Exploration, report: &PlanReport) -> Option<(Span, String)> {
    let is_choice = |condition: &Condition| matches!(condition.fact, Fact::Choice { .. });
    let mut conditions =
        found.outcomes.iter().flat_map(|outcome| &outcome.ways).flat_map(|way| &way.conditions);
    let boots: Vec<_> = report.outcomes.iter().filter(|outcome| boots(outcome)).collect();
    let is_wanted = !conditions.any(is_choice) && !boots.is_empty();
    is_wanted.then(|| (script.header().span(), title(&boots)))
}

fn boots(outcome: &ReportedOutcome) -> bool {
    outcome.kernel.is_some() || outcome.san.is_some()
}

/// What is booted; if nothing is, how else it ends.
fn title(outcomes: &[&ReportedOutcome]) -> String {
    let booted: Vec<&&ReportedOutcome> = outcomes.iter().filter(|outcome| boots(outcome)).collect();
    match booted.as_slice() {
        [] => outcomes.first().map(|outcome| outcome.text.clone()).unwrap_or_default(),
        [one] => described(one),
        [one, others @ ..] => format!("{}, or {} other ways to boot", described(one), others.len()),
    }
}

fn described(outcome: &ReportedOutcome) -> String {
    let Some(kernel) = &outcome.kernel else { return outcome.text.clone() };
    let mut said = outcome.text.clone();
    let initrds: Vec<&str> = outcome.initrds.iter().map(|initrd| initrd.name.as_str()).collect();
    if !initrds.is_empty() && !said.contains(initrds[0]) {
        said = format!("{said} with {}", initrds.join(", "));
    }
    if !kernel.command_line.is_empty() {
        let shown: String = kernel.command_line.chars().take(LONGEST).collect();
        let dots = if shown.len() < kernel.command_line.len() { "…" } else { "" };
        said = format!("{said} · {shown}{dots}");
    }
    said
}

#[cfg(test)]
mod tests {
    use serde_json::from_value;

    use super::*;
    use crate::testing::{at, world};

    #[test]
    fn entries_and_labels_have_what_they_boot() {
        let text = "#!ipxe\ndhcp || shell\n:menu\nmenu Boot\nitem linux Linux\nitem disk Local disk\nitem broken Broken\nitem quit Quit\nchoose sel || goto quit\ngoto ${sel}\n\n:linux\nkernel http://192.0.2.1/vmlinuz quiet initrd=initrd.img || goto menu\ninitrd http://192.0.2.1/initrd.img || goto menu\nboot || goto menu\n\n:disk\nsanboot --drive 0x80 || goto menu\n\n:broken\nboot nothing\n\n:quit\nexit\n";
        insta::assert_snapshot!(shown(text));
        insta::assert_snapshot!(shown(
            "#!ipxe\ndhcp || shell\nkernel http://192.0.2.1/vmlinuz || shell\nboot || shell\n"
        ));
        assert_eq!(shown("#!ipxe\nshell\n"), "");
    }

    fn shown(text: &str) -> String {
        let world = world(&[("a.ipxe", text)]);
        let found = lenses(&world, &from_value(at("a.ipxe", "")).unwrap()).unwrap();
        let shown = |lens: CodeLens| {
            let line = text.lines().nth(lens.range.start.line as usize).unwrap();
            format!("{}\n{line}", lens.command.unwrap().title)
        };
        found.into_iter().map(shown).collect::<Vec<_>>().join("\n")
    }
}
