//! Limits of a run.

use ipxe_language::expand::Limits;

/// Limits of a run. None of them is a time, so a run always has the same result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct RunLimits {
    /// Executed commands; 1 000 000 by default.
    pub steps: usize,
    /// Nested scripts, including the first; 32 by default. iPXE itself is limited only by its stack.
    pub nesting: usize,
    /// Registered images at a time; 1024 by default.
    pub images: usize,
    /// Bytes of images, settings, menus and what is observed; 1 GiB by default.
    pub memory: usize,
    /// Bytes of the trace; 16 MiB by default. Behind it the run goes on, and its commands are counted:
    /// [`Trace::left`](super::Trace::left).
    pub trace: usize,
    /// Work of expansions and commands, in steps of about a byte each; 2²⁸ by default.
    pub work: usize,
    /// Limits for the expansion of one word.
    pub expansion: Limits,
}

impl Default for RunLimits {
    fn default() -> Self {
        Self {
            steps: 1_000_000,
            nesting: 32,
            images: 1024,
            memory: 1 << 30,
            trace: 1 << 24,
            work: 1 << 28,
            expansion: Limits::default(),
        }
    }
}

/// A limit that a run reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum LimitReached {
    /// [`RunLimits::steps`]
    #[error("too many commands")]
    Steps,
    /// [`RunLimits::nesting`]
    #[error("too many scripts inside each other")]
    Nesting,
    /// [`RunLimits::images`]
    #[error("too many images")]
    Images,
    /// [`RunLimits::memory`]
    #[error("too much memory")]
    Memory,
    /// [`ExploreLimits::ways`](super::ExploreLimits::ways)
    #[error("too many ways")]
    Ways,
    /// [`RunLimits::work`] or [`RunLimits::expansion`]
    #[error("too much work")]
    Work,
}
