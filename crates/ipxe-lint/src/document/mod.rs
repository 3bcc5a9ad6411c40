//! Files that contain scripts: pages, programs, data.

mod lines;
mod rewrite;

use std::path::Path;

use ipxe_catalog::Catalog;
use ipxe_host::{Embedded, Host, scripts};
use ipxe_syntax::{LineIndex, Script, parse};

use crate::{
    Applicability, FixedScript, LintOptions, Report, fix_some, lint,
    mapping::Mapping,
    part::{HEADER, for_part},
};

/// A file that contains scripts, but is not a script: a page with code blocks, a YAML file, a program with string
/// literals.
///
/// Findings in its scripts have positions in the file, and their fixes use the file's escapes and indentation. If a fix
/// cannot be written into the file, for example because a value is inserted there, the finding has no fix.
///
/// ```
/// use ipxe_lint::{Document, LintOptions, RuleId};
///
/// let page = b"# Booting\n\n```ipxe\n#!ipxe\ngoto retyr\n:retry\n```\n";
/// let document = Document::read("README.md", page).unwrap();
/// let report = document.lint(&LintOptions::default());
/// let finding = &report.diagnostics()[0];
/// assert_eq!(finding.rule, RuleId::UndefinedLabel);
/// assert_eq!(&page[finding.span.range()], b"retyr");
/// assert!(Document::read("boot.ipxe", b"#!ipxe\nshell\n").is_none());
/// ```
#[derive(Clone, Debug)]
pub struct Document<'s> {
    source: &'s [u8],
    host: Host,
    only_named: bool,
    scripts: Vec<Embedded<'s>>,
}

impl<'s> Document<'s> {
    /// Parses a file. Returns `None` if the file is a script itself, according to its name and its text.
    ///
    /// A file of a supported kind is a document even if it contains no scripts.
    #[must_use]
    pub fn read(path: impl AsRef<Path>, source: &'s [u8]) -> Option<Self> {
        let path = path.as_ref();
        let is_script = |extension: &std::ffi::OsStr| {
            extension.eq_ignore_ascii_case("ipxe") || extension.eq_ignore_ascii_case("gpxe")
        };
        if source.starts_with(b"#!ipxe")
            || source.starts_with(b"#!gpxe")
            || path.extension().is_some_and(is_script)
        {
            return None;
        }
        let known = Host::of_path(path).or_else(|| Host::of_text(source));
        let document = Self::new(source, known.unwrap_or(Host::Unknown), false);
        (known.is_some() || !document.is_empty()).then_some(document)
    }

    /// The same, but with only the scripts that the file marks as language `ipxe`.
    #[must_use]
    pub fn only_named(mut self) -> Self {
        self.only_named = true;
        self.scripts.retain(|script| script.is_named);
        self
    }

    fn new(source: &'s [u8], host: Host, only_named: bool) -> Self {
        let catalog = Catalog::default();
        let mut scripts = scripts(source, host);
        scripts.retain(|script| (script.is_named || !only_named) && !is_something_else(script, &catalog));
        Self { source, host, only_named, scripts }
    }

