//! The tasks of this workspace: `cargo xtask codegen [--check]`, `cargo xtask docs [--check]`,
//! `cargo xtask new-rule NAME FAMILY`.

#![forbid(unsafe_code)]

use std::{path::Path, process::ExitCode};

use xtask::{
    codegen::{self, Mode},
    docs, new_rule, schema,
};

const USAGE: &str = "\
usage: cargo xtask codegen|docs [--check]
       cargo xtask new-rule NAME FAMILY

  codegen          writes crates/ipxe-catalog/src/generated/ from crates/ipxe-catalog/data/, and the profiles
                   of crates/ipxe-machine
  docs             writes docs/rules/, the book's list of them and the schema of configurations from crates/ipxe-lint/src/rules/
  new-rule         makes the folder of a rule, with the next code of a family such as `flow`, and registers it
  --check          fails if that would change anything, and changes nothing";

#[expect(clippy::print_stderr, reason = "a command for those who work on this project")]
fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments.as_slice() {
        ["codegen"] => codegen::run(Mode::Write).map_err(|error| error.to_string()),
        ["codegen", "--check"] => codegen::run(Mode::Check).map_err(|error| error.to_string()),
        ["docs"] => {
            docs::run(Mode::Write).and_then(|()| schema::run(Mode::Write)).map_err(|error| error.to_string())
        }
        ["docs", "--check"] => {
            docs::run(Mode::Check).and_then(|()| schema::run(Mode::Check)).map_err(|error| error.to_string())
        }
        ["new-rule", name, family] => {
            let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ipxe-lint/src");
            new_rule::run(&sources, name, family).map_err(|error| error.to_string())
        }
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
