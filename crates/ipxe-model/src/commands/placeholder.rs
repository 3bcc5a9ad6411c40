//! Placeholders that people replace by hand before they use a script, without the markup of a template engine.

/// Whether a text is a name in capitals in place of a number or an address, which an installer replaces: `HTTP_PORT`,
/// `%PORT%`, `__PORT__`. Only its place distinguishes it from other words.
#[must_use]
pub fn is_placeholder(text: &[u8]) -> bool {
    let is_part = |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || *byte == b'_';
    let name = text.strip_prefix(b"%").and_then(|text| text.strip_suffix(b"%")).unwrap_or(text);
    // Digits of an intended base are not a placeholder.
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
