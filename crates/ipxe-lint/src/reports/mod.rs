//! Reports: findings to text, one module for each format.
//!
//! Each function takes the same [`Checked`] scripts, in the order of the output. Text from scripts and paths is always
//! escaped: control characters are written as escapes, and the special characters of each format are quoted.

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
pub use gitlab::{GitLab, GitLabFinding, GitLabLines, GitLabLocation, gitlab};
#[cfg(feature = "html")]
pub use html::html;
/// Types that reports of all crates share.
pub use ipxe_machine::report::{Place, Tool};
pub use json::{
    Json, JsonAssumption, JsonDiagnostic, JsonEdit, JsonFindings, JsonFix, JsonHeldBack, JsonLabel, JsonPlan,
    JsonReason, JsonSuppressed,
};
#[cfg(feature = "junit")]
pub use junit::junit;
pub use ndjson::{JsonLine, ndjson};
pub use others::{FilesReport, FormatReport, FormatSummary, FormattedScript, ReportedRule, RulesReport};
#[cfg(feature = "sarif")]
pub use sarif::{SarifLog, sarif};
pub use statistics::{RuleCount, Statistics};
pub use summary::Summary;
pub use suppressions::{SuppressionEntry, Suppressions};
