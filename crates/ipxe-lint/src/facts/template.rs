//! Text of templates that were never rendered: scripts in repositories are often the input of a generator.

use ipxe_syntax::{Command, Line, Script};
use memchr::{memchr, memchr_iter, memchr3_iter, memmem};

/// The commands of a script that hold template text: nobody knows their words before they are rendered.
pub(crate) struct Templates {
    /// Per command; empty where the script has no template text at all.
    commands: Vec<bool>,
}

impl Templates {
    pub(crate) fn new(script: &Script<'_>) -> Self {
        let any = may_have_template(script);
        Self { commands: if any { script.commands().map(is_template).collect() } else { Vec::new() } }
    }

    /// Whether any text of the script can hold template text.
    pub(crate) fn is_any(&self) -> bool {
        !self.commands.is_empty()
    }

    pub(crate) fn contains(&self, command: Command<'_, '_>) -> bool {
        self.commands.get(command.id().index()).copied().unwrap_or_default()
    }
}

/// Most scripts are none, which their bytes tell quickest; but words of continued lines do not stand in them as such.
fn may_have_template(script: &Script<'_>) -> bool {
    let source = script.source();
    memchr(b'@', source).is_some()
        || MARKS.iter().any(|mark| memmem::find(source, mark).is_some())
        || script.lines().any(Line::is_continued)
}

fn is_template(command: Command<'_, '_>) -> bool {
    // `:{{ name }}` is a label `{{`, with a command behind it.
    let label = command.line().label().filter(|_| command.operator().is_none());
    label.is_some_and(|label| has_template(label.name()))
        || command.words().any(|word| has_template(word.text()))
}

/// With these begin `{{ … }}`, `{% … %}`, `{# … #}` and `<% … %>`.
const MARKS: [&[u8]; 4] = [b"{{", b"{%", b"{#", b"<%"];

/// Whether a word holds template text: `{{ … }}`, `{% … %}`, `{# … #}`, `<% … %>`, `@NAME@`.
pub(crate) fn has_template(text: &[u8]) -> bool {
    let mut has_at = false;
    let has_mark = memchr3_iter(b'{', b'<', b'@', text).any(|at| {
        has_at |= text[at] == b'@';
        text.get(at..at + 2).is_some_and(|pair| MARKS.contains(&pair))
    });
    has_mark || has_at && has_at_name(text)
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
