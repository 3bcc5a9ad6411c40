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
    /// The file that says what is known about the machine and its network.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub context: Option<PathBuf>,
    /// Values of settings, in place of what the context has for them.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub settings: BTreeMap<String, ContextValue>,
    /// What the provider supplies: the name of a built-in profile, or a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profile: Option<PathBuf>,
    /// The rules that report, in place of all that are on by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::schema::optional_selectors"))]
    pub select: Option<Vec<RuleSelector>>,
    /// Rules that report, too.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::schema::selectors"))]
    pub extend_select: Vec<RuleSelector>,
    /// Rules that do not report.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::schema::selectors"))]
    pub ignore: Vec<RuleSelector>,
    /// How bad what rules find is, and what they leave to their users.
    #[serde(skip_serializing_if = "RuleTable::is_empty")]
    pub rules: RuleTable,
    /// Whether the scripts are entry points (`true`), or others start them and may have set things for them (`false`). Where
    /// nobody says, each is taken for what it shows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entry: Option<bool>,
    /// Whether comments in scripts may hold findings back. Where nobody says, the command lets them, and the library does
    /// not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suppressions: Option<bool>,
    /// What is different for some scripts; later ones win.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub overrides: Vec<Override>,
    /// Which template engines render which files; later ones win. Of others, the extension says it, or the text.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub templates: Vec<TemplateFiles>,
    /// Files in directories that are scripts, too, whatever their names and first lines.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub include: Vec<String>,
    /// Files in directories that are left out, and directories.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub exclude: Vec<String>,
    /// Whether scripts that start each other are followed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub follow: Option<bool>,
    /// Directories that have the scripts below URLs.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub serve: BTreeMap<String, PathBuf>,
    /// Directories that are the document roots of servers, as `DIR` or `DIR=URL`: what is not in them, the servers do not have.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(with = "Vec<String>"))]
    pub root: Vec<RootDirectory>,
    /// The file with findings that are known and not to be reported.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub baseline: Option<PathBuf>,
    /// How findings are written, as `--format` names it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<ReportFormat>,
    /// The level from which findings fail a run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fail_on: Option<FailOn>,
    /// How many warnings do not yet fail a run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_warnings: Option<usize>,
}

impl Config {
    /// The same configuration with its paths seen from where `folder` is relative to, `folder` being the directory of its
    /// file. A profile that can only be meant as a name stays one.
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
