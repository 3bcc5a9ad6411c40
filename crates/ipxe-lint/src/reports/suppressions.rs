use std::{
    borrow::Cow,
    io::{self, Write},
};

use serde::Serialize;

use super::{Checked, Place, Tool};
use crate::{SuppressionScope, text::printable};

/// All suppressions of some scripts, for any serde serializer.
///
/// ```
/// use ipxe_lint::{LintOptions, lint, reports::{Checked, Suppressions}};
///
/// let source = b"#!ipxe\nfrobnicate || shell # ipxe-lint: ignore[unknown-command] our own build\n";
/// let report = lint(&ipxe_syntax::parse(source), &LintOptions::default().with_suppressions(true));
/// let scripts = [Checked::with_report("boot.ipxe", source, &report)];
/// let mut text = Vec::new();
/// Suppressions::new(&scripts).write_text(&mut text)?;
/// assert_eq!(text, b"boot.ipxe:2:21: ignore[unknown-command] suppresses 1 finding: our own build\n");
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(title = "Suppressions of ipxe-lint"))]
#[non_exhaustive]
pub struct Suppressions<'a> {
    /// The version of this format.
    pub version: u32,
    /// The tool that wrote the list.
    pub tool: Tool,
    /// The suppressions, by script and position.
    pub suppressions: Vec<SuppressionEntry<'a>>,
}

/// A suppression.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct SuppressionEntry<'a> {
    /// The script. Bytes of a path that are not UTF-8 are replaced.
    pub path: Cow<'a, str>,
    /// The place of the comment.
    #[serde(flatten)]
    pub place: Place,
    /// The lines that it applies to.
    pub scope: SuppressionScope,
    /// The rules in its brackets; a code is replaced with the name of its rule.
    pub rules: Vec<String>,
    /// The reason in the comment.
    pub reason: Option<&'a str>,
    /// Number of findings that it suppresses.
    pub findings: usize,
}

impl<'a> Suppressions<'a> {
    /// The version of the format.
    pub const VERSION: u32 = 1;

    /// Lists them.
    #[must_use]
    pub fn new(scripts: &'a [Checked<'_>]) -> Self {
        let entries = scripts.iter().flat_map(|script| {
            script.suppressions().iter().map(|suppression| SuppressionEntry {
                path: script.path().to_string_lossy(),
                place: script.place(suppression.span),
                scope: suppression.scope,
                rules: suppression.rules.iter().map(|rules| rules.selector.to_string()).collect(),
                reason: suppression.reason.as_deref(),
                findings: suppression.rules.iter().map(|rules| rules.uses).sum(),
            })
        });
        Self { version: Self::VERSION, tool: Tool::THIS, suppressions: entries.collect() }
    }

    /// Writes a line for each suppression.
    pub fn write_text(&self, out: &mut impl Write) -> io::Result<()> {
        for entry in &self.suppressions {
            let (path, place) = (printable(&entry.path), entry.place);
            let (verb, rules) = (entry.scope.as_str(), entry.rules.join(", "));
            let findings = match entry.findings {
                0 => "nothing".to_owned(),
                1 => "1 finding".to_owned(),
                more => format!("{more} findings"),
            };
            let reason = entry.reason.unwrap_or("no reason given");
            writeln!(
                out,
                "{path}:{}:{}: {verb}[{rules}] suppresses {findings}: {reason}",
                place.line, place.column
            )?;
        }
        Ok(())
    }
}
