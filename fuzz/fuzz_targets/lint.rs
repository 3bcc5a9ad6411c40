//! Any script can be linted: findings have positions inside of it, are in order, and fixing them ends.
#![no_main]

use ipxe_lint::{Applicability, LintOptions, fix, lint};
use ipxe_syntax::parse;

libfuzzer_sys::fuzz_target!(|source: &[u8]| {
    let report = lint(&parse(source), &LintOptions::default());
    let findings = report.diagnostics();
    assert!(findings.is_sorted_by_key(|finding| (finding.span, finding.rule)));
    for finding in findings {
        let spans = finding.labels.iter().map(|label| label.span).chain([finding.span]);
        assert!(spans.into_iter().all(|span| span.end() as usize <= source.len()), "{finding:?}");
        let texts = [&finding.message, &finding.label];
        assert!(texts.iter().all(|text| !text.chars().any(char::is_control)), "{finding:?}");
    }
    let fixed = fix(source, &LintOptions::default(), Applicability::Unsafe);
    if fixed.is_complete {
        let again = fix(&fixed.text, &LintOptions::default(), Applicability::Unsafe);
        assert_eq!(again.text, fixed.text);
    }
});
