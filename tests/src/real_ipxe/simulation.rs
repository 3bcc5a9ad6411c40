//! The simulator's results for a case.

use ipxe_catalog::{Arch, Platform};
use ipxe_machine::{
    context::{Interface, NetworkContext},
    simulate::{ContextEnvironment, MachineState, Outcome, Run, RunLimits, Simulator},
};

use super::batch::{reports, script};
use super::case::Batch;
use super::{Build, Case, RealIpxe, Report};

/// The number of commands after which a case counts as endless.
const STEPS: usize = 3000;

/// The facts about QEMU's machine.
///
/// # Panics
/// Never: there is one interface.
#[must_use]
pub fn context() -> NetworkContext {
    let interface = Interface::new().mac([0x52, 0x54, 0, 0x12, 0x34, 0x56]).chip("virtio-net");
    let interface = interface.bustype("PCI").setting("busid", "01:1a:f4:10:00").expect("five bytes");
    let interface = interface.setting("busloc", "0x10").expect("a number");
    let context = NetworkContext::new().platform(Platform::Pcbios).buildarch(Arch::I386);
    let context = context.smbios("manufacturer", "QEMU").expect("a text");
    let context = context.smbios("uuid", "00000000-0000-0000-0000-000000000000").expect("a UUID");
    context.interface("net0", interface).expect("the only interface")
}

/// The simulator's result for a case with this index in a batch, and the outcome of its run.
#[must_use]
pub fn simulate(build: Build, at: usize, case: &Case) -> (Report, Outcome) {
    let mut limits = RunLimits::default();
    limits.steps = STEPS;
    let batch = Batch { first: at, cases: std::slice::from_ref(case) };
    let run = run(build, batch, &script(at..at + 1), limits);
    (reports(&printed(&run)).pop().unwrap_or_default(), run.outcome)
}

/// The simulator's results for cases, one after another on the same machine.
#[must_use]
pub fn simulate_all(build: Build, cases: &[Case]) -> Vec<Report> {
    let run = run(build, Batch { first: 0, cases }, &script(0..cases.len()), RunLimits::default());
    reports(&printed(&run))
}

/// Runs a script in the environment of a boot.
pub(super) fn run(build: Build, files: Batch<'_>, script: &[u8], limits: RunLimits) -> Run {
    let machine = MachineState::new(context().initial_settings(&build.catalog()));
    let environment =
        ContextEnvironment::new(context()).with_files(files.clone()).serving(RealIpxe::SERVER, files);
    Simulator::new(machine, environment).with_limits(limits).run(script)
}

fn printed(run: &Run) -> Vec<Vec<u8>> {
    let output = run.trace.output();
    output.split(|byte| *byte == b'\n').map(|line| line.trim_ascii_end().to_vec()).collect()
}
