//! Bytes in JSON: each as the character with the same number.

use serde::ser::{SerializeSeq, Serializer};

/// Bytes as text, each as the character with the same number.
pub(super) fn text(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| char::from(*byte)).collect()
}

pub(super) fn bytes<S: Serializer>(value: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&text(value))
}

#[expect(clippy::ref_option, reason = "serde hands over fields by reference")]
pub(super) fn optional<S: Serializer>(value: &Option<Vec<u8>>, serializer: S) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => serializer.serialize_some(&text(value)),
        None => serializer.serialize_none(),
    }
}

pub(super) fn list<S: Serializer>(values: &[Vec<u8>], serializer: S) -> Result<S::Ok, S::Error> {
    let mut list = serializer.serialize_seq(Some(values.len()))?;
    for value in values {
        list.serialize_element(&text(value))?;
    }
    list.end()
}
