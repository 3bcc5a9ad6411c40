use std::io::IsTerminal;

use anstream::{AutoStream, ColorChoice};

/// What the standard output can show.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Terminal {
    /// Colours.
    pub(crate) colors: ColorChoice,
    /// Columns; none: it is no terminal.
    pub(crate) width: Option<usize>,
}

impl Terminal {
    /// Asks the environment about what was left open.
    pub(crate) fn new(color: clap::ColorChoice, to_file: bool) -> Self {
        let stdout = std::io::stdout();
        let color =
            if to_file && color == clap::ColorChoice::Auto { clap::ColorChoice::Never } else { color };
        let colors = choice(color, &stdout);
        let width = (!to_file && stdout.is_terminal()).then(terminal_size::terminal_size).flatten();
        Self { colors, width: width.map(|(width, _)| usize::from(width.0)) }
    }

    /// Whether to use colours.
    pub(crate) fn has_colors(self) -> bool {
        self.colors != ColorChoice::Never
    }
}

/// Whether a stream gets colours; the environment decides what was left open.
pub(crate) fn choice(color: clap::ColorChoice, stream: &impl anstream::stream::RawStream) -> ColorChoice {
    match color {
        clap::ColorChoice::Always => ColorChoice::Always,
        clap::ColorChoice::Never => ColorChoice::Never,
        clap::ColorChoice::Auto => AutoStream::choice(stream),
    }
}
