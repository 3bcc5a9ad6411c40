//! The report as an HTML page.

mod card;
mod docs;
mod lines;
mod marks;
mod prose;
mod shown;

use std::{collections::BTreeMap, io};

use askama::Template;

use super::{Checked, Summary, uri};
use crate::{Level, RuleId, printable};
use lines::Block;

/// Writes a report as a single HTML page: the scripts with their findings marked, and the pages of the rules.
///
/// The page and its filters work without JavaScript and without a network. The output is reproducible. Runs of lines
/// without findings are folded, and omitted if they are long.
///
/// ```
/// use ipxe_lint::{LintOptions, lint, reports::{Checked, html}};
///
/// let source = b"#!ipxe\ngoto nowhere\n";
/// let report = lint(&ipxe_syntax::parse(source), &LintOptions::default());
/// let mut text = Vec::new();
/// html(&mut text, &[Checked::new("boot.ipxe", source, report.diagnostics())])?;
/// assert!(String::from_utf8_lossy(&text).contains(r#"goto <mark class="error IPX401">nowhere</mark>"#));
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn html(out: &mut impl io::Write, scripts: &[Checked<'_>]) -> io::Result<()> {
    Page::new(scripts).write_into(out)
}

#[derive(Template)]
#[template(path = "report.html")]
struct Page<'a> {
    version: &'static str,
    summary: Summary,
    levels: [Tally<Level>; 3],
    rules: Vec<Tally<RuleId>>,
    scripts: Vec<ScriptView<'a>>,
    clean: Vec<&'a str>,
}

/// The number of things of one kind.
struct Tally<T> {
    of: T,
    count: usize,
}

/// A script with findings.
struct ScriptView<'a> {
    /// Its identifier in links.
    id: String,
    name: &'a str,
    levels: [Tally<Level>; 3],
    /// The levels and codes of its findings, for the filters.
    classes: String,
    /// The assumption about it.
    assumption: Option<String>,
    blocks: Vec<Block<'a>>,
}

impl Tally<Level> {
    /// A counted noun, in the singular or plural.
    fn counted(&self) -> &'static str {
        match (self.of, self.count) {
            (Level::Error, 1) => "error",
            (Level::Error, _) => "errors",
            (Level::Warning, 1) => "warning",
            (Level::Warning, _) => "warnings",
            (Level::Advice, _) => "advice",
        }
    }
}

impl Tally<RuleId> {
    /// The rule's documentation, as HTML.
    fn docs(&self) -> String {
        docs::html(self.of)
    }
}

impl<'a> Page<'a> {
    fn new(scripts: &'a [Checked<'_>]) -> Self {
        let (found, clean): (Vec<_>, Vec<_>) = scripts.iter().partition(|one| !one.diagnostics().is_empty());
        let mut rules = BTreeMap::new();
        for finding in scripts.iter().flat_map(Checked::diagnostics) {
            *rules.entry(finding.rule).or_insert(0) += 1;
        }
        Self {
            version: env!("CARGO_PKG_VERSION"),
            summary: Summary::new(scripts),
            levels: levels(scripts),
            rules: rules.into_iter().map(|(of, count)| Tally { of, count }).collect(),
            scripts: found.into_iter().map(ScriptView::new).collect(),
            clean: clean.into_iter().map(|script| script.file().name()).collect(),
        }
    }
}

impl<'a> ScriptView<'a> {
    fn new(script: &'a Checked<'_>) -> Self {
        let id = uri::of(script.path());
        let mut classes: Vec<&str> = Vec::new();
        for finding in script.diagnostics() {
            classes.extend([finding.level.as_str(), finding.rule.meta().code]);
        }
        classes.sort_unstable();
        classes.dedup();
        Self {
            name: script.file().name(),
            levels: levels(std::slice::from_ref(script)),
            classes: classes.join(" "),
            assumption: script.assumption().map(|assumption| printable(&assumption.to_string())),
            blocks: lines::blocks(script, &id),
            id,
        }
    }
}

/// The number of findings of each level, the worst first.
fn levels(scripts: &[Checked<'_>]) -> [Tally<Level>; 3] {
    let summary = Summary::new(scripts);
    [(Level::Error, summary.errors), (Level::Warning, summary.warnings), (Level::Advice, summary.advice)]
        .map(|(of, count)| Tally { of, count })
}
