//! Any script can be linted: findings lie inside it, are in order, and their fixes apply.
#![no_main]

use ipxe_lint::{Fix, LintOptions, apply, lint};
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
    let fixes: Vec<&Fix> = findings.iter().filter_map(|finding| finding.fix.as_ref()).collect();
    let fixed = apply(source, fixes);
    let _ = lint(&parse(&fixed.text), &LintOptions::default());
});
