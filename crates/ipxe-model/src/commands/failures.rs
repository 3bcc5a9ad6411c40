//! Names of labels, and texts, that indicate a failure.

use ipxe_catalog::world::Meaning;

/// Whether the name of a label indicates that it handles a failure, or tries again. `name`: bytes, without the colon.
#[must_use]
pub fn is_handler_name(name: &[u8]) -> bool {
    is_failure_name(name) || is_retry_name(name)
}

/// Whether the name of a label indicates a failure.
#[must_use]
pub fn is_failure_name(name: &[u8]) -> bool {
    Meaning::FailureLabel.is_in(name)
}

/// Whether the name of a label indicates that the user leaves a menu, or that something failed.
#[must_use]
pub fn is_way_back(name: &[u8]) -> bool {
    is_handler_name(name) || Meaning::CancelLabel.is_in(name)
}

/// Whether the name of a label indicates that it tries again.
#[must_use]
pub fn is_retry_name(name: &[u8]) -> bool {
    Meaning::RetryLabel.is_in(name)
}

/// Whether a text reports that something failed, and is not an instruction for that case.
#[must_use]
pub fn speaks_of_failure(text: &[u8]) -> bool {
    Meaning::FailureText.is_in(text) && !Meaning::Condition.is_in(text)
}
