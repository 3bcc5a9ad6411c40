//! The `goto`s of a script.

use ipxe_catalog::Implementation;
use ipxe_engine::Text;
use ipxe_flow::{Edge, Node};
use ipxe_syntax::{Command, Label, Word};

use crate::{context::Context, facts::template::has_template};

/// A `goto` with its target.
#[derive(Clone, Copy)]
pub(crate) struct Jump<'a, 's> {
    pub(crate) command: Command<'a, 's>,
    /// The target as it is written.
    pub(crate) word: Word<'a, 's>,
    /// The target as far as it is known.
    pub(crate) target: &'a Text<'a>,
}

impl<'a, 's> Context<'a, 's> {
    /// The `goto`s whose targets are not left to a template, in order.
    pub(crate) fn jumps(&self) -> impl Iterator<Item = Jump<'a, 's>> {
        self.invocations_of(Implementation::Goto).filter_map(|(command, invocation)| {
            let word = command.arguments().nth(invocation.arguments()?.first_positional)?;
            let target = invocation.positional(0)?;
            (!has_template(word.text())).then_some(Jump { command, word, target })
        })
    }

    /// Whether the jump can never find a label.
    pub(crate) fn is_lost(&self, jump: &Jump<'_, '_>) -> bool {
        let mut next = self.flow.successors(Node::Command(jump.command.id()));
        !next.any(|(edge, _)| edge == Edge::Jump)
    }

    /// The label that `goto` finds by this name.
    pub(crate) fn label(&self, name: &[u8]) -> Option<Label<'a, 's>> {
        let line = self.flow.labels().line(name)?;
        self.script.line(line)?.label()
    }
}

/// A label's name without what nobody means to be part of one: punctuation around it, and case. Names that
/// agree in this are the same to a person, though not to iPXE.
pub(crate) fn folded(name: &[u8]) -> Vec<u8> {
    bare(name).to_ascii_lowercase()
}

/// A label's name without the punctuation around it.
pub(crate) fn bare(name: &[u8]) -> &[u8] {
    let belongs =
        |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'$' | 0x80..);
    let start = name.iter().position(belongs).unwrap_or(name.len());
    let end = name.iter().rposition(belongs).map_or(start, |last| last + 1);
    name.get(start..end).unwrap_or_default()
}
