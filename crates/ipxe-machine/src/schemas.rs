//! The JSON schemas of the files and reports of this crate, as texts.

/// All schemas, by name, with their texts: files of contexts, profiles and tests, and the reports of `deps`, `plan`,
/// `profile`, `resolve` and `test`.
///
/// ```
/// let (_, schema) = ipxe_machine::schemas::ALL.iter().find(|(name, _)| *name == "profile").unwrap();
/// assert!(schema.starts_with('{'));
/// ```
pub const ALL: &[(&str, &str)] = &[
    ("context", include_str!("../schemas/context.schema.json")),
    ("deps-report", include_str!("../schemas/deps-report.schema.json")),
    ("plan-report", include_str!("../schemas/plan-report.schema.json")),
    ("profile", include_str!("../schemas/profile.schema.json")),
    ("profile-report", include_str!("../schemas/profile-report.schema.json")),
    ("resolve-report", include_str!("../schemas/resolve-report.schema.json")),
    ("test-report", include_str!("../schemas/test-report.schema.json")),
    ("test-suite", include_str!("../schemas/test-suite.schema.json")),
];
