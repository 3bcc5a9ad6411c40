//! JSON that a terminal may see.

use std::{
    fmt::Write as _,
    io::{self, Write},
};

use serde::Serialize;

/// For whom a command writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum TextOrJson {
    /// For people
    Text,
    /// For programs
    Json,
}

/// Writes data as JSON, indented: people read it, too.
pub(crate) fn write(out: &mut dyn Write, data: &impl Serialize) -> io::Result<()> {
    writeln!(out, "{}", escaped(&serde_json::to_string_pretty(data)?))
}

/// Writes data as a line of JSON.
pub(crate) fn write_line(out: &mut dyn Write, data: &impl Serialize) -> io::Result<()> {
    writeln!(out, "{}", escaped(&serde_json::to_string(data)?))
}

/// The same JSON without characters that a terminal would act upon. Such characters can only be in strings, where each has
/// an escape; that of ASCII's is there already.
fn escaped(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    let mut buffer = [0; 2];
    for char in json.chars() {
        if char == '\n' || !ipxe_lint::is_harmful(char) {
            text.push(char);
            continue;
        }
        for unit in char.encode_utf16(&mut buffer) {
            // Writing to a string cannot fail.
            let _ = write!(text, "\\u{unit:04x}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_escaped_is_the_same_when_it_is_read() {
        let text = "a\u{1b}\u{7f}\u{9b}\u{202e}\u{feff}\u{ffff}ä𝄞\n\"";
        let json = escaped(&serde_json::to_string(text).unwrap());
        assert_eq!(json, r#""a\u001b\u007f\u009b\u202e\ufeff\uffffä𝄞\n\"""#);
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
    }
}
