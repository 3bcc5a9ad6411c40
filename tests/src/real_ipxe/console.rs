//! The text on a console, from the bytes of a serial line.

/// The width of a PC's console. The firmware continues a full line on the next one.
const WIDTH: usize = 80;

/// The printed lines, without white space at their ends. A line with the full width of the console continues on the
/// next one. Drawn text, such as a menu, is omitted: the cursor was moved to its position.
#[must_use]
pub fn lines(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut lines = Vec::new();
    let mut line = Vec::new();
    for row in rows(bytes) {
        line.extend_from_slice(&row);
        if row.len() != WIDTH {
            lines.push(std::mem::take(&mut line));
        }
    }
    lines.extend((!line.is_empty()).then_some(line));
    lines.into_iter().map(|line| line.trim_ascii_end().to_vec()).collect()
}

/// The rows of the screen in the order in which they were written.
fn rows(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut rows = vec![Vec::new()];
    let mut rest = bytes;
    let mut draws = false;
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        let ends = match byte {
            0x1B => {
                let (kind, after) = sequence(rest);
                rest = after;
                draws = draws && kind != Some(b'J') || matches!(kind, Some(b'A'..=b'H' | b'f'));
                kind.is_some_and(|kind| matches!(kind, b'A'..=b'H' | b'J' | b'f'))
            }
            b'\n' => {
                draws = false;
                true
            }
            b' '..=b'~' if !draws => {
                rows.last_mut().into_iter().for_each(|row| row.push(*byte));
                false
            }
            _ => false,
        };
        if ends {
            rows.push(Vec::new());
        }
    }
    rows
}

/// The effect of a control sequence, as its last byte, from after its escape character, and the text after it.
fn sequence(rest: &[u8]) -> (Option<u8>, &[u8]) {
    let Some(parameters) = rest.strip_prefix(b"[") else { return (None, rest.get(1..).unwrap_or_default()) };
    let end = parameters.iter().position(|byte| (0x40..=0x7E).contains(byte)).unwrap_or(parameters.len());
    (parameters.get(end).copied(), parameters.get(end + 1..).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_row_goes_on_in_the_next() {
        let full = "x".repeat(WIDTH);
        assert_eq!(lines(format!("a\r\n{full}\r\nb\r\n").as_bytes())[1], format!("{full}b").as_bytes());
        assert_eq!(lines(format!("{full}\r\n\r\nb").as_bytes()), [full.as_bytes(), b"b"]);
    }

    #[test]
    fn control_sequences_are_not_shown() {
        assert_eq!(lines(b"\x1b[0;1miPXE\x1b[0m  \r\nb"), [&b"iPXE"[..], b"b"]);
        assert_eq!(lines(b"a\n\x1b[5;1Htitle\x1b[7;1Hitem\x1b[2Jb"), [&b"a"[..], b"", b"", b"", b"b"]);
        assert_eq!(lines(b"\x1bcreset"), [&b"reset"[..]]);
    }
}
