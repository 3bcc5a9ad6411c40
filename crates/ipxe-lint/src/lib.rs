//! Rules, fixes and diagnostics for iPXE scripts.
//!
//! [`lint`] runs every [rule](RuleId::ALL) on a parsed script and returns a [`Report`]: findings with their exact
//! position, what iPXE does there, how to correct it, and a [`Fix`] if one is certain. [`fix()`] applies the fixes
//! until nothing changes. [`Model`] has the other answers for a service: what a script boots, and the values of its
//! settings. Nothing here does I/O or prints. Types of the crates below are re-exported: no other dependency is needed.
//!
//! ```
//! use ipxe_lint::{Level, LintOptions, RuleId, lint, syntax::parse};
//!
//! let script = parse(b"#!ipxe\nchain http://192.0.2.1/menu.ipxe || goto retyr\n:retry\n");
//! let report = lint(&script, &LintOptions::default());
//! let finding = &report.diagnostics()[0];
//! assert_eq!((finding.rule, finding.level), (RuleId::UndefinedLabel, Level::Error));
//! assert_eq!(script.slice(finding.span), b"retyr");
//! ```
#![forbid(unsafe_code)]

mod absence;
mod assumption;
mod baseline;
pub mod config;
mod context;
mod diagnostic;
mod document;
mod explained;
mod facts;
mod fix;
mod fixpoint;
mod fnv;
mod level;
mod linter;
mod located;
mod mapping;
mod model;
mod occurrences;
mod options;
mod page;
mod part;
mod report;
pub mod reports;
mod rule;
mod rule_options;
mod rule_set;
mod rules;
pub mod schemas;
mod selector;
mod sink;
mod source;
mod suggest;
mod suppression;
mod template;
mod text;
mod world;

/// Knowledge about iPXE and netbooting: commands, options, releases, machines.
pub use ipxe_catalog as catalog;
/// Files that contain scripts: pages, programs, data.
pub use ipxe_host as host;
/// Machines and their networks, and the execution of scripts on them.
pub use ipxe_machine as machine;
/// The syntax of scripts: scripts, commands, words, spans.
pub use ipxe_syntax as syntax;

pub use assumption::Assumption;
pub use baseline::{Baseline, Baselined, KnownFinding};
pub use diagnostic::{Diagnostic, Label};
pub use document::Document;
pub use fix::{Applicability, Edit, Fix, Fixed, apply};
pub use fixpoint::{FixedScript, fix, fix_some};
pub use ipxe_model::given::Root;
pub use ipxe_model::given::Surroundings;
pub use ipxe_model::tree::{Outline, Project, Served};
pub use level::{Level, UnknownLevel};
pub use linter::with_analysis;
pub use located::Located;
pub use model::Model;
pub use options::LintOptions;
pub use report::Report;
pub use rule::{Category, FixKind, RuleId, RuleMeta};
pub use rule_options::{RuleOption, RuleOptions};
pub use selector::{RuleSelection, RuleSelector, UnknownRule};
pub use source::SourceFile;
pub use suppression::{Suppressed, SuppressedRules, Suppression, SuppressionScope};
pub use template::{lint, lint_with_outline, lint_with_renderings, outline};
pub use text::{is_harmful, printable, printable_lines};

/// Also tests the examples of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
