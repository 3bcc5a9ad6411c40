use std::{
    collections::BTreeMap,
    io::{self, Write},
    path::{Path, PathBuf},
};

use ipxe_lint::{
    Level, RuleId, RuleSelection,
    config::{self, Config, FailOn, Layers, Override, ReportFormat, TemplateFiles, World},
    reports::{Json, Tool},
};
use ipxe_lint_config::{ConfigFile, Finder, context, provider};
use serde::Serialize;
use serde_json::Value;

use super::{
    origin::Origin,
    values::{values, written},
};
use crate::failure::{Failure, shown};

/// The effective configuration of a script, and the source of each value.
#[derive(Debug, Serialize)]
#[cfg_attr(
    test,
    derive(schemars::JsonSchema),
    schemars(
        title = "Configuration of ipxe-lint",
        description = "What a script is checked with, and where each value comes from."
    )
)]
pub(super) struct Effective {
    /// The version of this structure, which all reports share.
    version: u32,
    /// The tool that wrote the report.
    tool: Tool,
    /// The script, or the directory.
    path: PathBuf,
    /// The effective configuration file.
    file: Option<PathBuf>,
    /// The values, by their keys.
    values: Vec<Entry>,
    /// The values that differ for some scripts.
    overrides: Vec<OverrideEntry>,
    /// The files that a template engine renders.
    templates: Vec<TemplateEntry>,
    /// The settings of each rule.
    rules: Vec<RuleEntry>,
}

/// A value.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Entry {
    /// The key, with those of the tables around it: `target.release`.
    key: String,
    /// The value.
    value: Value,
    /// The source of the value.
    origin: Origin,
}

/// The values that differ for some scripts.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct OverrideEntry {
    // The schema of configurations contains these, and all rules.
    #[serde(flatten)]
    #[cfg_attr(test, schemars(with = "std::collections::BTreeMap<String, Value>"))]
    different: Override,
    /// The source of the value.
    origin: Origin,
    /// Whether it applies; none: that depends on the script.
    applies: Option<bool>,
}

/// The files that a template engine renders.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct TemplateEntry {
    #[serde(flatten)]
    files: TemplateFiles,
    /// The source of the value.
    origin: Origin,
    /// Whether it applies; none: that depends on the script.
    applies: Option<bool>,
}

/// The settings of a rule.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct RuleEntry {
    /// The rule's name.
    name: &'static str,
    /// Its code.
    code: &'static str,
    /// Whether its findings are reported.
    reports: bool,
    /// The level of all its findings; none: each finding's own.
    level: Option<Level>,
    /// The source of the value.
    origin: Origin,
}

/// List keys to which the command line adds.
const ADDED_UP: [&str; 2] = ["extend-select", "ignore"];

impl Effective {
    pub(super) fn new(path: &Path, finder: &Finder, command_line: &Config) -> Result<Self, Failure> {
        let absolute = finder.here.absolute(path);
        let is_folder = path.is_dir();
        let file = if is_folder { finder.of_folder(&absolute)? } else { finder.of_file(path)? };
        let file = file.as_deref();
        let applying = file.filter(|_| !is_folder).map(|file| file.overrides(&absolute));
        let layers = Layers::new(file.map(|file| &file.config).into_iter().chain([command_line]));
        let (context, profile) = (context(file, command_line)?, provider(file, command_line)?);
        let world = layers.world(&context.machine, profile.as_ref());
        let applies = |one: &Override| {
            let number = file.and_then(|file| file.number_of(one));
            applying.as_ref().zip(number).is_some_and(|(applying, number)| applying[number])
        };
        let (rules, _) = layers.rules(applies);
        let levels = layers.levels(applies);
        let mut entries = defaults();
        if let Some(file) = file {
            add_file(&mut entries, file);
        }
        add_command_line(&mut entries, command_line);
        // The values from the banner are shown individually.
        entries.retain(|key, _| key[..] != ["target", "banner"]);
        let sources = Sources {
            file,
            context: layers.strongest(|config| config.context.as_deref()),
            profile: layers.strongest(|config| config.profile.as_deref()),
        };
        add_world(&mut entries, &world, &sources);
        Ok(Self {
            version: Json::VERSION,
            tool: Tool::THIS,
            path: path.to_path_buf(),
            file: file.map(|file| file.path.clone()),
            values: entries
                .into_iter()
                .map(|(key, (value, origin))| Entry { key: written(&key), value, origin })
                .collect(),
            overrides: file.map(|file| overrides(file, applying.as_deref())).unwrap_or_default(),
            templates: file
                .map(|file| templates(file, (!is_folder).then_some(&absolute)))
                .unwrap_or_default(),
            rules: levels
                .into_iter()
                // Several lines may affect it: rules have names, codes, families, and overrides.
                .map(|(rule, level)| RuleEntry::new(rule, &rules, sources.shown(level.origin, None)))
                .collect(),
        })
    }

