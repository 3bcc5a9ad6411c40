//! Unified diffs.

use std::{
    io::{self, Write},
    path::Path,
    time::Duration,
};

use similar::TextDiff;

use crate::{colors::Terminal, failure::shown};

/// The time limit for finding a short diff. The result is correct in any case, but may be longer than necessary.
const PATIENCE: Duration = Duration::from_secs(5);

/// Writes the difference between two texts of a script, in the format of `patch`.
pub(crate) fn diff(
    out: &mut dyn Write,
    path: &Path,
    old: &[u8],
    new: &[u8],
    terminal: Terminal,
) -> io::Result<()> {
    let diff = TextDiff::configure().timeout(PATIENCE).diff_lines(old, new);
    let name = shown(path);
    let mut text = Vec::new();
    diff.unified_diff().header(&format!("a/{name}"), &format!("b/{name}")).to_writer(&mut text)?;
    terminal.write_script(out, &text)
}
