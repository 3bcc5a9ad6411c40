//! The source of a profile's facts.

use std::borrow::Cow;

/// The source of a fact in a profile.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields, rename_all = "kebab-case", expecting = "a table with `url` and `says`")
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Evidence {
    /// The URL of the page or the file.
    pub url: Cow<'static, str>,
    /// The fact, in a sentence.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "str::is_empty"))]
    pub says: Cow<'static, str>,
}
