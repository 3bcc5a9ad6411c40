//! A script in the form for its execution.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

use ipxe_syntax::{OperatorKind, Script, Span};

/// A prepared script: it owns all data for its execution, so that a running script can be copied and kept.
///
/// Equal if the scripts are the same bytes.
pub(super) struct Program {
    /// The bytes of all words, one after another.
    text: Vec<u8>,
    words: Vec<ProgramWord>,
    commands: Vec<ProgramCommand>,
    /// Per label, the first command at or after it. Only the first label of a name can be jumped to.
    labels: HashMap<Box<[u8]>, usize>,
    /// Whether the file ends inside a continuation.
    unfinished: bool,
    fingerprint: u64,
    length: usize,
}

/// A word of a command.
pub(super) struct ProgramWord {
    text: Range<usize>,
    /// Whether it may contain an expansion.
    pub(super) expands: bool,
}

/// A command.
pub(super) struct ProgramCommand {
    pub(super) operator: Option<OperatorKind>,
    words: Range<usize>,
    pub(super) span: Span,
}

impl Program {
    /// Prepares a script. Takes linear time.
    pub(super) fn new(script: &Script<'_>) -> Self {
        let mut hasher = DefaultHasher::new();
        script.source().hash(&mut hasher);
        let mut program = Self {
            text: Vec::with_capacity(script.source().len()),
            words: Vec::with_capacity(script.words().len()),
            commands: Vec::with_capacity(script.commands().len()),
            labels: HashMap::new(),
            unfinished: false,
            fingerprint: hasher.finish(),
            length: script.source().len(),
        };
        for line in script.lines() {
            if line.is_unfinished() {
                program.unfinished = true;
                break;
            }
            if let Some(label) = line.label() {
                program.labels.entry(label.name().into()).or_insert(program.commands.len());
            }
            line.commands().for_each(|command| program.push(command));
        }
        program
    }

    fn push(&mut self, command: ipxe_syntax::Command<'_, '_>) {
        let start = self.words.len();
        for word in command.words() {
            let from = self.text.len();
            self.text.extend_from_slice(word.text());
            let expands = memchr::memmem::find(word.text(), b"${").is_some();
            self.words.push(ProgramWord { text: from..self.text.len(), expands });
        }
        let operator = command.operator().map(|operator| operator.kind);
        self.commands.push(ProgramCommand { operator, words: start..self.words.len(), span: command.span() });
    }

    /// The command at this index.
    pub(super) fn command(&self, at: usize) -> Option<&ProgramCommand> {
        self.commands.get(at)
    }

    /// The words of a command, its name first.
    pub(super) fn words(&self, command: &ProgramCommand) -> impl ExactSizeIterator<Item = (&[u8], bool)> {
        let words = self.words.get(command.words.clone()).unwrap_or_default();
        words.iter().map(|word| (self.text.get(word.text.clone()).unwrap_or_default(), word.expands))
    }

    /// Index of the first command at or after a label.
    pub(super) fn label(&self, name: &[u8]) -> Option<usize> {
        self.labels.get(name).copied()
    }

    /// Whether another command on the same line still runs if this command fails.
    pub(super) fn handles(&self, at: usize) -> bool {
        let rest = self.commands.get(at + 1..).unwrap_or_default();
        let rest = rest.iter().map_while(|command| command.operator);
        rest.into_iter().any(|operator| operator != OperatorKind::And)
    }

    /// The number of commands.
    pub(super) fn len(&self) -> usize {
        self.commands.len()
    }

    /// The names of the labels that can be the target of a jump.
    pub(super) fn labels(&self) -> impl Iterator<Item = &[u8]> {
        self.labels.keys().map(|name| &**name)
    }

    /// Whether some word contains these bytes. Takes linear time.
    pub(super) fn mentions(&self, bytes: &[u8]) -> bool {
        memchr::memmem::find(&self.text, bytes).is_some()
    }

    /// A number that identifies the script.
    pub(super) const fn fingerprint(&self) -> u64 {
        self.fingerprint
    }

    /// Whether the file ends inside a continuation.
    pub(super) const fn is_unfinished(&self) -> bool {
        self.unfinished
    }
}

impl ProgramCommand {
    /// Whether it has no words.
    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }
}

/// By length, words and a 64-bit hash of the source.
impl PartialEq for Program {
    fn eq(&self, other: &Self) -> bool {
        self.fingerprint == other.fingerprint && self.length == other.length && self.text == other.text
    }
}

impl Eq for Program {}

impl Hash for Program {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.fingerprint.hash(state);
    }
}

impl std::fmt::Debug for Program {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Program of {} commands", self.commands.len())
    }
}
