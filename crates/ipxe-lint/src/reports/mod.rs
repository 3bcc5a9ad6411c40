//! Reports: findings in, text out, a file per format.
//!
//! Each takes the same [`Checked`] scripts, in the order in which they are to appear. Nothing that comes
//! from a script or a path reaches a report raw: control characters are written as escapes, and each
//! format's own special characters are quoted.

mod checked;
mod concise;
mod place;
mod statistics;
mod summary;

pub use checked::Checked;
pub use concise::concise;
pub use place::Place;
pub use statistics::{RuleCount, Statistics};
pub use summary::Summary;
