//! The remaining part of the limits.

use super::{LimitReached, RunLimits};

/// The part of its limits that a run has used.
#[derive(Clone, Debug, Default)]
pub struct Budget {
    limits: RunLimits,
    steps: usize,
    work: usize,
}

impl Budget {
    /// A budget of which nothing is used.
    #[must_use]
    pub fn new(limits: RunLimits) -> Self {
        Self { limits, steps: 0, work: 0 }
    }

    /// The limits.
    #[must_use]
    pub const fn limits(&self) -> &RunLimits {
        &self.limits
    }

    /// Number of executed commands.
    #[must_use]
    pub const fn steps(&self) -> usize {
        self.steps
    }

    /// The same use, with other limits.
    pub(super) const fn with_limits(self, limits: RunLimits) -> Self {
        Self { limits, ..self }
    }

    /// The work so far.
    pub(super) const fn worked(&self) -> usize {
        self.work
    }

    /// The remaining work for expansions.
    pub(super) const fn work_left(&self) -> usize {
        self.limits.work.saturating_sub(self.work)
    }

    /// Counts one more command.
    pub(super) fn step(&mut self) -> Result<(), LimitReached> {
        self.steps += 1;
        if self.steps > self.limits.steps { Err(LimitReached::Steps) } else { Ok(()) }
    }

    /// Counts this much more work.
    pub(super) fn work(&mut self, work: usize) -> Result<(), LimitReached> {
        self.work = self.work.saturating_add(work);
        if self.work > self.limits.work { Err(LimitReached::Work) } else { Ok(()) }
    }
}
