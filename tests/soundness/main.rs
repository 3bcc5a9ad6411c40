//! The results of the analysis are true in every run: every command that a run reaches is reachable in the analysis,
//! and the settings, images and menus before it are among those that the analysis allows.

mod follow;
mod scripts;
mod world;

use ipxe_catalog::{Catalog, Target};
use ipxe_lint_tests::{RealScript, corpus, oracle};
use ipxe_machine::context::{DhcpAnswer, Interface, NetworkContext};
use proptest::prelude::*;

use crate::{
    follow::{follow, follow_choices},
    world::World,
};

fn catalog() -> Catalog {
    Catalog::new(Target::default())
}

/// A machine with two interfaces, one of which has an address, and with a setting.
fn context() -> NetworkContext {
    let make = || {
        let answer = DhcpAnswer::new().option("filename", "boot.ipxe")?;
        NetworkContext::new()
            .interface("net0", Interface::new().mac([0x52, 0x54, 0, 0x12, 0x34, 0x56]).dhcp(answer))?
            .interface("net1", Interface::new().mac([0x52, 0x54, 0, 0x12, 0x34, 0x57]))?
            .setting("net0/ip", "10.0.0.2")?
            .setting("c", "given")
    };
    make().expect("names and values are in order")
}

/// Hundreds of scripts; `PROPTEST_CASES` overrides the number.
fn config() -> ProptestConfig {
    let mut config = ProptestConfig { max_shrink_iters: 20_000, ..ProptestConfig::default() };
    if std::env::var_os("PROPTEST_CASES").is_none() {
        config.cases = 600;
    }
    config
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn whatever_a_run_finds_is_allowed(
        script in scripts::script(),
        inner in scripts::script(),
        seed: u64,
        up: bool,
        complete: bool,
    ) {
        let (context, catalog) = (context(), catalog());
        let settings = if up { context.settings(&catalog) } else { context.initial_settings(&catalog) };
        for round in 0..3 {
            let world = World::new(seed.wrapping_add(round), inner.clone().into_bytes());
            follow(script.as_bytes(), &settings, complete, world)?;
        }
    }
}

#[test]
fn recorded_scripts_are_allowed_to_do_what_they_did() {
    let catalog = catalog();
    for case in oracle("cases").into_iter().chain(oracle("network")) {
        for (round, up) in [(0, false), (1, true), (2, true)] {
            let settings =
                if up { context().settings(&catalog) } else { context().initial_settings(&catalog) };
            let world = World::new(round, b"#!ipxe\nset a inner\n".to_vec());
            if let Err(error) = follow(&case.script, &settings, true, world) {
                panic!("{}: {error}", case.name);
            }
        }
    }
}

/// Real scripts, if they are available, with every entry of their menus.
#[test]
fn real_scripts_are_allowed_to_do_what_they_do() {
    let (context, catalog) = (context(), catalog());
    let settings = context.initial_settings(&catalog);
    let (mut runs, mut unfinished) = (0, 0);
    for RealScript { path, script } in corpus() {
        let seed =
            script.iter().fold(0, |seed: u64, byte| seed.wrapping_mul(31).wrapping_add((*byte).into()));
        let world = |run| World::new(seed.wrapping_add(run), b"#!ipxe\nset a inner\n".to_vec());
        match follow_choices(&script, &settings, world) {
            Ok(0) => unfinished += 1,
            Ok(more) => runs += more,
            Err(error) => panic!("{path}: {error}"),
        }
    }
    println!("{runs} runs; the analysis gave up on {unfinished} scripts");
}
