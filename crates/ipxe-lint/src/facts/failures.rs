//! Names of labels, and texts, that speak of failure.

/// What labels are called that a script goes to when something failed.
const HANDLERS: [&str; 7] = ["fail", "err", "retry", "again", "abort", "timeout", "giveup"];

/// What people write when something failed.
const FAILURES: [&str; 20] = [
    "fail",
    "error",
    "could not",
    "couldn't",
    "cannot",
    "can't",
    "can not",
    "unable",
    "not found",
    "no response",
    "giving up",
    "timed out",
    "retry",
    "try again",
    "trying again",
    "falling back",
    "fallback",
    "fall back",
    "unreachable",
    "problem",
];

/// Whether a label is named after a failure, or after trying again.
pub(crate) fn is_handler_name(name: &[u8]) -> bool {
    contains_one_of(name, &HANDLERS)
}

/// Whether a label is named after trying again.
pub(crate) fn is_retry_name(name: &[u8]) -> bool {
    contains_one_of(name, &["retry", "again"])
}

/// Whether a text says that something failed, and not what to do if it does.
pub(crate) fn speaks_of_failure(text: &[u8]) -> bool {
    contains_one_of(text, &FAILURES) && !contains_one_of(text, &["if ", "when ", "unless "])
}

fn contains_one_of(text: &[u8], words: &[&str]) -> bool {
    let text = String::from_utf8_lossy(text).to_ascii_lowercase();
    words.iter().any(|word| text.contains(word))
}