    /// Writes it as a configuration file.
    pub(super) fn write_text(&self, out: &mut dyn Write) -> io::Result<()> {
        match &self.file {
            Some(file) => writeln!(out, "# Configuration of {}: {}", shown(&self.path), shown(file))?,
            None => writeln!(out, "# Configuration of {}: no configuration file", shown(&self.path))?,
        }
        let lines: Vec<(String, &Origin)> = self.values.iter().map(Entry::line).collect();
        let width = lines.iter().map(|(line, _)| line.chars().count()).filter(|width| *width <= 60).max();
        let width = width.unwrap_or_default();
        lines.iter().try_for_each(|(line, origin)| writeln!(out, "{line:width$}  # {origin}"))?;
        self.templates.iter().try_for_each(|files| files.write_text(out))?;
        self.overrides.iter().try_for_each(|different| different.write_text(out))?;
        self.write_rules(out)
    }

    /// Writes which rules report, or which do not, whichever list is shorter.
    fn write_rules(&self, out: &mut dyn Write) -> io::Result<()> {
        let (on, off): (Vec<&RuleEntry>, Vec<_>) = self.rules.iter().partition(|rule| rule.reports);
        writeln!(out, "\n# {} of {} rules report.", on.len(), self.rules.len())?;
        let (what, names) = if on.len() < off.len() { ("Those", on) } else { ("All but", off) };
        if names.is_empty() {
            return Ok(());
        }
        writeln!(out, "# {what}:")?;
        names.iter().try_for_each(|rule| writeln!(out, "#   {}", rule.name))
    }
}

impl Entry {
    /// Every single value is the same in TOML as in JSON.
    fn line(&self) -> (String, &Origin) {
        (format!("{} = {}", self.key, self.value), &self.origin)
    }
}

fn applying(applies: Option<bool>) -> &'static str {
    match applies {
        Some(true) => ", applies here",
        Some(false) => ", does not apply here",
        None => "",
    }
}

impl TemplateEntry {
    fn write_text(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "\n[[templates]]  # {}{}", self.origin, applying(self.applies))?;
        let text = toml::to_string(&self.files).map_err(io::Error::other)?;
        write!(out, "{text}")
    }
}

impl OverrideEntry {
    fn write_text(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "\n[[overrides]]  # {}{}", self.origin, applying(self.applies))?;
        let text = toml::to_string(&self.different).map_err(io::Error::other)?;
        // A nested table would be a table of the file.
        write!(out, "{}", text.replace("\n[rules", "\n[overrides.rules"))
    }
}

impl RuleEntry {
    fn new(rule: RuleId, rules: &RuleSelection, origin: Origin) -> Self {
        let meta = rule.meta();
        let (reports, level) = (rules.is_enabled(rule), rules.level(rule));
        Self { name: meta.name, code: meta.code, reports, level, origin }
    }
}

type Entries = BTreeMap<Vec<String>, (Value, Origin)>;

/// The defaults.
fn defaults() -> Entries {
    let mut config = Config::default();
    config.suppressions = Some(true);
    config.follow = Some(true);
    config.format = Some(ReportFormat::Full);
    config.fail_on = Some(FailOn::default());
    values(&config).into_iter().map(|(key, value)| (key, (value, Origin::Default))).collect()
}

/// The possible sources of a value.
struct Sources<'s> {
    file: Option<&'s ConfigFile>,
    context: Option<&'s Path>,
    profile: Option<&'s Path>,
}

