//! JSON in a form that is safe for a terminal.

use std::io::{self, Write};

use serde::Serialize;

/// For whom a command writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum TextOrJson {
    /// For people
    Text,
    /// For programs
    Json,
}

/// Writes data as indented JSON, for human readers, too. The data is written while it is serialized.
pub(crate) fn write(out: &mut dyn Write, data: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer_pretty(Escaping { out }, data)?;
    writeln!(out)
}

/// Writes data as a line of JSON.
pub(crate) fn write_line(out: &mut dyn Write, data: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(Escaping { out }, data)?;
    writeln!(out)
}

/// Writes JSON with escapes for all characters that a terminal interprets. Such characters only occur in strings; those
/// in ASCII are escaped already.
struct Escaping<'o> {
    out: &'o mut dyn Write,
}

impl Write for Escaping<'_> {
    /// Gets only whole characters: the serializer never splits one.
    fn write(&mut self, json: &[u8]) -> io::Result<usize> {
        let mut start = 0;
        for (at, char) in str::from_utf8(json).map_err(io::Error::other)?.char_indices() {
            if char == '\n' || !ipxe_lint::is_harmful(char) {
                continue;
            }
            self.out.write_all(json.get(start..at).unwrap_or_default())?;
            start = at + char.len_utf8();
            for unit in char.encode_utf16(&mut [0; 2]) {
                write!(self.out, "\\u{unit:04x}")?;
            }
        }
        self.out.write_all(json.get(start..).unwrap_or_default())?;
        Ok(json.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_escaped_is_the_same_when_it_is_read() {
        let text = "a\u{1b}\u{7f}\u{9b}\u{202e}\u{feff}\u{ffff}ä𝄞\n\"";
        let mut json = Vec::new();
        write_line(&mut json, &text).unwrap();
        let json = String::from_utf8(json).unwrap();
        assert_eq!(json, "\"a\\u001b\\u007f\\u009b\\u202e\\ufeff\\uffffä𝄞\\n\\\"\"\n");
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
    }
}
