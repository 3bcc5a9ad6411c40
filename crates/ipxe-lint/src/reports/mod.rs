//! Reports: findings in, text out, a file per format.
//!
//! Each takes the same [`Checked`] scripts, in the order in which they are to appear. Nothing that comes
//! from a script or a path reaches a report raw: control characters are written as escapes, and each
//! format's own special characters are quoted.

mod checked;
mod concise;
mod fingerprint;
mod github;
mod json;
mod place;
#[cfg(feature = "sarif")]
mod sarif;
#[cfg(feature = "sarif")]
mod sarif_rules;
mod statistics;
mod summary;
mod suppressions;
#[cfg(feature = "sarif")]
mod uri;

pub use checked::Checked;
pub use concise::concise;
pub use fingerprint::{Fingerprint, Fingerprints, MalformedFingerprint};
pub use github::github;
pub use json::{Json, JsonDiagnostic, JsonEdit, JsonFix, JsonLabel, JsonReason, JsonSuppressed, Tool};
pub use place::Place;
#[cfg(feature = "sarif")]
pub use sarif::sarif;
pub use statistics::{RuleCount, Statistics};
pub use summary::Summary;
pub use suppressions::{SuppressionEntry, Suppressions};
