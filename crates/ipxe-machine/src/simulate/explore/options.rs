//! What is open, and how far to look.

use crate::simulate::RunLimits;

/// Which unknown facts are open. Facts in the context never are; keys, menus and forms always are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct OpenFacts {
    /// Settings without a value, or with an unknown one; open by default, unless the context [is
    /// complete](crate::context::NetworkContext::complete). A setting that iPXE does not know and the script writes
    /// itself has no value before that.
    pub settings: bool,
    /// Failures of commands that depend on the environment: downloads, DHCP, SAN drives, commands such as `ntp`.
    pub failures: OpenFailures,
}

/// Which failures are open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum OpenFailures {
    /// None: everything works.
    None,
    /// Failures that the script expects, because its line continues after them: `kernel … || goto retry`.
    #[default]
    Handled,
    /// All failures, including those that end the script.
    All,
}

impl Default for OpenFacts {
    fn default() -> Self {
        Self { settings: true, failures: OpenFailures::Handled }
    }
}

impl OpenFacts {
    /// Sets which failures are open.
    #[must_use]
    pub const fn with_failures(self, failures: OpenFailures) -> Self {
        Self { failures, ..self }
    }

    /// Sets whether unknown settings are open. If not, settings without a value have none, and those with an unknown
    /// value expand to nothing.
    #[must_use]
    pub const fn with_settings(self, settings: bool) -> Self {
        Self { settings, ..self }
    }
}

/// Limits of an exploration. None of them is a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct ExploreLimits {
    /// Paths from one open fact to the next; 2048 by default.
    pub ways: usize,
    /// Commands executed on all paths together; 100 000 by default.
    pub steps: usize,
    /// Work on all paths together, in steps of about a byte each; 2²⁵ by default.
    pub work: usize,
    /// Bytes of the machines that are stored for later; 32 MiB by default.
    pub memory: usize,
    /// Limits of each path, from the script's beginning; 20 000 commands by default.
    pub run: RunLimits,
}

impl ExploreLimits {
    /// Limits for this number of paths; the other limits scale with it.
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
        Self { ways: 2048, steps: 100_000, work: 1 << 25, memory: 1 << 25, run }
    }
}
