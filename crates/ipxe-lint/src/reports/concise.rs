use std::{
    borrow::Cow,
    io::{self, Write},
};

use super::Checked;
use crate::{Level, text::printable};

/// A part of a line of [`concise_painted`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConcisePart {
    /// `boot.ipxe:2:6`
    Place,
    /// `error[undefined-label]`
    Level(Level),
    /// `note`
    Note,
}

/// Writes a line per finding: `boot.ipxe:2:6: error[undefined-label] label … is not defined …`.
///
/// Columns count characters from 1. Editors and CI systems recognize this form, which is that of compilers, and can
/// jump to the place. The assumption about a script is a line of its own: a `note`.
pub fn concise(out: &mut impl Write, scripts: &[Checked<'_>]) -> io::Result<()> {
    concise_painted(out, scripts, |_, text| Cow::Borrowed(text))
}

/// The same, with parts of each line painted by the caller, for terminals with colours.
///
/// ```
/// use ipxe_lint::{LintOptions, lint, reports::{Checked, ConcisePart, concise_painted}};
///
/// let source = b"#!ipxe\ngoto nowhere\n";
/// let report = lint(&ipxe_syntax::parse(source), &LintOptions::default());
/// let mut out = Vec::new();
/// concise_painted(&mut out, &[Checked::new("a", source, report.diagnostics())], |part, text| match part {
///     ConcisePart::Place => format!("<{text}>").into(),
///     _ => text.into(),
/// })?;
/// assert!(out.starts_with(b"<a:2:6>: error[undefined-label] "));
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn concise_painted(
    out: &mut impl Write,
    scripts: &[Checked<'_>],
    paint: impl for<'t> Fn(ConcisePart, &'t str) -> Cow<'t, str>,
) -> io::Result<()> {
    for script in scripts {
        let name = script.file().name();
        for finding in script.diagnostics() {
            let place = script.place(finding.span);
            let place = format!("{name}:{}:{}", place.line, place.column);
            let level = format!("{}[{}]", finding.level, finding.rule);
            writeln!(
                out,
                "{}: {} {}",
                paint(ConcisePart::Place, &place),
                paint(ConcisePart::Level(finding.level), &level),
                printable(&finding.message),
            )?;
        }
        if let Some(assumption) = script.assumption() {
            let place = script.place(assumption.place.unwrap_or_default());
            let place = format!("{name}:{}:{}", place.line, place.column);
            let (place, note) = (paint(ConcisePart::Place, &place), paint(ConcisePart::Note, "note"));
            writeln!(out, "{place}: {note}: {}", printable(&assumption.to_string()))?;
        }
    }
    Ok(())
}
