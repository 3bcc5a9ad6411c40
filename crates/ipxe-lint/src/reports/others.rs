//! Reports of commands that do not look for mistakes.

use ipxe_machine::report::Tool;
use serde::Serialize;

use super::Json;
use crate::{Category, FixKind, Level, RuleId};

/// The rules, as `ipxe-lint rules --format json` and `explain --format json` write them.
///
/// ```
/// use ipxe_lint::{RuleId, reports::RulesReport};
///
/// let report = RulesReport::documented(&[RuleId::UndefinedLabel]);
/// assert_eq!(report.rules[0].code, "IPX401");
/// assert!(report.rules[0].documentation.as_deref().unwrap().contains("undefined-label"));
/// ```
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(title = "Rules of ipxe-lint"))]
#[non_exhaustive]
pub struct RulesReport {
    /// The version of this structure, which all reports share.
    pub version: u32,
    /// The tool that wrote the report.
    pub tool: Tool,
    /// The rules, by code.
    pub rules: Vec<ReportedRule>,
}

/// A rule.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ReportedRule {
    /// Its name.
    pub name: &'static str,
    /// Its code: a short alias of the name.
    pub code: &'static str,
    /// What it finds, in a sentence without a full stop.
    pub summary: &'static str,
    /// The default level of its findings.
    pub level: Level,
    /// Whether its findings come with a fix.
    pub fix: FixKind,
    /// The version of ipxe-lint that added it.
    pub since: &'static str,
    /// Its family.
    pub category: Category,
    /// Whether it is on by default.
    pub on_by_default: bool,
    /// The URL of its documentation.
    pub url: String,
    /// Its documentation, in Markdown; only if requested.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(default))]
    pub documentation: Option<String>,
}

impl ReportedRule {
    fn new(rule: RuleId) -> Self {
        let meta = rule.meta();
        Self {
            name: meta.name,
            code: meta.code,
            summary: meta.summary,
            level: meta.level,
            fix: meta.fix,
            since: meta.since,
            category: meta.category(),
            on_by_default: rule.is_on_by_default(),
            url: rule.url(),
            documentation: None,
        }
    }
}

impl RulesReport {
    /// A report of these rules.
    #[must_use]
    pub fn new(rules: &[RuleId]) -> Self {
        let rules = rules.iter().copied().map(ReportedRule::new).collect();
        Self { version: Json::VERSION, tool: Tool::THIS, rules }
    }

    /// The same, with the documentation of each rule.
    #[must_use]
    pub fn documented(rules: &[RuleId]) -> Self {
        let mut report = Self::new(rules);
        for (reported, rule) in report.rules.iter_mut().zip(rules) {
            reported.documentation = Some(rule.page());
        }
        report
    }
}

/// The formatted scripts, as `ipxe-lint fmt --format json` writes them.
///
/// ```
/// use ipxe_lint::reports::{FormattedScript, FormatReport};
///
/// let report = FormatReport::new(vec![FormattedScript::new("boot.ipxe", true, true)]);
/// assert_eq!((report.summary.scripts, report.summary.changed), (1, 1));
/// ```
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(title = "Report of ipxe-lint fmt"))]
#[non_exhaustive]
pub struct FormatReport {
    /// The version of this structure, which all reports share.
    pub version: u32,
    /// The tool that wrote the report.
    pub tool: Tool,
    /// Numbers of scripts.
    pub summary: FormatSummary,
    /// The scripts, by path.
    pub scripts: Vec<FormattedScript>,
}

/// Numbers of scripts.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct FormatSummary {
    /// Number of checked scripts.
    pub scripts: usize,
    /// Number of changed scripts. With `--check` or `--diff`, they are not changed.
    pub changed: usize,
}

/// A formatted script.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct FormattedScript {
    /// The script. Bytes of a path that are not UTF-8 are replaced.
    pub path: String,
    /// Whether it was changed. With `--check` or `--diff`, whether it would be.
    pub changed: bool,
    /// Whether iPXE recognizes it as a script; otherwise it is not formatted.
    pub script: bool,
}

impl FormattedScript {
    /// A script's path, whether it changes, and whether iPXE recognizes it as a script.
    #[must_use]
    pub fn new(path: impl Into<String>, changed: bool, script: bool) -> Self {
        Self { path: path.into(), changed, script }
    }
}

impl FormatReport {
    /// A report of these scripts.
    #[must_use]
    pub fn new(scripts: Vec<FormattedScript>) -> Self {
        let changed = scripts.iter().filter(|script| script.changed).count();
        let summary = FormatSummary { scripts: scripts.len(), changed };
        Self { version: Json::VERSION, tool: Tool::THIS, summary, scripts }
    }
}

/// Paths of files: those to check, as `ipxe-lint check --show-files --format json` writes them, or those that
/// `ipxe-lint init --format json` wrote.
///
/// ```
/// use ipxe_lint::reports::FilesReport;
///
/// assert_eq!(FilesReport::new(["boot.ipxe".to_owned()]).files, ["boot.ipxe"]);
/// ```
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(title = "Files of ipxe-lint"))]
#[non_exhaustive]
pub struct FilesReport {
    /// The version of this structure, which all reports share.
    pub version: u32,
    /// The tool that wrote the report.
    pub tool: Tool,
    /// The files. Bytes of a path that are not UTF-8 are replaced.
    pub files: Vec<String>,
}

impl FilesReport {
    /// A report of these files.
    #[must_use]
    pub fn new(files: impl IntoIterator<Item = String>) -> Self {
        Self { version: Json::VERSION, tool: Tool::THIS, files: files.into_iter().collect() }
    }
}
