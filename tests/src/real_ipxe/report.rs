//! The results of a case, for comparison.

use std::fmt;

use super::Case;

/// The results of a case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The lines that it printed, without empty ones, and the printed text about its status and the settings after it.
    pub lines: Vec<Vec<u8>>,
    /// Whether it ended.
    pub complete: bool,
}

/// A case with different results.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The case.
    pub case: Case,
    /// The result of real iPXE.
    pub real: Report,
    /// The result of the simulator.
    pub simulated: Report,
}

/// The beginning of the lines that generated scripts print.
const MARK: &[u8] = b"@";
/// iPXE's message for a command that does not exist.
const UNKNOWN: &[u8] = b": command not found";

impl Report {
    /// From the lines of a console.
    pub(super) fn new(lines: &[Vec<u8>], complete: bool) -> Self {
        let printed = lines.iter().filter(|line| !line.is_empty());
        Self { lines: printed.cloned().collect(), complete }
    }

    /// The same, with only the lines that begin with a mark: others are messages of iPXE, which a simulation does not
    /// print. (One of them begins with the name of a command that does not exist.)
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
