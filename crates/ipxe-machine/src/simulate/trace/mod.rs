//! The trace of a run, command by command.

mod record;
mod step;

#[cfg(feature = "serde")]
mod json;

pub use record::Trace;
pub use step::{Step, Steps};
