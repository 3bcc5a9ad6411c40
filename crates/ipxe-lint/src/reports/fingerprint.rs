use std::{fmt, str::FromStr};

use foldhash::HashMap;
use serde::{Serialize, Serializer};

use super::Checked;
use crate::{Diagnostic, RuleId, fnv::Fnv, text::printable};

/// A name for a finding that is unique in its script, and does not change when other parts of the script change.
///
/// All reports with fingerprints use these. Store one to recognize a finding later. The text form is `HASH:COUNT`; it
/// can be parsed again.
///
/// ```
/// use ipxe_lint::reports::Fingerprint;
///
/// let fingerprint: Fingerprint = "0c66ad4c5b3bd9ce:1".parse()?;
/// assert_eq!(fingerprint.to_string(), "0c66ad4c5b3bd9ce:1");
/// # Ok::<(), ipxe_lint::reports::MalformedFingerprint>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fingerprint {
    hash: u64,
    count: u32,
}

/// A text that is not a [`Fingerprint`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{}` is not a fingerprint; expected 16 hexadecimal digits, `:` and a number", printable(.0))]
pub struct MalformedFingerprint(String);

impl Fingerprint {
    /// A name for the finding among those of all scripts: 16 hexadecimal digits, from the finding and the script's
    /// path.
    pub(super) fn within(self, path: &str) -> String {
        let mut hash = Fnv::default();
        hash.add(format!("{self} {path}").as_bytes());
        format!("{:016x}", hash.0)
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}:{}", self.hash, self.count)
    }
}

impl FromStr for Fingerprint {
    type Err = MalformedFingerprint;

    fn from_str(text: &str) -> Result<Self, MalformedFingerprint> {
        let read = || {
            let (hash, count) = text.split_once(':').filter(|(hash, _)| hash.len() == 16)?;
            Some(Self { hash: u64::from_str_radix(hash, 16).ok()?, count: count.parse().ok()? })
        };
        // A fingerprint in another form is not one of ours.
        let own = read().filter(|fingerprint| fingerprint.to_string() == text);
        own.ok_or_else(|| MalformedFingerprint(text.to_owned()))
    }
}

impl Serialize for Fingerprint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Computes the fingerprints of a script's findings.
///
/// A fingerprint consists of the rule, the text of the line without its white space, and the number of earlier findings
/// of that rule on such lines: inserted lines and indentation do not change it.
#[derive(Debug, Default)]
pub struct Fingerprints {
    seen: HashMap<u64, u32>,
    /// The hashes of the last line, by rule: a long line with many findings is hashed once per rule.
    on_line: HashMap<RuleId, u64>,
    /// The number of that line.
    line: u32,
}

impl Fingerprints {
    /// The fingerprint of the next finding. Call it for all findings in their order, and then for the suppressed ones.
    #[must_use]
    pub fn next(&mut self, script: &Checked<'_>, finding: &Diagnostic) -> Fingerprint {
        let line = script.file().line_of(finding.span.start());
        if self.line != line {
            self.on_line.clear();
            self.line = line;
        }
        let text = || script.file().line_at(finding.span.start());
        let hash = *self.on_line.entry(finding.rule).or_insert_with(|| hash(finding.rule, text()));
        let count = self.seen.entry(hash).or_insert(0);
        *count += 1;
        Fingerprint { hash, count: *count }
    }
}

/// The hash of a rule and the words of a line.
fn hash(rule: RuleId, line: &[u8]) -> u64 {
    let mut hash = Fnv::default();
    hash.add(rule.meta().name.as_bytes());
    for word in line.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()) {
        hash.add(b" ");
        hash.add(word);
    }
    hash.0
}

#[cfg(test)]
mod tests {
    use ipxe_syntax::Span;

    use super::*;

    fn fingerprints(source: &str) -> Vec<Fingerprint> {
        let script = Checked::new("a.ipxe", source.as_bytes(), &[]);
        let mut fingerprints = Fingerprints::default();
        let jumps = source.match_indices("goto").map(|(at, _)| u32::try_from(at).unwrap());
        let findings = jumps.map(|at| Diagnostic::new(RuleId::UndefinedLabel, Span::empty(at), "", ""));
        findings.map(|finding| fingerprints.next(&script, &finding)).collect()
    }

    #[test]
    fn lines_elsewhere_and_white_space_do_not_change_a_fingerprint() {
        let before = fingerprints("#!ipxe\ngoto a\ngoto b\n");
        let after = fingerprints("#!ipxe\necho new\n   goto   a\r\n# more\ngoto b");
        assert_eq!(before, after);
    }

    #[test]
    fn findings_on_equal_lines_are_counted() {
        let [first, second] = fingerprints("goto a\ngoto a\n").try_into().unwrap();
        assert_eq!((first.count, second.count), (1, 2));
        assert_eq!(first.hash, second.hash);
    }

    #[test]
    fn only_what_we_write_is_read() {
        let [first] = fingerprints("goto a\n").try_into().unwrap();
        assert_eq!(first.to_string().parse(), Ok(first));
        for text in
            ["", "1:1", "0c66ad4c5b3bd9ce", "0C66ad4c5b3bd9ce:1", "0c66ad4c5b3bd9ce:01", "+c66ad4c5b3bd9ce:1"]
        {
            assert!(text.parse::<Fingerprint>().is_err(), "{text}");
        }
    }
}
