//! Finds the start of a menu item's text.

use ipxe_catalog::{Catalog, Target};
use ipxe_language::{invocation::Invocation, operation::Operation, text::Text};
use ipxe_syntax::{Command, Line};

/// Whether the first command of a line is `item`.
pub(crate) fn is_item(line: Line<'_, '_>) -> bool {
    line.commands().next().and_then(Command::name).is_some_and(|name| name.text() == b"item")
}

/// For a line that begins with `item`: the index of the word at which the item's text begins, if it has a text.
pub(crate) fn text_word(line: Line<'_, '_>) -> Option<usize> {
    let command = line.commands().next().filter(|_| is_item(line))?;
    // The value of an expansion does not matter here: it is assumed to be a name or a text, as its position suggests.
    let words: Vec<_> = command.words().map(|word| Text::from(word.text())).collect();
    let invocation = Invocation::bind(&words, &Catalog::new(Target::default()));
    let Some(Operation::Item(item)) = invocation.operation() else { return None };
    (!item.text.is_empty()).then(|| words.len() - item.text.words().len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_follows_options_and_name() {
        for (source, expected) in [
            ("item linux Boot Linux", Some(2)),
            ("item --key x --default ${name} ${space} Boot", Some(5)),
            ("item -k x linux Linux", Some(4)),
            ("item --gap -- Systems", Some(3)),
            ("item --gap Systems", Some(2)),
            ("item --menu=m linux Linux", Some(3)),
            ("item linux", None),
            ("item --gap --", None),
            ("item", None),
            ("item --unknown linux Linux", None),
            ("isset ${x} && item linux Linux", None),
        ] {
            let script = ipxe_syntax::parse(source.as_bytes());
            assert_eq!(script.lines().next().and_then(text_word), expected, "{source}");
        }
    }
}
