//! What the simulator makes of a case.

use ipxe_catalog::{Arch, ArchSet, Catalog, Platform, PlatformSet, Release, Target};
use ipxe_machine::{
    context::{Interface, NetworkContext},
    simulate::{ContextEnvironment, MachineState, Outcome, Run, RunLimits, Simulator},
};

use super::batch::{reports, script};
use super::case::Batch;
use super::{Case, RealIpxe, Report};

/// Commands after which a case is taken for one that never ends.
const STEPS: usize = 3000;

/// What Debian built: the sources of January 2019, which are a year younger than 1.20.1 and nine older than 1.0.0,
/// with the stock configuration for PC BIOS, but without anything for Fibre Channel.
///
/// # Panics
/// Never: the option exists.
#[must_use]
pub fn catalog() -> Catalog {
    let target = Target::default()
        .with_release(Release::V1_20_1)
        .with_platforms(PlatformSet::of(&[Platform::Pcbios]))
        .with_arches(ArchSet::of(&[Arch::I386]))
        .with_option("FCMGMT_CMD", false)
        .and_then(|target| target.with_option("SANBOOT_PROTO_FCP", false))
        .expect("build options");
    Catalog::new(target)
}

/// The machine that QEMU is.
///
/// # Panics
/// Never: there is one interface.
#[must_use]
pub fn context() -> NetworkContext {
    let interface = Interface::new().mac([0x52, 0x54, 0, 0x12, 0x34, 0x56]).chip("virtio-net");
    let context = NetworkContext::new().platform(Platform::Pcbios).buildarch(Arch::I386);
    context.interface("net0", interface).expect("the only interface")
}

/// What the simulator does with a case that has this place in a batch, and how its run ended.
#[must_use]
pub fn simulate(at: usize, case: &Case) -> (Report, Outcome) {
    let mut limits = RunLimits::default();
    limits.steps = STEPS;
    let batch = Batch { first: at, cases: std::slice::from_ref(case) };
    let run = run(batch, &script(at..at + 1), limits);
    (reports(&printed(&run)).pop().unwrap_or_default(), run.outcome)
}

/// What the simulator does with cases, one after another on the same machine.
#[must_use]
pub fn simulate_all(cases: &[Case]) -> Vec<Report> {
    let run = run(Batch { first: 0, cases }, &script(0..cases.len()), RunLimits::default());
    reports(&printed(&run))
}

/// Runs a script in the world of a boot.
pub(super) fn run(files: Batch<'_>, script: &[u8], limits: RunLimits) -> Run {
    let machine = MachineState::new(context().initial_settings(&catalog()));
    let environment =
        ContextEnvironment::new(context()).with_files(files.clone()).serving(RealIpxe::SERVER, files);
    Simulator::new(machine, environment).with_limits(limits).run(script)
}

fn printed(run: &Run) -> Vec<Vec<u8>> {
    let output = run.trace.output();
    output.split(|byte| *byte == b'\n').map(|line| line.trim_ascii_end().to_vec()).collect()
}
