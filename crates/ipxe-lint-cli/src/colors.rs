use std::io::{self, IsTerminal, Write};

use anstream::{AutoStream, ColorChoice};

/// The capabilities of standard output.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Terminal {
    /// Colours.
    pub(crate) colors: ColorChoice,
    /// Whether it is a terminal, which interprets control characters.
    pub(crate) interactive: bool,
    /// Whether it can display more than ASCII.
    pub(crate) unicode: bool,
    /// The number of columns. None if it is not a terminal, or the width is unknown.
    pub(crate) width: Option<usize>,
}

impl Terminal {
    /// Completes unset values from the environment.
    pub(crate) fn new(color: clap::ColorChoice, to_file: bool) -> Self {
        let stdout = io::stdout();
        let color =
            if to_file && color == clap::ColorChoice::Auto { clap::ColorChoice::Never } else { color };
        let colors = choice(color, &stdout);
        let is_terminal = !to_file && stdout.is_terminal();
        let width = is_terminal.then(terminal_size::terminal_size).flatten();
        let unicode = !is_terminal || supports_unicode::on(supports_unicode::Stream::Stdout);
        Self {
            colors,
            interactive: is_terminal,
            unicode,
            width: width.map(|(width, _)| usize::from(width.0)),
        }
    }

    /// Writes the text of scripts: unchanged bytes for files and programs such as `patch`, but no control characters to
    /// a terminal.
    pub(crate) fn write_script(self, out: &mut dyn Write, text: &[u8]) -> io::Result<()> {
        if !self.interactive {
            return out.write_all(text);
        }
        for line in text.split_inclusive(|byte| *byte == b'\n') {
            let end = if line.ends_with(b"\r\n") { 2 } else { usize::from(line.ends_with(b"\n")) };
            let (content, end) = line.split_at(line.len() - end);
            let content = String::from_utf8_lossy(content);
            let shown: Vec<String> = content.split('\t').map(ipxe_lint::printable).collect();
            out.write_all(shown.join("\t").as_bytes())?;
            out.write_all(end)?;
        }
        Ok(())
    }

    /// Whether to use colours.
    pub(crate) fn has_colors(self) -> bool {
        self.colors != ColorChoice::Never
    }
}

/// Whether a stream gets colours; the environment decides unless an option does.
pub(crate) fn choice(color: clap::ColorChoice, stream: &impl anstream::stream::RawStream) -> ColorChoice {
    match color {
        clap::ColorChoice::Always => ColorChoice::Always,
        clap::ColorChoice::Never => ColorChoice::Never,
        clap::ColorChoice::Auto => AutoStream::choice(stream),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_terminal_gets_a_script_without_what_it_would_act_upon() {
        let text = b"+\techo \x1b]0;t\x07\r\x9b\xe2\x80\xae\r\n\xc3\xa4\n";
        let shown = |interactive| {
            let mut out = Vec::new();
            let terminal = Terminal { colors: ColorChoice::Never, interactive, unicode: true, width: None };
            terminal.write_script(&mut out, text).unwrap();
            out
        };
        assert_eq!(shown(false), text);
        let safe = "+\techo \\u{1b}]0;t\\u{7}\\u{d}\u{fffd}\\u{202e}\r\n\u{e4}\n";
        assert_eq!(String::from_utf8(shown(true)).unwrap(), safe);
    }
}
