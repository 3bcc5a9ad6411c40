//! How the world responds to a run of a script.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use crate::{ErrorClass, UnknownErrorClass};

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
