//! What somebody is asked for, and may leave empty.

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

/// How many uses are looked at closely: each search walks through the script.
const SEARCHES: usize = 16;

/// The first use, of each such setting, that nothing looks at before and that does not lead back to the question.
pub(super) fn check<'a, 's>(cx: &Context<'a, 's>) -> Vec<Diagnostic> {
    let asked = cx.invocations_of(Implementation::Read).filter_map(|(command, invocation)| {
        let name = positional_words(command, invocation).next()?.as_literal().map(untyped)?;
        // Who asks whether it is set wants it to be; whoever is asked for a URI otherwise knows what follows from none.
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
        // What is there already is shown, and stays unless somebody deletes it.
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

/// Whether the failure of a command leads back to the question: then an empty answer does no harm.
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
