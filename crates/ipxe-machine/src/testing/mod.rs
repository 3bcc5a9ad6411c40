//! Tests of scripts: expectations about runs, and files that contain them.
//!
//! A [`TestSuite`] is such a file. It does no I/O: the caller reads the scripts and contexts that it names, runs them
//! with a [`Simulator`](crate::simulate::Simulator), and gets the mismatches from the [`RunExpectation`].

mod data;
mod expectation;
mod image;
mod mismatch;
mod report;
#[cfg(feature = "schema")]
pub(crate) mod schema;
mod script_test;
mod status;
mod suite;
mod text;

#[cfg(test)]
mod tests;

pub use expectation::RunExpectation;
pub use image::ImageExpectation;
pub use mismatch::{Mismatch, Requirement};
pub use report::{TestReport, TestResult, TestSummary, TestVerdict};
pub use script_test::{ContextSource, ScriptTest};
pub use status::ExpectedStatus;
pub use suite::TestSuite;
pub use text::TextExpectation;
