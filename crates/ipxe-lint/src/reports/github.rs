use std::fmt::{self, Write as _};
use std::io::{self, Write};

use super::Checked;
use crate::{
    Level,
    text::{printable, printable_lines},
};

/// Writes a workflow command for each finding, which GitHub shows beside the line.
///
/// Paths are written as given: to GitHub, they are relative to the root of the repository. Assumptions about scripts
/// only appear in the log.
pub fn github(out: &mut impl Write, scripts: &[Checked<'_>]) -> io::Result<()> {
    for script in scripts {
        for finding in script.diagnostics() {
            let place = script.place(finding.span);
            let command = match finding.level {
                Level::Error => "error",
                Level::Warning => "warning",
                Level::Advice => "notice",
            };
            write!(
                out,
                "::{command} title={}",
                Property(&format!("{} ({})", finding.rule, finding.rule.meta().code))
            )?;
            write!(out, ",file={},line={}", Property(script.file().name()), place.line)?;
            if place.line == place.end_line {
                // GitHub rejects columns for a range of several lines.
                write!(out, ",col={},endColumn={}", place.column, place.end_column)?;
            } else {
                write!(out, ",endLine={}", place.end_line)?;
            }
            write!(out, "::{}", Data(&finding.with_consequence()))?;
            if let Some(help) = &finding.help {
                write!(out, "%0A%0Ahelp: {}", Data(&printable_lines(help)))?;
            }
            writeln!(out)?;
        }
        if let Some(assumption) = script.assumption() {
            writeln!(
                out,
                "note: {}: {}",
                printable(script.file().name()),
                printable(&assumption.to_string())
            )?;
        }
    }
    Ok(())
}

/// Text escaped for the data part of a workflow command.
struct Data<'a>(&'a str);

impl fmt::Display for Data<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|char| match char {
            '%' => f.write_str("%25"),
            '\r' => f.write_str("%0D"),
            '\n' => f.write_str("%0A"),
            char => f.write_char(char),
        })
    }
}

/// Text escaped for a property of a workflow command.
struct Property<'a>(&'a str);

impl fmt::Display for Property<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|char| match char {
            '%' => f.write_str("%25"),
            '\r' => f.write_str("%0D"),
            '\n' => f.write_str("%0A"),
            ':' => f.write_str("%3A"),
            ',' => f.write_str("%2C"),
            char => f.write_char(char),
        })
    }
}

#[cfg(test)]
mod tests {
    use ipxe_syntax::Span;

    use super::*;
    use crate::{Diagnostic, RuleId};

    #[test]
    fn nothing_in_a_path_or_a_message_starts_a_command_or_a_property() {
        let source = b"#!ipxe\ngoto x\n";
        let finding = Diagnostic::new(RuleId::UndefinedLabel, Span::new(12, 13), "100 %\r\n::error::x", "a")
            .help("b\nc");
        let mut text = Vec::new();
        github(&mut text, &[Checked::new("a,b:c\n%.ipxe", source, &[finding])]).unwrap();
        insta::assert_snapshot!(String::from_utf8(text).unwrap().trim(), @r"::error title=undefined-label (IPX401),file=a%2Cb%3Ac\u{a}%25.ipxe,line=2,col=6,endColumn=7::100 %25\u{d}\u{a}::error::x: a%0A%0Ahelp: b%0Ac");
    }

    #[test]
    fn a_place_that_spans_lines_has_no_columns() {
        let source = b"#!ipxe\ngoto x\n";
        let finding = Diagnostic::new(RuleId::UndefinedLabel, Span::new(2, 9), "a", "b");
        let mut text = Vec::new();
        github(&mut text, &[Checked::new("a.ipxe", source, &[finding])]).unwrap();
        insta::assert_snapshot!(String::from_utf8(text).unwrap().trim(), @"::error title=undefined-label (IPX401),file=a.ipxe,line=1,endLine=2::a: b");
    }
}
