//! Parser errors in the words of the user.

use std::borrow::Cow;

/// Whole messages of the TOML parser.
const SYNTAX: &[(&str, &str)] = &[
    ("wanted string or table", "expected text in quotes"),
    ("duplicate key", "this key is given twice"),
    ("key with no value, expected `=`", "`=` and a value are missing behind this key"),
    ("unclosed table, expected `]`", "a `]` is missing"),
    ("unclosed array, expected `]`", "a `]` is missing"),
    ("missing comma between array elements, expected `,`", "a comma is missing before the next element"),
    ("unexpected key or value, expected newline, `#`", "expected the end of the line"),
    ("string values must be quoted, expected literal string", "expected a value; text needs quotes"),
    ("invalid basic string, expected `\"`", "the closing `\"` of a text is missing"),
    ("invalid multi-line basic string, expected `\"`", "the closing `\"\"\"` of a text is missing"),
    ("invalid literal string, expected `'`", "the closing `'` of a text is missing"),
];

/// Parser terms with other names in the user's words.
const EXPECTED: &[(&str, &str)] = &[
    ("a boolean", "`true` or `false`"),
    ("a sequence", "a list, such as `[\"…\"]`"),
    ("a map", "a table"),
    ("a string", "text in quotes"),
    ("a borrowed string", "text in quotes"),
    ("path string", "a path in quotes"),
    ("usize", "a whole number, at least 0"),
    ("u32", "a whole number, at least 0"),
    ("u64", "a whole number, at least 0"),
];

/// The message in plain words.
pub(crate) fn plain(message: &str) -> Cow<'_, str> {
    if let Some((_, plain)) = SYNTAX.iter().find(|(theirs, _)| *theirs == message) {
        return Cow::Borrowed(plain);
    }
    let typed = ["invalid type: ", "invalid value: "].iter().find_map(|start| message.strip_prefix(start));
    if let Some((found, expected)) = typed.and_then(|rest| rest.rsplit_once(", expected ")) {
        let known = EXPECTED.iter().find(|(theirs, _)| *theirs == expected);
        return format!("expected {}, found {}", known.map_or(expected, |(_, plain)| plain), value(found))
            .into();
    }
    if let Some(rest) = message.strip_prefix("unknown field ") {
        return format!("unknown key {rest}").into();
    }
    if let Some(rest) = message.strip_prefix("unknown variant ") {
        return format!("unknown value {rest}").into();
    }
    if let Some(name) = message.strip_prefix("missing field ") {
        return format!("the key {name} is missing").into();
    }
    message.replace("unclosed character class; missing ']'", "a `[` is never closed").into()
}

/// The value that was found, in serde's notation.
fn value(found: &str) -> Cow<'_, str> {
    match found.split_once(' ') {
        Some(("string", text)) => format!("the text {text}").into(),
        Some(("integer", number)) => format!("the number {number}").into(),
        Some(("boolean", value)) => value.into(),
        _ => match (found, found.strip_prefix("floating point ")) {
            (_, Some(number)) => format!("the number {number}").into(),
            ("sequence", _) => "a list".into(),
            ("map", _) => "a table".into(),
            ("unit value" | "null", _) => "nothing".into(),
            _ => found.into(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn messages_are_for_people() {
        for (theirs, ours) in [
            (
                "invalid type: string \"yes\", expected a boolean",
                "expected `true` or `false`, found the text \"yes\"",
            ),
            (
                "invalid value: integer `-1`, expected usize",
                "expected a whole number, at least 0, found the number `-1`",
            ),
            (
                "invalid type: floating point `2.0`, expected a string",
                "expected text in quotes, found the number `2.0`",
            ),
            ("invalid type: map, expected a sequence", "expected a list, such as `[\"…\"]`, found a table"),
            ("unknown field `x`, expected `y`", "unknown key `x`, expected `y`"),
            ("missing field `name`", "the key `name` is missing"),
            ("wanted string or table", "expected text in quotes"),
            ("duplicate key", "this key is given twice"),
            ("no rule is called `x`", "no rule is called `x`"),
        ] {
            assert_eq!(plain(theirs), ours);
        }
    }
}
