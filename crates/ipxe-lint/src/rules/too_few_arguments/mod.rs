//! Commands that get fewer arguments than they need.

use ipxe_catalog::{Implementation, Repeat};
use ipxe_language::options::ArgumentErrorKind;

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink};
use ipxe_model::commands::misuse::Misuse;

pub(super) const META: RuleMeta = RuleMeta {
    name: "too-few-arguments",
    code: "IPX207",
    summary: "a command gets fewer arguments than it needs",
    level: Level::Error,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    for misuse in cx.misuses() {
        let ArgumentErrorKind::TooFew { given, min } = misuse.error.kind else { continue };
        let message = format!("`{}` needs {}, and gets {}", misuse.name(), arguments(min), count(given));
        let label = cx.failure_of(misuse.command, misuse.name());
        let finding = Diagnostic::new(RuleId::TooFewArguments, misuse.command.span(), message, label);
        out.push(finding.help(advice(&misuse)));
    }
}

fn count(number: usize) -> String {
    if number == 0 { "none".to_owned() } else { number.to_string() }
}

fn arguments(number: usize) -> String {
    match number {
        1 => "an argument".to_owned(),
        _ => format!("{number} arguments"),
    }
}

/// The correct form, and the probable intention if it is known.
fn advice(misuse: &Misuse<'_, '_>) -> String {
    let usage = usage(misuse);
    match misuse.known.form.implementation {
        // `isset x ==` and `iseq ${x}` are tests for an empty text in other languages.
        Implementation::Iseq => {
            format!("write {usage}; to test whether a setting has a value, write `isset ${{NAME}}`")
        }
        Implementation::Clear => {
            format!("write {usage}: it clears one setting, not all settings or the screen")
        }
        _ => format!("write {usage}"),
    }
}

fn usage(misuse: &Misuse<'_, '_>) -> String {
    let shown = misuse.known.form.arguments.iter().map(|argument| {
        let name = argument.name.trim_matches(['<', '>']).to_uppercase();
        let more = if argument.repeat == Repeat::Once { "" } else { "…" };
        if argument.optional { format!(" [{name}{more}]") } else { format!(" {name}{more}") }
    });
    format!("`{}{}`", misuse.name(), shown.collect::<String>())
}
