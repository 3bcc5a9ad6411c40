//! Runs of the command: what it prints, where, and how it ends.

mod check;
mod context;
mod failures;
mod fixes;
mod fmt;
mod formats;
mod inputs;
mod other_commands;
mod packaging;
mod plan;
mod project;
mod resolve;
mod run;
mod samples;
mod support;
mod suppressions;
mod test;
