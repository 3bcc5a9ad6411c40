//! Text of a template that was never rendered.

use memchr::memmem;

/// Whether the text holds a mark of a template language, as `{{ name }}`, `{% if %}`, `<%= name %>` or `@NAME@`
/// do. What will stand in its place is unknown.
pub(crate) fn is_template(text: &[u8]) -> bool {
    let marks: [&[u8]; 6] = [b"{{", b"}}", b"{%", b"%}", b"<%", b"%>"];
    marks.iter().any(|mark| memmem::find(text, mark).is_some()) || has_placeholder(text)
}

/// Whether capitals, digits and underscores stand between two `@`.
fn has_placeholder(text: &[u8]) -> bool {
    let mut pieces = text.split(|byte| *byte == b'@').skip(1).peekable();
    while let Some(piece) = pieces.next() {
        let is_name = |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || *byte == b'_';
        // After the last `@` nothing closes the name.
        if pieces.peek().is_some() && !piece.is_empty() && piece.iter().all(is_name) {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_template_languages_are_known() {
        for text in ["{{x}}", "a{%if", "<%=x%>", "http://@SERVER@/x", "x@A_1@y"] {
            assert!(is_template(text.as_bytes()), "{text}");
        }
        for text in ["${x}", "http://user@host/@x", "a@b.c@d", "@@", "%20", "{x}"] {
            assert!(!is_template(text.as_bytes()), "{text}");
        }
    }
}
