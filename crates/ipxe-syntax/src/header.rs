use crate::{grammar::is_space, script::index, span::Span};

/// The beginning of a file, which alone determines whether iPXE executes it as a script.
///
/// ```
/// use ipxe_syntax::{HeaderProblem, parse};
///
/// assert!(parse(b"#!ipxe\n").header().is_valid());
/// let header = parse(b"\n#!ipxe\n").header();
/// assert_eq!(header.problem(), Some(HeaderProblem::BlankLineBefore));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Header {
    span: Span,
    legacy: bool,
    problem: Option<HeaderProblem>,
}

/// Why iPXE does not recognize a file as a script; executing it fails with `ENOEXEC`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum HeaderProblem {
    /// The file is empty or only white space.
    Empty,
    /// The file ends with the sixth byte of `#!ipxe`; a seventh must follow.
    TooShort,
    /// There is a UTF-8 byte-order mark before the header.
    ByteOrderMark,
    /// The file is UTF-16: every second byte of the header is wrong.
    Utf16,
    /// There are blank lines before the header.
    BlankLineBefore,
    /// There are spaces or tabs before the header.
    Indented,
    /// The header is correct except for upper-case letters.
    WrongCase,
    /// Something other than white space follows `#!ipxe`.
    NoSpaceAfter,
    /// The first line looks like a mistyped header, such as `!ipxe` or `# !ipxe`.
    Misspelt,
    /// The header is on a later line.
    TextBefore,
    /// The first line is the header of something else, such as `#!/bin/sh`.
    OtherShebang,
    /// The file is HTML or XML, an error page perhaps.
    Html,
    /// The file is JSON.
    Json,
    /// The file has no header, and its format is not known.
    Absent,
}

const MAGIC: &[u8] = b"#!ipxe";
const LEGACY_MAGIC: &[u8] = b"#!gpxe";
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";
/// The maximum distance of a misplaced header from the start, in bytes.
const SEARCHED: usize = 4096;

impl Header {
    /// The header's bytes if it is valid; otherwise the bytes at fault: those before the header, the malformed header,
    /// or the whole first line.
    #[must_use]
    pub fn span(self) -> Span {
        self.span
    }

    /// Whether iPXE recognizes the file as a script.
    #[must_use]
    pub fn is_valid(self) -> bool {
        self.problem.is_none()
    }

    /// Whether the header is the legacy `#!gpxe`, which iPXE still accepts.
    #[must_use]
    pub fn is_legacy(self) -> bool {
        self.legacy
    }

    /// Why the file is not a script, if it is not.
    #[must_use]
    pub fn problem(self) -> Option<HeaderProblem> {
        self.problem
    }

    pub(crate) fn read(source: &[u8]) -> Self {
        if is_magic(source) && source.len() > MAGIC.len() && is_space(source[MAGIC.len()]) {
            let legacy = source.starts_with(LEGACY_MAGIC);
            return Self { span: Span::new(0, index(MAGIC.len())), legacy, problem: None };
        }
        let (problem, len) = diagnose(source);
        Self { span: Span::new(0, index(len)), legacy: false, problem: Some(problem) }
    }
}

fn is_magic(text: &[u8]) -> bool {
    text.starts_with(MAGIC) || text.starts_with(LEGACY_MAGIC)
}

/// Why `source` has no valid header, and the number of its first bytes that are at fault.
fn diagnose(source: &[u8]) -> (HeaderProblem, usize) {
    if let Some(found) = misplaced(source) {
        return found;
    }
    let first = first_line(source);
    let whole = first.len();
    if is_magic(source) {
        let word = first.iter().position(|&byte| is_space(byte)).unwrap_or(whole);
        let short = source.len() == MAGIC.len();
        return if short { (HeaderProblem::TooShort, whole) } else { (HeaderProblem::NoSpaceAfter, word) };
    }
    let content = skip_space(source);
    if content.is_empty() {
        return (HeaderProblem::Empty, source.len());
    }
    if begins_ignoring_case(source, MAGIC) || begins_ignoring_case(source, LEGACY_MAGIC) {
        return (HeaderProblem::WrongCase, MAGIC.len());
    }
    if is_misspelt(first) {
        return (HeaderProblem::Misspelt, whole);
    }
    if let Some(at) = later_header(source) {
        return (HeaderProblem::TextBefore, at);
    }
    (foreign(source, content), whole)
}

/// A correct header after bytes that only have to be removed.
fn misplaced(source: &[u8]) -> Option<(HeaderProblem, usize)> {
    if source.starts_with(b"\xFF\xFE") || source.starts_with(b"\xFE\xFF") {
        return Some((HeaderProblem::Utf16, 2));
    }
    if let Some(text) = source.strip_prefix(BYTE_ORDER_MARK) {
        let before = text.len() - skip_space(text).len();
        return is_magic(&text[before..]).then_some((HeaderProblem::ByteOrderMark, 3 + before));
    }
    let before = source.len() - skip_space(source).len();
    if before == 0 || !is_magic(&source[before..]) {
        return None;
    }
    let blank_line = source[..before].contains(&b'\n');
    Some((if blank_line { HeaderProblem::BlankLineBefore } else { HeaderProblem::Indented }, before))
}

/// The offset of a header on a later line.
fn later_header(source: &[u8]) -> Option<usize> {
    let searched = &source[..source.len().min(SEARCHED)];
    memchr::memchr_iter(b'\n', searched).map(|end| end + 1).find(|&start| {
        is_magic(&source[start..]) && source.get(start + MAGIC.len()).copied().is_some_and(is_space)
    })
}

/// Whether a line was meant as the header: `ipxe` or `gpxe`, preceded only by `#`, `!`, white space and slashes.
fn is_misspelt(line: &[u8]) -> bool {
    let word = line.trim_ascii();
    let marks = word.iter().take_while(|&&byte| matches!(byte, b'#' | b'!' | b' ' | b'/')).count();
    let rest = &word[marks..];
    (1..=4).contains(&marks) && (rest.eq_ignore_ascii_case(b"ipxe") || rest.eq_ignore_ascii_case(b"gpxe"))
}

fn foreign(source: &[u8], content: &[u8]) -> HeaderProblem {
    match content {
        _ if source.starts_with(b"#!") => HeaderProblem::OtherShebang,
        [b'<', b'!' | b'?' | b'a'..=b'z' | b'A'..=b'Z', ..] => HeaderProblem::Html,
        [b'{', rest @ ..] if matches!(skip_space(rest).first(), Some(b'"' | b'}')) => HeaderProblem::Json,
        [b'[', rest @ ..] if matches!(skip_space(rest).first(), Some(b'"' | b'{' | b']')) => {
            HeaderProblem::Json
        }
        _ => HeaderProblem::Absent,
    }
}

fn begins_ignoring_case(text: &[u8], prefix: &[u8]) -> bool {
    text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

fn first_line(source: &[u8]) -> &[u8] {
    let line = &source[..memchr::memchr(b'\n', source).unwrap_or(source.len())];
    line.strip_suffix(b"\r").unwrap_or(line)
}

fn skip_space(text: &[u8]) -> &[u8] {
    &text[text.iter().take_while(|&&byte| is_space(byte)).count()..]
}
