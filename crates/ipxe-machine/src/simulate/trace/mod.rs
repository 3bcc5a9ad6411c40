//! What a run did, command by command.

mod record;
mod step;

#[cfg(feature = "serde")]
mod json;

pub use record::Trace;
pub use step::{Step, Steps};
