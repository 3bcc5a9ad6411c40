//! How other entries of the same menu handle a failure.

use foldhash::{HashMap, HashSet};
use ipxe_catalog::{Actions, Implementation};
use ipxe_model::graph::{Edge, Node};
use ipxe_syntax::{Command, CommandId, Label, Span};

use crate::context::Context;

/// A menu's number, and the commands in its entries' sections; None for any that boots.
type Kind = (usize, Option<Implementation>);

/// The commands in sections of menu entries whose failure is only handled in the other entries.
#[derive(Default)]
pub(super) struct OddOnes<'a> {
    handlers: HashMap<Kind, Handler<'a>>,
    kinds: HashMap<CommandId, Vec<Kind>>,
}

/// The targets of a menu's entries after a failure.
struct Handler<'a> {
    jump: Span,
    label: &'a [u8],
    /// The sections that jump there.
    handled: HashSet<&'a [u8]>,
    /// The sections that end the script instead.
    fatal: HashSet<&'a [u8]>,
    /// Whether the sections differ.
    is_mixed: bool,
}

impl<'a> OddOnes<'a> {
    pub(super) fn new(cx: &Context<'a, '_>, led_to: impl Fn(Label<'a, '_>) -> bool) -> Self {
        let entries = entries(cx);
        let mut found = Self::default();
        if entries.is_empty() {
            return found;
        }
        let mut fatal = Vec::new();
        for (section, command) in in_sections(cx).filter(|(section, _)| !led_to(*section)) {
            let name = section.name();
            let Some(form) = entries.get(name).zip(cx.form(command)) else { continue };
            let (menu, form) = (*form.0, form.1);
            let boots = form.effects.actions.contains(Actions::BOOTS);
            let kinds = [Some((menu, Some(form.implementation))), boots.then_some((menu, None))];
            let handled = handler(cx, command).filter(|_| !cx.flow.failure_is_fatal(command.id()));
            for kind in kinds.into_iter().flatten() {
                if let Some((jump, label)) = handled {
                    let handler = found.handlers.entry(kind).or_insert_with(|| Handler::new(jump, label));
                    handler.is_mixed |= handler.label != label;
                    handler.handled.insert(name);
                } else if cx.flow.failure_is_fatal(command.id()) {
                    fatal.push((kind, name, command.id()));
                }
            }
        }
        for (kind, name, command) in fatal {
            if let Some(handler) = found.handlers.get_mut(&kind) {
                handler.fatal.insert(name);
                found.kinds.entry(command).or_default().push(kind);
            }
        }
        found
    }

    /// The jump that handles this failure in most other entries, and its label.
    pub(super) fn handler_of(&self, command: CommandId) -> Option<(Span, &'a [u8])> {
        let handlers = self.kinds.get(&command)?.iter().filter_map(|kind| self.handlers.get(kind));
        let mut odd =
            handlers.filter(|handler| !handler.is_mixed && handler.handled.len() >= 2 * handler.fatal.len());
        odd.next().map(|handler| (handler.jump, handler.label))
    }
}

impl<'a> Handler<'a> {
    fn new(jump: Span, label: &'a [u8]) -> Self {
        Self { jump, label, handled: HashSet::default(), fatal: HashSet::default(), is_mixed: false }
    }
}

/// The names of the menu entries, each with the number of the first menu that has it.
fn entries<'a>(cx: &Context<'a, '_>) -> HashMap<&'a [u8], usize> {
    let mut entries = HashMap::default();
    for (number, menu) in cx.menus().menus().iter().enumerate() {
        for name in menu.items.iter().filter_map(|item| item.word.as_literal()) {
            entries.entry(name).or_insert(number);
        }
    }
    entries
}

/// The commands below labels, each with the label before it.
fn in_sections<'a, 's>(cx: &Context<'a, 's>) -> impl Iterator<Item = (Label<'a, 's>, Command<'a, 's>)> {
    let lines = cx.script.lines().scan(None, |section, line| {
        *section = line.label().or(*section);
        Some((*section, line))
    });
    lines.flat_map(|(section, line)| line.commands().filter_map(move |command| Some((section?, command))))
}

/// The jump that runs if a command fails, and its label.
fn handler<'a>(cx: &Context<'a, '_>, command: Command<'a, '_>) -> Option<(Span, &'a [u8])> {
    let mut next = cx.flow.successors(Node::Command(command.id()));
    let jump = next.find_map(|(edge, node)| match node {
        Node::Command(next) if edge == Edge::Failure => cx.script.command(next),
        _ => None,
    })?;
    let is_goto = cx.form(jump).is_some_and(|form| form.implementation == Implementation::Goto);
    let label = cx.label(cx.flow.invocation(jump.id())?.positional(0)?.as_known()?)?;
    (is_goto && jump.line_id() == command.line_id()).then_some((jump.span(), label.name()))
}
