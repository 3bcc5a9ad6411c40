//! Text of templates that were never rendered: scripts in repositories are often the input of a generator.

use ipxe_syntax::Command;
use memchr::{memchr_iter, memmem};

/// What begins a placeholder or a statement of the usual template languages.
const MARKS: [&[u8]; 4] = [b"{{", b"{%", b"<%", b"{#"];

/// Whether a command holds template text: nobody knows its words before it is rendered.
pub(crate) fn is_template(command: Command<'_, '_>) -> bool {
    // `:{{ name }}` is a label `{{`, with a command behind it.
    let label = command.line().label().filter(|_| command.operator().is_none());
    label.is_some_and(|label| has_template(label.name()))
        || command.words().any(|word| has_template(word.text()))
}

/// Whether a word holds template text: `{{ … }}`, `{% … %}`, `<% … %>`, `@NAME@`.
pub(crate) fn has_template(text: &[u8]) -> bool {
    MARKS.iter().any(|mark| memmem::find(text, mark).is_some()) || has_at_name(text)
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
    use super::has_template;

    #[test]
    fn marks_of_template_languages_are_seen() {
        for text in ["{{", "{{url}}/x", "${{{key}}}", "{%", "<%=", "http://@HOST@/"] {
            assert!(has_template(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn expansions_and_addresses_are_no_templates() {
        for text in ["${net${i}/${x}}", "user@host", "a@b@c", "@@", "${a}{b}"] {
            assert!(!has_template(text.as_bytes()), "{text}");
        }
    }
}
