//! Downloads as text.

use std::io::{self, Write};

use ipxe_lint::printable;
use ipxe_machine::simulate::{DepsReport, EntryDownloads, ReportedDownload};

use crate::plan::{wrapped, write_ways};

/// Writes the downloads of each entry point, grouped by their conditions.
pub(super) fn write(out: &mut dyn Write, report: &DepsReport) -> io::Result<()> {
    for (at, entry) in report.entries.iter().enumerate() {
        if at > 0 {
            writeln!(out)?;
        }
        write_entry(out, entry)?;
    }
    Ok(())
}

fn write_entry(out: &mut dyn Write, entry: &EntryDownloads) -> io::Result<()> {
    writeln!(out, "{}:", printable(&entry.path))?;
    if entry.downloads.is_empty() {
        writeln!(out, "  downloads nothing")?;
    }
    for alike in entry.downloads.chunk_by(|one, other| one.ways == other.ways) {
        if let [first, ..] = alike {
            write_ways(out, &first.ways, first.more_ways)?;
        }
        alike.iter().try_for_each(|download| write_download(out, download))?;
    }
    match &entry.cut {
        Some(limit) => {
            let text = format!(
                "Stopped at a limit ({limit}), with {} ways left to follow: there may be more downloads. --max-ways raises the \
                 limit.",
                entry.left
            );
            wrapped(out, "", "", &text)
        }
        None => Ok(()),
    }
}

/// A line that is never broken, so that the URI can be copied.
fn write_download(out: &mut dyn Write, download: &ReportedDownload) -> io::Result<()> {
    let ReportedDownload { uri, command, script, place, is_missing, .. } = download;
    let line = place.line.map(|line| format!(":{line}")).unwrap_or_default();
    let missing = if *is_missing { ", missing" } else { "" };
    writeln!(out, "    {command:<9} {}  ({}{line}{missing})", printable(uri), printable(script))
}
