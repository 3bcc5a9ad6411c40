//! Expansion of any text with any values ends, within the limits.
#![no_main]

use arbitrary::Arbitrary;
use ipxe_language::{
    expand::{Limits, Reference, expand},
    text::Text,
};

const MAX_LEN: usize = 1 << 12;

/// A word, and the values of the settings `a` to `z` (others are unset, `?` is unknown).
#[derive(Arbitrary, Debug)]
struct Input<'i> {
    word: &'i [u8],
    values: Vec<&'i [u8]>,
}

libfuzzer_sys::fuzz_target!(|input: Input<'_>| {
    let value = |reference: &Reference<'_>| match reference.name.as_known() {
        None | Some(b"?") => Text::unknown(),
        Some([letter @ b'a'..=b'z']) => input
            .values
            .get(usize::from(letter - b'a'))
            .map_or_else(Text::default, |&value| Text::from(value)),
        Some(_) => Text::default(),
    };
    if let Ok(text) = expand(Text::from(input.word), value, Limits::with_size(MAX_LEN)) {
        assert!(text.known_bytes().len() <= MAX_LEN.max(input.word.len()));
    }
});
