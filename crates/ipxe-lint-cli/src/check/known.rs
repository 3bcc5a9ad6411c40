//! Baselines: writing them, and reporting their entries that no longer exist.

use std::{
    collections::{BTreeSet, HashMap},
    io::{self, Write as _},
    path::Path,
};

use ipxe_lint::{Baseline, KnownFinding, LintOptions, RuleId};
use ipxe_lint_config::BaselineFile;

use super::{Job, Script};
use crate::{
    failure::{Failure, shown},
    json,
    outcome::Outcome,
    output,
};

/// Writes the findings to a file. Its entries for scripts and rules that were not checked stay.
pub(super) fn write(job: &Job, path: &Path, scripts: &[Script<'_>]) -> Result<Outcome, Failure> {
    let here = &job.finder.here;
    let file = BaselineFile::read_old(path, here)?;
    let mut baseline = file.old();
    let options = job.options_by_path();
    let checked: HashMap<String, &Script<'_>> =
        scripts.iter().map(|script| (file.name_of(script.path, here), script)).collect();
    baseline.retain(|known| match checked.get(&known.path) {
        Some(script) => !looks(&options, script.path, known),
        None => file.has_script(&known.path),
    });
    for (name, script) in &checked {
        baseline.add(name, &script.source, script.report.diagnostics());
    }
    output::deliver(Some(file.path()), |out| json::write(out, &baseline))?;
    let (findings, scripts) = count(&baseline);
    output::deliver(None, |out| writeln!(out, "Wrote {findings} in {scripts} to `{}`.", shown(file.path())))?;
    Ok(Outcome::Clean)
}

/// Whether the rule of a known finding has checked a script. A rule that no longer exists does not return.
fn looks(options: &HashMap<&Path, &LintOptions>, path: &Path, known: &KnownFinding) -> bool {
    let rule: Option<RuleId> = known.rule.parse().ok();
    let enabled = |rule| options.get(path).is_none_or(|options| options.rules.is_enabled(rule));
    rule.is_none_or(enabled)
}

fn count(baseline: &Baseline) -> (String, String) {
    let paths: BTreeSet<_> = baseline.iter().map(|(known, _)| &known.path).collect();
    let counted = |count: usize, one: &str| format!("{count} {one}{}", if count == 1 { "" } else { "s" });
    (counted(baseline.len(), "finding"), counted(paths.len(), "script"))
}

/// The maximum number of entries that are listed individually.
const TOLD: usize = 10;

/// Reports the entries of the baseline that the scripts no longer have, so that the user updates it: an outdated entry
/// would hide a new finding.
pub(super) fn tell_gone(job: &Job, scripts: &[Script<'_>]) {
    let Some(baseline) = job.baseline() else { return };
    let options = job.options_by_path();
    let of_scripts = scripts.iter().flat_map(|script| {
        let gone = script.gone.iter().filter(|(known, _)| looks(&options, script.path, known));
        gone.map(|(known, count)| (known, *count))
    });
    let deleted = baseline.entries().filter(|(known, _)| !baseline.has_script(&known.path));
    let gone: Vec<(&KnownFinding, usize)> = of_scripts.chain(deleted).collect();
    if !gone.is_empty() {
        // If that fails, there is nowhere left to report it.
        let _ = write_gone(&gone, baseline.path());
    }
}

fn write_gone(gone: &[(&KnownFinding, usize)], path: &Path) -> io::Result<()> {
    let mut out = io::stderr().lock();
    writeln!(
        out,
        "note: `{}` lists findings that no longer exist; update it with --write-baseline",
        shown(path)
    )?;
    for (known, count) in gone.iter().take(TOLD) {
        let times = if *count == 1 { String::new() } else { format!(" ({count} times)") };
        let [path, rule, line] =
            [&known.path, &known.rule, &known.line].map(|text| ipxe_lint::printable(text));
        writeln!(out, "  {path}: {rule}: {line}{times}")?;
    }
    match gone.len().saturating_sub(TOLD) {
        0 => Ok(()),
        more => writeln!(out, "  and {more} more"),
    }
}
