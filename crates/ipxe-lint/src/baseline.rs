use std::collections::BTreeMap;

use ipxe_syntax::LineIndex;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

use crate::{Diagnostic, Report, text::printable};

/// Known findings, which are not reported: those that existed when the baseline was written.
///
/// A finding is identified by its script, its rule, and the text of its line without extra white space, so it stays
/// known when lines move. If several are equal, their number counts. Serialised, a baseline is a list in the order of
/// paths, rules and lines, which people can read and review.
///
/// ```
/// use ipxe_lint::{Baseline, LintOptions, lint};
///
/// let before = b"#!ipxe\ngoto nowhere\n";
/// let mut baseline = Baseline::default();
/// baseline.add("boot.ipxe", before, lint(&ipxe_syntax::parse(before), &LintOptions::default()).diagnostics());
///
/// let after = b"#!ipxe\niseq a b && goto elsewhere ||\n  goto nowhere\n";
/// let mut report = lint(&ipxe_syntax::parse(after), &LintOptions::default());
/// assert_eq!(baseline.apply("boot.ipxe", after, &mut report).known, 1);
/// assert!(!report.is_empty(), "`goto elsewhere` is new");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline(BTreeMap<KnownFinding, usize>);

/// The properties that identify a finding in a baseline.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct KnownFinding {
    /// The path of the script, as in the baseline.
    pub path: String,
    /// The name of the rule.
    pub rule: String,
    /// The line, with single spaces and escaped control characters. For a long line, its beginning and a hash of the
    /// whole line.
    pub line: String,
}

/// The result of applying a baseline to a script's report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Baselined {
    /// Number of known findings that were removed.
    pub known: usize,
    /// Findings of the baseline that the script no longer has, with their number.
    pub gone: Vec<(KnownFinding, usize)>,
}

impl Baseline {
    /// The version of the serialised form.
    pub const VERSION: u32 = 1;

    /// Adds findings of a script.
    pub fn add<'d>(&mut self, path: &str, source: &[u8], findings: impl IntoIterator<Item = &'d Diagnostic>) {
        let mut texts = LineTexts::new(source);
        for finding in findings {
            *self.0.entry(texts.known(path, finding)).or_default() += 1;
        }
    }

    /// Removes the known findings from a script's report.
    pub fn apply(&self, path: &str, source: &[u8], report: &mut Report) -> Baselined {
        let mut left = self.of(path);
        if left.is_empty() {
            return Baselined::default();
        }
        let mut texts = LineTexts::new(source);
        let known = report.retain(|finding| {
            let count = left.get_mut(&texts.known(path, finding)).filter(|count| **count > 0);
            count.map(|count| *count -= 1).is_none()
        });
        let gone = left.into_iter().filter(|(_, count)| *count > 0);
        Baselined { known, gone: gone.map(|(finding, count)| (finding.clone(), count)).collect() }
    }

    /// The known findings of a script.
    fn of(&self, path: &str) -> BTreeMap<&KnownFinding, usize> {
        let first = KnownFinding { path: path.to_owned(), rule: String::new(), line: String::new() };
        let known = self.0.range(first..).take_while(|(finding, _)| finding.path == path);
        known.map(|(finding, count)| (finding, *count)).collect()
    }

    /// The known findings, with their number.
    pub fn iter(&self) -> impl Iterator<Item = (&KnownFinding, usize)> {
        self.0.iter().map(|(finding, count)| (finding, *count))
    }

    /// Keeps the findings for which `wanted` returns true.
    pub fn retain(&mut self, mut wanted: impl FnMut(&KnownFinding) -> bool) {
        self.0.retain(|finding, _| wanted(finding));
    }

    /// Number of known findings.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.values().sum()
    }

    /// Whether the baseline is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The maximum length of a line in bytes; longer ones are cut.
const LONGEST: usize = 200;

/// The lines of a script, in the form for a baseline.
struct LineTexts<'s> {
    source: &'s [u8],
    lines: LineIndex<'s>,
    /// The last requested line, and its text: a long line may have many findings.
    last: Option<(u32, String)>,
}

impl<'s> LineTexts<'s> {
    fn new(source: &'s [u8]) -> Self {
        Self { source, lines: LineIndex::new(source), last: None }
    }

