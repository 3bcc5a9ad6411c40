//! URL parameters that an operator separates from their URL: iPXE runs them as commands.

use ipxe_syntax::{Command, CommandId, OperatorKind};

use crate::commands::Commands;

/// A URL with a query that operators split.
#[derive(Debug)]
pub struct CutQuery<'a, 's> {
    /// The command whose last word is the URL.
    pub command: Command<'a, 's>,
    /// The separated parameters, each of which is a command to iPXE; at least one.
    pub parts: Vec<Command<'a, 's>>,
}

impl<'a, 's> Commands<'a, 's> {
    /// The URLs with split queries, in order.
    pub fn cut_queries(&self) -> &[CutQuery<'a, 's>] {
        self.cut_queries.get_or_init(|| find(self))
    }

    /// Whether a command is a parameter that an operator separated from its URL.
    pub fn is_cut_parameter(&self, command: CommandId) -> bool {
        let before = self.cut_queries().partition_point(|cut| cut.command.id() < command);
        let cut = before.checked_sub(1).and_then(|at| self.cut_queries().get(at));
        cut.is_some_and(|cut| cut.parts.binary_search_by_key(&command, |part| part.id()).is_ok())
    }
}

fn find<'a, 's>(cx: &Commands<'a, 's>) -> Vec<CutQuery<'a, 's>> {
    let mut found: Vec<CutQuery<'_, '_>> = Vec::new();
    if memchr::memchr(b'?', cx.script.source()).is_none() {
        return found;
    }
    let mut before: Option<Command<'_, '_>> = None;
    for command in cx.script.commands() {
        let follows = command.operator().is_some_and(|operator| operator.kind == OperatorKind::And);
        if let Some(before) = before.filter(|_| follows && is_assignment(command)) {
            match found.last_mut() {
                Some(cut) if cut.parts.last().is_some_and(|last| last.id() == before.id()) => {
                    cut.parts.push(command);
                }
                _ if before.line_id() == command.line_id() && has_query(before) => {
                    found.push(CutQuery { command: before, parts: vec![command] });
                }
                _ => {}
            }
        }
        before = Some(command);
    }
    found
}

/// Whether the last word is a URL with a query.
fn has_query(command: Command<'_, '_>) -> bool {
    let Some(word) = command.arguments().next_back() else { return false };
    let text = word.text();
    let is_behind_path =
        |at: usize| text.starts_with(b"${") || text.iter().take(at).any(|byte| *byte == b'/');
    memchr::memchr(b'?', text).is_some_and(is_behind_path)
}

/// Whether a command is one word, `key=value`.
fn is_assignment(command: Command<'_, '_>) -> bool {
    let mut words = command.words();
    let Some(word) = words.next().filter(|_| words.next().is_none()) else { return false };
    let key = word.text().split(|byte| *byte == b'=').next().unwrap_or_default();
    let is_name =
        |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'[' | b']');
    key.len() < word.text().len() && !key.is_empty() && key.iter().all(is_name)
}
