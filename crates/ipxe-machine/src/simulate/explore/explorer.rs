//! Who explores.

use super::search::Search;
use super::{Exploration, ExploreLimits, OpenFacts};
use crate::simulate::{ContextEnvironment, Files, MachineState, NoFiles};

/// Finds every possible outcome of a script on a machine with unknown facts.
///
/// ```
/// use ipxe_catalog::{Catalog, Target};
/// use ipxe_machine::{context::{Interface, NetworkContext}, simulate::{ContextEnvironment, Explorer, MachineState}};
///
/// let context = NetworkContext::new().interface("net0", Interface::new().address(
///     [192, 0, 2, 2].into(),
///     [255, 255, 255, 0].into(),
/// ))?;
/// let machine = MachineState::new(context.settings(&Catalog::new(Target::default())));
/// let mut explorer = Explorer::new(machine, ContextEnvironment::new(context));
/// let found = explorer.explore(b"#!ipxe
/// iseq ${rack} 7 && set disk sdb || set disk sda
/// kernel http://192.0.2.1/vmlinuz root=/dev/${disk} || shell
/// boot
/// ");
/// let told: Vec<String> = found.outcomes.iter().map(|found| {
///     let ways: Vec<String> = found.ways.iter().map(ToString::to_string).collect();
///     format!("{} if {}", found.outcome, ways.join("; or "))
/// }).collect();
/// assert_eq!(told, [
///     "boots vmlinuz if rack is not 7, and http://192.0.2.1/vmlinuz can be downloaded",
///     "drops to the shell if http://192.0.2.1/vmlinuz cannot be downloaded",
///     "boots vmlinuz if rack is 7, and http://192.0.2.1/vmlinuz can be downloaded",
/// ]);
/// # Ok::<(), ipxe_machine::context::ContextError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Explorer<F = NoFiles> {
    machine: MachineState,
    world: ContextEnvironment<F>,
    open: OpenFacts,
    limits: ExploreLimits,
}

impl<F: Files> Explorer<F> {
    /// An explorer of that machine. Facts from the environment are known: its context, its responses, its files.
    #[must_use]
    pub fn new(machine: MachineState, world: ContextEnvironment<F>) -> Self {
        Self { machine, world, open: OpenFacts::default(), limits: ExploreLimits::default() }
    }

    /// Sets which facts are open.
    #[must_use]
    pub fn with_open(self, open: OpenFacts) -> Self {
        Self { open, ..self }
    }

    /// Sets the limits.
    #[must_use]
    pub fn with_limits(self, limits: ExploreLimits) -> Self {
        Self { limits, ..self }
    }

    /// Finds the outcomes of a script. [`ExploreLimits`] bound time and memory; the machine does not change.
    #[must_use]
    pub fn explore(&mut self, script: &[u8]) -> Exploration {
        self.explore_from(script, None)
    }

    /// As [`explore`](Self::explore), for a script from a URI, which is the base of relative URIs in it.
    #[must_use]
    pub fn explore_from(&mut self, script: &[u8], uri: Option<&[u8]>) -> Exploration {
        let mut machine = self.machine.clone();
        machine.abandon();
        match machine.load(script, uri) {
            Ok(()) => Search::new(&mut self.world, self.open, self.limits).run(machine),
            Err(failure) => Exploration::failed(failure),
        }
    }
}
