//! Renders the Markdown of rules' documentation for a terminal.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

const HEADING: Style = Style::new().bold();
const CODE: Style = AnsiColor::Cyan.on_default();
/// The indentation of a code block.
const INDENT: &str = "    ";

/// Writes Markdown with styles in place of its marks.
pub(crate) fn render(out: &mut dyn Write, markdown: &str) -> io::Result<()> {
    let mut in_code = false;
    for line in markdown.lines() {
        if line.starts_with("```") {
            in_code = !in_code;
        } else if in_code {
            writeln!(out, "{INDENT}{CODE}{line}{CODE:#}")?;
        } else if let Some(heading) = line.strip_prefix('#') {
            writeln!(out, "{HEADING}{}{HEADING:#}", heading.trim_start_matches('#').trim_start())?;
        } else {
            writeln!(out, "{}", with_code(line))?;
        }
    }
    Ok(())
}

/// A line with coloured text between backquotes. The backquotes stay, because a single `` ` `` has no meaning.
fn with_code(line: &str) -> String {
    if line.matches('`').count() % 2 == 1 {
        return line.to_owned();
    }
    let parts = line.split('`').enumerate();
    parts
        .map(|(at, part)| if at % 2 == 1 { format!("`{CODE}{part}{CODE:#}`") } else { part.to_owned() })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_become_styles() {
        let mut out = Vec::new();
        render(&mut out, "# a-rule\n## What\nSee `goto`, not `this`\n```ipxe,bad\ngoto x\n```\n`set x`.\n")
            .unwrap();
        let shown = String::from_utf8(out).unwrap().replace('\x1b', "^");
        insta::assert_snapshot!(shown, @r"
        ^[1ma-rule^[0m
        ^[1mWhat^[0m
        See `^[36mgoto^[0m`, not `^[36mthis^[0m`
            ^[36mgoto x^[0m
        `^[36mset x^[0m`.
        ");
    }
}
