//! Formatting any script preserves what iPXE reads, and formatting it again changes nothing.
#![no_main]

use ipxe_format::{format, is_equivalent};
use ipxe_syntax::{Script, TokenKind, parse};

/// The tokens on which iPXE acts; words are in pieces if they are in pieces in the other script.
fn kinds(script: &Script<'_>) -> Vec<TokenKind> {
    script.tokens().map(|token| token.kind).filter(|kind| !kind.is_trivia()).collect()
}

libfuzzer_sys::fuzz_target!(|source: &[u8]| {
    let script = parse(source);
    let formatted = format(&script);
    let reparsed = parse(&formatted);
    assert!(is_equivalent(&script, &reparsed));
    assert_eq!(kinds(&script), kinds(&reparsed));
    assert_eq!(format(&reparsed), formatted);
});
