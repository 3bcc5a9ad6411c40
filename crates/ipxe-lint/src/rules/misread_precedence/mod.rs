//! `a || b && c`, where `c` is meant for the failure of `a`, but also runs after its success.

use ipxe_syntax::{Command, Span};

use crate::{Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_model::settings::precedence::{Misread, Why, misread};

pub(super) const META: RuleMeta = RuleMeta {
    name: "misread-precedence",
    code: "IPX407",
    summary: "the command after `&&` also runs when the command before the `||` succeeded",
    level: Level::Warning,
    fix: FixKind::Sometimes,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    if memchr::memmem::find(cx.script.source(), b"||").is_none() {
        return;
    }
    let found = cx.script.commands().filter_map(|third| misread(cx, third));
    let mut found = found.peekable();
    while let Some(one) = found.next() {
        // Commands in between that print or wait do not matter.
        if found.peek().is_none_or(|next| next.second.id() != one.second.id()) {
            out.push(describe(one));
        }
    }
}

fn describe(found: Misread<'_, '_>) -> Diagnostic {
    let Misread { first, second, third, why } = found;
    let name = |command: Command<'_, '_>| command.name().map(|name| quote(name.text())).unwrap_or_default();
    let message = format!("{} also runs when {} succeeds", quote_command(third), quote_command(first));
    let label = "`&&` and `||` are evaluated from left to right, with equal precedence";
    let finding = Diagnostic::new(RuleId::MisreadPrecedence, third.span(), message, label).and_label(
        first.span(),
        format!("when this succeeds, {} is skipped, and the next command runs", name(second)),
    );
    match why {
        Why::NextCase => {
            let after = second.operator().map_or(second.span().start(), |operator| operator.span.end());
            let gap = Span::new(after, second.span().start());
            finding.fix(Fix::unsafe_("test the next case on a line of its own", gap, "\n"))
        }
        Why::Overwrites => finding.help(format!(
            "set the other value before this line, and jump away before the `||` when {} succeeds: `… && goto next \
             || …`",
            name(first)
        )),
        Why::Always => finding.help(format!(
            "jump away before the `||` when {} succeeds: `… && goto next || …`, or handle its failure in a \
             section of its own: `… || goto failed`",
            name(first)
        )),
        Why::OtherCase => finding.help(format!(
            "give each case a line or a section of its own: jump away before the `||` when {} succeeds, `… && goto next \
             || …`",
            name(first)
        )),
        Why::Asked | Why::GivesUp => finding.help(format!(
            "jump away before the `||` when {} succeeds: `… && goto next || …`",
            name(first)
        )),
    }
}

/// A command in short form.
fn quote_command(command: Command<'_, '_>) -> String {
    let words: Vec<_> = command.words().map(ipxe_syntax::Word::text).collect();
    quote(&words.join(&b' '))
}
