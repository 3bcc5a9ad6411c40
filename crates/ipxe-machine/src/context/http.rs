//! An HTTP server for runs of a script.

/// An HTTP server that a run of a script can fetch from. Plays no part in resolving.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct HttpServer {
    /// The URI below which its files are, with a slash at the end.
    pub base: String,
    /// The directory that holds its files, relative to the context's own file.
    pub files: String,
    /// The class of failure for everything else; `ENOENT` unless said.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub anything_else: Option<String>,
}
