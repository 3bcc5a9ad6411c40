//! The `ipxe-lint` command.
//!
//! It finds and reads files, and shows the results of the [`ipxe_lint`] library, which contains everything that a user
//! of the library needs.
#![forbid(unsafe_code)]

mod adoption;
mod banner;
mod bug;
mod check;
mod cli;
mod colors;
mod complain;
mod completions;
mod config;
mod context;
mod deps;
mod diff;
mod explain;
mod failure;
mod fmt;
mod full;
mod help;
mod inputs;
mod json;
mod man;
mod markdown;
mod offered;
mod outcome;
mod output;
mod plan;
mod profile;
mod progress;
mod report;
mod resolve;
mod resolved;
mod rules;
mod run;
mod schema;
mod secrets;
#[cfg(feature = "server")]
mod server;
mod stdin;
mod target;
mod test;
mod world;
mod write;

use clap::FromArgMatches;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

use crate::{cli::Cli, outcome::Outcome};

fn main() -> Outcome {
    bug::report_bugs();
    match help::matches().and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(cli) => cli.run(),
        Err(error) => help::show(&error),
    }
}
