//! Text of templates that were never rendered: scripts in repositories are often the input of a generator.
//!
//! A template's marks are ordinary characters to iPXE, and the tree knows nothing of them. Whoever reads scripts that
//! people keep rather than those that machines get asks here.
//!
//! ```
//! use ipxe_syntax::template::has_template;
//!
//! assert!(has_template(b"http://{{ server }}/vmlinuz") && has_template(b"http://@HOST@/vmlinuz"));
//! assert!(!has_template(b"http://${next-server}/vmlinuz"));
//! ```

use std::ops::Range;

use memchr::{memchr, memchr_iter, memchr2, memchr3_iter, memmem};

/// With these begin `{{ … }}`, `{% … %}`, `{# … #}` and `<% … %>`.
const MARKS: [&[u8]; 4] = [b"{{", b"{%", b"{#", b"<%"];

/// With these they end.
const CLOSING: [&[u8]; 4] = [b"}}", b"%}", b"#}", b"%>"];

/// Blocks longer than this, in bytes, are taken for something else.
const LONGEST_BLOCK: usize = 1 << 13;

/// Whether a text may contain template text; quick, and often true if [`has_template`] is not.
#[must_use]
pub fn may_have_template(text: &[u8]) -> bool {
    memchr(b'@', text).is_some() || MARKS.iter().any(|mark| memmem::find(text, mark).is_some())
}

/// The multi-line statements and comments of a template, in order. Linear in the length of the text.
#[must_use]
pub fn long_blocks(source: &[u8]) -> Vec<Range<usize>> {
    let mut blocks = blocks(source);
    blocks.retain(|block| has_line_end(source, block));
    blocks
}

fn has_line_end(source: &[u8], block: &Range<usize>) -> bool {
    source.get(block.clone()).is_some_and(|block| memchr(b'\n', block).is_some())
}

/// The statements, comments and values of a template, in order. Linear: each closing delimiter is searched once.
#[must_use]
pub fn blocks(source: &[u8]) -> Vec<Range<usize>> {
    let mut blocks = Vec::new();
    let mut closings: [Option<usize>; 4] = [Some(0); 4];
    let mut at = 0;
    while let Some(found) = memchr2(b'{', b'<', source.get(at..).unwrap_or_default()) {
        let start = at + found;
        at = start + 1;
        let Some(kind) = MARKS.iter().position(|mark| source[start..].starts_with(mark)) else { continue };
        let inside = start + MARKS[kind].len();
        if closings[kind].is_some_and(|closing| closing < inside) {
            let rest = source.get(inside..).unwrap_or_default();
            closings[kind] = memmem::find(rest, CLOSING[kind]).map(|closing| inside + closing);
        }
        let Some(closing) = closings[kind].filter(|closing| closing - inside <= LONGEST_BLOCK) else {
            continue;
        };
        let block = start..closing + CLOSING[kind].len();
        // A value stands on one line.
        if kind == 0 && has_line_end(source, &block) {
            continue;
        }
        blocks.push(block);
        at = closing;
    }
    blocks
}

/// Whether a text consists only of statements and comments of a template, so that nothing is left after rendering.
#[must_use]
pub fn is_only_statements(mut text: &[u8]) -> bool {
    loop {
        text = text.trim_ascii_start();
        if text.is_empty() {
            return true;
        }
        let kind = MARKS.iter().position(|mark| text.starts_with(mark)).filter(|kind| *kind > 0);
        let Some(closing) = kind.map(|kind| CLOSING[kind]) else { return false };
        let Some(end) = memmem::find(text, closing).filter(|_| !text.starts_with(b"<%=")) else {
            return false;
        };
        text = text.get(end + closing.len()..).unwrap_or_default();
    }
}

/// Whether a word contains template text: `{{ … }}`, `{% … %}`, `{# … #}`, `<% … %>`, `@NAME@`.
#[must_use]
pub fn has_template(text: &[u8]) -> bool {
    let mut has_at = false;
    let has_mark = memchr3_iter(b'{', b'<', b'@', text).any(|at| {
        has_at |= text[at] == b'@';
        text.get(at..at + 2).is_some_and(|pair| MARKS.contains(&pair))
    });
    has_mark || has_at && has_at_name(text)
}

/// Whether a text in the place of a number or an address is a name in capitals, which installers replace: `HTTP_PORT`,
/// `%PORT%`, `__PORT__`. Only its place distinguishes it from other words.
#[must_use]
pub fn is_placeholder(text: &[u8]) -> bool {
    let is_part = |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || *byte == b'_';
    let name = text.strip_prefix(b"%").and_then(|text| text.strip_suffix(b"%")).unwrap_or(text);
    // Digits of a base that was meant are none.
    let is_word =
        name.len() > 2 && name.iter().any(|byte| byte.is_ascii_uppercase() && !byte.is_ascii_hexdigit());
    is_word && name.first().is_some_and(|first| !first.is_ascii_digit()) && name.iter().all(is_part)
}

/// Whether the text holds `@NAME@`, as autoconf and its like replace it.
fn has_at_name(text: &[u8]) -> bool {
    let mut previous: Option<usize> = None;
    memchr_iter(b'@', text).any(|at| {
        let name = previous.and_then(|start| text.get(start + 1..at)).unwrap_or_default();
        previous = Some(at);
        !name.is_empty()
            && name.iter().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || *byte == b'_')
    })
}

#[cfg(test)]
mod tests {
    use super::{blocks, has_template, is_only_statements, is_placeholder, long_blocks};

    #[test]
    fn marks_of_template_languages_are_seen() {
        for text in ["{{", "{{url}}/x", "${{{key}}}", "{%", "<%=", "http://@HOST@/"] {
            assert!(has_template(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn blocks_of_several_lines_are_found_whole() {
        let source = b"<% a %>\n<%\nb\n-%>\n{{ c\n{% d\n%} {# e";
        let blocks = long_blocks(source);
        assert_eq!(blocks, [8..16, 22..29]);
        assert!(is_only_statements(b"{% a %}\n<%# b -%>\n") && !is_only_statements(b"{# a #} b"));
        assert!(!is_only_statements(b"{{ a }}") && !is_only_statements(b"<%= a %>"));
    }

    #[test]
    fn values_are_blocks_on_one_line() {
        assert_eq!(blocks(b"{{ a && b }}\n<% if (c && d) { %>\n{{ e\n}}"), [0..12, 13..32]);
    }

    #[test]
    fn names_in_capitals_stand_for_numbers() {
        for text in ["HTTP_PORT", "PORT", "%PORT%", "__PORT__", "PORT_2"] {
            assert!(is_placeholder(text.as_bytes()), "{text}");
        }
        for text in ["", "80", "port", "Http", "0X1F", "FF", "DEAD", "8080X", "PO-RT", "%", "%%"] {
            assert!(!is_placeholder(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn expansions_and_addresses_are_no_templates() {
        for text in ["${net${i}/${x}}", "user@host", "a@b@c", "@@", "${a}{b}"] {
            assert!(!has_template(text.as_bytes()), "{text}");
        }
    }
}
