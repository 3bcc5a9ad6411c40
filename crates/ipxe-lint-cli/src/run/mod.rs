//! `ipxe-lint run`.

mod args;
pub(crate) mod transcript;

pub(crate) use args::RunArgs;

use std::io::{self, Write};

use ipxe_machine::{
    context::Secrets,
    simulate::{self, PlanReport, Run},
};

use crate::{
    failure::Failure,
    inputs::executed,
    json::{self, TextOrJson},
    outcome::Outcome,
    output,
};
use args::TraceForm;

/// Executes a script as iPXE would, and shows what happened.
pub(crate) fn run(args: &RunArgs) -> Result<Outcome, Failure> {
    let (input, source) = executed(&args.script, &args.world.config, &args.world.values)?;
    let world = args.world.world(input.path())?;
    let secrets = args.secrets.hidden(&world.context);
    let lacks = world.lacks.clone();
    let run = secrets.mask_run(world.simulator()?.run(&source));
    let path = input.path().to_string_lossy();
    output::deliver(None, |out| match args.format {
        TextOrJson::Text => write(out, args.trace, &run),
        TextOrJson::Json => {
            // The run is already masked.
            let report = PlanReport::of(&source, &run, &Secrets::default()).with_path(path);
            json::write(out, &report.with_trace(run.trace.clone()))
        }
    })?;
    lacks.report(&secrets);
    Ok(match run.outcome {
        // The facts about the machine do not fit the script.
        simulate::Outcome::NoSuchEntry { .. } => Outcome::CouldNot,
        outcome if outcome.is_success() => Outcome::Clean,
        _ => Outcome::Findings,
    })
}

fn write(out: &mut dyn Write, form: TraceForm, run: &Run) -> io::Result<()> {
    match form {
        TraceForm::Text => transcript::write(out, run),
        TraceForm::Json => json::write(out, &run.trace),
    }
}
