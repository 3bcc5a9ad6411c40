//! The expected status.

use std::fmt;

use crate::simulate::{Failure, FailureKind, Status};
use ipxe_language::status::ErrorClass;

/// The expected status of a script. In a file: `ok` or 0 for success, an error class such as `ENOENT`, or the number
/// given to `exit`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ExpectedStatus(Option<FailureKind>);

impl ExpectedStatus {
    /// Success.
    pub const SUCCESS: Self = Self(None);

    /// A failure with that class.
    #[must_use]
    pub const fn failure(class: ErrorClass) -> Self {
        Self(Some(FailureKind::Class(class)))
    }

    /// The meaning of the number given to `exit`.
    #[must_use]
    pub fn exit(number: i32) -> Self {
        Failure::from_exit(number).into()
    }

    /// Whether it is the status of the script. `None`: the script did not end.
    #[must_use]
    pub fn is(self, status: Option<Status>) -> bool {
        status.map(Self::from) == Some(self)
    }
}

impl From<Status> for ExpectedStatus {
    fn from(status: Status) -> Self {
        Self(status.err().map(Failure::kind))
    }
}

impl fmt::Display for ExpectedStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            None => f.write_str("ok"),
            Some(FailureKind::Class(class)) => class.fmt(f),
            Some(FailureKind::Exit(number)) => number.fmt(f),
            Some(FailureKind::UnknownExit) => f.write_str("unknown"),
        }
    }
}
