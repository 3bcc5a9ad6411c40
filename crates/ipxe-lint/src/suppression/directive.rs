//! The grammar of a directive: `ipxe-lint: ignore[RULE, …] reason`.

use std::ops::Range;

use memchr::memchr;
use memchr::memmem;

use super::{SuppressionScope, slip};

/// The beginning of a directive, after its `#`.
pub(super) const MARK: &[u8] = b"ipxe-lint:";

/// The common end of all of its spellings.
pub(super) const LINT: &[u8] = b"lint";

/// Directives about formatting, for `ipxe-lint fmt`.
const FOR_THE_FORMATTER: [&[u8]; 2] = [b"fmt-off", b"fmt-on"];

/// A directive in a piece of a comment; all ranges are in the piece.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Directive {
    /// From the `#` to the last byte of the reason.
    pub(super) range: Range<usize>,
    pub(super) content: Result<Content, Malformed>,
}

/// The contents of a well-formed directive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Content {
    pub(super) scope: SuppressionScope,
    /// The names in the brackets, without white space around them; at least one.
    pub(super) names: Vec<Range<usize>>,
    /// The text after the bracket; empty if there is none.
    pub(super) reason: Range<usize>,
}

/// Why a directive is malformed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Malformed {
    /// The mistake, in one sentence without a full stop.
    pub(super) message: &'static str,
    pub(super) range: Range<usize>,
    /// The intention, if it is clear.
    pub(super) correction: Option<slip::Correction>,
}

/// The directives of a piece of a comment. One begins at a `#` at the comment's start or after a space, with only white
/// space between it and `ipxe-lint:`, and ends where the next one begins. A comment that was certainly meant as a
/// directive also counts, as a malformed one.
pub(super) fn directives(piece: &[u8]) -> Vec<Directive> {
    let mut marks = Vec::new();
    for at in memmem::find_iter(piece, LINT) {
        let Some(tool) = slip::tool_name(piece, at + LINT.len()) else { continue };
        let Some(hash) = hash_before(piece, tool.start) else { continue };
        let is_exact = piece[tool.start..].starts_with(MARK);
        if is_exact || slip::slip(piece, tool.clone(), piece.len()).is_some() {
            marks.push((hash, tool, is_exact));
        }
    }
    let ends: Vec<usize> = marks.iter().skip(1).map(|(hash, ..)| *hash).chain([piece.len()]).collect();
    let is_ours = |directive: &Directive| {
        let verb = directive.content.as_ref().err().map(|malformed| &piece[malformed.range.clone()]);
        verb.is_none_or(|verb| !FOR_THE_FORMATTER.contains(&verb))
    };
    let directive = |((hash, tool, is_exact), end): ((usize, Range<usize>, bool), usize)| {
        let end = trimmed(piece, hash..end).end.max(tool.end);
        let content = if is_exact {
            let content = content(piece, tool.end + 1..end.max(tool.end + 1));
            content.map_err(|malformed| Malformed {
                correction: slip::correction(piece, &tool, end),
                ..malformed
            })
        } else {
            Err(slip::slip(piece, tool, end)?)
        };
        Some(Directive { range: hash..end, content })
    };
    marks.into_iter().zip(ends).filter_map(directive).filter(is_ours).collect()
}

/// The `#` before a directive's name.
fn hash_before(piece: &[u8], mark: usize) -> Option<usize> {
    let hash = piece[..mark].trim_ascii_end().len().checked_sub(1)?;
    let begins = hash == 0 || piece[hash - 1].is_ascii_whitespace();
    (piece[hash] == b'#' && begins).then_some(hash)
}

/// `content = ignore / ignore-file "[" name *("," name) "]" [reason]`
fn content(piece: &[u8], range: Range<usize>) -> Result<Content, Malformed> {
    let range = trimmed(piece, range);
    let is_verb = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let verb = range.start..range.start + piece[range.clone()].iter().take_while(is_verb).count();
    let scope = match &piece[verb.clone()] {
        b"ignore" => SuppressionScope::Line,
        b"ignore-file" => SuppressionScope::File,
        b"" => {
            return Err(Malformed { message: "a comment for ipxe-lint is empty", range, correction: None });
        }
        _ => {
            return Err(Malformed {
                message: "a comment for ipxe-lint has an unknown keyword",
                range: verb,
                correction: None,
            });
        }
    };
    let open = trimmed(piece, verb.end..range.end).start;
    if piece[..range.end].get(open) != Some(&b'[') {
        return Err(Malformed {
            message: "a suppression needs a rule list in brackets",
            range: verb,
            correction: None,
        });
    }
    let Some(length) = memchr(b']', &piece[open..range.end]) else {
        return Err(Malformed {
            message: "the rule list of a suppression is not closed",
            range: open..range.end,
            correction: None,
        });
    };
    let close = open + length;
    let names = names(piece, open + 1..close);
    if names.is_empty() {
        return Err(Malformed {
            message: "the rule list of a suppression is empty",
            range: open..close + 1,
            correction: None,
        });
    }
    Ok(Content { scope, names, reason: reason(piece, close + 1..range.end) })
}

