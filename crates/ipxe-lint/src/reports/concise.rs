use std::io::{self, Write};

use super::Checked;
use crate::text::printable;

/// Writes a line per finding: `boot.ipxe:2:6: error[undefined-label] label … is not defined …`.
///
/// The column counts characters from 1. The form is one that editors and CI systems take for a
/// compiler's, so that they can jump to the place.
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
    }
    Ok(())
}
