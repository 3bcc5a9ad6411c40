//! What remains of the execution of a case, to be compared.

use std::fmt;

use super::Case;

/// What remains of the execution of a case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The lines that it printed, without empty ones, and what was printed of its end and of the settings after it.
    /// Numbers of errors are without their last two digits, which are the platform's.
    pub lines: Vec<Vec<u8>>,
    /// Whether it came to an end.
    pub complete: bool,
}

/// A case that turned out differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The case.
    pub case: Case,
    /// What real iPXE did.
    pub real: Report,
    /// What the simulator does.
    pub simulated: Report,
}

/// Begins the lines that generated scripts print.
const MARK: &[u8] = b"@";
/// What iPXE says of a command that does not exist.
const UNKNOWN: &[u8] = b": command not found";
/// What precedes the number of an error in a line.
const ERRNO: &[u8] = b"errno=0x";

impl Report {
    /// Of lines of a console.
    pub(super) fn new(lines: &[Vec<u8>], complete: bool) -> Self {
        let printed = lines.iter().filter(|line| !line.is_empty());
        Self { lines: printed.map(|line| without_platform(line)).collect(), complete }
    }

    /// The same with nothing but the lines that begin with a mark: others are messages of iPXE, which a simulation does
    /// not print. (One of them begins with the name of a command that does not exist.)
    pub(super) fn marked(mut self) -> Self {
        self.lines.retain(|line| line.starts_with(MARK) && !line.ends_with(UNKNOWN));
        self
    }
}

/// A line with the numbers of errors without what is the platform's.
fn without_platform(line: &[u8]) -> Vec<u8> {
    let mut rest = line;
    let mut out = Vec::with_capacity(line.len());
    while let Some(at) = rest.windows(ERRNO.len()).position(|window| window == ERRNO) {
        let (before, number) = rest.split_at(at + ERRNO.len());
        out.extend_from_slice(before);
        let digits = number.iter().take(8).take_while(|byte| byte.is_ascii_hexdigit()).count();
        let (digits, after) = number.split_at(digits);
        // The highest byte is the class, the lowest the platform's; smaller numbers were given to `exit`.
        match std::str::from_utf8(digits).ok().and_then(|digits| u32::from_str_radix(digits, 16).ok()) {
            Some(number @ 0x0100_0000..0x8000_0000) => {
                out.extend_from_slice(format!("{:x}*", number >> 8).as_bytes());
            }
            _ => out.extend_from_slice(digits),
        }
        rest = after;
    }
    out.extend_from_slice(rest);
    out
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in &self.lines {
            writeln!(f, "  {}", line.escape_ascii())?;
        }
        if self.complete { Ok(()) } else { writeln!(f, "  (and never comes to its end)") }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}=== real iPXE\n{}=== simulated\n{}", self.case, self.real, self.simulated)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_platforms_part_of_errors_is_not_compared() {
        assert_eq!(without_platform(b"@ errno=0x2d12603b x"), b"@ errno=0x2d1260* x");
        assert_eq!(without_platform(b"errno=0x2d12603b errno=0x3"), b"errno=0x2d1260* errno=0x3");
        assert_eq!(without_platform(b"errno=0x212603c"), b"errno=0x21260*");
        assert_eq!(without_platform(b"errno=0xfffffffd"), b"errno=0xfffffffd");
    }
}
