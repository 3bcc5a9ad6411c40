use std::collections::HashMap;

use super::Checked;
use crate::Diagnostic;

/// Gives the findings of a script names that stay the same while the script changes elsewhere.
///
/// A fingerprint is made of the rule, the text of the line without its white space, and how many
/// findings of that rule on such lines came before: neither inserted lines nor indentation change it.
#[derive(Debug, Default)]
pub struct Fingerprints {
    seen: HashMap<u64, u32>,
}

impl Fingerprints {
    /// The fingerprint of a script's next finding: `HASH:COUNT`. Findings have to come in their order.
    #[must_use]
    pub fn next(&mut self, script: &Checked<'_>, finding: &Diagnostic) -> String {
        let words = script.file().line_at(finding.span.start()).split(u8::is_ascii_whitespace);
        let mut hash = Fnv::default();
        hash.add(finding.rule.meta().name.as_bytes());
        for word in words.filter(|word| !word.is_empty()) {
            hash.add(b" ");
            hash.add(word);
        }
        let count = self.seen.entry(hash.0).or_insert(0);
        *count += 1;
        format!("{:016x}:{count}", hash.0)
    }
}

/// The FNV-1a hash: the same on every machine and in every version, which std's is not.
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    fn add(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

#[cfg(test)]
mod tests {
    use ipxe_syntax::Span;

    use super::*;
    use crate::RuleId;

    fn fingerprints(source: &str) -> Vec<String> {
        let script = Checked::new("a.ipxe", source.as_bytes(), &[]);
        let mut fingerprints = Fingerprints::default();
        let jumps = source.match_indices("goto").map(|(at, _)| u32::try_from(at).unwrap());
        let findings = jumps.map(|at| Diagnostic::new(RuleId::UndefinedLabel, Span::empty(at), "", ""));
        findings.map(|finding| fingerprints.next(&script, &finding)).collect()
    }

    #[test]
    fn the_hash_is_the_one_that_everybody_knows() {
        let mut hash = Fnv::default();
        hash.add(b"foobar");
        assert_eq!(hash.0, 0x8594_4171_f739_67e8);
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
        assert_eq!((first.split_once(':').unwrap().1, second.split_once(':').unwrap().1), ("1", "2"));
        assert_ne!(first, second);
    }
}
