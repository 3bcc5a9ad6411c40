//! Comments that were certainly meant as directives, and the intended ones.

use std::ops::Range;

use memchr::memchr;

use super::directive::{Malformed, trimmed};
use crate::RuleSelector;

/// The intended form of a malformed directive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Correction {
    pub(super) range: Range<usize>,
    /// The correct text.
    pub(super) text: String,
    /// Whether it is certain.
    pub(super) is_certain: bool,
}

/// The verbs with which linters are told to ignore findings, including ours.
const VERBS: [&[u8]; 17] = [
    b"ignore",
    b"ignore-file",
    b"ignore-line",
    b"ignore-next-line",
    b"disable",
    b"disable-file",
    b"disable-line",
    b"disable-next-line",
    b"enable",
    b"suppress",
    b"allow",
    b"skip",
    b"skip-file",
    b"noqa",
    b"nolint",
    b"fmt-off",
    b"fmt-on",
];

/// The maximum length of a list of rules: without a closing bracket by then, it is not a list.
const LONGEST: usize = 2048;

/// The tool's name that ends here, in any spelling.
pub(super) fn tool_name(piece: &[u8], end: usize) -> Option<Range<usize>> {
    [b"ipxe-lint".as_slice(), b"ipxe_lint", b"ipxelint"].into_iter().find_map(|name| {
        let start = end.checked_sub(name.len())?;
        piece[start..end].eq_ignore_ascii_case(name).then_some(start..end)
    })
}

/// The verb after the tool's name.
fn verb(piece: &[u8], tool: &Range<usize>, end: usize) -> Option<Range<usize>> {
    let is_between = |byte: &&u8| byte.is_ascii_whitespace() || matches!(byte, b':' | b'-' | b'_' | b'=');
    let rest = piece.get(tool.end..end)?;
    let between = rest.iter().take_while(is_between).count();
    let is_verb = |byte: &&u8| byte.is_ascii_alphabetic() || **byte == b'-';
    let start = tool.end + between;
    let length = piece.get(start..end)?.iter().take_while(is_verb).count();
    (between > 0 && length > 0).then_some(start..start + length)
}

/// A comment that is not a directive, but was meant as one: a verb follows the tool's name, and rules or nothing follow
/// the verb.
pub(super) fn slip(piece: &[u8], tool: Range<usize>, end: usize) -> Option<Malformed> {
    let verb = verb(piece, &tool, end)?;
    if !VERBS.contains(&piece[verb.clone()].to_ascii_lowercase().as_slice()) {
        return None;
    }
    let rest = piece[verb.end..end].trim_ascii();
    let is_list = rest.first().is_none_or(|byte| matches!(byte, b'[' | b'(' | b'=' | b':'));
    let correction = correction(piece, &tool, end);
    let message = "a comment looks like one for ipxe-lint, but is malformed";
    (is_list || correction.is_some()).then_some(Malformed {
        message,
        range: tool.start..verb.end,
        correction,
    })
}

/// The intended directive: its verb suppresses, and the words after it are names of rules.
pub(super) fn correction(piece: &[u8], tool: &Range<usize>, end: usize) -> Option<Correction> {
    let verb = verb(piece, tool, end)?;
    let word = piece[verb.clone()].to_ascii_lowercase();
    if !VERBS.contains(&word.as_slice()) || matches!(word.as_slice(), b"enable" | b"fmt-off" | b"fmt-on") {
        return None;
    }
    let (names, list_end, in_brackets) = names(piece, verb.end, end)?;
    let scope = if word.ends_with(b"-file") { "ignore-file" } else { "ignore" };
    let text = format!("ipxe-lint: {scope}[{}]", names.join(", "));
    let is_certain = in_brackets && word == scope.as_bytes();
    Some(Correction { range: tool.start..list_end, text, is_certain })
}

/// The names of rules from here on, with or without brackets; their end; and whether there are brackets.
fn names(piece: &[u8], from: usize, end: usize) -> Option<(Vec<String>, usize, bool)> {
    let from = trimmed(piece, from..end).start;
    let end = end.min(from.saturating_add(LONGEST));
    let open = piece.get(from..end)?.first()?;
    let close = match open {
        b'[' => Some(b']'),
        b'(' => Some(b')'),
        _ => None,
    };
    let name_of = |text: &[u8]| {
        let name = std::str::from_utf8(text.trim_ascii()).ok()?;
        name.parse::<RuleSelector>().is_ok().then(|| name.to_owned())
    };
    if let Some(close) = close {
        let length = memchr(close, &piece[from..end])?;
        let list = piece[from + 1..from + length].split(|byte| *byte == b',');
        let names: Option<Vec<_>> = list.map(name_of).collect();
        return Some((names?, from + length + 1, *open == b'['));
    }
    let mut at = trimmed(piece, from + usize::from(matches!(open, b'=' | b':'))..end).start;
    let mut names = Vec::new();
    let mut list_end = None;
    loop {
        let is_name = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'-';
        let length = piece[at..end].iter().take_while(is_name).count();
        let Some(name) = name_of(&piece[at..at + length]) else { break };
        names.push(name);
        list_end = Some(at + length);
        let next = trimmed(piece, at + length..end).start;
        if piece[next..end].first() != Some(&b',') {
            break;
        }
        at = trimmed(piece, next + 1..end).start;
    }
    Some((names, list_end?, false))
}
