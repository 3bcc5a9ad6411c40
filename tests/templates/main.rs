//! Laws of templates: what is said of one is true of what engines make of it, and what is changed in one changes what they
//! make of it alike. Templates are made at random, and those of the corpus are rendered with values at random, where it is
//! at hand (`../shared/corpus` beside the checkout). `IPXE_LINT_MISSED=1` prints what differs there.

mod corpus;
mod engines;
mod generated;
mod laws;

use std::{
    env,
    io::{self, Write as _},
};

/// Says something where no test harness swallows it.
fn say(text: &str) {
    writeln!(io::stderr(), "{text}").expect("standard error is open");
}

/// Says something if it is asked for.
fn note(text: &str) {
    if env::var_os("IPXE_LINT_MISSED").is_some() {
        say(text);
    }
}
