//! Input of the user, which may be empty.

use foldhash::HashSet;
use ipxe_catalog::Implementation;
use ipxe_language::setting_name::untyped;
use ipxe_model::{
    commands::positional_words,
    graph::{Edge, Node},
};
use ipxe_syntax::{Command, CommandId, Expansion};

use super::{number, part_of_uri};
use crate::{Diagnostic, RuleId, context::Context, text::quote};

/// The maximum number of uses that are checked in detail: each search takes time linear in the script's length.
const SEARCHES: usize = 16;

/// The first use of each such setting, if no test comes before, and it does not lead back to the question.
pub(super) fn check<'a, 's>(cx: &Context<'a, 's>) -> Vec<Diagnostic> {
    let asked = cx.invocations_of(Implementation::Read).filter_map(|(command, invocation)| {
        let name = positional_words(command, invocation).next()?.as_literal().map(untyped)?;
        // A script that tests whether it is set requires a value; otherwise, a user who is asked for a URI knows the
        // consequence of an empty one.
        cx.tested().has(name).then_some((command, name))
    });
    let asked: Vec<(Command<'a, 's>, &[u8])> = asked.collect();
    if asked.is_empty() {
        return Vec::new();
    }
    let uses = cx.invocations();
    let uses = uses.flat_map(|(command, _)| command.expansions().map(move |used| (command, used)));
    let (mut told, mut searches) = (HashSet::default(), 0..SEARCHES);
    let found = uses.filter_map(|(command, used)| {
        let name = used.inside().as_literal().map(untyped)?;
        let mut questions = asked.iter().filter(|(_, asked)| *asked == name).map(|(question, _)| *question);
        let first = questions.next().filter(|_| !told.contains(name))?;
        let label = part_of_uri(cx, command, used).or_else(|| number(cx, command, used))?;
        let known = cx.analysis().before(command.id())?.setting(name);
        // An existing value is displayed, and stays unless the user deletes it.
        let has_value = |question: CommandId| {
            cx.analysis().before(question).is_some_and(|before| before.setting(name).presence().is_yes())
        };
        let is_open = |question: &Command<'a, 's>| {
            known.unset_by.commands().any(|id| id == question.id()) && !has_value(question.id())
        };
        let question = std::iter::once(first).chain(questions).find(is_open)?;
        searches.next().filter(|_| !asks_again(cx, command.id(), question.id()))?;
        told.insert(name);
        Some(report(used, question, name, label))
    });
    found.collect()
}

/// Whether the failure of a command leads back to the question: then an empty answer is harmless.
fn asks_again(cx: &Context<'_, '_>, command: CommandId, question: CommandId) -> bool {
    let failed = cx.flow.successors(Node::Command(command));
    let failed: Vec<CommandId> = failed
        .filter_map(|(edge, node)| match node {
            Node::Command(next) if edge == Edge::Failure => Some(next),
            _ => None,
        })
        .collect();
    cx.flow.reachable_from(failed).contains(question)
}

fn report(used: Expansion<'_, '_>, question: Command<'_, '_>, name: &[u8], label: &str) -> Diagnostic {
    let message = format!("{} is empty if nothing was entered", quote(name));
    let name = String::from_utf8_lossy(name);
    Diagnostic::new(RuleId::MaybeUnsetVariable, used.span(), message, label.replace("not set", "empty"))
        .and_label(question.span(), "this also succeeds when the input is empty")
        .help(format!("ask again after an empty input: `isset ${{{name}}} || goto LABEL`"))
}
