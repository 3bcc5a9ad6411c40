use std::io::{self, Write};

use super::Checked;
use crate::text::printable;

/// Writes a line per finding: `boot.ipxe:2:6: error[undefined-label] label … is not defined …`.
///
/// The column counts characters from 1. The form is one that editors and CI systems take for a
/// compiler's, so that they can jump to the place. What was taken for granted of a script is a line, too, once: a `note`.
pub fn concise(out: &mut impl Write, scripts: &[Checked<'_>]) -> io::Result<()> {
    for script in scripts {
        for finding in script.diagnostics() {
            let place = script.place(finding.span);
            writeln!(
                out,
                "{}:{}:{}: {}[{}] {}",
                script.file().name(),
                place.line,
                place.column,
                finding.level,
                finding.rule,
                printable(&finding.message),
            )?;
        }
        if let Some(assumption) = script.assumption() {
            let place = script.place(assumption.place.unwrap_or_default());
            let name = script.file().name();
            writeln!(
                out,
                "{name}:{}:{}: note: {}",
                place.line,
                place.column,
                printable(&assumption.to_string())
            )?;
        }
    }
    Ok(())
}
