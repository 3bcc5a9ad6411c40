//! The text output of `ipxe-lint fmt`.

use std::io::{self, Write};

use super::Script;
use crate::failure::shown;

/// The scripts that are not formatted, or were not.
fn changed<'s>(scripts: &'s [Script<'s>]) -> impl Iterator<Item = &'s Script<'s>> {
    scripts.iter().filter(|script| script.formatted.is_some())
}

/// Lists the scripts that are not formatted.
pub(super) fn found(out: &mut dyn Write, scripts: &[Script<'_>]) -> io::Result<()> {
    changed(scripts).try_for_each(|script| writeln!(out, "{}: not formatted", shown(script.input.path())))
}

/// Prints the number of scripts that were changed or, with `--check`, would be.
pub(super) fn summary(out: &mut dyn Write, scripts: &[Script<'_>], is_check: bool) -> io::Result<()> {
    let (all, noun) = (scripts.len(), if scripts.len() == 1 { "script" } else { "scripts" });
    match changed(scripts).count() {
        0 => writeln!(out, "Nothing to format in {all} {noun}."),
        count if is_check => writeln!(out, "Found {count} of {all} {noun} not formatted."),
        count => writeln!(out, "Formatted {count} of {all} {noun}."),
    }
}

/// Lists the files that are not scripts.
pub(super) fn left_alone(out: &mut dyn Write, scripts: &[Script<'_>]) -> io::Result<()> {
    let others = scripts.iter().filter(|script| script.is_foreign);
    others.into_iter().try_for_each(|script| {
        writeln!(out, "{}: left as it is: iPXE does not take it for a script", shown(script.input.path()))
    })
}