    /// The bytes of the file.
    #[must_use]
    pub fn source(&self) -> &'s [u8] {
        self.source
    }

    /// The scripts, in order.
    #[must_use]
    pub fn scripts(&self) -> &[Embedded<'s>] {
        &self.scripts
    }

    /// Whether it has no scripts.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.scripts.is_empty()
    }

    /// The findings of its scripts, with positions in the file.
    ///
    /// For a part of a script without a header, each line is checked on its own.
    #[must_use]
    pub fn lint(&self, options: &LintOptions) -> Report {
        let lines = LineIndex::new(self.source);
        let reports = self.scripts.iter().map(|script| {
            let mapping = Mapping::new(&script.composition, header_of(script), &lines);
            let text = whole(script, script.composition.text());
            mapping.report(lint(&parse(&text), &for_script(script, options)))
        });
        Report::joined(reports)
    }

    /// Like [`fix_some`], for its scripts: the resulting text is the file's, and so are the texts that `select` gets.
    #[must_use]
    pub fn fix_some(
        &self,
        options: &LintOptions,
        applicability: Applicability,
        select: impl Fn(&[u8], &mut Report),
    ) -> FixedScript {
        let mut text = self.source.to_vec();
        let mut applied = std::collections::BTreeMap::new();
        let mut is_complete = true;
        // From the last one to the first, so that the positions of the others do not change.
        for at in (0..self.scripts.len()).rev() {
            let Some(fixed) = self.fixed(at, options, applicability, &select) else { continue };
            is_complete &= fixed.is_complete;
            if let Some(written) = self.written(&text, at, &fixed.text) {
                text = written;
                for (rule, count) in fixed.applied {
                    *applied.entry(rule).or_default() += count;
                }
            }
        }
        let mut report = self.again(&text).lint(options);
        select(&text, &mut report);
        FixedScript { text, applied, report, is_complete }
    }

    /// One of the scripts, fixed. None if there is nothing to fix.
    fn fixed(
        &self,
        at: usize,
        options: &LintOptions,
        applicability: Applicability,
        select: impl Fn(&[u8], &mut Report),
    ) -> Option<FixedScript> {
        let script = &self.scripts[at];
        let original = whole(script, script.composition.text());
        let fixed = fix_some(&original, &for_script(script, options), applicability, |text, report| {
            let changed = text != original;
            let written = without_header(script, text).filter(|_| changed);
            let written = written.and_then(|text| self.written(self.source, at, text));
            let file = written.as_deref().unwrap_or(self.source);
            let document = if changed { self.again(file) } else { self.clone() };
            // An edit that cannot be written into the file is not applied.
            match document.scripts.get(at).filter(|_| written.is_some() || !changed) {
                Some(script) => {
                    let lines = LineIndex::new(file);
                    Mapping::new(&script.composition, header_of(script), &lines)
                        .select(report, |mapped| select(file, mapped));
                }
                None => report.drop_fixes(|_| true),
            }
        });
        let text = without_header(script, &fixed.text)?.to_vec();
        (text != script.composition.text()).then_some(FixedScript { text, ..fixed })
    }

    /// The same kind of file, with another text.
    fn again<'t>(&self, text: &'t [u8]) -> Document<'t> {
        Document::new(text, self.host, self.only_named)
    }

    /// The file with changed scripts: `rewrite` returns the new text of each, which is used if it can be written into
    /// the file.
    ///
    /// For this, a part of a script gets a header.
    ///
    /// ```
    /// use ipxe_lint::Document;
    ///
    /// let file = b"x: |\n  #!ipxe\n  exit 0\n";
    /// let document = Document::read("boot.yaml", file).unwrap();
    /// let rewritten = document.rewritten(|text| Some([text, b"shell\n"].concat()));
    /// assert_eq!(rewritten, b"x: |\n  #!ipxe\n  exit 0\n  shell\n");
    /// ```
    #[must_use]
    pub fn rewritten(&self, mut rewrite: impl FnMut(&[u8]) -> Option<Vec<u8>>) -> Vec<u8> {
        let mut file = self.source.to_vec();
        for (at, script) in self.scripts.iter().enumerate().rev() {
            let text = rewrite(&whole(script, script.composition.text()));
            let text = text.as_ref().and_then(|text| without_header(script, text));
            file = text.and_then(|text| self.written(&file, at, text)).unwrap_or(file);
        }
        file
    }

    /// The file with one changed script; those after it may have been changed before.
    fn written(&self, file: &[u8], at: usize, text: &[u8]) -> Option<Vec<u8>> {
        let script = self.scripts.get(at)?;
        let written = rewrite::rewritten(&script.composition, file, text)?;
        let again = self.again(&written);
        let is_meant = |number: usize, other: &Embedded<'_>| {
            let expected = self.scripts.get(number).map(|script| script.composition.text());
            number > at || Some(other.composition.text()) == if number == at { Some(text) } else { expected }
        };
        let all = again.scripts.len() == self.scripts.len();
        let are_meant = again.scripts.iter().enumerate().all(|(number, other)| is_meant(number, other));
        (all && are_meant).then_some(written)
    }
}

