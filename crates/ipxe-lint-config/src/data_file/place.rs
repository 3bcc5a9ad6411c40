//! The errors of three parsers in one form: a message and a byte range.

use std::ops::Range;

pub(super) type Problem = (String, Option<Range<usize>>);

pub(super) fn toml(error: &toml::de::Error, text: &str) -> Problem {
    let value = error.span().and_then(|at| text.get(at.start..)).unwrap_or_default();
    let end = value.find(|char: char| char.is_whitespace() || ",]}#".contains(char)).unwrap_or(value.len());
    let word = value.get(..end).unwrap_or_default();
    // The parser assumes that such a word is the beginning of `true`, `nan` or a number.
    let is_syntax =
        ["invalid ", "string values must be quoted"].iter().any(|start| error.message().starts_with(start));
    let is_word = word.starts_with(char::is_alphabetic) && word.chars().all(|char| !"='\"".contains(char));
    if is_syntax && !error.message().starts_with("invalid type") && is_word {
        let at = error.span().map(|at| at.start..at.start + word.len());
        return (format!("text needs quotes: \"{word}\""), at);
    }
    (error.message().to_owned(), error.span())
}

pub(super) fn json(error: &serde_json::Error, text: &str) -> Problem {
    let message = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    let message = message.strip_suffix(&place).unwrap_or(&message).to_owned();
    let before = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum::<usize>();
    let end = before + error.column();
    // The position is where the parser stopped: after the key or value at fault.
    let name = message.split('`').nth(1).map(|name| format!("\"{name}\"")).unwrap_or_default();
    let read = text.get(..end).unwrap_or_default();
    let start = if read.ends_with(&name) { end - name.len() } else { end.saturating_sub(1) };
    (message, (error.line() > 0 && end <= text.len()).then_some(start..end))
}

pub(super) fn yaml(error: &serde_saphyr::Error) -> Problem {
    let message = error.without_snippet().to_string();
    let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(before, _)| before).to_owned();
    let place = error.location().and_then(|location| {
        let start = usize::try_from(location.span().byte_offset()?).ok()?;
        let len = location.span().byte_len().and_then(|len| usize::try_from(len).ok()).unwrap_or(0);
        Some(start..start + len)
    });
    (message, place)
}
