use std::fmt::Write as _;
use std::io::{self, Write};

use ipxe_lint::{Located, reports::Checked};
use miette::{GraphicalReportHandler, GraphicalTheme};

use crate::colors::Terminal;

/// Width of a report that goes to no terminal, and the most of one that does: longer lines are hard to read.
const WIDTH: usize = 110;

/// Writes each finding with the lines that it is about.
pub(crate) fn full(out: &mut impl Write, scripts: &[Checked<'_>], terminal: Terminal) -> io::Result<()> {
    let handler = handler(terminal);
    let mut text = String::new();
    for script in scripts {
        for finding in script.diagnostics() {
            text.clear();
            handler
                .render_report(&mut text, &Located::new(finding, script.file()))
                .map_err(io::Error::other)?;
            text.write_char('\n').map_err(io::Error::other)?;
            out.write_all(text.as_bytes())?;
        }
    }
    Ok(())
}

/// Draws what the terminal can show.
fn handler(terminal: Terminal) -> GraphicalReportHandler {
    let unicode = terminal.width.is_none() || supports_unicode::on(supports_unicode::Stream::Stdout);
    let theme = match (unicode, terminal.has_colors()) {
        (true, true) => GraphicalTheme::unicode(),
        (true, false) => GraphicalTheme::unicode_nocolor(),
        (false, true) => {
            GraphicalTheme { characters: miette::ThemeCharacters::ascii(), ..GraphicalTheme::unicode() }
        }
        (false, false) => GraphicalTheme::none(),
    };
    let links = terminal.width.is_some()
        && terminal.has_colors()
        && supports_hyperlinks::on(supports_hyperlinks::Stream::Stdout);
    GraphicalReportHandler::new_themed(theme)
        .with_width(terminal.width.unwrap_or(WIDTH).clamp(40, WIDTH))
        .with_urls(links)
}
