use std::ops::Range;

use crate::{
    expansion::Expansion,
    line::{Line, LineId},
    marks::Marks,
    script::{Script, index},
    segment::NodeKind,
    span::Span,
    word::Word,
};

/// The index of a command in its script, from 0, in source order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CommandId(pub(crate) u32);

impl CommandId {
    /// The command with this index.
    #[must_use]
    pub const fn new(index: u32) -> Self {
        Self(index)
    }

    /// The index as a `usize`.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// The condition for running a command: the status of the last command that ran.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
pub enum OperatorKind {
    /// `&&`: runs after success.
    And,
    /// `||`: runs after failure.
    Or,
    /// `;`: always runs.
    Then,
}

impl OperatorKind {
    /// The operator as written.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::And => "&&",
            Self::Or => "||",
            Self::Then => ";",
        }
    }
}

/// An operator and its position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Operator {
    /// Which one.
    pub kind: OperatorKind,
    /// Its position.
    pub span: Span,
}

/// A command: words between operators. One without words is an empty command, which succeeds.
#[derive(Clone, Copy)]
pub struct Command<'a, 's> {
    pub(crate) script: &'a Script<'s>,
    pub(crate) at: u32,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct CommandData {
    pub(crate) operator: Option<OperatorKind>,
    /// The span of all of its words.
    pub(crate) marks: Marks,
    /// The start of its operator or first word, in text coordinates.
    pub(crate) start: u32,
    pub(crate) first_word: u32,
    pub(crate) line: u32,
}

const _: () = assert!(size_of::<CommandData>() == 16); // as with lines

impl<'a, 's> Command<'a, 's> {
    fn data(self) -> &'a CommandData {
        &self.script.commands[self.at as usize]
    }

    /// Its number.
    #[must_use]
    pub fn id(self) -> CommandId {
        CommandId(self.at)
    }

    /// The line it belongs to.
    #[must_use]
    pub fn line(self) -> Line<'a, 's> {
        Line { script: self.script, at: self.data().line }
    }

    /// The index of the line it belongs to.
    #[must_use]
    pub fn line_id(self) -> LineId {
        LineId(self.data().line)
    }

    /// The commands before it on its line, in order.
    #[must_use]
    pub fn before_on_line(self) -> impl DoubleEndedIterator<Item = Self> + ExactSizeIterator + use<'a, 's> {
        let script = self.script;
        (self.line().command_range().start..self.at).map(move |at| Self { script, at })
    }

    /// The commands after it on its line, in order.
    #[must_use]
    pub fn behind_on_line(self) -> impl DoubleEndedIterator<Item = Self> + ExactSizeIterator + use<'a, 's> {
        let script = self.script;
        (self.at + 1..self.line().command_range().end).map(move |at| Self { script, at })
    }

    /// The operator before it; the first command of a line has none.
    #[must_use]
    pub fn operator(self) -> Option<Operator> {
        let data = self.data();
        data.operator
            .map(|kind| Operator { kind, span: self.script.source_span(operator_text(kind, data.start)) })
    }

    fn word_range(self) -> Range<u32> {
        let next = self.script.commands.get(self.at as usize + 1);
        let end = next.map_or(index(self.script.words.len()), |command| command.first_word);
        self.data().first_word..end
    }

    /// The indices of its words in [all words](Script::words) of the script.
    #[must_use]
    pub fn word_numbers(self) -> Range<usize> {
        let Range { start, end } = self.word_range();
        start as usize..end as usize
    }

    /// Its words, beginning with the name.
    #[must_use]
    pub fn words(self) -> impl DoubleEndedIterator<Item = Word<'a, 's>> + ExactSizeIterator + use<'a, 's> {
        let script = self.script;
        self.word_range().map(move |at| Word { script, at })
    }

    /// The expansions in all its words, in order; one that contains others comes before them.
    #[must_use]
    pub fn expansions(self) -> impl DoubleEndedIterator<Item = Expansion<'a, 's>> + use<'a, 's> {
        let script = self.script;
        let words = self.word_numbers();
        let first_node =
            |word: usize| script.words.get(word).map_or(index(script.nodes.len()), |word| word.first_node);
        (first_node(words.start)..first_node(words.end))
            .filter(move |&at| script.nodes[at as usize].kind == NodeKind::Expansion)
            .map(move |at| Expansion { script, at })
    }

    /// The kinds of unusual bytes in its words.
    #[must_use]
    pub fn marks(self) -> Marks {
        self.data().marks
    }

    /// Its first word, which iPXE expands and then looks up as a command; an empty command has none.
    #[must_use]
    pub fn name(self) -> Option<Word<'a, 's>> {
        self.words().next()
    }

    /// The words after the name, including options.
    #[must_use]
    pub fn arguments(
        self,
    ) -> impl DoubleEndedIterator<Item = Word<'a, 's>> + ExactSizeIterator + use<'a, 's> {
        let mut words = self.words();
        words.next();
        words
    }

    /// Whether it has no words.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.words().len() == 0
    }

    /// From its first to its last word, without operators; for an empty command, the position after its operator.
    #[must_use]
    pub fn span(self) -> Span {
        let mut words = self.words();
        match (words.next(), words.next_back()) {
            (Some(first), Some(last)) => first.span().cover(last.span()),
            (Some(only), None) => only.span(),
            (None, _) => {
                let operator = self.operator().map(|operator| operator.span.end());
                Span::empty(
                    operator
                        .unwrap_or_else(|| self.script.source_span(Span::empty(self.data().start)).start()),
                )
            }
        }
    }
}

fn operator_text(kind: OperatorKind, start: u32) -> Span {
    Span::new(start, start + index(kind.as_str().len()))
}

impl std::fmt::Debug for Command<'_, '_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Command")
            .field("operator", &self.operator().map(|operator| operator.kind))
            .field("words", &self.words().collect::<Vec<_>>())
            .finish()
    }
}
