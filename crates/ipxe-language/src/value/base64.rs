//! `base64`: standard alphabet, with padding.

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{GeneralPurpose, GeneralPurposeConfig};

/// iPXE's decoder: excess bits before the padding may have any value.
const LENIENT: GeneralPurpose =
    GeneralPurpose::new(&STANDARD, GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true));

/// Decodes text, and ignores white space in it.
pub(super) fn parse(text: &[u8]) -> Option<Vec<u8>> {
    let digits: Vec<u8> = text.iter().copied().filter(|byte| !ipxe_syntax::is_space(*byte)).collect();
    LENIENT.decode(digits).ok()
}

pub(super) fn format(raw: &[u8]) -> Vec<u8> {
    LENIENT.encode(raw).into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_and_left_over_bits_play_no_part() {
        for (text, raw) in
            [(&b"QUJD"[..], &b"ABC"[..]), (b"QU JD", b"ABC"), (b" Q Q =\n=", b"A"), (b"QR==", b"A")]
        {
            assert_eq!(parse(text).as_deref(), Some(raw), "{}", text.escape_ascii());
        }
        assert_eq!(parse(b" "), Some(Vec::new()));
    }

    #[test]
    fn padding_is_complete_and_ends_the_text() {
        for wrong in
            [&b"QQ"[..], b"QQ=", b"QQ===", b"QU=J", b"=", b"====", b"QUJD=", b"QQ==QQ==", b"QU-_", b"QQ==x"]
        {
            assert_eq!(parse(wrong), None, "{}", wrong.escape_ascii());
        }
    }
}
