//! A plan as text.

use std::io::{self, Write};

use ipxe_lint::printable;
use ipxe_machine::simulate::{OutcomeKind, PlanReport, ReportedImage, ReportedOutcome};

use crate::run::transcript::NO_SCRIPT;

/// The maximum width of text that can be broken; URIs and command lines are not.
const WIDTH: usize = 80;

/// The maximum number of paths to an outcome that are shown.
const MOST_WAYS: usize = 8;

/// Writes the outcomes, each with the booted images; with conditions if they are all possible ones.
pub(crate) fn write(out: &mut dyn Write, report: &PlanReport, all: bool, is_script: bool) -> io::Result<()> {
    let why = if is_script { "" } else { NO_SCRIPT };
    for outcome in &report.outcomes {
        wrapped(out, "", "", &format!("The script {}{why}.", printable(&outcome.text)))?;
        details(out, outcome)?;
        if all {
            write_ways(out, &outcome.ways, outcome.more_ways)?;
            writeln!(out)?;
        }
    }
    if all {
        match report.outcomes.len() {
            1 => writeln!(out, "1 outcome")?,
            count => writeln!(out, "{count} outcomes")?,
        }
    }
    match &report.cut {
        Some(limit) => {
            let text = format!(
                "Stopped at a limit ({limit}), with {} ways left to follow: there may be more outcomes, and more ways to \
                 these. --max-ways raises the limit.",
                report.left
            );
            wrapped(out, "", "", &text)
        }
        None => Ok(()),
    }
}

/// The booted images, or the last command.
fn details(out: &mut dyn Write, outcome: &ReportedOutcome) -> io::Result<()> {
    if let Some(kernel) = &outcome.kernel {
        let role = if outcome.kind == OutcomeKind::EnteredScript { "script" } else { "kernel" };
        image(out, role, kernel)?;
    }
    for initrd in &outcome.initrds {
        image(out, "initrd", initrd)?;
    }
    if let Some(drive) = &outcome.san {
        drive.uris.iter().try_for_each(|uri| field(out, "from", uri))?;
        if let Some(number) = drive.drive {
            field(out, "drive", &format!("{number:#x}"))?;
        }
        drive.filename.iter().try_for_each(|name| field(out, "file", name))?;
    }
    if let Some(command) = &outcome.command {
        let place = outcome.place.line.map_or("command".to_owned(), |line| format!("line {line}"));
        field(out, &place, &command.join(" "))?;
    }
    Ok(())
}

fn image(out: &mut dyn Write, role: &str, image: &ReportedImage) -> io::Result<()> {
    let named = if image.named { " (named by initrd=)" } else { "" };
    field(out, role, &format!("{}{named}", image.name))?;
    image.uri.iter().try_for_each(|uri| field(out, "", uri))?;
    if image.command_line.is_empty() { Ok(()) } else { field(out, "  args", &image.command_line) }
}

/// A line that is never broken, so that it can be copied.
fn field(out: &mut dyn Write, name: &str, text: &str) -> io::Result<()> {
    writeln!(out, "  {name:<9}{}", printable(text))
}

/// Writes the conditions for something.
pub(crate) fn write_ways(out: &mut dyn Write, ways: &[Vec<String>], more: bool) -> io::Result<()> {
    for (at, way) in ways.iter().take(MOST_WAYS).enumerate() {
        let first = match (at, way.is_empty()) {
            (0, true) => "  always",
            (0, false) => "  if ",
            _ => "  or ",
        };
        wrapped(out, first, "     ", &printable(&way.join(", and ")))?;
    }
    match ways.len().saturating_sub(MOST_WAYS) {
        0 if more => writeln!(out, "  or in other ways"),
        0 => Ok(()),
        _ if more => writeln!(out, "  or in many other ways"),
        1 => writeln!(out, "  or in 1 other way"),
        others => writeln!(out, "  or in {others} other ways"),
    }
}

/// Writes text in lines of [`WIDTH`] columns, unless a word is longer.
pub(crate) fn wrapped(out: &mut dyn Write, first: &str, next: &str, text: &str) -> io::Result<()> {
    let mut line = first.to_owned();
    let mut columns = first.chars().count();
    let mut fresh = true;
    for word in text.split(' ') {
        let width = word.chars().count();
        if !fresh && columns + 1 + width > WIDTH {
            writeln!(out, "{line}")?;
            next.clone_into(&mut line);
            columns = next.len();
            fresh = true;
        }
        if !fresh {
            line.push(' ');
            columns += 1;
        }
        line.push_str(word);
        columns += width;
        fresh = false;
    }
    writeln!(out, "{line}")
}
