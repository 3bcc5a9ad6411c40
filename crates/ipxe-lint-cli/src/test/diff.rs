//! What differs between the text that was expected and the one that was found.

use std::io::{self, Write};

use anstyle::Style;
use ipxe_lint::printable;
use similar::{ChangeTag, TextDiff};

/// How many equal lines are shown around one that differs.
const CONTEXT: usize = 3;

/// Writes both texts as one, `-` before what was expected and not found, `+` before what was found and not expected: by
/// lines if there are several, else by words.
pub(super) fn write(
    out: &mut dyn Write,
    margin: &str,
    (expected, found): (&str, &str),
    (minus, plus): (Style, Style),
) -> io::Result<()> {
    let separator = if expected.contains('\n') || found.contains('\n') { '\n' } else { ' ' };
    let (expected, found) = (words(expected, separator), words(found, separator));
    let diff = TextDiff::from_slices(&expected, &found);
    for (at, group) in diff.grouped_ops(CONTEXT).iter().enumerate() {
        if at > 0 || group.first().is_some_and(|first| first.old_range().start > 0) {
            writeln!(out, "{margin}  …")?;
        }
        for change in group.iter().flat_map(|part| diff.iter_changes(part)) {
            let (sign, style) = match change.tag() {
                ChangeTag::Delete => ("-", minus),
                ChangeTag::Insert => ("+", plus),
                ChangeTag::Equal => (" ", Style::new()),
            };
            let text = printable(change.value());
            // Two blanks in a row have a word between them that is empty.
            let text = if text.is_empty() { "\"\"" } else { &text };
            writeln!(out, "{margin}{style}{sign} {text}{style:#}")?;
        }
    }
    Ok(())
}

/// The words of a text; an empty one has none.
fn words(text: &str, separator: char) -> Vec<&str> {
    if text.is_empty() { Vec::new() } else { text.split(separator).collect() }
}
