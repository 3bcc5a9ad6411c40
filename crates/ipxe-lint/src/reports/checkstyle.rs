use std::io::{self, Write};

use quick_xml::{
    Writer,
    events::{BytesDecl, Event},
};

use super::Checked;
use crate::{Diagnostic, Level, text::printable};

/// Writes a report in the XML of Checkstyle, which many review tools support.
///
/// Scripts without findings are included: such tools count the checked files.
///
/// ```
/// use ipxe_lint::{LintOptions, lint, reports::{Checked, checkstyle}};
///
/// let source = b"#!ipxe\ngoto nowhere\n";
/// let report = lint(&ipxe_syntax::parse(source), &LintOptions::default());
/// let mut text = Vec::new();
/// checkstyle(&mut text, &[Checked::new("boot.ipxe", source, report.diagnostics())])?;
/// assert!(String::from_utf8_lossy(&text).contains(r#"<error line="2" column="6" severity="error""#));
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn checkstyle(out: &mut impl Write, scripts: &[Checked<'_>]) -> io::Result<()> {
    let mut xml = Writer::new_with_indent(&mut *out, b' ', 2);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    // The version of the format, which is that of the first Checkstyle with it.
    xml.create_element("checkstyle")
        .with_attribute(("version", "4.3"))
        .write_inner_content(|xml| scripts.iter().try_for_each(|script| write_script(xml, script)))?;
    writeln!(out)
}

fn write_script(xml: &mut Writer<impl Write>, script: &Checked<'_>) -> io::Result<()> {
    let file = xml.create_element("file").with_attribute(("name", script.file().name()));
    if script.diagnostics().is_empty() {
        file.write_empty()?;
        return Ok(());
    }
    file.write_inner_content(|xml| {
        script.diagnostics().iter().try_for_each(|finding| write_finding(xml, script, finding))
    })?;
    Ok(())
}

fn write_finding(xml: &mut Writer<impl Write>, script: &Checked<'_>, finding: &Diagnostic) -> io::Result<()> {
    let place = script.place(finding.span);
    let help = finding.help.as_ref().map(|help| format!("; {}", printable(&help.replace('\n', " "))));
    xml.create_element("error")
        .with_attribute(("line", place.line.to_string().as_str()))
        .with_attribute(("column", place.column.to_string().as_str()))
        .with_attribute(("severity", severity(finding.level)))
        .with_attribute((
            "message",
            format!("{}{}", finding.with_consequence(), help.unwrap_or_default()).as_str(),
        ))
        .with_attribute(("source", format!("ipxe-lint.{}", finding.rule).as_str()))
        .write_empty()?;
    Ok(())
}

const fn severity(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Advice => "info",
    }
}
