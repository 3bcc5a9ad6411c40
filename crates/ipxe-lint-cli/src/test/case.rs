//! Running one test.

use std::path::{Path, PathBuf};

use ipxe_catalog::BuildSymbol;
use ipxe_lint::config::Config;
use ipxe_lint_config::{check_target, data_file};
use ipxe_machine::testing::{ContextSource, ScriptTest, TestResult, TestVerdict};
use ipxe_machine::{context::NetworkContext, simulate::Step};

use super::args::TestArgs;
use crate::{
    config::ScriptConfig,
    failure::Failure,
    inputs::{ValuesArgs, executed},
    run::transcript,
    world::{Lacks, World, serve},
};

/// Runs a test, and records the result.
pub(super) fn run(
    test: ScriptTest,
    beside: &Path,
    config: &ScriptConfig,
    args: &TestArgs,
    result: &mut TestResult,
) -> Result<(), Failure> {
    let script = script(&test, beside, args)?;
    let expected = test.expect.clone();
    let world = world(test, beside, config)?;
    let secrets = args.secrets.hidden(&world.context);
    let lacks = world.lacks.clone();
    let mut simulator = world.simulator()?;
    let run = simulator.run(&script);
    let mismatches = expected.check(&run, simulator.machine().settings());
    result.verdict = if mismatches.is_empty() { TestVerdict::Passed } else { TestVerdict::Failed };
    result.mismatches = mismatches.into_iter().map(|mismatch| mismatch.mask(&secrets)).collect();
    result.unserved = lacks.sentences(&secrets);
    let run = secrets.mask_run(run);
    result.outcome = Some(transcript::ending(&run));
    result.last_command = run.trace.all().next_back().map(command);
    result.trace = Some(run.trace);
    Ok(())
}

/// The script of the test.
fn script(test: &ScriptTest, beside: &Path, args: &TestArgs) -> Result<Vec<u8>, Failure> {
    match (&test.script, &test.source) {
        (Some(path), None) => Ok(executed(&beside.join(path), &args.config, &ValuesArgs::default())?.1),
        (None, Some(source)) => Ok(source.clone().into_bytes()),
        (both, _) => Err(Failure::TestScript { both: both.is_some() }),
    }
}

/// The machine and network of the test: its own settings, merged with the configuration.
fn world(test: ScriptTest, beside: &Path, config: &ScriptConfig) -> Result<World, Failure> {
    let own = said(&test)?;
    let (mut context, context_beside) = context(test.context, beside, config)?;
    for (name, value) in test.set {
        context.set(&name, value)?;
    }
    context.responses = test.responses.over(&context.responses);
    let served: Vec<_> =
        test.serve.into_iter().map(|(base, directory)| (base, beside.join(directory))).collect();
    let profile = test.profile.map(|named| ipxe_lint_config::profile(Path::new(&named), beside));
    let profile = profile.map_or_else(|| config.profile(), |profile| Ok(profile.map(Some)?))?;
    let layers = config.with(own);
    let ipxe = layers.layers().world(&context.machine, profile.as_ref());
    check_target(&layers.layers())?;
    Ok(World {
        beside: context_beside,
        serve: serve(&served, config)?,
        ipxe,
        context,
        profile,
        lacks: Lacks::default(),
    })
}

/// The test's settings for the iPXE that executes it, and whether it has its own context, as a configuration.
fn said(test: &ScriptTest) -> Result<Config, Failure> {
    let mut config = Config::default();
    config.context = test.context.as_ref().map(|_| PathBuf::new());
    let target = &mut config.target;
    target.release = test.release;
    target.platforms = test.platform.map(|platform| vec![platform]);
    target.arches = test.arch.map(|arch| vec![arch]);
    for (name, on) in &test.build_options {
        target.build_options.insert(BuildSymbol::parse(name)?, *on);
    }
    Ok(config)
}

/// The context, and the base of relative paths in it.
fn context(
    source: Option<ContextSource>,
    beside: &Path,
    config: &ScriptConfig,
) -> Result<(NetworkContext, PathBuf), Failure> {
    match source {
        Some(ContextSource::File(path)) => {
            let path = beside.join(path);
            Ok((data_file::load(&path)?, path.parent().unwrap_or(beside).to_path_buf()))
        }
        Some(ContextSource::Inline(context)) => Ok((*context, beside.to_path_buf())),
        _ => Ok((config.context()?, config.beside_context())),
    }
}

/// The words of a command, as text.
fn command(step: Step<'_>) -> String {
    step.words().map(String::from_utf8_lossy).collect::<Vec<_>>().join(" ")
}
