use std::process::{ExitCode, Termination};

/// The possible ends of a run. The numbers are public: scripts and CI systems rely on them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Outcome {
    /// There are no findings, or none that fails a run: advice does not.
    Clean = 0,
    /// There is an error or a warning.
    Findings = 1,
    /// The command failed, completely or in part: wrong usage, unreadable input, an output that cannot be written.
    CouldNot = 2,
}

impl Termination for Outcome {
    fn report(self) -> ExitCode {
        ExitCode::from(self as u8)
    }
}
