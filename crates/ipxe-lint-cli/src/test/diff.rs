//! The difference between the expected and the actual text.

use std::io::{self, Write};

use anstyle::Style;
use ipxe_lint::printable;
use similar::{ChangeTag, TextDiff};

/// The number of equal lines that are shown around a difference.
const CONTEXT: usize = 3;

/// Writes both texts as one, with `-` before expected text that is missing, and `+` before other text: by lines if
/// there are several, otherwise by words.
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
            // There is an empty word between two consecutive spaces.
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
