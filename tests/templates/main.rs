//! Laws of templates: an analysis of a template applies to its renderings, and a change of a template changes its
//! renderings accordingly. The tests use random templates, and those of the corpus with random values if it exists
//! (`../shared/corpus` beside the checkout). `IPXE_LINT_MISSED=1` prints the differences there.

mod corpus;
mod engines;
mod generated;
mod laws;

use std::{
    env,
    io::{self, Write as _},
};

/// Prints a text that the test harness does not capture.
fn say(text: &str) {
    writeln!(io::stderr(), "{text}").expect("standard error is open");
}

/// Prints a text if `IPXE_LINT_MISSED` is set.
fn note(text: &str) {
    if env::var_os("IPXE_LINT_MISSED").is_some() {
        say(text);
    }
}