/// The length of the header that is added to a part of a script.
fn header_of(script: &Embedded<'_>) -> usize {
    if script.is_fragment { HEADER.len() } else { 0 }
}

/// A whole script as it is in the file.
fn without_header<'t>(script: &Embedded<'_>, text: &'t [u8]) -> Option<&'t [u8]> {
    if script.is_fragment { text.strip_prefix(HEADER) } else { Some(text) }
}

/// A text as a whole script.
fn whole(script: &Embedded<'_>, text: &[u8]) -> Vec<u8> {
    if script.is_fragment { [HEADER, text].concat() } else { text.to_vec() }
}

/// The options for a script.
fn for_script(script: &Embedded<'_>, options: &LintOptions) -> LintOptions {
    if script.is_fragment { for_part(options) } else { options.clone() }
}

/// Whether a supposed part of a script is something else, such as output of iPXE: most of its lines do not begin with a
/// command of any release.
fn is_something_else(script: &Embedded<'_>, catalog: &Catalog) -> bool {
    if !script.is_fragment {
        return false;
    }
    let parsed: Script<'_> = parse(script.composition.text());
    let names = || parsed.commands().filter_map(ipxe_syntax::Command::name);
    let known = names().filter(|name| catalog.command(name.text()).is_some()).count();
    known * 2 < names().count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Level, RuleId};

    fn fixed(path: &str, source: &str) -> String {
        let document = Document::read(path, source.as_bytes()).expect("a document");
        let fixed = document.fix_some(&LintOptions::default(), Applicability::Unsafe, |_, _| ());
        String::from_utf8(fixed.text).expect("UTF-8")
    }

    #[test]
    fn fixes_write_what_the_file_writes() {
        for (path, source, expected) in [
            (
                "a.yaml",
                "x: |\n  #!ipxe\n  goto retyr\n  :retry\n",
                "x: |\n  #!ipxe\n  goto retry\n  :retry\n",
            ),
            (
                "a.sh",
                "cat <<EOF\n#!ipxe\nset a 1\nchain http://192.0.2.1/\\${a} || goto retyr\n:retry\nEOF\n",
                "cat <<EOF\n#!ipxe\nset a 1\nchain http://192.0.2.1/\\${a} || goto retry\n:retry\nEOF\n",
            ),
            ("a.json", "[\"#!ipxe\\ngoto retyr\\n:retry\\n\"]", "[\"#!ipxe\\ngoto retry\\n:retry\\n\"]"),
        ] {
            assert_eq!(fixed(path, source), expected);
        }
    }

    #[test]
    fn what_another_program_fills_in_is_not_fixed() {
        let source = "cat <<EOF\n#!ipxe\ngoto $label\n:retry\nEOF\n";
        assert_eq!(fixed("a.sh", source), source);
    }

    #[test]
    fn parts_of_scripts_are_judged_line_by_line() {
        let lint = |source: &str| {
            let document = Document::read("a.md", source.as_bytes()).expect("a document");
            let report = document.lint(&LintOptions::default());
            report.into_diagnostics().into_iter().map(|finding| finding.rule).collect::<Vec<_>>()
        };
        assert_eq!(lint("```ipxe\ngoto elsewhere\nkernl x\n```\n"), [RuleId::UnknownCommand]);
        assert_eq!(
            lint("```ipxe\niPXE 1.21.1+ -- Open Source Network Boot Firmware\nFeatures: DNS\n```\n"),
            []
        );
    }

    #[test]
    fn a_blank_before_a_header_counts_where_a_machine_gets_it() {
        let source = b"x: |\n\n  #!ipxe\n  shell\n";
        let report = Document::read("a.yaml", source).expect("a document").lint(&LintOptions::default());
        assert_eq!(report.worst(), Some(Level::Error));
    }
}