    /// The properties by which findings are equal.
    fn known(&mut self, path: &str, finding: &Diagnostic) -> KnownFinding {
        let line = self.lines.line_of(finding.span.start());
        let kept = self.last.take().filter(|(last, _)| *last == line);
        let text = || normal(&self.source[self.lines.line_span(line).range()]);
        let (_, text) = self.last.insert(kept.unwrap_or_else(|| (line, text())));
        KnownFinding { path: path.to_owned(), rule: finding.rule.to_string(), line: text.clone() }
    }
}

fn normal(line: &[u8]) -> String {
    let words = line.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    let line = words.collect::<Vec<_>>().join(&b' ');
    let text = printable(&String::from_utf8_lossy(line.get(..LONGEST).unwrap_or(&line)));
    if line.len() <= LONGEST { text } else { format!("{text}… ({:016x})", crate::fnv::hash(&line)) }
}

/// A baseline in its serialised form.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    // The version comes first, so that an unknown version is the first error.
    #[serde(deserialize_with = "version")]
    version: u32,
    findings: Vec<WrittenFinding>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenFinding {
    path: String,
    rule: String,
    line: String,
    #[serde(default = "once", skip_serializing_if = "is_once")]
    count: usize,
}

const fn once() -> usize {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
const fn is_once(count: &usize) -> bool {
    *count == 1
}

fn version<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    let (version, ours) = (u32::deserialize(deserializer)?, Baseline::VERSION);
    let refusal = || {
        D::Error::custom(format_args!("this baseline has version {version}; the supported version is {ours}"))
    };
    (version == ours).then_some(version).ok_or_else(refusal)
}

impl Serialize for Baseline {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let findings = self.0.iter().map(|(finding, count)| {
            let KnownFinding { path, rule, line } = finding.clone();
            WrittenFinding { path, rule, line, count: *count }
        });
        Written { version: Self::VERSION, findings: findings.collect() }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Baseline {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut baseline = Self::default();
        for WrittenFinding { path, rule, line, count } in Written::deserialize(deserializer)?.findings {
            *baseline.0.entry(KnownFinding { path, rule, line }).or_default() += count;
        }
        Ok(baseline)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{LintOptions, lint};

    fn report(source: &[u8]) -> Report {
        lint(&ipxe_syntax::parse(source), &LintOptions::default())
    }

    fn baseline(source: &[u8]) -> Baseline {
        let mut baseline = Baseline::default();
        baseline.add("a.ipxe", source, report(source).diagnostics());
        baseline
    }

    #[test]
    fn what_was_written_is_read() {
        let mut long = b"#!ipxe\niseq a b && goto x ||\niseq a b && goto \xff ||\ngoto ".to_vec();
        long.resize(5000, b'y');
        let mut baseline = baseline(&long);
        baseline.add("a.ipxe", &long, report(&long).diagnostics());
        let json = serde_json::to_string(&baseline).unwrap();
        assert!(json.len() < 2000 && json.contains("\"count\":2") && baseline.len() >= 6, "{json}");
        assert_eq!(serde_json::from_str::<Baseline>(&json).unwrap(), baseline);
    }

    #[test]
    fn known_findings_are_taken_out_as_often_as_they_were_there() {
        let known = baseline(b"#!ipxe\ngoto x\ngoto y\n");
        let after = b"#!ipxe\n# new\ngoto   x\ngoto x\n";
        let mut left = report(after);
        let of = |report: &Report| {
            report.diagnostics().iter().filter(|d| d.rule == crate::RuleId::UndefinedLabel).count()
        };
        let before = of(&left);
        let baselined = known.apply("a.ipxe", after, &mut left);
        assert_eq!(before - of(&left), 1);
        assert!(
            baselined.gone.iter().any(|(gone, count)| gone.line == "goto y" && *count == 1),
            "{baselined:?}"
        );
        let mut other = report(after);
        assert_eq!(known.apply("b.ipxe", after, &mut other), Baselined::default());
    }

    #[test]
    fn other_versions_are_refused_before_their_form_is() {
        let error = serde_json::from_str::<Baseline>(r#"{"version": 2, "entries": []}"#).unwrap_err();
        assert!(
            error.to_string().starts_with("this baseline has version 2; the supported version is 1"),
            "{error}"
        );
    }
}
