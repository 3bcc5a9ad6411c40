use std::{
    fmt,
    io::{self, Write},
};

use ipxe_lint::{Located, reports::Checked};
use miette::{GraphicalReportHandler, GraphicalTheme};
use rayon::prelude::*;
use textwrap::WordSeparator;

use crate::colors::Terminal;

/// Width of a report that goes to no terminal, and the most of one that does: longer lines are hard to read.
const WIDTH: usize = 110;

/// How many findings are rendered at once, so that a report need not be held in memory as a whole.
const AT_ONCE: usize = 1024;

/// How many are not worth starting threads for.
const FEW: usize = 32;

/// Writes each finding with the lines that it is about.
pub(crate) fn full(out: &mut impl Write, scripts: &[Checked<'_>], terminal: Terminal) -> io::Result<()> {
    let handler = handler(terminal);
    let render = |finding: &Located<'_>| {
        let mut text = String::new();
        handler.render_report(&mut text, finding)?;
        text.push('\n');
        Ok(text)
    };
    let findings: Vec<_> = scripts
        .iter()
        .flat_map(|script| script.diagnostics().iter().map(|finding| Located::new(finding, script.file())))
        .collect();
    for findings in findings.chunks(AT_ONCE) {
        let texts: Vec<Result<String, fmt::Error>> = match findings.len() {
            0..FEW => findings.iter().map(render).collect(),
            _ => findings.par_iter().with_max_len(FEW).map(render).collect(),
        };
        for text in texts {
            out.write_all(text.map_err(io::Error::other)?.as_bytes())?;
        }
    }
    Ok(())
}

/// Draws what the terminal can show.
fn handler(terminal: Terminal) -> GraphicalReportHandler {
    let unicode = !terminal.interactive || supports_unicode::on(supports_unicode::Stream::Stdout);
    let theme = match (unicode, terminal.has_colors()) {
        (true, true) => GraphicalTheme::unicode(),
        (true, false) => GraphicalTheme::unicode_nocolor(),
        (false, true) => {
            GraphicalTheme { characters: miette::ThemeCharacters::ascii(), ..GraphicalTheme::unicode() }
        }
        (false, false) => GraphicalTheme::none(),
    };
    let links = terminal.interactive
        && terminal.has_colors()
        && supports_hyperlinks::on(supports_hyperlinks::Stream::Stdout);
    GraphicalReportHandler::new_themed(theme)
        .with_width(terminal.width.unwrap_or(WIDTH).clamp(40, WIDTH))
        .with_urls(links)
        // Neither URLs nor options are cut.
        .with_break_words(false)
        .with_word_separator(WordSeparator::AsciiSpace)
}
