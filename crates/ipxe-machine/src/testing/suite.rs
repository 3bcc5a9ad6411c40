//! A file of tests.

use super::ScriptTest;

/// A file of tests for scripts, to be read through serde (feature `serde`) from TOML, JSON or YAML.
///
/// ```toml
/// [defaults]
/// context = "contexts/rack7.toml"
/// platform = "efi"
///
/// [[test]]
/// name = "a new server installs Debian"
/// script = "rendered/install.ipxe"
/// set = { IPXE_BOOT_HOSTNAME = "web1" }
///
/// [test.expect]
/// outcome = "booted"
/// kernel = "http://images.example/debian/linux"
/// command-line = { words = ["hostname=web1"], excludes = "debug" }
/// initrds = ["http://images.example/debian/initrd.gz"]
/// ```
///
/// Unknown keys and wrong values are refused. The feature `schema` gives it a JSON schema.
#[derive(Clone, Debug, Default, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct TestSuite {
    /// A remark for readers of the file.
    pub note: Option<String>,
    /// What every test of the file starts from: all that a test can have but a name.
    #[serde(deserialize_with = "super::data::defaults")]
    pub defaults: ScriptTest,
    /// The tests.
    #[serde(rename = "test")]
    pub tests: Vec<ScriptTest>,
}

impl TestSuite {
    /// The tests as a whole, with what they leave open filled in from the defaults.
    #[must_use]
    pub fn complete_tests(&self) -> impl ExactSizeIterator<Item = ScriptTest> {
        self.tests.iter().map(|test| test.clone().over(&self.defaults))
    }
}
