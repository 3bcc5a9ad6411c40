use std::{
    fmt,
    io::{self, Write},
};

use ipxe_lint::{Assumption, Diagnostic, Located, SourceFile, printable, reports::Checked};
use miette::{GraphicalReportHandler, GraphicalTheme};
use rayon::prelude::*;
use textwrap::WordSeparator;

use crate::colors::Terminal;

/// The width of a report that does not go to a terminal, and the maximum on one: longer lines are hard to read.
const WIDTH: usize = 110;

/// The number of findings that are rendered at a time, so that a report need not be in memory as a whole.
const AT_ONCE: usize = 1024;

/// The number of findings up to which threads are not worth it.
const FEW: usize = 32;

/// Writes each finding with its lines, and the assumptions about each script.
pub(crate) fn full(out: &mut impl Write, scripts: &[Checked<'_>], terminal: Terminal) -> io::Result<()> {
    let width = terminal.width.unwrap_or(WIDTH).clamp(40, WIDTH);
    let handler = handler(terminal, width);
    let render = |part: &Part<'_>| {
        let mut text = String::new();
        match part {
            Part::Finding(finding) => handler.render_report(&mut text, finding)?,
            Part::Assumption(path, assumption) => text = note(path, assumption, width),
        }
        text.push('\n');
        Ok(text)
    };
    let findings: Vec<_> = scripts.iter().flat_map(parts).collect();
    for findings in findings.chunks(AT_ONCE) {
        let texts: Vec<Result<String, fmt::Error>> = match findings.len() {
            0..FEW => findings.iter().map(render).collect(),
            _ => findings.par_iter().with_max_len(FEW).map(render).collect(),
        };
        for text in texts {
            out.write_all(text.map_err(io::Error::other)?.as_bytes())?;
        }
    }
    Ok(())
}

/// A part of a script's report.
enum Part<'a> {
    Finding(Shown<'a>),
    Assumption(&'a str, &'a Assumption),
}

fn parts<'a>(script: &'a Checked<'_>) -> impl Iterator<Item = Part<'a>> {
    let findings =
        script.diagnostics().iter().map(|finding| Part::Finding(Shown::new(finding, script.file())));
    let assumption = script.assumption();
    findings.chain(assumption.map(|assumption| Part::Assumption(script.file().name(), assumption)))
}

/// The assumption about a script, as a paragraph.
fn note(path: &str, assumption: &Assumption, width: usize) -> String {
    let text = printable(&format!("{path} is {assumption}"));
    let options = textwrap::Options::new(width)
        .initial_indent("note: ")
        .subsequent_indent("      ")
        .break_words(false)
        .word_separator(WordSeparator::AsciiSpace);
    textwrap::fill(&text, options) + "\n"
}

/// A finding for a terminal: with its level as a word, its rule, and how to get more information.
#[derive(Debug)]
struct Shown<'a> {
    finding: Located<'a>,
    header: String,
}

impl<'a> Shown<'a> {
    fn new(finding: &'a Diagnostic, file: &'a SourceFile<'a>) -> Self {
        let header = format!(
            "{}[{}] (see `ipxe-lint explain {}`)",
            finding.level,
            finding.rule,
            finding.rule.meta().code
        );
        Self { finding: Located::new(finding, file), header }
    }
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.finding.fmt(f)
    }
}

impl std::error::Error for Shown<'_> {}

impl miette::Diagnostic for Shown<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(&self.header))
    }

    fn severity(&self) -> Option<miette::Severity> {
        self.finding.severity()
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.finding.help()
    }

    fn url<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.finding.url()
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = miette::LabeledSpan> + '_>> {
        self.finding.labels()
    }

    fn source_code(&self) -> Option<&dyn miette::SourceCode> {
        self.finding.source_code()
    }
}

/// Boxes in Unicode or ASCII, with or without colours.
pub(crate) fn theme(unicode: bool, colors: bool) -> GraphicalTheme {
    match (unicode, colors) {
        (true, true) => GraphicalTheme::unicode(),
        (true, false) => GraphicalTheme::unicode_nocolor(),
        (false, true) => {
            GraphicalTheme { characters: miette::ThemeCharacters::ascii(), ..GraphicalTheme::unicode() }
        }
        (false, false) => GraphicalTheme::none(),
    }
}

/// Uses what the terminal can display.
fn handler(terminal: Terminal, width: usize) -> GraphicalReportHandler {
    let theme = theme(terminal.unicode, terminal.has_colors());
    let links = terminal.interactive
        && terminal.has_colors()
        && supports_hyperlinks::on(supports_hyperlinks::Stream::Stdout);
    GraphicalReportHandler::new_themed(theme)
        .with_width(width)
        .with_urls(links)
        // URLs and options are not broken.
        .with_break_words(false)
        .with_word_separator(WordSeparator::AsciiSpace)
}

#[cfg(test)]
mod tests {
    use anstream::ColorChoice;
    use ipxe_lint::{LintOptions, RuleId, RuleSelection, RuleSelector, lint};

    use super::*;

    /// The report on a terminal.
    fn shown(unicode: bool, width: usize) -> String {
        let source =
            b"#!ipxe\ndhcp || goto retyr\n:retry\nkernel http://${sever}/vmlinuz initrd=initrd.img\nboot\n";
        let mut rules = RuleSelection::default();
        rules.ignore(RuleSelector::All);
        for rule in [RuleId::UndefinedLabel, RuleId::UnresolvedVariable] {
            rules.select(RuleSelector::Rule(rule));
        }
        let options = LintOptions::default().with_rules(rules);
        let report = lint(&ipxe_syntax::parse(source), &options);
        let terminal =
            Terminal { colors: ColorChoice::Never, interactive: true, unicode, width: Some(width) };
        let mut out = Vec::new();
        full(&mut out, &[Checked::new("boot.ipxe", source, report.diagnostics())], terminal).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_terminal_without_unicode_gets_ascii_and_a_word_for_each_level() {
        let text = shown(false, 80);
        assert!(text.is_ascii(), "{text}");
        assert!(text.contains("error[undefined-label]") && text.contains("warning[unresolved-variable]"));
        insta::assert_snapshot!(text);
    }

    #[test]
    fn a_narrow_terminal_gets_short_lines_but_for_the_script() {
        let text = shown(true, 40);
        let is_of_script = |line: &str| line.contains('│') || line.contains('·') || line.contains("explain");
        let wide = text.lines().filter(|line| line.chars().count() > 40 && !is_of_script(line));
        assert_eq!(wide.collect::<Vec<_>>(), [""; 0]);
        insta::assert_snapshot!(text);
        // Any width works.
        assert!(!shown(true, 1).is_empty() && !shown(false, usize::MAX).is_empty());
    }
}
