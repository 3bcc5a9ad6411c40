//! Names that people replace before a script is used, without any mark of a template engine.

/// Whether a text that is to be a number or an address is a name in capitals, as installers replace it: `HTTP_PORT`,
/// `%PORT%`, `__PORT__`. Nothing but its place tells it from other words.
#[must_use]
pub fn is_placeholder(text: &[u8]) -> bool {
    let is_part = |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || *byte == b'_';
    let name = text.strip_prefix(b"%").and_then(|text| text.strip_suffix(b"%")).unwrap_or(text);
    // Digits of a base that was meant are none.
    let is_word =
        name.len() > 2 && name.iter().any(|byte| byte.is_ascii_uppercase() && !byte.is_ascii_hexdigit());
    is_word && name.first().is_some_and(|first| !first.is_ascii_digit()) && name.iter().all(is_part)
}

#[cfg(test)]
mod tests {
    use super::is_placeholder;

    #[test]
    fn names_in_capitals_stand_for_numbers() {
        for text in ["HTTP_PORT", "PORT", "%PORT%", "__PORT__", "PORT_2"] {
            assert!(is_placeholder(text.as_bytes()), "{text}");
        }
        for text in ["", "80", "port", "Http", "0X1F", "FF", "DEAD", "8080X", "PO-RT", "%", "%%"] {
            assert!(!is_placeholder(text.as_bytes()), "{text}");
        }
    }
}
