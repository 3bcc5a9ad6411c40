use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use ipxe_machine::context::ContextValue;
use serde::{Deserialize, Serialize};

use super::{FailOn, Override, ReportFormat, RootDirectory, RuleTable, TargetConfig, TemplateFiles};
use crate::RuleSelector;

/// What one source says of how scripts are to be checked: a file, or a command line.
///
/// Paths and patterns are relative to the directory of the file. Patterns are those of `.gitignore` files.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(
        title = "Configuration of ipxe-lint",
        description = "What `ipxe-lint.toml` may say. Paths and patterns are relative to its directory; patterns are those of `.gitignore` files."
    )
)]
#[non_exhaustive]
pub struct Config {
    /// Which iPXE the scripts are for.
    #[serde(skip_serializing_if = "TargetConfig::is_empty")]
    pub target: TargetConfig,
    /// The file that describes the machine and its network.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub context: Option<PathBuf>,
    /// Values of settings, which override those of the context.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub settings: BTreeMap<String, ContextValue>,
    /// What the provider supplies: the name of a built-in profile, or a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profile: Option<PathBuf>,
    /// The rules that report, instead of all that are on by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::schema::optional_selectors"))]
    pub select: Option<Vec<RuleSelector>>,
    /// Additional rules that report.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::schema::selectors"))]
    pub extend_select: Vec<RuleSelector>,
    /// Rules that do not report.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::schema::selectors"))]
    pub ignore: Vec<RuleSelector>,
    /// Levels and options of rules.
    #[serde(skip_serializing_if = "RuleTable::is_empty")]
    pub rules: RuleTable,
    /// Whether the scripts are entry points (`true`), or other scripts start them and may have set settings for them
    /// (`false`). The default is an assumption for each script.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entry: Option<bool>,
    /// Whether comments in scripts may suppress findings. By default, the command allows it, and the library does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suppressions: Option<bool>,
    /// Different values for some scripts; later entries take precedence.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub overrides: Vec<Override>,
    /// The template engines of files; later entries take precedence. For other files, the extension decides, or the text.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub templates: Vec<TemplateFiles>,
    /// Files in directories that are also scripts, whatever their names and first lines.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub include: Vec<String>,
    /// Files and directories to skip when directories are searched.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub exclude: Vec<String>,
    /// Whether to follow scripts that start each other.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub follow: Option<bool>,
    /// Directories with the scripts below URLs.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub serve: BTreeMap<String, PathBuf>,
    /// Document roots of servers, as `DIR` or `DIR=URL`: the servers have no other files.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(with = "Vec<String>"))]
    pub root: Vec<RootDirectory>,
    /// The file with the known findings, which are not reported.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub baseline: Option<PathBuf>,
    /// The format of the report, as in `--format`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<ReportFormat>,
    /// The level from which findings fail a run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fail_on: Option<FailOn>,
    /// Number of warnings that do not fail a run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_warnings: Option<usize>,
}

impl Config {
    /// The same configuration, with its paths relative to the current directory instead of `folder`, the directory of
    /// its file. A profile that can only be a name stays a name.
    #[must_use]
    pub fn seen_from(mut self, folder: &Path) -> Self {
        let is_file =
            |profile: &&mut PathBuf| profile.extension().is_some() || profile.components().count() > 1;
        let own = [&mut self.context, &mut self.baseline, &mut self.target.banner_file].into_iter().flatten();
        let roots = self.root.iter_mut().map(|root| &mut root.directory);
        let paths =
            own.chain(self.profile.as_mut().filter(is_file)).chain(self.serve.values_mut()).chain(roots);
        paths.for_each(|path| *path = folder.join(&*path));
        self
    }
}
