//! The JSON schemas of the files and reports of this crate, as texts.

/// All schemas, by name, with their texts: configurations, the reports of `check`, `fmt`, `rules` and `explain`, the list of
/// suppressions, and a line of NDJSON.
///
/// ```
/// let (_, schema) = ipxe_lint::schemas::ALL.iter().find(|(name, _)| *name == "config").unwrap();
/// assert!(schema.starts_with('{'));
/// ```
pub const ALL: &[(&str, &str)] = &[
    ("config", include_str!("../schemas/config.schema.json")),
    ("files-report", include_str!("../schemas/files-report.schema.json")),
    ("finding", include_str!("../schemas/finding.schema.json")),
    ("format-report", include_str!("../schemas/format-report.schema.json")),
    ("report", include_str!("../schemas/report.schema.json")),
    ("rules-report", include_str!("../schemas/rules-report.schema.json")),
    ("suppressions-report", include_str!("../schemas/suppressions-report.schema.json")),
];
