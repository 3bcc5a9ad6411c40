//! Options without their required value.

use ipxe_catalog::OptionSpec;
use ipxe_language::options::ArgumentErrorKind;
use ipxe_syntax::Word;

use crate::{Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink};
use ipxe_model::commands::misuse::Misuse;

pub(super) const META: RuleMeta = RuleMeta {
    name: "missing-option-value",
    code: "IPX203",
    summary: "an option that needs a value gets none",
    level: Level::Error,
    fix: FixKind::Sometimes,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    for misuse in cx.misuses() {
        let ArgumentErrorKind::MissingValue { option } = misuse.error.kind else { continue };
        let message = format!("option `--{}` of `{}` needs a value", option.long, misuse.name());
        let label = cx.failure_of(misuse.command, misuse.name());
        let finding = Diagnostic::new(RuleId::MissingOptionValue, misuse.span(), message, label);
        let Some(next) = misuse.command.arguments().nth(misuse.error.argument + 1) else {
            out.push(finding.help(format!("write `--{0} VALUE` or `--{0}=VALUE`", option.long)));
            continue;
        };
        // It begins with `-`, otherwise iPXE would have used it as the value.
        let finding = finding.and_label(next.span(), "begins with `-`, so iPXE does not use it as the value");
        out.push(match joined(&misuse, option, next) {
            Some(fix) => finding.fix(fix),
            None => finding.help(format!("write the value directly after it: `--{} VALUE`", option.long)),
        });
    }
}

/// `--option=-value`, unless the next word is an option of the command.
fn joined(misuse: &Misuse<'_, '_>, option: &OptionSpec, next: Word<'_, '_>) -> Option<Fix> {
    let text = std::str::from_utf8(next.text()).ok()?;
    let is_option = match text.strip_prefix("--") {
        Some(long) => {
            long.is_empty() || misuse.known.form.suggest_option(long.as_bytes()).is_some() || {
                misuse.known.form.option(long.as_bytes()).is_some()
            }
        }
        None => {
            text.as_bytes().get(1).is_some_and(|letter| misuse.known.form.short_option(*letter).is_some())
        }
    };
    if is_option {
        return None;
    }
    let span = misuse.span().cover(next.span());
    let title = format!("for a value that begins with `-`, write `--{}=VALUE`", option.long);
    Some(Fix::unsafe_(title, span, format!("--{}={text}", option.long)))
}
