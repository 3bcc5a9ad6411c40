use std::io::{self, Write};

use ipxe_lint::reports::{Checked, Json, Statistics, Summary, Suppressions, concise, github, sarif};
use serde::Serialize;

use crate::{
    cli::{Format, ReportArgs},
    colors::Terminal,
    full::full,
};

/// Writes a report in the form that was asked for.
pub(crate) fn write(
    mut out: &mut dyn Write,
    args: &ReportArgs,
    scripts: &[Checked<'_>],
    terminal: Terminal,
) -> io::Result<()> {
    if args.list_suppressions {
        let list = Suppressions::new(scripts);
        return if args.format == Format::Json { json(out, &list) } else { list.write_text(&mut out) };
    }
    match (args.format, args.statistics) {
        (Format::Json, true) => json(out, &Json::statistics(scripts)),
        (Format::Json, false) => json(out, &Json::findings(scripts)),
        (Format::Sarif, _) => json(out, &sarif(scripts)),
        (Format::Github, _) => github(&mut out, scripts),
        (Format::Full | Format::Concise, true) => {
            write!(out, "{}", Statistics::new(scripts))?;
            summary(out, args, scripts)
        }
        (Format::Full, false) => {
            full(&mut out, scripts, terminal)?;
            summary(out, args, scripts)
        }
        (Format::Concise, false) => {
            concise(&mut out, scripts)?;
            summary(out, args, scripts)
        }
    }
}

/// Writes how many fixes were applied.
pub(crate) fn fixed(out: &mut dyn Write, args: &ReportArgs, count: usize) -> io::Result<()> {
    let is_for_people = matches!(args.format, Format::Full | Format::Concise) && !args.list_suppressions;
    if count == 0 || args.quiet || !is_for_people {
        return Ok(());
    }
    writeln!(out, "Fixed {count} finding{}.", if count == 1 { "" } else { "s" })
}

/// Writes data as JSON, indented: people read it, too.
pub(crate) fn json(mut out: &mut dyn Write, data: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut out, data)?;
    writeln!(out)
}

fn summary(out: &mut dyn Write, args: &ReportArgs, scripts: &[Checked<'_>]) -> io::Result<()> {
    if args.quiet { Ok(()) } else { writeln!(out, "{}", Summary::new(scripts)) }
}
