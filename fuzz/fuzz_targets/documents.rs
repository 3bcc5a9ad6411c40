//! Scripts can be found in any file; their bytes have positions in it, and they can be linted.
#![no_main]

use ipxe_lint::{Document, LintOptions, host::PieceKind};

const NAMES: [&str; 14] = [
    "a.md", "a.adoc", "a.rst", "a.html", "a.yaml", "a.json", "a.toml", "a.sh", "a.tf", "a.nix", "a.go",
    "a.py", "a.rs", "a.php",
];

libfuzzer_sys::fuzz_target!(|input: (u8, &[u8])| {
    let (name, source) = (NAMES[usize::from(input.0) % NAMES.len()], input.1);
    let Some(document) = Document::read(name, source) else { return };
    for script in document.scripts() {
        let text = script.composition.text();
        for piece in script.composition.pieces().iter().filter(|piece| piece.kind == PieceKind::Text) {
            assert_eq!(source[piece.source.clone()], text[piece.text.clone()]);
        }
    }
    for finding in document.lint(&LintOptions::default()).diagnostics() {
        assert!(finding.span.end() as usize <= source.len());
    }
});
