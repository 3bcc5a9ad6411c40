//! Support for adopting the linter in projects with many findings: baselines, and checks of changes only.

mod args;
mod changed_lines;
mod changes;
mod filter;
mod git;
mod patch;

pub(crate) use args::AdoptionArgs;
pub(crate) use changes::Changes;
pub(crate) use filter::{Filter, Filtered, Gone};
