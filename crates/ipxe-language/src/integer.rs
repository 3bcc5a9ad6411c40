//! The integers of iPXE scripts.

use thiserror::Error;

/// Why a text is not an integer. iPXE fails with `EINVAL` either way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum IntegerError {
    /// There is no text.
    #[error("empty")]
    Empty,
    /// There is text after the digits, or there are no digits.
    #[error("not an integer from byte {at} on")]
    Trailing {
        /// Offset of the first byte that does not belong to the integer.
        at: usize,
    },
}

/// Parses an integer as options, timeouts, `inc` and numeric settings do.
///
/// An optional sign, then `0x` for hexadecimal, a leading `0` for octal, otherwise decimal; the whole text must be a
/// number. Values wrap at 32 bits: `-1` is `0xffff_ffff`. As in iPXE, `0x` alone and a sign alone are 0, and leading
/// white space (possible after an expansion) is skipped.
///
/// # Errors
/// [`IntegerError`] with the offset of the first byte that cannot be part of the integer.
///
/// ```
/// use ipxe_language::integer::{IntegerError, parse_integer};
///
/// assert_eq!(parse_integer(b"0x1F"), Ok(31));
/// assert_eq!(parse_integer(b"-1"), Ok(u32::MAX));
/// assert_eq!(parse_integer(b"5s"), Err(IntegerError::Trailing { at: 1 }));
/// ```
pub fn parse_integer(text: &[u8]) -> Result<u32, IntegerError> {
    parse_wide_integer(text).map(low_bits)
}

/// As [`parse_integer`], but values wrap at 64 bits.
pub(crate) fn parse_wide_integer(text: &[u8]) -> Result<u64, IntegerError> {
    if text.is_empty() {
        return Err(IntegerError::Empty);
    }
    let (negative, rest) = sign(text);
    let (base, digits) = match rest {
        [b'0', b'x' | b'X', digits @ ..] => (16, digits),
        [b'0', digits @ ..] => (8, digits),
        digits => (10, digits),
    };
    number(text, negative, digits, base)
}

/// The low 32 bits of a number.
const fn low_bits(number: u64) -> u32 {
    (number & 0xffff_ffff) as u32
}

/// Parses hexadecimal digits without a prefix, otherwise as [`parse_integer`]. No digits at all are 0.
pub(crate) fn parse_hexadecimal(text: &[u8]) -> Result<u32, IntegerError> {
    let (negative, digits) = sign(text);
    number(text, negative, digits, 16).map(low_bits)
}

/// Whether a text begins with a minus sign, and the text after the sign, if there is one.
fn sign(text: &[u8]) -> (bool, &[u8]) {
    let rest = skip_white_space(text);
    match rest.split_first() {
        Some((b'-', rest)) => (true, rest),
        Some((b'+', rest)) => (false, rest),
        _ => (false, rest),
    }
}

/// The number of these digits, at the end of a text.
fn number(text: &[u8], negative: bool, digits: &[u8], base: u32) -> Result<u64, IntegerError> {
    let mut value = 0_u64;
    for (index, byte) in digits.iter().enumerate() {
        let Some(digit) = char::from(*byte).to_digit(base) else {
            return Err(IntegerError::Trailing { at: text.len() - digits.len() + index });
        };
        value = value.wrapping_mul(u64::from(base)).wrapping_add(u64::from(digit));
    }
    Ok(if negative { value.wrapping_neg() } else { value })
}

fn skip_white_space(text: &[u8]) -> &[u8] {
    let start = text.iter().position(|byte| !ipxe_syntax::is_space(*byte)).unwrap_or(text.len());
    text.get(start..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_prefix_chooses_the_base() {
        assert_eq!(parse_integer(b"10"), Ok(10));
        assert_eq!(parse_integer(b"010"), Ok(8));
        assert_eq!(parse_integer(b"0x10"), Ok(16));
        assert_eq!(parse_integer(b"0"), Ok(0));
        assert_eq!(parse_integer(b"0x"), Ok(0), "what iPXE does with a bare prefix");
        assert_eq!(parse_integer(b"+7"), Ok(7));
        assert_eq!(parse_integer(b"-0x10"), Ok(0xffff_fff0));
    }

    #[test]
    fn the_whole_text_must_be_an_integer() {
        assert_eq!(parse_integer(b""), Err(IntegerError::Empty));
        assert_eq!(parse_integer(b"abc"), Err(IntegerError::Trailing { at: 0 }));
        assert_eq!(parse_integer(b"08"), Err(IntegerError::Trailing { at: 1 }));
        assert_eq!(parse_integer(b"\"\""), Err(IntegerError::Trailing { at: 0 }));
        assert_eq!(parse_integer(b"-5 "), Err(IntegerError::Trailing { at: 2 }));
    }

    proptest! {
        #[test]
        fn every_32_bit_value_is_read_in_every_base(value: u32) {
            for text in [format!("{value}"), format!("{value:#x}"), format!("0{value:o}")] {
                prop_assert_eq!(parse_integer(text.as_bytes()), Ok(value), "{}", text);
            }
        }

        #[test]
        fn any_bytes_are_an_integer_or_an_error_inside_the_text(text in prop::collection::vec(any::<u8>(), 0..20)) {
            if let Err(IntegerError::Trailing { at }) = parse_integer(&text) {
                prop_assert!(at < text.len());
            }
        }
    }
}
