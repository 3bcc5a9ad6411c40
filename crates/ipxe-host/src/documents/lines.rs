//! Lines, and the text at their start.

use std::ops::Range;

use memchr::{memchr, memmem};

/// The headers of scripts.
const HEADERS: [&[u8]; 2] = [b"#!ipxe", b"#!gpxe"];

/// Whether a text contains a header.
pub(super) fn has_header(text: &[u8]) -> bool {
    HEADERS.iter().any(|header| memmem::find(text, header).is_some())
}

/// Whether a text may name the language `ipxe`, in upper or lower case.
pub(super) fn may_name_ours(text: &[u8]) -> bool {
    [b"pxe", b"PXE", b"Pxe"].iter().any(|name| memmem::find(text, *name).is_some())
}

/// The positions of all headers, in order.
pub(super) fn headers(text: &[u8]) -> Vec<usize> {
    let all = memmem::find_iter(text, b"#!")
        .filter(|at| HEADERS.iter().any(|header| text[*at..].starts_with(header)));
    all.collect()
}

/// Whether a text begins with a header alone on its line, and continues on another line. `strictly`: white space before
/// the header is accepted, too, although iPXE then does not recognize the script.
pub(super) fn begins_script(text: &[u8], strictly: bool) -> bool {
    let start = if strictly { text.trim_ascii_start() } else { text };
    let Some(header) = HEADERS.iter().find(|header| start.starts_with(header)) else { return false };
    let rest = &start[header.len()..];
    if !rest.first().is_some_and(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n')) {
        return false;
    }
    memchr(b'\n', rest).is_some_and(|end| !rest[end..].trim_ascii().is_empty())
}

/// The lines of a range of a text, each with its line end.
pub(super) fn lines(text: &[u8], range: Range<usize>) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut start = range.start;
    text[range].split_inclusive(|byte| *byte == b'\n').map(move |line| {
        let here = start..start + line.len();
        start = here.end;
        here
    })
}

/// The number of spaces at the start of a line.
pub(super) fn indent(line: &[u8]) -> usize {
    line.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count()
}

/// Whether a line is blank.
pub(super) fn is_blank(line: &[u8]) -> bool {
    line.trim_ascii().is_empty()
}

/// The lines of a block without their indentation: at most `columns` bytes of white space each. A line with less loses
/// what it has, and keeps its end.
pub(super) fn dedented(text: &[u8], range: Range<usize>, columns: usize) -> Vec<Range<usize>> {
    lines(text, range).map(|line| line.start + indent(&text[line.clone()]).min(columns)..line.end).collect()
}

/// The line before the one that begins at `start`, and its end.
pub(super) fn line_before(text: &[u8], start: usize) -> Option<Range<usize>> {
    let end = start.checked_sub(1)?;
    let begin = memchr::memrchr(b'\n', &text[..end]).map_or(0, |at| at + 1);
    Some(begin..start)
}

/// The start of the line that contains a position.
pub(super) fn line_start(text: &[u8], at: usize) -> usize {
    memchr::memrchr(b'\n', &text[..at]).map_or(0, |at| at + 1)
}

/// The part of a page's listing that is a script: from the header on, without the header's indentation. A prompt with a
/// command that shows or edits the file may come before it, and ends it.
pub(super) fn shown(text: &[u8], listing: &[Range<usize>]) -> Option<Vec<Range<usize>>> {
    let mut prompt = None;
    let mut first = None;
    for (at, line) in listing.iter().enumerate() {
        let line = &text[line.clone()];
        let bare = line.trim_ascii();
        if HEADERS.iter().any(|header| bare.starts_with(header)) {
            first = Some(at);
            break;
        }
        match bare {
            [] => {}
            [mark @ (b'$' | b'>' | b'%' | b'#'), b' ', ..] if prompt.is_none() => prompt = Some(*mark),
            _ => return None,
        }
    }
    let first = first?;
    let columns = indent(&text[listing[first].clone()]);
    let ends = |line: &Range<usize>| {
        let line = &text[line.clone()];
        prompt.is_some_and(|mark| mark != b'#' && line.starts_with(&[mark, b' ']))
    };
    let script = listing[first..].iter().take_while(|line| !ends(line));
    let dedented = script.map(|line| line.start + indent(&text[line.clone()]).min(columns)..line.end);
    Some(dedented.collect())
}

/// The text at the start of the first of these lines that is not part of it.
pub(super) fn margin(text: &[u8], content: &[Range<usize>]) -> Vec<u8> {
    let first = content.first().map_or(0, |line| line.start);
    text[line_start(text, first)..first].to_vec()
}
