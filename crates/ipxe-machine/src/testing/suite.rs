//! A file of tests.

use super::ScriptTest;

/// A file of tests for scripts, for serde (feature `serde`), from TOML, JSON or YAML.
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
/// Unknown keys and wrong values are errors. The feature `schema` provides a JSON schema.
#[derive(Clone, Debug, Default, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct TestSuite {
    /// A note for readers of the file.
    pub note: Option<String>,
    /// The defaults of every test in the file: everything that a test can have, except for a name.
    #[serde(deserialize_with = "super::data::defaults")]
    pub defaults: ScriptTest,
    /// The tests.
    #[serde(rename = "test")]
    pub tests: Vec<ScriptTest>,
}

impl TestSuite {
    /// The tests, completed with the defaults.
    #[must_use]
    pub fn complete_tests(&self) -> impl ExactSizeIterator<Item = ScriptTest> {
        self.tests.iter().map(|test| test.clone().over(&self.defaults))
    }
}
