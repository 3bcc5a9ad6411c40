//! Configurations, and how several of them are merged.
//!
//! A [`Config`] is the content of one source: a file, or a command line. Everything in it is optional. [`Layers`]
//! merges several, and a [`World`] is the resulting target. Nothing here reads files: any serde deserializer provides a
//! configuration, and the position of its errors.
//!
//! ```
//! use ipxe_lint::{RuleId, config::{Config, Layers}};
//!
//! let file: Config = serde_json::from_str(
//!     r#"{ "ignore": ["menus"], "rules": { "undefined-label": "warning" }, "target": { "platforms": ["efi"] } }"#,
//! )?;
//! let (rules, _) = Layers::new([&file]).rules(|_| false);
//! assert!(!rules.is_enabled(RuleId::DuplicateMenuItem));
//! # Ok::<(), serde_json::Error>(())
//! ```

#[expect(clippy::module_inception, reason = "a file holds the type that it is named after")]
mod config;
mod fail_on;
mod layers;
pub(crate) mod named;
mod path_override;
mod report_format;
mod root_directory;
mod rule_entry;
mod rule_level;
mod rule_table;
#[cfg(feature = "schema")]
mod schema;
mod target;
mod template_files;

pub use crate::world::{Origin, Resolved, World};
pub use config::Config;
pub use fail_on::{FailOn, UnknownFailOn};
pub use layers::Layers;
pub use path_override::Override;
pub use report_format::ReportFormat;
pub use root_directory::RootDirectory;
pub use rule_entry::RuleEntry;
pub use rule_level::{RuleLevel, UnknownRuleLevel};
pub use rule_table::RuleTable;
pub use target::TargetConfig;
pub use template_files::{EngineName, TemplateFiles, UnknownEngine};
