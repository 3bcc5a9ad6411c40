//! One test.

use std::collections::BTreeMap;

use ipxe_catalog::{Arch, Platform, Version};

use super::RunExpectation;
use crate::context::over;
use crate::context::{ContextValue, NetworkContext, Responses};

/// A test: a script, the environment in which it runs, and expectations about the run.
#[derive(Clone, Debug, Default, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ScriptTest {
    /// Its name in reports.
    pub name: Option<String>,
    /// The script: a file, relative to the file with the test.
    pub script: Option<String>,
    /// The text of the script, instead of a file.
    pub source: Option<String>,
    /// The machine and its network: a file, relative to the file with the test, or a table.
    pub context: Option<ContextSource>,
    /// What the provider supplies: the name of a built-in profile, or a file.
    pub profile: Option<String>,
    /// Settings that override those of the context.
    #[serde(deserialize_with = "crate::context::settings_table")]
    pub set: BTreeMap<String, ContextValue>,
    /// Responses of the environment that override those of the context.
    pub responses: Responses,
    /// Directories with the files that scripts download, by URL; relative to the file with the test.
    #[serde(deserialize_with = "super::data::servers")]
    pub serve: BTreeMap<String, String>,
    /// The release of iPXE, if it differs from the context's.
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::schema::release"))]
    pub release: Option<Version>,
    /// Its platform.
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::schema::platform"))]
    pub platform: Option<Platform>,
    /// Its processor architecture.
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::schema::arch"))]
    pub arch: Option<Arch>,
    /// Build options that differ from the stock build: enabled (`PING_CMD = true`) or disabled.
    #[serde(deserialize_with = "super::data::build_options")]
    pub build_options: BTreeMap<String, bool>,
    /// What is expected.
    pub expect: RunExpectation,
}

/// The source of a context.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ContextSource {
    /// A file with that path.
    File(String),
    /// The file with the test.
    Inline(Box<NetworkContext>),
}

impl ScriptTest {
    /// Completes this test with another one. Tables (`set`, `serve`, `responses`, `build-options`, `expect`) are
    /// merged; everything else is replaced as a whole.
    #[must_use]
    pub fn over(self, lower: &Self) -> Self {
        // A script can only be given in one way.
        let from = if self.script.is_some() || self.source.is_some() { &self } else { lower };
        let (script, source) = (from.script.clone(), from.source.clone());
        Self {
            script,
            source,
            name: self.name.or_else(|| lower.name.clone()),
            context: self.context.or_else(|| lower.context.clone()),
            profile: self.profile.or_else(|| lower.profile.clone()),
            set: over(self.set, &lower.set),
            responses: self.responses.over(&lower.responses),
            serve: over(self.serve, &lower.serve),
            release: self.release.or(lower.release),
            platform: self.platform.or(lower.platform),
            arch: self.arch.or(lower.arch),
            build_options: over(self.build_options, &lower.build_options),
            expect: self.expect.over(&lower.expect),
        }
    }
}
