//! Prompts that do without a key what their text offers for one.

use ipxe_catalog::world::{Meaning, words_of_name};
use ipxe_language::operation::Operation;
use ipxe_model::graph::{Edge, Node};
use ipxe_syntax::{Command, Span};

use super::{
    swap,
    ways::{Kind, Way, Ways},
};
use crate::{Diagnostic, Fix, RuleId, context::Context, text::quote};

pub(super) fn look_at<'a, 's>(
    cx: &Context<'a, 's>,
    test: Command<'a, 's>,
    operation: Operation<'a>,
    ways: &Ways<'a, 's>,
) -> Option<Diagnostic> {
    let Operation::Prompt(prompt) = operation else { return None };
    prompt.timeout?;
    let no = ways.no.filter(|no| matches!(no.kind, Kind::Jump | Kind::Command))?;
    let text = prompt.text.to_text();
    let offer = offer(text.known_bytes())?;
    let is_offered = |way: &Way<'_, '_>| names(offer, way.name);
    let denies = Meaning::SkippingText.is_in(offer)
        || Meaning::LeavingEntry.is_in(offer) && !Meaning::LeavingEntry.is_in(no.name);
    if !is_offered(&no)
        || ways.yes.is_some_and(|yes| is_offered(&yes))
        || denies
        || leads_there(cx, test, &no)
    {
        return None;
    }
    let what = if no.kind == Kind::Jump { "jumps to" } else { "runs" };
    let message = format!("the prompt offers {} for a key, and this {what} it without one", quote(no.name));
    let finding =
        Diagnostic::new(RuleId::InvertedTest, no.place, message, "this happens when no key is pressed")
            .and_label(
                test.span(),
                "this succeeds when the key is pressed, and fails when the timeout expires",
            );
    let fix = match ways.yes {
        Some(yes) => swap(&yes, &no).filter(|_| yes.kind == no.kind && ways.are_on_line),
        // Without an end of its own, the line would end the script when the timeout expires.
        None => no.command.operator().map(|operator| {
            let last = test.line().commands().next_back().unwrap_or(no.command);
            let end = Span::empty(last.span().end());
            let fix = Fix::unsafe_("write `&&`", operator.span, "&&");
            if last.is_empty() { fix } else { fix.and(end, " ||") }
        }),
    };
    Some(match fix {
        Some(fix) => finding.fix(fix),
        None => finding.help("swap what follows `&&` and what follows `||`"),
    })
}

/// The effect of a key according to a text.
fn offer(text: &[u8]) -> Option<&[u8]> {
    let is_letter = |byte: &u8| byte.is_ascii_alphanumeric();
    let starts: Vec<usize> = (0..text.len())
        .filter(|at| {
            text.get(*at).is_some_and(is_letter)
                && !at.checked_sub(1).and_then(|at| text.get(at)).is_some_and(is_letter)
        })
        .collect();
    let word = |start: usize| {
        let rest = text.get(start..).unwrap_or_default();
        rest.split(|byte| !byte.is_ascii_alphanumeric()).next().unwrap_or_default()
    };
    let press = starts.into_iter().find(|start| Meaning::KeyPressText.is_in(word(*start)))?;
    let rest = text.get(press..)?;
    let end = rest.iter().position(|byte| matches!(byte, b',' | b';' | b'(')).unwrap_or(rest.len());
    let or = memchr::memmem::find(rest, b" or ").unwrap_or(rest.len());
    rest.get(..end.min(or))
}

/// Whether a text has all words of a name.
fn names(text: &[u8], name: &[u8]) -> bool {
    let mut words = words_of_name(name).peekable();
    words.peek().is_some()
        && words.all(|word| words_of_name(text).any(|other| other.eq_ignore_ascii_case(word)))
}

/// Whether a success leads to the same.
fn leads_there(cx: &Context<'_, '_>, test: Command<'_, '_>, no: &Way<'_, '_>) -> bool {
    let next = |command: Command<'_, '_>, wanted: Edge| {
        let mut next = cx.flow.successors(Node::Command(command.id()));
        next.find_map(|(edge, node)| (edge == wanted).then_some(node))
    };
    let Some(after) = next(test, Edge::Success) else { return true };
    let same = |node: Node| match node {
        Node::Command(id) => cx.script.command(id).is_some_and(|other| {
            let texts = |command: Command<'_, '_>| {
                command.words().map(|word| word.text().to_vec()).collect::<Vec<_>>()
            };
            texts(other) == texts(no.command)
        }),
        _ => false,
    };
    same(after) || next(no.command, Edge::Jump) == Some(after)
}
