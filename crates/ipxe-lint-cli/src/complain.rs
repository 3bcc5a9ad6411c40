//! Reports errors on standard error.

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
};

use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};
use miette::GraphicalReportHandler;

use crate::{
    colors,
    failure::{Failure, shown},
    full::theme,
};

const ERROR: Style = AnsiColor::Red.on_default().bold();

/// Reports an error. If that fails too, there is nowhere left to report it.
pub(crate) fn complain(failure: &Failure, color: clap::ColorChoice) {
    let _ = try_complain(failure, color);
}

/// Reports which links were not followed. If that fails, there is nowhere left to report it.
pub(crate) fn not_followed(links: &[&Path]) {
    let tell = |out: &mut dyn Write| {
        links.iter().try_for_each(|link| {
            writeln!(out, "note: `{}` is a symbolic link and not followed; name it to check it", shown(link))
        })
    };
    let _ = tell(&mut io::stderr().lock());
}

/// Names the directories of a configuration in which no scripts can be found. If that fails, there is nowhere left to
/// report it.
pub(crate) fn not_served(served: &[(String, PathBuf)]) {
    let mut err = io::stderr().lock();
    for (url, folder) in served {
        let (url, path) = (ipxe_lint::printable(url), shown(folder));
        let _ = match (url.contains("://"), folder.is_dir()) {
            (true, true) => Ok(()),
            (true, false) => {
                writeln!(err, "note: `{path}` is no directory, so no script is found below `{url}`")
            }
            (false, _) => writeln!(err, "note: `{url}` is no URL, so `{path}` is not served"),
        };
    }
}

fn try_complain(failure: &Failure, color: clap::ColorChoice) -> io::Result<()> {
    let stderr = io::stderr();
    let choice = colors::choice(color, &stderr);
    let mut out = AutoStream::new(stderr.lock(), choice);
    writeln!(out, "{ERROR}error:{ERROR:#} {failure}")?;
    let Failure::Config(ipxe_lint_config::Failure::DataFile(problem)) = failure else { return Ok(()) };
    let mut shown = String::new();
    let unicode = supports_unicode::on(supports_unicode::Stream::Stderr);
    // The file determines how much context is shown.
    let handler = GraphicalReportHandler::new_themed(theme(unicode, choice != ColorChoice::Never))
        .with_context_lines(1)
        .without_cause_chain();
    handler.render_report(&mut shown, problem.as_ref()).map_err(io::Error::other)?;
    out.write_all(shown.as_bytes())
}
