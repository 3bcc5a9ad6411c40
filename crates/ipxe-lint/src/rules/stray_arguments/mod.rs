//! Arguments on separate lines.

mod expansions;

use crate::{
    Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, facts::unknown_names::stray::Stray,
    sink::Sink, text::quote,
};

pub(super) const META: RuleMeta = RuleMeta {
    name: "stray-arguments",
    code: "IPX215",
    summary: "arguments of a command are on a line of their own",
    level: Level::Error,
    fix: FixKind::Always,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    out.extend(cx.unknown_names().strays().iter().filter_map(report));
    out.extend(expansions::check(cx));
}

fn report(stray: &Stray<'_, '_>) -> Option<Diagnostic> {
    let (first, more) = stray.words.split_first()?;
    let what = if more.is_empty() { "an argument" } else { "arguments" };
    let owner = quote(stray.owner.text());
    let message =
        format!("{} is not an iPXE command; it looks like {what} of the line above", quote(first.text()));
    let label = "iPXE runs this as a separate command, which does not exist";
    let mut finding = Diagnostic::new(RuleId::StrayArguments, first.span(), message, label)
        .and_label(stray.owner.span(), format!("this {owner} ends with its line"));
    if let Some(last) = more.last() {
        finding = finding.and_label(last.span(), format!("{} such lines, up to here", more.len() + 1));
    }
    let mut ends = stray.ends.iter();
    let first_fix =
        Fix::unsafe_("end the line above with `\\`, as its very last character", *ends.next()?, " \\");
    Some(finding.fix(ends.fold(first_fix, |fix, end| fix.and(*end, " \\"))))
}
