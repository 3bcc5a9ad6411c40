//! Any script, in any of a few environments, ends within the limits, and always in the same way; and so does the search
//! for all of its outcomes.
#![no_main]

use ipxe_catalog::{Catalog, Release, Target};
use ipxe_machine::{
    context::{Interface, NetworkContext},
    simulate::{
        ContextEnvironment, Environment, ExploreLimits, Explorer, MachineState, Optimistic, Run, RunLimits,
        Simulator,
    },
};
use libfuzzer_sys::fuzz_target;

#[derive(arbitrary::Arbitrary, Debug)]
struct Input {
    host: String,
    choices: Vec<String>,
    presses_keys: bool,
    interface: bool,
    script: Vec<u8>,
}

fn context(input: &Input) -> NetworkContext {
    let mut context = NetworkContext::new();
    // A name that cannot be set is skipped.
    let _ = context.set("host", &*input.host);
    context.responses.choices.clone_from(&input.choices);
    context.responses.presses_keys = input.presses_keys;
    if input.interface { context.interface("net0", Interface::new()).expect("a plain name") } else { context }
}

fn run(context: &NetworkContext, environment: impl Environment, script: &[u8]) -> Run {
    let mut limits = RunLimits::default();
    (limits.steps, limits.nesting, limits.images) = (5000, 8, 64);
    (limits.memory, limits.work) = (1 << 22, 1 << 20);
    let catalog = Catalog::new(Target::default().with_release(Release::Head));
    let machine = MachineState::new(context.settings(&catalog));
    Simulator::new(machine, environment).with_limits(limits).run(script)
}

fn explore(context: &NetworkContext, script: &[u8]) {
    let mut limits = ExploreLimits::default();
    (limits.ways, limits.steps, limits.work, limits.memory) = (64, 3000, 1 << 20, 1 << 24);
    (limits.run.steps, limits.run.nesting, limits.run.images) = (1000, 8, 64);
    let catalog = Catalog::new(Target::default().with_release(Release::Head));
    let machine = MachineState::new(context.settings(&catalog));
    let mut explorer = Explorer::new(machine, ContextEnvironment::new(context.clone())).with_limits(limits);
    let found = explorer.explore(script);
    assert!(found.cut.is_some() || !found.outcomes.is_empty());
    assert_eq!(explorer.explore(script), found);
    for outcome in &found.outcomes {
        assert!(!outcome.ways.is_empty());
        outcome.ways.iter().for_each(|way| drop(way.to_string()));
    }
}

fuzz_target!(|input: Input| {
    let script = [b"#!ipxe\n", &*input.script].concat();
    let context = context(&input);
    let world = || run(&context, ContextEnvironment::new(context.clone()), &script);
    let (first, second) = (world(), world());
    assert_eq!(first.outcome, second.outcome);
    assert_eq!(first.trace, second.trace);
    run(&context, Optimistic, &script);
    explore(&context, &script);
});
