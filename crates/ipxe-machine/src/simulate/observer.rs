//! Observers of a run.

use ipxe_syntax::Span;

use super::Status;
use ipxe_language::text::Text;

/// Watches a run. The commands of a started script are reported between the beginning and the end of the command that
/// starts it.
pub trait Observer {
    /// A command begins. `words`: after expansion, beginning with the name. `depth`: the nesting depth of its script, 0
    /// for the outermost.
    fn begin(&mut self, span: Span, depth: usize, words: &[Text<'_>]);

    /// The last command that began, and has not ended, ends.
    fn end(&mut self, status: Status, effects: &CommandEffects);

    /// The number of bytes that it uses, which count towards the memory limit.
    fn memory(&self) -> usize {
        0
    }
}

/// The direct effects of a command.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct CommandEffects {
    /// Its output, for `echo` and `show`.
    pub output: Vec<u8>,
    /// The settings that it wrote.
    pub changes: Vec<Change>,
}

/// A setting that was written.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Change {
    /// Its name, as given to the command; for a value of the network, with its scope.
    #[cfg_attr(feature = "serde", serde(serialize_with = "super::latin1::bytes"))]
    pub name: Vec<u8>,
    /// Its value, as an expansion shows it. None if it was deleted, or cannot be formatted.
    #[cfg_attr(feature = "serde", serde(serialize_with = "super::latin1::optional"))]
    pub value: Option<Vec<u8>>,
}

/// Watches nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unobserved;

impl Observer for Unobserved {
    fn begin(&mut self, _: Span, _: usize, _: &[Text<'_>]) {}

    fn end(&mut self, _: Status, _: &CommandEffects) {}
}
