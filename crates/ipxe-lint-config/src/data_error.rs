use std::{fmt, ops::Range, path::Path};

use miette::{LabeledSpan, MietteError, NamedSource, SourceCode, SourceSpan, SpanContents};

use serde_json::Value;

use crate::{places::line, shown::shown, words::plain};

/// The error in a data file, and its position.
#[derive(Debug)]
pub struct DataFileError {
    path: String,
    message: String,
    help: Option<String>,
    source: WholeLines,
    at: Option<Range<usize>>,
}

impl DataFileError {
    pub(crate) fn new(path: &Path, text: &str, message: &str, at: Option<Range<usize>>) -> Self {
        // The parser's own message, without its additions for readers without a snippet.
        let message = message.lines().next().unwrap_or_default();
        Self {
            path: shown(path),
            message: ipxe_lint::printable(&plain(message)),
            help: suggestion(message),
            source: WholeLines(NamedSource::new(shown(path), visible(text))),
            at: at.filter(|at| at.end <= text.len()).map(|at| shown_at(text, at)),
        }
    }
}

/// A file of which only whole lines are shown, without context: other lines may contain secrets.
#[derive(Debug)]
struct WholeLines(NamedSource<String>);

/// The maximum length of a displayed line.
const LONGEST_LINE: usize = 200;

impl SourceCode for WholeLines {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let text = self.0.inner();
        let (head, rest) = (text.get(..span.offset()), text.get(span.offset() + span.len()..));
        // Without context lines, only the position itself is requested.
        if let (Some(head), Some(rest), true) = (head, rest, before + after > 0) {
            let start = head.rfind('\n').map_or(0, |at| at + 1);
            let end = text.len() - rest.len() + rest.find('\n').unwrap_or(rest.len());
            let line = text.get(start..end).unwrap_or_default();
            if line.len() <= LONGEST_LINE && !line.to_ascii_lowercase().contains("secret") {
                return self.0.read_span(&(start..end).into(), 0, 0);
            }
        }
        self.0.read_span(span, 0, 0)
    }
}

/// A position that is not empty: for an empty one, the character before it, or otherwise the one after it.
fn shown_at(text: &str, at: Range<usize>) -> Range<usize> {
    if !at.is_empty() {
        return at;
    }
    let before = text.get(..at.start).and_then(|before| before.chars().next_back());
    match before.filter(|char| *char != '\n') {
        Some(char) => at.start - char.len_utf8()..at.start,
        None => {
            at.start
                ..at.start
                    + text.get(at.start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8)
        }
    }
}

/// Text of the same length, without control characters for a terminal.
fn visible(text: &str) -> String {
    let show = |char: char| match char {
        '\n' | '\t' => (char, 1),
        char if char.is_control() => ('?', char.len_utf8()),
        char => (char, 1),
    };
    text.chars().map(show).flat_map(|(char, count)| std::iter::repeat_n(char, count)).collect()
}

/// The known name that was probably intended, from serde's ``unknown field `x`, expected one of `a`, `b` ``, or
/// `unknown variant`. Not every parser quotes the names.
fn suggestion(message: &str) -> Option<String> {
    let (unknown, expected) = ["unknown field `", "unknown variant `"]
        .iter()
        .find_map(|start| message.strip_prefix(start))?
        .split_once("`, expected ")?;
    let expected = expected.trim_start_matches("one of ").split(", ").map(|name| name.trim_matches('`'));
    let expected: Vec<&str> = expected.collect();
    match ipxe_catalog::did_you_mean(unknown, expected.iter().copied()) {
        Some(near) => Some(format!("did you mean `{near}`?")),
        None => Some(format!("`{unknown}` is a key of the table `[{}]`", table_of(unknown, &expected)?)),
    }
}

/// The table that contains a key, in files with the expected keys at their top.
fn table_of(key: &str, expected: &[&str]) -> Option<String> {
    let schemas = ipxe_lint::schemas::ALL.iter().chain(ipxe_machine::schemas::ALL);
    let schemas = schemas.filter_map(|(_, text)| serde_json::from_str::<Value>(text).ok());
    let has_all = |schema: &Value| expected.iter().all(|key| schema["properties"].get(key).is_some());
    let schema = schemas.into_iter().find(has_all)?;
    let has_key = |table: &Value| {
        let named = |reference: &Value| schema.pointer(reference.as_str()?.strip_prefix('#')?);
        let alternatives = table["anyOf"].as_array().map_or(&[][..], Vec::as_slice);
        let mut all = [table].into_iter().chain(alternatives);
        all.any(|one| named(&one["$ref"]).unwrap_or(one)["properties"].get(key).is_some())
    };
    let tables = schema["properties"].as_object()?;
    tables.iter().find(|(_, table)| has_key(table)).map(|(name, _)| name.clone())
}

impl DataFileError {
    /// The line of the error, from 1, if it has a position in the file.
    #[must_use]
    pub fn line(&self) -> Option<usize> {
        Some(line(self.source.0.inner(), self.at.as_ref()?))
    }

    /// The file, in displayable form.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }
}

impl fmt::Display for DataFileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for DataFileError {}

impl miette::Diagnostic for DataFileError {
    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.at.as_ref().map(|_| &self.source as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let at = self.at.clone()?;
        Some(Box::new(std::iter::once(LabeledSpan::underline(at))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_is_nearly_right_is_suggested() {
        let message = "unknown field `setings`, expected one of `machine`, `settings`, `secrets`";
        assert_eq!(suggestion(message).as_deref(), Some("did you mean `settings`?"));
        let unquoted = "unknown field `setings`, expected one of machine, settings, secrets";
        assert_eq!(suggestion(unquoted), suggestion(message));
        assert_eq!(suggestion(&message.replace("field", "variant")), suggestion(message));
        assert_eq!(suggestion("unknown field `x`, expected `machine`"), None);
        assert_eq!(suggestion("invalid type"), None);
        let elsewhere = "unknown field `platform`, expected one of `complete`, `machine`, `settings`";
        assert_eq!(suggestion(elsewhere).as_deref(), Some("`platform` is a key of the table `[machine]`"));
    }

    #[test]
    fn control_characters_keep_their_width() {
        assert_eq!(visible("a\u{1b}\u{9b}\tb\n"), "a???\tb\n");
    }
}
