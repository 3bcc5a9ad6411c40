//! Boot plans of scripts, next to their findings.

use std::io::{self, Write};

use ipxe_lint::{Document, config::Config, host::Template, printable, reports::JsonPlan};
use ipxe_machine::{context::Secrets, simulate::PlanReport};

use super::{Job, Script};
use crate::{config::ScriptConfig, failure::Failure, plan, world::World};

/// The plans of scripts, each on its machine and network.
pub(super) fn plans(
    scripts: &[Script<'_>],
    job: &Job,
    command_line: &Config,
) -> Result<Vec<JsonPlan>, Failure> {
    let serve: Vec<_> = command_line.serve.iter().map(|(url, path)| (url.clone(), path.clone())).collect();
    let plan = |script: &Script<'_>| {
        let config = ScriptConfig::of(&job.finder, script.path, command_line.clone())?;
        let world = World::of(&config, &serve)?;
        let secrets = Secrets::of(&world.context);
        let lacks = world.lacks.clone();
        let run = world.simulator()?.run(&script.source);
        lacks.report(&secrets);
        let path = script.path.to_string_lossy();
        let report = PlanReport::of(&script.source, &run, &secrets).with_path(path.as_ref());
        Ok(JsonPlan::new(path, report))
    };
    // The caller of a document's scripts is unknown, and so are the values for a template.
    let is_script = |script: &&Script<'_>| {
        let templating = job.finder.templating(script.path).unwrap_or_default();
        Document::read(script.path, &script.source).is_none()
            && Template::read_as(&script.source, &templating).is_none()
    };
    scripts.iter().filter(is_script).map(plan).collect()
}

/// Writes plans as text.
pub(crate) fn write(out: &mut dyn Write, plans: &[JsonPlan]) -> io::Result<()> {
    plans.iter().try_for_each(|JsonPlan { path, plan, .. }| {
        writeln!(out, "\n{}:", printable(path))?;
        plan::write_text(out, plan, false, true)
    })
}
