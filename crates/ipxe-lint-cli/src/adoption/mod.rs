//! What helps to adopt the linter where there are many findings already: baselines, and looking at changes only.

mod args;
mod changed_lines;
mod changes;
mod filter;
mod git;
mod patch;

pub(crate) use args::AdoptionArgs;
pub(crate) use changes::Changes;
pub(crate) use filter::{Filter, Filtered, Gone};
