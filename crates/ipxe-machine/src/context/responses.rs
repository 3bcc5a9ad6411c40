//! The responses of the environment to a run of a script.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use ipxe_language::status::{ErrorClass, UnknownErrorClass};

/// How the environment responds during a run of a script; takes precedence over the rest of the context. It has no
/// effect on resolving.
///
/// In a file:
///
/// ```toml
/// [responses]
/// choices = ["install", "debian"]
/// presses-keys = true
///
/// [responses.fetch]
/// "http://boot.example/vmlinuz" = "ok"
/// "http://boot.example/extra.img" = "ENOENT"
///
/// [responses.commands]
/// ntp = "ETIMEDOUT"
///
/// [responses.menus]
/// "Boot menu" = "local"
///
/// [responses.text]
/// username = "admin"
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields, default, rename_all = "kebab-case")
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Responses {
    /// The results of downloads, by absolute URI: `ok` for a file that works for any purpose, or an error class. Takes
    /// precedence over the files of the HTTP server.
    pub fetch: BTreeMap<String, Response>,
    /// The results of other commands that depend on the environment, such as `ntp` or `cpuid`, by command name.
    pub commands: BTreeMap<String, Response>,
    /// The names of the entries to choose in menus, by the menu's title.
    pub menus: BTreeMap<String, String>,
    /// The names of the entries to choose in all other menus, one after another.
    pub choices: Vec<String>,
    /// The text to type, by the name of the setting.
    pub text: BTreeMap<String, String>,
    /// Whether the requested keys are pressed.
    pub presses_keys: bool,
}

impl Responses {
    /// Completes these responses with those of another one. Entries of tables are merged; keys are pressed if either
    /// says so.
    #[must_use]
    pub fn over(self, lower: &Self) -> Self {
        Self {
            fetch: over(self.fetch, &lower.fetch),
            commands: over(self.commands, &lower.commands),
            menus: over(self.menus, &lower.menus),
            choices: if self.choices.is_empty() { lower.choices.clone() } else { self.choices },
            text: over(self.text, &lower.text),
            presses_keys: self.presses_keys || lower.presses_keys,
        }
    }
}

/// A table with the entries that it lacks.
pub(crate) fn over<V: Clone>(
    mut upper: BTreeMap<String, V>,
    lower: &BTreeMap<String, V>,
) -> BTreeMap<String, V> {
    for (name, value) in lower {
        upper.entry(name.clone()).or_insert_with(|| value.clone());
    }
    upper
}

/// Whether something works.
///
/// In a file: `ok`, or an error class such as `ENOENT`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Response {
    /// It does.
    Works,
    /// It fails with this class.
    Fails(ErrorClass),
}

impl Response {
    /// The same as a result.
    ///
    /// # Errors
    /// The error class.
    pub const fn result(self) -> Result<(), ErrorClass> {
        match self {
            Self::Works => Ok(()),
            Self::Fails(class) => Err(class),
        }
    }
}

impl FromStr for Response {
    type Err = UnknownErrorClass;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "ok" { Ok(Self::Works) } else { text.parse().map(Self::Fails) }
    }
}

impl fmt::Display for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Works => f.write_str("ok"),
            Self::Fails(class) => class.fmt(f),
        }
    }
}
