//! The committed pages.

use xtask::{codegen::Mode, docs, schema};

#[test]
fn the_committed_pages_are_what_the_rules_say() {
    if let Err(error) = docs::run(Mode::Check) {
        panic!("{error}");
    }
}

#[test]
fn the_committed_schema_is_what_the_types_and_rules_say() {
    if let Err(error) = schema::run(Mode::Check) {
        panic!("{error}");
    }
}
