//! The chores of this workspace: `cargo xtask codegen [--check]`.

#![forbid(unsafe_code)]

use std::process::ExitCode;

use xtask::codegen::{self, Mode};

const USAGE: &str = "\
usage: cargo xtask codegen [--check]

  codegen          writes crates/ipxe-catalog/src/generated/ from crates/ipxe-catalog/data/
  codegen --check  fails if that would change anything";

#[expect(clippy::print_stderr, reason = "a command for those who work on this project")]
fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let mode = match arguments.as_slice() {
        ["codegen"] => Mode::Write,
        ["codegen", "--check"] => Mode::Check,
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match codegen::run(mode) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
