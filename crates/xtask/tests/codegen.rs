//! The committed tables.

use xtask::codegen::{CodegenError, Mode, run};

#[test]
fn the_committed_tables_are_what_the_data_says() {
    match run(Mode::Check) {
        // Building and testing need no rustfmt; `.ci/run` has one.
        Ok(()) | Err(CodegenError::NoRustfmt(_)) => {}
        Err(error) => panic!("{error}"),
    }
}
