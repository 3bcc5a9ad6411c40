//! `ipxe-lint plan`.

mod args;
mod text;

pub(crate) use args::{Failures, PlanArgs};
pub(crate) use text::{wrapped, write as write_text, write_ways};

use ipxe_machine::simulate::{Explorer, OutcomeKind, PlanReport};

use crate::{failure::Failure, inputs::executed, json, outcome::Outcome, output, progress::Patience};
use args::PlanFormat;

/// Shows what a script boots, or every way it can end.
pub(crate) fn run(args: &PlanArgs) -> Result<Outcome, Failure> {
    let (input, source) = executed(&args.script, &args.world.config, &args.world.values)?;
    let world = args.world.world(input.path())?;
    let secrets = args.secrets.hidden(&world.context);
    let lacks = world.lacks.clone();
    let report = if args.all {
        let (machine, world) = world.open()?;
        let patience = Patience::new("Looking for outcomes");
        let found =
            Explorer::new(machine, world).with_open(args.open()).with_limits(args.limits()).explore(&source);
        drop(patience);
        PlanReport::all(&source, &found, &secrets)
    } else {
        PlanReport::of(&source, &world.simulator()?.run(&source), &secrets)
    };
    let report = report.with_path(input.path().to_string_lossy());
    let is_script = ipxe_syntax::parse(&source).header().is_valid();
    output::deliver(None, |out| match args.format {
        PlanFormat::Text => text::write(out, &report, args.all, is_script),
        PlanFormat::Json => json::write(out, &report),
    })?;
    lacks.report(&secrets);
    // The facts about the machine do not fit the script.
    if report.outcomes.iter().any(|outcome| outcome.kind == OutcomeKind::NoSuchEntry) {
        return Ok(Outcome::CouldNot);
    }
    let fails = !args.all && report.outcomes.iter().any(|outcome| !outcome.success);
    Ok(if fails { Outcome::Findings } else { Outcome::Clean })
}
