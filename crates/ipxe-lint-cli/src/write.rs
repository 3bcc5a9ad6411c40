use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use clap::ColorChoice;
use ipxe_lint::{
    Applicability, Level,
    config::ReportFormat,
    reports::{
        Checked, ConcisePart, Json, JsonPlan, Statistics, Summary, Suppressions, checkstyle, concise,
        concise_painted, github, gitlab, html, junit, ndjson, sarif,
    },
};

use crate::{
    check::write_plans,
    cli::{FixArgs, ReportArgs},
    colors::Terminal,
    failure::Failure,
    full::full,
    json, output,
    report::{ReportFile, is_text},
};

/// Writes a report in the requested format.
pub(crate) fn write(
    mut out: &mut dyn Write,
    args: &ReportArgs,
    fixes: FixArgs,
    scripts: &[Checked<'_>],
    plans: &[JsonPlan],
    terminal: Terminal,
) -> io::Result<()> {
    let is_json = args.format() == ReportFormat::Json;
    if args.list_suppressions {
        let list = Suppressions::new(scripts);
        return if is_json { json::write(out, &list) } else { list.write_text(&mut out) };
    }
    if args.statistics && is_json {
        return json::write(out, &Json::statistics(scripts));
    }
    if args.plan && is_json {
        return json::write(out, &Json::findings(scripts).with_plans(plans.to_vec()));
    }
    if args.statistics {
        write!(out, "{}", Statistics::new(scripts))?;
    } else {
        findings(out, args.format(), scripts, terminal)?;
    }
    // Without a script, the error has been reported already.
    if is_text(args.format()) && !args.quiet && !scripts.is_empty() {
        let summary = Summary::new(scripts);
        writeln!(out, "{summary}")?;
        hidden_fixes(&summary, fixes).map_or(Ok(()), |hidden| writeln!(out, "{hidden}"))?;
    }
    write_plans(out, plans)
}

/// The number of findings that can be fixed but were not, and how.
pub(crate) fn hidden_fixes(summary: &Summary, fixes: FixArgs) -> Option<String> {
    let (safe, risky) = (summary.safely_fixable, summary.unsafely_fixable);
    match (fixes.applicability(), safe, risky) {
        (Some(Applicability::Unsafe), ..) | (_, 0, 0) | (Some(_), _, 0) => None,
        (Some(_), _, risky) => Some(format!("{risky} more can be fixed with `--unsafe-fixes`.")),
        (None, 0, risky) => Some(format!("{risky} can be fixed with `--fix --unsafe-fixes`.")),
        (None, safe, 0) => Some(format!("{safe} can be fixed with `--fix`.")),
        (None, safe, risky) => {
            Some(format!("{safe} can be fixed with `--fix`, and {risky} more with `--fix --unsafe-fixes`."))
        }
    }
}

/// Writes a report to its own file.
pub(crate) fn write_file(
    file: &ReportFile,
    scripts: &[Checked<'_>],
    color: ColorChoice,
) -> Result<(), Failure> {
    let terminal = Terminal::new(color, true);
    output::deliver(Some(&file.path), |out| findings(out, file.format, scripts, terminal))
}

fn findings(
    mut out: &mut dyn Write,
    format: ReportFormat,
    scripts: &[Checked<'_>],
    terminal: Terminal,
) -> io::Result<()> {
    match format {
        ReportFormat::Full => full(&mut out, scripts, terminal),
        ReportFormat::Concise if terminal.has_colors() => {
            concise_painted(&mut out, scripts, |part, text| painted(part, text).into())
        }
        ReportFormat::Concise => concise(&mut out, scripts),
        ReportFormat::Json => json::write(out, &Json::findings(scripts)),
        ReportFormat::Ndjson => ndjson(scripts).try_for_each(|line| json::write_line(out, &line)),
        ReportFormat::Sarif => json::write(out, &sarif(scripts)),
        ReportFormat::Github => github(&mut out, scripts),
        ReportFormat::Gitlab => json::write(out, &gitlab(scripts)),
        ReportFormat::Junit => junit(&mut out, scripts),
        ReportFormat::Checkstyle => checkstyle(&mut out, scripts),
        ReportFormat::Html => html(&mut out, scripts),
        // The library may have more of them than this command supports.
        _ => Err(io::ErrorKind::Unsupported.into()),
    }
}

/// A part of a line in the colours of the full report. The level stays a word: colours only make it easier to find.
fn painted(part: ConcisePart, text: &str) -> String {
    let style = match part {
        ConcisePart::Place => Style::new().bold(),
        ConcisePart::Level(Level::Error) => AnsiColor::Red.on_default().bold(),
        ConcisePart::Level(Level::Warning) => AnsiColor::Yellow.on_default().bold(),
        ConcisePart::Level(_) => AnsiColor::Cyan.on_default().bold(),
        _ => Style::new().dimmed(),
    };
    format!("{style}{text}{style:#}")
}

/// Writes the number of applied fixes.
pub(crate) fn fixed(out: &mut dyn Write, args: &ReportArgs, count: usize) -> io::Result<()> {
    if count == 0 || args.quiet || !is_text(args.format()) || args.list_suppressions {
        return Ok(());
    }
    writeln!(out, "Fixed {count} finding{}.", if count == 1 { "" } else { "s" })
}
