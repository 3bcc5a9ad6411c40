//! `base64`, as usual: standard alphabet, with padding.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

pub(super) fn parse(text: &[u8]) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}

pub(super) fn format(raw: &[u8]) -> Vec<u8> {
    STANDARD.encode(raw).into_bytes()
}
