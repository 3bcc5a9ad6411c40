//! The JSON schemas of the files and reports of this crate, as texts.

/// All of them, by name, with their texts: what may stand in a configuration, what the report of `check` as JSON consists of,
/// and a line of that as NDJSON.
///
/// ```
/// let (_, schema) = ipxe_lint::schemas::ALL.iter().find(|(name, _)| *name == "config").unwrap();
/// assert!(schema.starts_with('{'));
/// ```
pub const ALL: &[(&str, &str)] = &[
    ("config", include_str!("../schemas/config.schema.json")),
    ("finding", include_str!("../schemas/finding.schema.json")),
    ("report", include_str!("../schemas/report.schema.json")),
];
