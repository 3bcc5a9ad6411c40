//! All possible outcomes of a script.
//!
//! If a run depends on an unknown fact (a setting, a download, a menu choice, a key), every path is followed. A path is
//! a machine and the facts that were assumed for it, so a fact keeps its value on one path; paths to the same machine
//! with the same facts are merged. The result is a graph, and the conditions of an outcome are derived from it.

mod answers;
mod asker;
mod condition;
#[cfg(feature = "serde")]
mod deps_report;
mod download;
mod explorer;
mod fact;
mod frontier;
mod graph;
mod machines;
mod merging;
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
#[cfg(feature = "serde")]
pub use deps_report::{DepsReport, EntryDownloads, ReportedDownload, RootFile, RootFiles};
pub use download::PossibleDownload;
pub use explorer::Explorer;
pub use fact::{Answer, Fact};
pub use options::{ExploreLimits, OpenFacts, OpenFailures};
#[cfg(feature = "serde")]
pub use plan_report::{PlanReport, ReportedDrive, ReportedImage, ReportedOutcome};
pub use report::{Exploration, PossibleOutcome, Way};

#[cfg(test)]
mod tests;
