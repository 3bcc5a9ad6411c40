use std::process::{ExitCode, Termination};

/// Every way a run can end. The numbers are public: scripts and CI systems rely on them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Outcome {
    /// Nothing was found, or nothing that fails a run: advice does not.
    Clean = 0,
    /// There is an error or a warning.
    Findings = 1,
    /// The job could not be done, or not all of it: wrong usage, unreadable input, an output that cannot be written.
    CouldNot = 2,
}

impl Termination for Outcome {
    fn report(self) -> ExitCode {
        ExitCode::from(self as u8)
    }
}
