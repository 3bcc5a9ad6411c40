//! What `ipxe-lint fmt` tells people.

use std::io::{self, Write};

use super::Script;
use crate::failure::shown;

/// Tells what was changed; or with `--check`, what would be.
pub(super) fn summary(out: &mut dyn Write, scripts: &[Script<'_>], is_check: bool) -> io::Result<()> {
    let changed: Vec<_> = scripts.iter().filter(|script| script.formatted.is_some()).collect();
    if is_check {
        changed
            .iter()
            .try_for_each(|script| writeln!(out, "{}: not formatted", shown(script.input.path())))?;
    }
    let (all, noun) = (scripts.len(), if scripts.len() == 1 { "script" } else { "scripts" });
    match changed.len() {
        0 => writeln!(out, "Nothing to format in {all} {noun}."),
        count if is_check => writeln!(out, "Found {count} of {all} {noun} not formatted."),
        count => writeln!(out, "Formatted {count} of {all} {noun}."),
    }
}

/// Tells which files are no scripts.
pub(super) fn left_alone(out: &mut dyn Write, scripts: &[Script<'_>]) -> io::Result<()> {
    let others = scripts.iter().filter(|script| script.is_foreign);
    others.into_iter().try_for_each(|script| {
        writeln!(out, "{}: left as it is: iPXE does not take it for a script", shown(script.input.path()))
    })
}
