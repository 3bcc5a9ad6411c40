//! How the world responds to a run of a script.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use ipxe_language::status::{ErrorClass, UnknownErrorClass};

/// How the world responds to a run of a script, where it would not be as the rest of the context says. Plays no part
/// in resolving.
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
    /// What downloads give, by absolute URI: `ok`, for something that works as whatever it is used for, or a class of
    /// failure. Goes before the files of the HTTP server.
    pub fetch: BTreeMap<String, Response>,
    /// Whether commands work that depend on the world in some other way, such as `ntp` or `cpuid`, by name.
    pub commands: BTreeMap<String, Response>,
    /// The names of the entries that are picked from menus, by the menu's title.
    pub menus: BTreeMap<String, String>,
    /// The names of the entries that are picked from all other menus, one after another.
    pub choices: Vec<String>,
    /// What is typed when text is asked for, by the name of the setting.
    pub text: BTreeMap<String, String>,
    /// Whether somebody presses the keys that are asked for.
    pub presses_keys: bool,
}

impl Responses {
    /// The same responses with what they leave open filled in. Of tables, each entry is for itself; keys are pressed if
    /// either says so.
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
/// Written `ok`, or as a class of failure such as `ENOENT`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Response {
    /// It does.
    Works,
    /// It fails in this way.
    Fails(ErrorClass),
}

impl Response {
    /// The same as a result.
    ///
    /// # Errors
    /// The class of the failure.
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
