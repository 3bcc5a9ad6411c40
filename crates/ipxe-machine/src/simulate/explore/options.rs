//! What is open, and how far to look.

use crate::simulate::RunLimits;

/// Which facts are open where nothing says how they are. What the context says is never open; keys, menus and forms
/// always are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct OpenFacts {
    /// Settings that nobody set, or whose values are not known; open by default, unless the context
    /// [is complete](crate::context::NetworkContext::complete). A setting of a name that iPXE does not know and that the script
    /// writes itself is the script's own: it is not set before that.
    pub settings: bool,
    /// Failures of what depends on the world: downloads, DHCP, SAN drives, commands such as `ntp`.
    pub failures: OpenFailures,
}

/// Which failures are open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum OpenFailures {
    /// None: everything works.
    None,
    /// Those that the script expects, because its line goes on after them: `kernel … || goto retry`.
    #[default]
    Handled,
    /// All, also those that simply end the script.
    All,
}

impl Default for OpenFacts {
    fn default() -> Self {
        Self { settings: true, failures: OpenFailures::Handled }
    }
}

impl OpenFacts {
    /// The same with other failures open.
    #[must_use]
    pub const fn with_failures(self, failures: OpenFailures) -> Self {
        Self { failures, ..self }
    }

    /// The same with unknown settings open, or not: those that nobody set then are not set, and those whose values are
    /// not known show nothing.
    #[must_use]
    pub const fn with_settings(self, settings: bool) -> Self {
        Self { settings, ..self }
    }
}

/// How far an exploration may go before it is cut. None of the limits is a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct ExploreLimits {
    /// Ways from one open fact to the next; 2048 by default.
    pub ways: usize,
    /// Commands that are executed on all ways together; 100 000 by default.
    pub steps: usize,
    /// Work on all ways together, in steps of about a byte each; 2²⁵ by default.
    pub work: usize,
    /// Bytes of the machines that are kept to go on with; 256 MiB by default.
    pub memory: usize,
    /// How far each way may go from the script's beginning; 20 000 commands by default.
    pub run: RunLimits,
}

impl ExploreLimits {
    /// Limits with so many ways, and the others raised or lowered with them.
    ///
    /// ```
    /// use ipxe_machine::simulate::ExploreLimits;
    ///
    /// assert_eq!(ExploreLimits::of_ways(4096).steps, 200_000);
    /// ```
    #[must_use]
    pub fn of_ways(ways: usize) -> Self {
        let usual = Self::default();
        let scaled = |limit: usize| {
            let (limit, ways, usual) = (limit as u64, ways as u64, usual.ways as u64);
            usize::try_from(limit.saturating_mul(ways) / usual).unwrap_or(usize::MAX)
        };
        Self {
            ways,
            steps: scaled(usual.steps).max(1),
            work: scaled(usual.work).max(1),
            memory: scaled(usual.memory).max(1),
            run: usual.run,
        }
    }
}

impl Default for ExploreLimits {
    fn default() -> Self {
        let run = RunLimits { steps: 20_000, work: 1 << 24, memory: 1 << 28, ..RunLimits::default() };
        Self { ways: 2048, steps: 100_000, work: 1 << 25, memory: 1 << 28, run }
    }
}
