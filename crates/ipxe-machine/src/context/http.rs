//! An HTTP server for runs of a script.

/// An HTTP server for runs of a script. It has no effect on resolving.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct HttpServer {
    /// The URI below which its files are, with a slash at the end.
    pub base: String,
    /// The directory with its files, relative to the context's own file.
    pub files: String,
    /// The error class for all other URIs; `ENOENT` by default.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub anything_else: Option<String>,
}
