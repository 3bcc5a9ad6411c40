//! Replaces a script by another text, line by line, so that unchanged lines stay as written.

use std::ops::Range;

use ipxe_host::{Composition, SourceEdit};

use super::lines::changes;

/// A file in which a script has another text. None if the file cannot contain that text. Up to the script's end, `file`
/// is the same as the script's file.
pub(super) fn rewritten(script: &Composition<'_>, file: &[u8], text: &[u8]) -> Option<Vec<u8>> {
    let old = script.text();
    let mut edits: Vec<SourceEdit> = Vec::new();
    for (before, after) in changes(old, text) {
        edits.push(edit(script, before, &text[after])?);
    }
    let mut out = Vec::with_capacity(file.len());
    let mut at = 0;
    for edit in edits {
        out.extend_from_slice(file.get(at..edit.range.start)?);
        out.extend_from_slice(&edit.text);
        at = edit.range.end;
    }
    out.extend_from_slice(file.get(at..)?);
    Some(out)
}

/// The edit that replaces some lines by others. If it is one line, only the part that differs.
fn edit(script: &Composition<'_>, range: Range<usize>, new: &[u8]) -> Option<SourceEdit> {
    let old = &script.text()[range.clone()];
    let is_one = |text: &[u8]| memchr::memchr_iter(b'\n', text).count() == 1 && text.ends_with(b"\n");
    if is_one(old) && is_one(new) {
        let same = |pairs: &mut dyn Iterator<Item = (&u8, &u8)>| pairs.take_while(|(a, b)| a == b).count();
        let start = same(&mut old.iter().zip(new));
        let rest = old.len().min(new.len()) - start;
        let end = same(&mut old.iter().rev().zip(new.iter().rev())).min(rest);
        let within = range.start + start..range.end - end;
        if let Some(edit) = script.edit(within, &new[start..new.len() - end]) {
            return Some(edit);
        }
    }
    script.edit(range, new)
}
