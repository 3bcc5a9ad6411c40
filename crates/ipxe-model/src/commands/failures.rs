//! Names of labels, and texts, that speak of failure.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

/// What labels are called that a script goes to when something failed.
static HANDLERS: LazyLock<AhoCorasick> =
    LazyLock::new(|| searcher(&["fail", "err", "retry", "again", "abort", "timeout", "giveup"]));

/// What labels are called that a script goes to in order to try again.
static RETRIES: LazyLock<AhoCorasick> = LazyLock::new(|| searcher(&["retry", "again"]));

/// What introduces a failure that has not happened yet.
static CONDITIONS: LazyLock<AhoCorasick> = LazyLock::new(|| searcher(&["if ", "when ", "unless "]));

/// What people write when something failed.
static FAILURES: LazyLock<AhoCorasick> = LazyLock::new(|| {
    searcher(&[
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
    ])
});

/// Whether a label is named after a failure, or after trying again.
pub fn is_handler_name(name: &[u8]) -> bool {
    HANDLERS.is_match(name)
}

/// Whether a label is named after trying again.
pub fn is_retry_name(name: &[u8]) -> bool {
    RETRIES.is_match(name)
}

/// Whether a text says that something failed, and not what to do if it does.
pub fn speaks_of_failure(text: &[u8]) -> bool {
    FAILURES.is_match(text) && !CONDITIONS.is_match(text)
}

/// What finds all of these words at once, in either case.
fn searcher(words: &[&str]) -> AhoCorasick {
    let searcher = AhoCorasick::builder().ascii_case_insensitive(true).build(words);
    searcher.expect("a few short words do not exceed any limit")
}
