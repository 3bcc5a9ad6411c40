//! Parses a patch: its files, and their changed lines.

use std::{collections::HashMap, ops::Range};

/// The lines, from 0, that a patch without context adds to each file, by the file's path after `b/`.
pub(super) fn changed_lines(patch: &[u8]) -> HashMap<Vec<u8>, Vec<Range<usize>>> {
    let mut files: HashMap<Vec<u8>, Vec<Range<usize>>> = HashMap::new();
    let mut lines = patch.split(|byte| *byte == b'\n');
    let mut file = None;
    while let Some(line) = lines.next() {
        if let Some(name) = line.strip_prefix(b"+++ ") {
            file = new_name(name);
        } else if let Some((removed, start, added)) = hunk(line) {
            if let Some(file) = &file {
                let start = start.saturating_sub(1);
                files.entry(file.clone()).or_default().push(start..start + added);
            }
            // Text that only looks like a header is skipped. A missing line end is reported on a line of its own.
            for _ in 0..removed + added {
                lines.next();
            }
        }
    }
    for ranges in files.values_mut() {
        ranges.retain(|range| !range.is_empty());
    }
    files
}

/// The path after `+++ `. None if the file was deleted.
fn new_name(written: &[u8]) -> Option<Vec<u8>> {
    // A name with spaces ends with a tab.
    let written = written.strip_suffix(b"\t").unwrap_or(written);
    let name = match written.strip_prefix(b"\"").and_then(|rest| rest.strip_suffix(b"\"")) {
        Some(quoted) => unquoted(quoted),
        None => written.to_vec(),
    };
    name.strip_prefix(b"b/").map(<[u8]>::to_vec)
}

/// A name with its C escapes decoded.
fn unquoted(mut quoted: &[u8]) -> Vec<u8> {
    let mut name = Vec::new();
    while let Some((&byte, rest)) = quoted.split_first() {
        quoted = rest;
        if byte != b'\\' {
            name.push(byte);
            continue;
        }
        let digits = rest.iter().take(3).take_while(|digit| (b'0'..=b'7').contains(*digit)).count();
        let (escape, rest) = rest.split_at(digits.max(1).min(rest.len()));
        quoted = rest;
        name.push(match escape {
            [b'a'] => 7,
            [b'b'] => 8,
            [b't'] => b'\t',
            [b'n'] => b'\n',
            [b'v'] => 11,
            [b'f'] => 12,
            [b'r'] => b'\r',
            [] => continue,
            [other] if digits == 0 => *other,
            octal => octal.iter().fold(0_u8, |value, digit| value.wrapping_mul(8).wrapping_add(digit - b'0')),
        });
    }
    name
}

/// `@@ -START[,COUNT] +START[,COUNT] @@`: the number of deleted lines, and the position and number of new lines.
fn hunk(line: &[u8]) -> Option<(usize, usize, usize)> {
    let line = std::str::from_utf8(line.get(..line.len().min(100))?).ok()?;
    let (old, rest) = line.strip_prefix("@@ -")?.split_once(" +")?;
    let (new, _) = rest.split_once(" @@")?;
    let range = |text: &str| {
        let (start, count) = text.split_once(',').unwrap_or((text, "1"));
        Some((start.parse::<usize>().ok()?, count.parse::<usize>().ok()?))
    };
    let ((_, removed), (start, added)) = (range(old)?, range(new)?);
    Some((removed, start, added))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_new_lines_count_and_only_headers_are_headers() {
        let patch = b"diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -3,2 +3 @@ f\n-a\n-b\n+++ b/y\n@@ -9,0 +9,2 @@\n+1\n+2\n\
            @@ -20 +21,0 @@\n-z\n--- a/gone\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n--- /dev/null\n+++ \"b/\\303\\244 \\\"\\t\"\t\n\
            @@ -0,0 +1 @@\n+x\n\\ No newline at end of file\n--- a/l\n+++ b/l\n@@ -1 +1 @@\n-a\n+b\n";
        let files = changed_lines(patch);
        assert_eq!(files[b"x".as_slice()], [2..3, 8..10]);
        for name in ["\u{e4} \"\t", "l"] {
            assert_eq!(files[name.as_bytes()].first(), Some(&(0..1)), "{name}");
        }
        assert_eq!(files.len(), 3);
    }

    #[test]
    fn any_bytes_are_no_more_than_a_bad_patch() {
        for patch in
            [&b"+++ \"b/\\"[..], b"@@ -1,9999999 +1 @@\n", b"@@ -x +y @@", b"+++ ", b"@@ -1 +0 @@\n+"]
        {
            changed_lines(patch);
        }
    }
}
