//! `$name`, `$(name)`, `{name}` and `%name%` in plain text.

use std::ops::Range;

/// The language of a supposed variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// `$name`
    Dollar,
    /// `$(name)`
    Parentheses,
    /// `{name}`
    Braces,
    /// `%name%`
    Percent,
}

/// A supposed variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found<'t> {
    pub(super) style: Style,
    /// Its text, with its marks.
    pub(super) text: &'t [u8],
    pub(super) range: Range<usize>,
}

impl<'t> Found<'t> {
    /// Its possible names, the longest first.
    pub(super) fn names(&self) -> impl Iterator<Item = &'t [u8]> + use<'t> {
        let (skipped, kept) = match self.style {
            Style::Dollar => (1, self.text.len()),
            Style::Parentheses => (2, self.text.len() - 1),
            Style::Braces | Style::Percent => (1, self.text.len() - 1),
        };
        let name = self.text.get(skipped..kept).unwrap_or_default();
        let short = name.iter().position(|byte| *byte == b'-').and_then(|end| name.get(..end));
        let short = short.filter(|_| self.style == Style::Dollar);
        [Some(name), short].into_iter().flatten()
    }
}

/// The supposed variables in a literal text.
pub(super) fn in_literal(text: &[u8]) -> impl Iterator<Item = Found<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let rest = text.get(at..)?;
            let start = at + memchr::memchr3(b'$', b'{', b'%', rest)?;
            let found = found_at(text, start);
            at = found.as_ref().map_or(start + 1, |found| found.range.end.max(start + 1));
            if found.is_some() {
                return found;
            }
        }
    })
}

fn found_at(text: &[u8], start: usize) -> Option<Found<'_>> {
    let after = text.get(start + 1..)?;
    // Other functions handle `$${x}` and `{{x}}`.
    let doubled = start > 0 && matches!(text.get(start - 1), Some(b'$' | b'{' | b'\\'));
    let (style, length) = match text.get(start)? {
        _ if doubled => return None,
        b'$' => match after.strip_prefix(b"(") {
            Some(inside) => (Style::Parentheses, closed(inside, b')')? + 2),
            None => (Style::Dollar, Some(scoped_length(after)).filter(|length| *length > 0)?),
        },
        b'{' => (Style::Braces, closed(after, b'}')? + 1),
        _ => (Style::Percent, closed(after, b'%')? + 1),
    };
    let range = start..start + 1 + length;
    // `%ab%cd` and `%abc%cd` contain escaped bytes of a URI.
    let is_byte = |text: &[u8]| text.len() > 1 && text.iter().take(2).all(u8::is_ascii_hexdigit);
    let behind = after.get(length..).unwrap_or_default();
    let escaped = style == Style::Percent && is_byte(after) && (length == 3 || is_byte(behind));
    (!escaped).then(|| Found { style, text: text.get(range.clone()).unwrap_or_default(), range })
}

/// The length of the name at the start, if `end` directly follows it.
fn closed(text: &[u8], end: u8) -> Option<usize> {
    let is_end = |length: usize| length > 0 && text.get(length) == Some(&end);
    let (length, scoped) = (name_length(text), scoped_length(text));
    if is_end(length) { Some(length) } else { Some(scoped).filter(|scoped| is_end(*scoped)) }
}

/// The length of the name at the start, with its interface: `net0/ip`.
fn scoped_length(text: &[u8]) -> usize {
    let length = name_length(text);
    let (scope, rest) = text.split_at(length);
    let number = scope.strip_prefix(b"net").unwrap_or_default();
    let is_interface = number == b"X" || !number.is_empty() && number.iter().all(u8::is_ascii_digit);
    match rest.strip_prefix(b"/").map(name_length) {
        Some(name @ 1..) if is_interface => length + 1 + name,
        _ => length,
    }
}

fn name_length(text: &[u8]) -> usize {
    if !text.first().is_some_and(|first| first.is_ascii_alphabetic() || *first == b'_') {
        return 0;
    }
    text.iter()
        .position(|byte| !(byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')))
        .unwrap_or(text.len())
}

/// Whether the text contains a hashed password: `$6$salt$hash`.
pub(super) fn has_hash(text: &[u8]) -> bool {
    let mut marks = memchr::memchr_iter(b'$', text);
    let mut previous = marks.next();
    marks.any(|at| {
        let between = previous.map_or(0, |previous| at - previous - 1);
        previous = Some(at);
        (1..=2).contains(&between)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<String> {
        in_literal(text.as_bytes()).map(|found| String::from_utf8_lossy(found.text).into_owned()).collect()
    }

    #[test]
    fn variables_of_other_languages_are_seen() {
        assert_eq!(all("tftp://$server/$(file)/{MAC}.%arch%"), ["$server", "$(file)", "{MAC}", "%arch%"]);
        assert_eq!(all("%base-url%/initrd"), ["%base-url%"]);
        assert_eq!(all("$net0/mac.$netX/ip/$network/x"), ["$net0/mac", "$netX/ip", "$network"]);
    }

    #[test]
    fn dollars_and_braces_that_name_nothing_are_not() {
        for text in [
            "%ab%/",
            "%abc%cd",
            "cost$",
            "$5",
            "$$pid",
            "a{}b",
            "{a b}",
            "%20foo%20",
            "100%",
            "{\"a\":1}",
            "$(x",
        ] {
            assert!(all(text).is_empty(), "{text}: {:?}", all(text));
        }
        assert!(has_hash(b"rootpw=$6$salt$hash") && !has_hash(b"$server/$arch"));
    }
}
