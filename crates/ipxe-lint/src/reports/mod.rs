//! Reports: findings in, text out, a file per format.
//!
//! Each takes the same [`Checked`] scripts, in the order in which they are to appear. Nothing that comes
//! from a script or a path reaches a report raw: control characters are written as escapes, and each
//! format's own special characters are quoted.

mod checked;
#[cfg(feature = "checkstyle")]
mod checkstyle;
mod concise;
mod fingerprint;
mod github;
mod gitlab;
#[cfg(feature = "html")]
mod html;
mod json;
#[cfg(feature = "junit")]
mod junit;
mod ndjson;
mod others;
#[cfg(feature = "sarif")]
mod sarif;
#[cfg(feature = "sarif")]
mod sarif_rules;
mod statistics;
mod summary;
mod suppressions;
#[cfg(any(feature = "sarif", feature = "html"))]
mod uri;

pub use checked::{Checked, LeftOut};
#[cfg(feature = "checkstyle")]
pub use checkstyle::checkstyle;
pub use concise::{ConcisePart, concise, concise_painted};
pub use fingerprint::{Fingerprint, Fingerprints, MalformedFingerprint};
pub use github::github;
pub use gitlab::{GitLabFinding, GitLabLines, GitLabLocation, gitlab};
#[cfg(feature = "html")]
pub use html::html;
/// What reports of all crates have in common.
pub use ipxe_machine::report::{Place, Tool};
pub use json::{
    Json, JsonAssumption, JsonDiagnostic, JsonEdit, JsonFix, JsonLabel, JsonPlan, JsonReason, JsonSuppressed,
};
#[cfg(feature = "junit")]
pub use junit::junit;
pub use ndjson::{JsonLine, ndjson};
pub use others::{FilesReport, FormatReport, FormatSummary, FormattedScript, ReportedRule, RulesReport};
#[cfg(feature = "sarif")]
pub use sarif::sarif;
pub use statistics::{RuleCount, Statistics};
pub use summary::Summary;
pub use suppressions::{SuppressionEntry, Suppressions};
