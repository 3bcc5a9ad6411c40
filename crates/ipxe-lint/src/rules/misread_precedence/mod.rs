//! `a || b && c`, where `c` is meant for the failure of `a` and runs after its success, too.

use ipxe_catalog::{Actions, Fails, Implementation, Returns, Tested};
use ipxe_engine::Text;
use ipxe_flow::{Edge, Node};
use ipxe_syntax::{Command, OperatorKind, Span};

use crate::{
    Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta,
    context::{Context, positional_words},
    sink::Sink,
    text::quote,
};

pub(super) const META: RuleMeta = RuleMeta {
    name: "misread-precedence",
    code: "IPX407",
    summary: "what stands after `||` and `&&` also runs when the command before the `||` succeeded",
    level: Level::Warning,
    fix: FixKind::Sometimes,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// `first || second && third`.
#[derive(Clone, Copy)]
struct Triple<'a, 's> {
    /// What makes iPXE skip the second one and run the third when it succeeds.
    first: Command<'a, 's>,
    second: Command<'a, 's>,
    third: Command<'a, 's>,
}

/// Why the third one cannot have been meant for the first one's success.
enum Why {
    /// The second always succeeds, so that the third always runs, whatever the first one does.
    Always,
    /// The second is a test of its own, and the first was what another test decided on.
    NextCase,
    /// The second is a test, and the third gives up or tries again.
    GivesUp,
}

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    if memchr::memmem::find(cx.script.source(), b"||").is_none() {
        return;
    }
    for third in cx.script.commands().filter(|command| is_after(*command, OperatorKind::And)) {
        let found = triple(cx, third).and_then(|triple| Some((triple, why(cx, triple)?)));
        if let Some((triple, why)) = found.filter(|_| !cx.is_template(third)) {
            out.push(describe(triple, &why));
        }
    }
}

fn is_after(command: Command<'_, '_>, kind: OperatorKind) -> bool {
    command.operator().is_some_and(|operator| operator.kind == kind)
}

fn triple<'a, 's>(cx: &Context<'a, 's>, third: Command<'a, 's>) -> Option<Triple<'a, 's>> {
    if third.is_empty() {
        return None;
    }
    let second = cx.command_before(third.id())?;
    if !is_after(second, OperatorKind::Or) || second.line_id() != third.line_id() {
        return None;
    }
    let before = cx.flow.predecessors(Node::Command(third.id())).filter_map(|(edge, node)| match node {
        Node::Command(before) if edge == Edge::Success && before < second.id() => cx.script.command(before),
        _ => None,
    });
    // The last of those whose success leads here.
    let first = before.filter(|before| before.line_id() == third.line_id()).max_by_key(|before| before.id())?;
    Some(Triple { first, second, third })
}

fn why(cx: &Context<'_, '_>, triple: Triple<'_, '_>) -> Option<Why> {
    let Triple { first, second, third } = triple;
    let form = |command| cx.form(command);
    let is_test = |command| form(command).is_some_and(|form| form.effects.tested == Tested::Always);
    let (first_form, second_form, third_form) = (form(first)?, form(second)?, form(third)?);
    if first_form.effects.returns != Returns::Always {
        // A script that comes back may as well be tried again.
        return None;
    }
    let leaves = matches!(third_form.effects.returns, Returns::Jumps | Returns::EndsScript)
        || third_form.effects.actions.contains(Actions::LEAVES)
        || third_form.implementation == Implementation::Shell;
    let is_sure = second_form.effects.fails != Fails::Yes || second_form.implementation == Implementation::Inc;
    if is_sure && leaves {
        // `isset ${x} || set x 1 && goto next` gives a default and goes on.
        let defaults = second_form.effects.actions.contains(Actions::WRITES_SETTINGS)
            && second_form.implementation != Implementation::Inc;
        return (!defaults || first_form.effects.fails == Fails::Yes && !is_test(first)).then_some(Why::Always);
    }
    if !is_test(second) || is_test(first) {
        return None;
    }
    let decided = is_after(first, OperatorKind::And)
        && cx.command_before(first.id()).is_some_and(is_test);
    if decided {
        return Some(Why::NextCase);
    }
    (leaves && first_form.effects.fails == Fails::Yes && gives_up(cx, third)).then_some(Why::GivesUp)
}

/// Whether it reports a failure, or goes back to where the line was come to from.
fn gives_up(cx: &Context<'_, '_>, command: Command<'_, '_>) -> bool {
    let Some(invocation) = cx.flow.invocation(command.id()) else { return false };
    match invocation.form().map(|form| form.implementation) {
        Some(Implementation::Goto) => {
            let Some(name) = invocation.positional(0).and_then(Text::as_known) else { return false };
            let name = String::from_utf8_lossy(name).to_ascii_lowercase();
            let failure = ["fail", "err", "retry", "again", "abort", "cancel"];
            failure.iter().any(|word| name.contains(word))
        }
        Some(Implementation::Exit) => positional_words(command, invocation)
            .next()
            .is_some_and(|status| status.as_literal().is_some_and(|text| text != b"0")),
        _ => false,
    }
}

fn describe(triple: Triple<'_, '_>, why: &Why) -> Diagnostic {
    let Triple { first, second, third } = triple;
    let name = |command: Command<'_, '_>| command.name().map(|name| quote(name.text())).unwrap_or_default();
    let message = format!("{} also runs when {} succeeds", quote_command(third), name(first));
    let label = "`&&` and `||` are taken from left to right: neither binds more closely";
    let finding = Diagnostic::new(RuleId::MisreadPrecedence, third.span(), message, label)
        .and_label(first.span(), format!("when this succeeds, {} is skipped, and what follows it runs", name(second)));
    match why {
        Why::NextCase => {
            let after = second.operator().map_or(second.span().start(), |operator| operator.span.end());
            let gap = Span::new(after, second.span().start());
            finding.fix(Fix::unsafe_("look at the next case on a line of its own", gap, "\n"))
        }
        Why::Always => finding.help(format!(
            "jump away before the `||` when {} succeeds, as in `… && goto next || …`, or handle its failure in a \
             section of its own: `… || goto failed`",
            name(first)
        )),
        Why::GivesUp => finding.help(format!(
            "jump away before the `||` when {} succeeds, as in `… && goto next || …`",
            name(first)
        )),
    }
}

/// A command in short.
fn quote_command(command: Command<'_, '_>) -> String {
    let words: Vec<_> = command.words().map(ipxe_syntax::Word::text).collect();
    quote(&words.join(&b' '))
}
