//! Formatting a script does not change what it does: for every recorded case, random scripts, and real scripts if they
//! are available (`../shared/corpus` next to the checkout).

use std::borrow::Cow;

use ipxe_catalog::{Catalog, Target};
use ipxe_format::{format, is_equivalent};
use ipxe_lint_tests::{corpus_files, oracle, real_ipxe};
use ipxe_machine::{
    context::{ContextValue, DhcpAnswer, Interface, NetworkContext},
    simulate::{ContextEnvironment, MachineState, Optimistic, Outcome, RunLimits, Simulator},
};
use ipxe_syntax::parse;
use proptest::prelude::*;
use serde_json::Value as Json;

/// The runs of a script on a machine that gets addresses and all images, and on one that gets nothing.
fn runs(script: &[u8]) -> [(Outcome, Json); 2] {
    let answer = DhcpAnswer::new().option("ip", ContextValue::from("192.0.2.7")).expect("a setting");
    let context = NetworkContext::new().interface("net0", Interface::new().dhcp(answer)).expect("a name");
    let machine = || MachineState::new(context.settings(&Catalog::new(Target::default())));
    let mut limits = RunLimits::default();
    limits.steps = 2000;
    let lucky = Simulator::new(machine(), Optimistic).with_limits(limits).run(script);
    let environment = ContextEnvironment::new(context.clone());
    let unlucky = Simulator::new(machine(), environment).with_limits(limits).run(script);
    // A trace as data does not contain the positions of commands, which change.
    [lucky, unlucky].map(|run| (run.outcome, serde_json::to_value(run.trace).expect("a trace is data")))
}

/// Formats a script, and compares what is read and executed before and after. None if it is formatted already.
fn reformatted(source: &[u8]) -> Option<Vec<u8>> {
    let script = parse(source);
    let Cow::Owned(formatted) = format(&script) else { return None };
    let shown = || String::from_utf8_lossy(source).into_owned();
    assert!(is_equivalent(&script, &parse(&formatted)), "{}", shown());
    assert!(matches!(format(&parse(&formatted)), Cow::Borrowed(_)), "twice is not once: {}", shown());
    assert_eq!(runs(source), runs(&formatted), "{}", shown());
    Some(formatted)
}

#[test]
fn recorded_cases_are_read_and_done_as_before() {
    let cases = ["cases", "network"].map(oracle).concat();
    let changed = cases.iter().filter(|case| reformatted(&case.script).is_some()).count();
    assert!(changed > 20, "{changed} of {} recorded cases are not laid out", cases.len());
}

#[test]
fn real_scripts_are_read_and_done_as_before() {
    for kind in ["plain", "templates"] {
        for real in corpus_files(kind) {
            reformatted(&real.script);
        }
    }
}

proptest! {
    #[test]
    fn scripts_at_random_do_as_before(case in real_ipxe::case()) {
        reformatted(&case.files[real_ipxe::Case::MAIN]);
    }
}
