//! All outcomes that a script can have.
//!
//! Where a run depends on something that is not known (a setting, a download, a choice from a menu, a key), every way
//! is followed. A way is a machine and the facts that were assumed for it, so that a fact that turned out one way does
//! not turn out another way later; ways that lead to the same machine with the same facts are one from there on. What
//! remains is a graph, and what leads to an outcome is read off from it.

mod answers;
mod asker;
mod condition;
mod explorer;
mod fact;
mod frontier;
mod graph;
mod machines;
mod options;
mod own;
#[cfg(feature = "serde")]
mod plan_report;
mod questions;
mod report;
mod search;
mod watch;
mod ways;

pub use condition::Condition;
pub use explorer::Explorer;
pub use fact::{Answer, Fact};
pub use options::{ExploreLimits, OpenFacts, OpenFailures};
#[cfg(feature = "serde")]
pub use plan_report::{PlanReport, ReportedDrive, ReportedImage, ReportedOutcome};
pub use report::{Exploration, PossibleOutcome, Way};

#[cfg(test)]
mod tests;
