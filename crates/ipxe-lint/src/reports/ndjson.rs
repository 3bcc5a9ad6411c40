use serde::Serialize;

use super::{Checked, Fingerprints, Json, JsonDiagnostic};

/// A line of the report for programs that read one finding after the other: a finding as in [`Json`], and the version of
/// that format. Ready for any serde serializer.
///
/// ```
/// use ipxe_lint::{LintOptions, lint, reports::{Checked, ndjson}};
///
/// let source = b"#!ipxe\ngoto nowhere\n";
/// let report = lint(&ipxe_syntax::parse(source), &LintOptions::default());
/// let scripts = [Checked::new("boot.ipxe", source, report.diagnostics())];
/// let lines: Vec<_> = ndjson(&scripts).map(|line| serde_json::to_string(&line).unwrap()).collect();
/// assert!(lines[0].starts_with(r#"{"version":1,"code":"IPX401","name":"undefined-label","#));
/// ```
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(
        title = "Line of a report of ipxe-lint",
        description = "What each line is that `ipxe-lint --format ndjson` writes: a finding, as in the report that `--format json` writes."
    )
)]
#[non_exhaustive]
pub struct JsonLine<'a> {
    /// The version of the format.
    pub version: u32,
    /// The finding.
    #[serde(flatten)]
    pub diagnostic: JsonDiagnostic<'a>,
}

/// The findings, by script and place.
pub fn ndjson<'a>(scripts: &'a [Checked<'_>]) -> impl Iterator<Item = JsonLine<'a>> {
    scripts.iter().flat_map(|script| {
        let mut fingerprints = Fingerprints::default();
        script.diagnostics().iter().map(move |finding| {
            let fingerprint = fingerprints.next(script, finding);
            JsonLine { version: Json::VERSION, diagnostic: JsonDiagnostic::new(script, finding, fingerprint) }
        })
    })
}