impl Sources<'_> {
    /// The source of a value, for display.
    fn shown(&self, origin: config::Origin, key: Option<&[String]>) -> Origin {
        let path = |path: Option<&Path>| path.unwrap_or(Path::new("")).to_path_buf();
        match (origin, self.file) {
            (config::Origin::Config(0), Some(file)) => {
                Origin::File { path: file.path.clone(), line: key.and_then(|key| file.line_of(&names(key))) }
            }
            (config::Origin::Banner(0), Some(file)) => {
                let line = ["banner-file", "banner"].iter().find_map(|key| file.line_of(&["target", key]));
                Origin::Banner { path: Some(file.path.clone()), line }
            }
            (config::Origin::Banner(_), _) => Origin::Banner { path: None, line: None },
            (config::Origin::Config(_), _) => Origin::CommandLine,
            (config::Origin::Context, _) => Origin::Context { path: path(self.context) },
            (config::Origin::Profile, _) => Origin::Profile { name: path(self.profile) },
            _ => Origin::Default,
        }
    }
}

/// Adds the effective target, with the source of each part.
fn add_world(entries: &mut Entries, world: &World, sources: &Sources<'_>) {
    let mut config = Config::default();
    let target = &mut config.target;
    target.release = Some(world.version.value);
    target.platforms = Some(world.platforms.value.iter().collect());
    target.arches = Some(world.arches.value.iter().collect());
    target.build_options = world.build_options.iter().map(|(symbol, on)| (*symbol, on.value)).collect();
    let origin_of = |key: &[String]| match key {
        [_, key] if key == "release" => world.version.origin,
        [_, key] if key == "platforms" => world.platforms.origin,
        [_, key] if key == "arches" => world.arches.origin,
        [_, _, symbol] => {
            let mut options = world.build_options.iter();
            options
                .find(|(known, _)| known.name() == symbol)
                .map_or(config::Origin::Default, |(_, on)| on.origin)
        }
        _ => config::Origin::Default,
    };
    for (key, value) in values(&config) {
        let origin = sources.shown(origin_of(&key), Some(&key));
        entries.insert(key, (value, origin));
    }
}

fn add_file(entries: &mut Entries, file: &ConfigFile) {
    for (key, value) in values(&file.config) {
        let origin = Origin::File { path: file.path.clone(), line: file.line_of(&names(&key)) };
        entries.insert(key, (value, origin));
    }
}

fn add_command_line(entries: &mut Entries, command_line: &Config) {
    if command_line.select.is_some() {
        // It starts again.
        entries.retain(|key, _| !key.first().is_some_and(|first| ADDED_UP.contains(&first.as_str())));
    }
    for (key, value) in values(command_line) {
        let before = entries.remove(&key).filter(|_| ADDED_UP.contains(&key[0].as_str()));
        let entry = match (before, value) {
            (Some((Value::Array(before), Origin::File { path, line })), Value::Array(value)) => {
                (Value::Array([before, value].concat()), Origin::Both { path, line })
            }
            (_, value) => (value, Origin::CommandLine),
        };
        entries.insert(key, entry);
    }
}

fn overrides(file: &ConfigFile, applying: Option<&[bool]>) -> Vec<OverrideEntry> {
    let all = file.config.overrides.iter().enumerate();
    let entry = |(at, different): (usize, &Override)| OverrideEntry {
        different: different.clone(),
        origin: Origin::File { path: file.path.clone(), line: file.line_of(&["overrides", &at.to_string()]) },
        applies: applying.map(|applying| applying[at]),
    };
    all.map(entry).collect()
}

fn templates(file: &ConfigFile, path: Option<&PathBuf>) -> Vec<TemplateEntry> {
    let counts = path.map(|path| file.templates_of(path));
    let all = file.config.templates.iter().enumerate();
    let entry = |(at, files): (usize, &TemplateFiles)| TemplateEntry {
        files: files.clone(),
        origin: Origin::File { path: file.path.clone(), line: file.line_of(&["templates", &at.to_string()]) },
        applies: counts.map(|counts| counts == Some(at)),
    };
    all.map(entry).collect()
}

fn names(key: &[String]) -> Vec<&str> {
    key.iter().map(String::as_str).collect()
}

#[cfg(test)]
mod tests {
    use super::Effective;

    #[test]
    fn the_schema_is_up_to_date() {
        let schema = serde_json::to_string_pretty(&schemars::schema_for!(Effective)).unwrap() + "\n";
        if std::env::var_os("UPDATE_SCHEMAS").is_some() {
            std::fs::write("schemas/config-report.schema.json", schema).unwrap();
        } else {
            assert_eq!(schema, crate::schema::CONFIG_REPORT, "run this test again with UPDATE_SCHEMAS=1");
        }
    }
}
