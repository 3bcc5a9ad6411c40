//! A script to compare.

use std::collections::BTreeMap;
use std::fmt;

use ipxe_machine::simulate::Files;

/// A script, and the files next to it that it may download.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Case {
    /// The files by name; [`Case::MAIN`] is the script.
    pub files: BTreeMap<String, Vec<u8>>,
}

impl Case {
    /// The name of the script itself.
    pub const MAIN: &'static str = "main.ipxe";

    /// A script without other files.
    #[must_use]
    pub fn of(script: impl Into<Vec<u8>>) -> Self {
        Self { files: BTreeMap::from([(Self::MAIN.to_owned(), script.into())]) }
    }

    /// The same with one more file.
    #[must_use]
    pub fn with(mut self, name: &str, content: impl Into<Vec<u8>>) -> Self {
        self.files.insert(name.to_owned(), content.into());
        self
    }
}

/// Shows every file, with escapes for characters that a terminal does not show.
impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, content) in &self.files {
            writeln!(f, "--- {name}")?;
            for line in content.split_inclusive(|byte| *byte == b'\n') {
                writeln!(f, "{}", line.strip_suffix(b"\n").unwrap_or(line).escape_ascii())?;
            }
        }
        Ok(())
    }
}

/// Cases in the form of a server's files: the files of each in a folder, whose name is the index in the batch.
#[derive(Clone, Debug)]
pub(super) struct Batch<'c> {
    /// The index of the first one.
    pub(super) first: usize,
    pub(super) cases: &'c [Case],
}

impl Files for Batch<'_> {
    fn read(&mut self, path: &[u8]) -> Option<Vec<u8>> {
        let (folder, name) = std::str::from_utf8(path).ok()?.split_once('/')?;
        let at = folder.parse::<usize>().ok()?.checked_sub(self.first)?;
        self.cases.get(at)?.files.get(name).cloned()
    }
}
