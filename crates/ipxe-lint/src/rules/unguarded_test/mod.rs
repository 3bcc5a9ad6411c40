//! Tests whose failure ends the script.

use ipxe_catalog::Tested;
use ipxe_syntax::{Command, Span};

use crate::{Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_model::commands::unguarded::{Unguarded, unguarded};

pub(super) const META: RuleMeta = RuleMeta {
    name: "unguarded-test",
    code: "IPX404",
    summary: "a test ends the script when it fails, because its line does not handle the failure",
    level: Level::Warning,
    fix: FixKind::Always,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    for found in unguarded(cx) {
        out.push(describe(cx, found));
    }
}

fn describe(cx: &Context<'_, '_>, Unguarded { test, next }: Unguarded<'_, '_>) -> Diagnostic {
    let name = test.name().map(|name| quote(name.text())).unwrap_or_default();
    let (message, label) = match when_it_fails(cx, test) {
        When::Prompt => (
            format!("{name} fails when no key is pressed, and the line has no `||`"),
            "the script ends here when no key is pressed",
        ),
        When::Test => (
            format!("{name} can be false, and the line has no `||`"),
            "the script ends here when the test is false",
        ),
        When::Other => (
            format!("{name} can fail, and the line has no `||`"),
            "the script ends here when this fails, and jumps when it succeeds",
        ),
    };
    let is_cut_off = !cx.flow.is_reachable(next.id());
    let next_label =
        if is_cut_off { "so this line never runs" } else { "the lines from here on do not run then" };
    Diagnostic::new(RuleId::UnguardedTest, test.span(), message, label)
        .at_level(if is_cut_off { Level::Error } else { Level::Warning })
        .and_label(next.span(), next_label)
        .fix(Fix::unsafe_("continue with the next line: end this line with `||`", line_end(test), " ||"))
}

/// When a command that is used as a test fails.
enum When {
    Test,
    Prompt,
    Other,
}

fn when_it_fails(cx: &Context<'_, '_>, test: Command<'_, '_>) -> When {
    match cx.form(test).map(|form| form.effects.tested) {
        Some(Tested::Always) => When::Test,
        Some(Tested::Sometimes) if test.name().is_some_and(|name| name.text() == b"prompt") => When::Prompt,
        _ => When::Other,
    }
}

/// The end of the line's commands: before its comment.
fn line_end(command: Command<'_, '_>) -> Span {
    let last = command.line().commands().next_back().unwrap_or(command);
    Span::empty(last.span().end())
}
