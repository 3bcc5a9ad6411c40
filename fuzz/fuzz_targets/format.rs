//! Formatting any script keeps what iPXE reads, and doing it twice changes nothing more.
#![no_main]

use ipxe_format::{format, is_equivalent};
use ipxe_syntax::{Script, TokenKind, parse};

/// The tokens that iPXE acts upon; words are written in pieces if they are in the other script.
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
