//! Names of labels, and texts, that speak of failure.

use ipxe_catalog::world::Meaning;

/// Whether a label is named after a failure, or after trying again.
#[must_use]
pub fn is_handler_name(name: &[u8]) -> bool {
    is_failure_name(name) || is_retry_name(name)
}

/// Whether a label is named after a failure.
#[must_use]
pub fn is_failure_name(name: &[u8]) -> bool {
    Meaning::FailureLabel.is_in(name)
}

/// Whether a label is named after what somebody does not want any more: a menu is left, or something failed.
#[must_use]
pub fn is_way_back(name: &[u8]) -> bool {
    is_handler_name(name) || Meaning::CancelLabel.is_in(name)
}

/// Whether a label is named after trying again.
#[must_use]
pub fn is_retry_name(name: &[u8]) -> bool {
    Meaning::RetryLabel.is_in(name)
}

/// Whether a text says that something failed, and not what to do if it does.
#[must_use]
pub fn speaks_of_failure(text: &[u8]) -> bool {
    Meaning::FailureText.is_in(text) && !Meaning::Condition.is_in(text)
}
