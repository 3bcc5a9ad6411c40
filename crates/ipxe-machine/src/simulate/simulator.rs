//! A run from beginning to end.

use super::{Budget, Environment, MachineState, Observer, Outcome, Progress, RunLimits, Trace};

/// Runs scripts on a machine, in an environment.
///
/// ```
/// use ipxe_catalog::{Catalog, Target};
/// use ipxe_machine::{context::NetworkContext, simulate::{MachineState, Optimistic, Outcome, Simulator}};
///
/// let context = NetworkContext::new().setting("host", "web1")?;
/// let settings = context.settings(&Catalog::new(Target::default()));
/// let mut simulator = Simulator::new(MachineState::new(settings), Optimistic);
/// let run = simulator.run(b"#!ipxe
/// kernel http://192.0.2.1/vmlinuz root=/dev/sda1 host=${host}
/// initrd http://192.0.2.1/initrd.img
/// boot
/// ");
/// let Outcome::Booted(plan) = run.outcome else { panic!("it boots") };
/// assert_eq!(plan.kernel.command_line, b"root=/dev/sda1 host=web1");
/// assert_eq!(plan.initrds[0].name, b"initrd.img");
/// # Ok::<(), ipxe_machine::context::ContextError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Simulator<E> {
    machine: MachineState,
    environment: E,
    limits: RunLimits,
}

/// The result of a run.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Run {
    /// How it ended: its status.
    pub outcome: Outcome,
    /// The executed commands.
    pub trace: Trace,
}

impl<E: Environment> Simulator<E> {
    /// A simulator with the default limits.
    #[must_use]
    pub fn new(machine: MachineState, environment: E) -> Self {
        Self { machine, environment, limits: RunLimits::default() }
    }

    /// Sets the limits.
    #[must_use]
    pub fn with_limits(self, limits: RunLimits) -> Self {
        Self { limits, ..self }
    }

    /// The state of the machine.
    #[must_use]
    pub fn machine(&self) -> &MachineState {
        &self.machine
    }

    /// The environment, with the state of its answers.
    #[must_use]
    pub fn environment(&self) -> &E {
        &self.environment
    }

    /// Runs a script until it ends, or reaches a limit, and traces it. Settings and images stay for the next run.
    pub fn run(&mut self, script: &[u8]) -> Run {
        let mut trace = Trace::with_limit(self.limits.trace);
        let outcome = self.run_observed(script, None, &mut trace);
        trace.finish(outcome.status());
        Run { outcome, trace }
    }

    /// Like [`Simulator::run`], for a script from a URI (the value of `${cwuri}`), with any observer.
    pub fn run_observed(
        &mut self,
        script: &[u8],
        uri: Option<&[u8]>,
        observer: &mut dyn Observer,
    ) -> Outcome {
        self.machine.abandon();
        if let Err(failure) = self.machine.load(script, uri) {
            return Outcome::Failed(failure);
        }
        let mut budget = Budget::new(self.limits);
        let mut circle = Circle::default();
        loop {
            match self.machine.step(&mut self.environment, observer, &mut budget) {
                Progress::On => circle.rest(),
                Progress::Jumped if circle.is_closed(&self.machine, self.environment.state()) => {
                    return Outcome::Loops;
                }
                Progress::Jumped => {}
                Progress::Ended(outcome) => return outcome,
            }
        }
    }
}

/// Detects a run that repeats itself: compares the state with one snapshot, which is taken at ever larger intervals
/// (Brent's algorithm), so that few copies are made.
#[derive(Default)]
struct Circle {
    snapshot: Option<(MachineState, u64)>,
    jumps: usize,
    /// The number of jumps at which the next snapshot is taken.
    next: usize,
    /// Steps since the last comparison: the cost of a comparison grows with the size of the machine.
    credit: usize,
}

impl Circle {
    fn rest(&mut self) {
        self.credit += 1;
    }

    fn is_closed(&mut self, machine: &MachineState, environment: u64) -> bool {
        self.jumps += 1;
        self.credit += 1;
        // The approximate cost of a step, in bytes of state.
        if self.credit.saturating_mul(1 << 12) >= machine.memory() {
            self.credit = 0;
            if self.snapshot.as_ref().is_some_and(|(old, state)| *state == environment && old == machine) {
                return true;
            }
        }
        if self.jumps >= self.next {
            self.next = self.jumps * 2;
            self.snapshot = Some((machine.clone(), environment));
        }
        false
    }
}
