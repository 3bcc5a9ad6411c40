use ipxe_syntax::{Script, Span};

use super::found::line_at;

/// The bytes to delete to remove a directive: the whole line if there is nothing else on it, otherwise the directive
/// and the white space before it. None if the line is continued: a deletion would put another line after the `\`.
pub(crate) fn removal(script: &Script<'_>, directive: Span) -> Option<Span> {
    let line = line_at(script, directive.start())?;
    if line.is_continued() && line.span().end() != directive.end() {
        return None;
    }
    let before = script.slice(Span::new(line.span().start(), directive.start()));
    let after = script.slice(Span::new(directive.end(), line.span().end()));
    if !after.trim_ascii().is_empty() {
        // Another directive follows, which then begins the comment.
        let blank = after.len() - after.trim_ascii_start().len();
        return Some(Span::new(directive.start(), directive.end() + u32::try_from(blank).ok()?));
    }
    if before.trim_ascii().is_empty() {
        return Some(line.full_span());
    }
    // Without a line end before it, which belongs to a continuation.
    let blank = before.iter().rev().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    Some(Span::new(directive.start() - u32::try_from(blank).ok()?, directive.end()))
}
