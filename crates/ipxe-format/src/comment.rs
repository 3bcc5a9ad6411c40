//! Comments.

use memchr::memchr;

/// Words after a `#` that make it a statement of Cheetah or of the C preprocessor rather than a comment.
const STATEMENTS: [&[u8]; 20] = [
    b"attr", b"def", b"define", b"elif", b"else", b"end", b"endif", b"except", b"extends", b"for", b"if",
    b"ifdef", b"ifndef", b"import", b"include", b"raw", b"slurp", b"try", b"unless", b"while",
];

/// Whether a space is missing after the `#` of a comment.
///
/// Only before a letter or a digit: rulers (`#----`), boxes, `#!` and `##` do not change.
pub(crate) fn lacks_blank(comment: &[u8]) -> bool {
    let text = comment.strip_prefix(b"#").unwrap_or_default();
    let is_box = || text.ends_with(b"#");
    text.first().is_some_and(u8::is_ascii_alphanumeric) && !is_box() && !is_statement(text)
}

fn is_statement(text: &[u8]) -> bool {
    let length = text.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let (word, rest) = text.split_at(length);
    STATEMENTS.contains(&word) || word == b"set" && rest.trim_ascii_start().starts_with(b"$")
}

/// The directive to the formatter in a comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Switch {
    Off,
    On,
}

impl Switch {
    /// `# ipxe-lint: fmt-off` or `fmt-on`, with an optional reason.
    pub(crate) fn of(comment: &[u8]) -> Option<Self> {
        let text = comment.strip_prefix(b"#")?.trim_ascii_start();
        let verb = text.strip_prefix(b"ipxe-lint:")?.trim_ascii_start();
        let end = memchr(b' ', verb).unwrap_or(verb.len());
        match verb[..end].trim_ascii_end() {
            b"fmt-off" => Some(Self::Off),
            b"fmt-on" => Some(Self::On),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_gets_a_blank() {
        for comment in ["#text", "#1 first", "#ipxe-lint: ignore[x]", "#set a b", "#iff"] {
            assert!(lacks_blank(comment.as_bytes()), "{comment}");
        }
    }

    #[test]
    fn drawings_and_statements_get_none() {
        for comment in
            ["#", "# x", "#!x", "##x", "#--x--", "#x   #", "#if $x", "#end for", "#set $a = 1", "#\tx"]
        {
            assert!(!lacks_blank(comment.as_bytes()), "{comment}");
        }
    }

    #[test]
    fn switches_are_read_with_their_reasons() {
        assert_eq!(Switch::of(b"# ipxe-lint: fmt-off"), Some(Switch::Off));
        assert_eq!(Switch::of(b"#ipxe-lint:fmt-on the table ends"), Some(Switch::On));
        assert_eq!(Switch::of(b"# ipxe-lint: fmt-offset"), None);
        assert_eq!(Switch::of(b"# say ipxe-lint: fmt-off"), None);
    }
}
