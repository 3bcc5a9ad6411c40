//! What remains of the execution of a case, to be compared.

use std::fmt;

use super::Case;

/// What remains of the execution of a case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The lines that it printed, without empty ones, and what was printed of its end and of the settings after it.
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

impl Report {
    /// Of lines of a console.
    pub(super) fn new(lines: &[Vec<u8>], complete: bool) -> Self {
        let printed = lines.iter().filter(|line| !line.is_empty());
        Self { lines: printed.cloned().collect(), complete }
    }

    /// The same with nothing but the lines that begin with a mark: others are messages of iPXE, which a simulation does
    /// not print. (One of them begins with the name of a command that does not exist.)
    pub(super) fn marked(mut self) -> Self {
        self.lines.retain(|line| line.starts_with(MARK) && !line.ends_with(UNKNOWN));
        self
    }
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
