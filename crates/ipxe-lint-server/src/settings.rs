//! The settings of the client.

use std::path::PathBuf;

use ipxe_lint::config::Config;
use serde::Deserialize;
use serde_json::Value;

/// The settings of the server. A client sends them when it starts the server, when they change, or on request.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub(crate) struct Settings {
    /// The configuration file to use instead of the nearest one of each script.
    pub(crate) config_file: Option<PathBuf>,
    /// Whether configuration files are ignored.
    pub(crate) isolated: bool,
    /// The contents of an `ipxe-lint.toml`, which take precedence over configuration files.
    pub(crate) configuration: Config,
    /// The maximum number of findings sent per text.
    pub(crate) max_findings: Option<usize>,
}

/// The section of the settings in the client.
pub(crate) const SECTION: &str = "ipxe-lint";

impl Settings {
    /// The default for the maximum number of findings per text.
    const MOST_FINDINGS: usize = 1000;

    pub(crate) fn most_findings(&self) -> usize {
        self.max_findings.unwrap_or(Self::MOST_FINDINGS)
    }

    /// Reads what a client sent: the settings themselves, or an object with their section. Empty settings are the
    /// default.
    pub(crate) fn read(sent: &Value) -> Result<Self, String> {
        let section = sent.get(SECTION).or_else(|| sent.get("ipxeLint")).unwrap_or(sent);
        let is_nothing = section.is_null() || section.as_array().is_some_and(Vec::is_empty);
        if is_nothing {
            return Ok(Self::default());
        }
        serde_json::from_value(section.clone()).map_err(|error| {
            let text = error.to_string();
            text.replacen("unknown field", "unknown key", 1)
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn settings_may_be_in_their_section_or_not() {
        for sent in [
            json!({"maxFindings": 5}),
            json!({"ipxe-lint": {"maxFindings": 5}}),
            json!({"ipxeLint": {"maxFindings": 5}}),
        ] {
            assert_eq!(Settings::read(&sent).unwrap().most_findings(), 5);
        }
        for nothing in [Value::Null, json!({}), json!([]), json!({"ipxe-lint": null})] {
            assert_eq!(Settings::read(&nothing), Ok(Settings::default()), "{nothing}");
        }
    }

    #[test]
    fn what_a_configuration_file_says_can_be_set() {
        let sent = json!({"configuration": {"target": {"release": "1.21.1"}, "ignore": ["unused-label"]}});
        assert!(Settings::read(&sent).unwrap().configuration.target.release.is_some());
        let wrong = Settings::read(&json!({"configuration": {"targt": {}}})).unwrap_err();
        assert!(wrong.starts_with("unknown key `targt`"), "{wrong}");
        assert!(Settings::read(&json!({"maxFindings": "many"})).is_err());
    }
}
