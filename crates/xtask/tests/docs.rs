//! The committed pages.

use xtask::{codegen::Mode, docs};

#[test]
fn the_committed_pages_are_what_the_rules_say() {
    if let Err(error) = docs::run(Mode::Check) {
        panic!("{error}");
    }
}
