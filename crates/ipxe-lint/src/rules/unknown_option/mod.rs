//! Options that the command does not have.

use ipxe_catalog::{CommandForm, OptionSpec, Release};
use ipxe_language::options::ArgumentErrorKind;
use ipxe_syntax::Span;

use super::text_taken_as_option::is_decoration;
use crate::{Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_model::commands::{misuse::Misuse, place::span_of_known};

pub(super) const META: RuleMeta = RuleMeta {
    name: "unknown-option",
    code: "IPX202",
    summary: "the command has no such option in any release of iPXE",
    level: Level::Error,
    fix: FixKind::Sometimes,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    for misuse in cx.misuses() {
        let ArgumentErrorKind::UnknownOption { name } = &misuse.error.kind else { continue };
        if is_decoration(name) || !releases_with(&misuse, name).is_empty() {
            continue;
        }
        let message = format!("`{}` has no option {}", misuse.name(), quote(name));
        let label = cx.failure_of(misuse.command, misuse.name());
        let span = span_with_dash(&misuse);
        let finding = Diagnostic::new(RuleId::UnknownOption, span, message, label);
        out.push(match suggestion(misuse.known.form, name, span) {
            Some(fix) => finding.fix(fix),
            None => finding.help(options_of(misuse.known.form, misuse.name())),
        });
    }
}

/// The releases that have an option, written with its dashes. If there are any, the target is the problem, not the
/// spelling.
pub(in crate::rules) fn releases_with(misuse: &Misuse<'_, '_>, option: &[u8]) -> Vec<Release> {
    let has = |form: &CommandForm| match option.strip_prefix(b"--") {
        Some(long) => form.option(long).is_some(),
        None => option.get(1).is_some_and(|letter| form.short_option(*letter).is_some()),
    };
    let spec = misuse.known.spec;
    spec.releases().filter(|release| spec.form(*release).is_some_and(has)).collect()
}

/// The span of the option: of the first letter after a dash, including the dash.
fn span_with_dash(misuse: &Misuse<'_, '_>) -> Span {
    match (misuse.word(), misuse.error.range.start) {
        (Some(word), 1) => span_of_known(word, 0..misuse.error.range.end),
        _ => misuse.span(),
    }
}

/// The option that was probably intended: one with a similar name, or the only one with this beginning.
fn suggestion(form: &'static CommandForm, name: &[u8], span: Span) -> Option<Fix> {
    let long = name.strip_prefix(b"--")?;
    let mut longer = form.options.iter().filter(|option| option.long.as_bytes().starts_with(long));
    if let (Some(only), None) = (longer.next(), longer.next()) {
        let title = format!("options cannot be abbreviated: write `--{}`", only.long);
        return Some(Fix::unsafe_(title, span, format!("--{}", only.long)));
    }
    let near = form.suggest_option(long)?;
    Some(Fix::unsafe_(format!("did you mean `--{near}`?"), span, format!("--{near}")))
}

/// The options of the command.
fn options_of(form: &'static CommandForm, name: &str) -> String {
    let shown = |option: &OptionSpec| match option.long.len() {
        1 => format!("`-{}`", option.long),
        _ => format!("`--{}`", option.long),
    };
    let options: Vec<_> = form.options.iter().map(shown).collect();
    let known = match options.as_slice() {
        [] => format!("`{name}` has no options"),
        [only] => format!("the only option of `{name}` is {only}"),
        all => format!("the options of `{name}` are {}", all.join(", ")),
    };
    format!("{known}; if this is not an option, write `-- ` before it")
}