/// The names between commas.
fn names(piece: &[u8], list: Range<usize>) -> Vec<Range<usize>> {
    let mut start = list.start;
    let cut = piece[list].split(|byte| *byte == b',').map(|name| {
        let range = start..start + name.len();
        start = range.end + 1;
        trimmed(piece, range)
    });
    cut.filter(|name| !name.is_empty()).collect()
}

/// The reason, without a colon or dash before it.
fn reason(piece: &[u8], range: Range<usize>) -> Range<usize> {
    let mut range = trimmed(piece, range);
    while let Some(separator) =
        ["-", ":", "–", "—"].iter().find(|separator| piece[range.clone()].starts_with(separator.as_bytes()))
    {
        range = trimmed(piece, range.start + separator.len()..range.end);
    }
    range
}

/// The range without the white space at its ends.
pub(super) fn trimmed(piece: &[u8], range: Range<usize>) -> Range<usize> {
    let end = range.start + piece[range.clone()].trim_ascii_end().len();
    let start = end - piece[range.start..end].trim_ascii_start().len();
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(comment: &str) -> Vec<String> {
        let text = |range: &Range<usize>| comment[range.clone()].to_owned();
        let one = |directive: &Directive| match &directive.content {
            Ok(content) => {
                let names: Vec<String> = content.names.iter().map(text).collect();
                format!("{} {names:?} {:?}", content.scope.as_str(), text(&content.reason))
            }
            Err(malformed) => format!("{}: {:?}", malformed.message, text(&malformed.range)),
        };
        directives(comment.as_bytes()).iter().map(one).collect()
    }

    #[test]
    fn directives_are_read_with_their_reasons() {
        for (comment, expected) in [
            ("# ipxe-lint: ignore[a]", r#"ignore ["a"] """#),
            (
                "#ipxe-lint:ignore[ a , IPX401,] : as the server says ",
                r#"ignore ["a", "IPX401"] "as the server says""#,
            ),
            ("# ipxe-lint: ignore-file [flow] — why", r#"ignore-file ["flow"] "why""#),
            ("# text # ipxe-lint: ignore[a] -- x ] y", r#"ignore ["a"] "x ] y""#),
        ] {
            assert_eq!(shown(comment), [expected], "{comment}");
        }
        assert_eq!(shown("# ipxe-lint: ignore[a] x # ipxe-lint: ignore-file[b] y").len(), 2);
    }

    #[test]
    fn what_cannot_be_read_is_told_with_its_place() {
        for (comment, expected) in [
            ("# ipxe-lint:", r#"a comment for ipxe-lint is empty: """#),
            ("# ipxe-lint: disable=x", r#"a comment for ipxe-lint has an unknown keyword: "disable""#),
            ("# ipxe-lint: ignore", r#"a suppression needs a rule list in brackets: "ignore""#),
            ("# ipxe-lint: ignore a", r#"a suppression needs a rule list in brackets: "ignore""#),
            ("# ipxe-lint: ignore[a, b", r#"the rule list of a suppression is not closed: "[a, b""#),
            ("# ipxe-lint: ignore[ , ] x", r#"the rule list of a suppression is empty: "[ , ]""#),
            (
                "# ipxe-lint ignore[a]",
                r#"a comment looks like one for ipxe-lint, but is malformed: "ipxe-lint ignore""#,
            ),
            (
                "# iPXE_lint disable=IPX401 why",
                r#"a comment looks like one for ipxe-lint, but is malformed: "iPXE_lint disable""#,
            ),
        ] {
            assert_eq!(shown(comment), [expected], "{comment}");
        }
    }

    #[test]
    fn text_about_directives_is_none() {
        for comment in [
            "# ipxe-lint: fmt-off",
            "# ipxe-lint: fmt-on why",
            "# say `# ipxe-lint: ignore[x]`",
            "# ipxe-lint is run by the server",
            "# see ipxe-lint: x",
            "# ipxe-lint ignores comments",
            "# ipxe-lint ignore and its friends",
            "# ipxe-lint off the shelf",
        ] {
            assert!(shown(comment).is_empty(), "{comment}");
        }
    }
}
