//! Tests of scripts: what is expected of a run, and files that say so.
//!
//! A [`TestSuite`] is such a file. It does no I/O: whoever runs it reads the scripts and contexts that it names, has a
//! [`Simulator`](crate::simulate::Simulator) run them, and asks the [`RunExpectation`] what is not as expected.

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
