use std::{fmt, str::FromStr};

use ipxe_catalog::did_you_mean;
use ipxe_host::{TemplateEngine, Templating};
use serde::{Deserialize, Serialize, Serializer};

/// Files that a template engine has yet to render.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct TemplateFiles {
    /// Which files: patterns, as in `.gitignore` files.
    pub paths: Vec<String>,
    /// The engine; `none` for scripts as iPXE gets them.
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::schema::template_engine"))]
    pub engine: EngineName,
    /// The names that `envsubst` fills in; none: all that it can.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub variables: Vec<String>,
    /// Whether Jinja removes the line end after a statement or comment: its option of this name. Ansible sets it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not", alias = "trim_blocks")]
    pub trim_blocks: bool,
    /// Whether Jinja removes the blanks before a statement or comment that begins a line: its option of this name.
    #[serde(default, skip_serializing_if = "std::ops::Not::not", alias = "lstrip_blocks")]
    pub lstrip_blocks: bool,
}

impl TemplateFiles {
    /// The template settings for the files.
    #[must_use]
    pub fn templating(&self) -> Templating {
        Templating::of(self.engine.0)
            .with_variables(self.variables.clone())
            .with_block_options(self.trim_blocks, self.lstrip_blocks)
    }
}

/// A template engine by one of its common names.
///
/// ```
/// use ipxe_lint::config::EngineName;
///
/// let error = "jinga".parse::<EngineName>().unwrap_err();
/// assert_eq!(error.to_string(), "unknown template engine `jinga`; did you mean `jinja`?");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EngineName(pub TemplateEngine);

/// A name that no template engine has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownEngine(String);

impl FromStr for EngineName {
    type Err = UnknownEngine;

    fn from_str(name: &str) -> Result<Self, UnknownEngine> {
        name.parse().map(Self).map_err(|_| UnknownEngine(name.to_owned()))
    }
}

impl fmt::Display for UnknownEngine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = crate::text::printable(&self.0);
        write!(f, "unknown template engine `{name}`; ")?;
        let known = TemplateEngine::all().flat_map(TemplateEngine::names);
        if let Some(near) = did_you_mean(&self.0, known.copied()) {
            return write!(f, "did you mean `{near}`?");
        }
        let names: Vec<&str> = TemplateEngine::all().map(TemplateEngine::name).collect();
        write!(f, "expected one of {}", names.join(", "))
    }
}

impl std::error::Error for UnknownEngine {}

impl Serialize for EngineName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.name())
    }
}

impl<'de> Deserialize<'de> for EngineName {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        super::named::one(deserializer)
    }
}
