//! The parameters of a URL after an `&&`, which are therefore not part of the URL.

use ipxe_syntax::Span;

use crate::{Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_model::commands::cut_query::CutQuery;

pub(super) const META: RuleMeta = RuleMeta {
    name: "cut-query",
    code: "IPX810",
    summary: "an operator cuts the query of a URL in two",
    level: Level::Error,
    fix: FixKind::Always,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    out.extend(cx.cut_queries().iter().filter_map(|cut| report(cx, cut)));
}

fn report(cx: &Context<'_, '_>, CutQuery { command, parts }: &CutQuery<'_, '_>) -> Option<Diagnostic> {
    let (query, first) = (command.words().next_back()?, parts.first()?);
    let is_fatal = parts.iter().any(|part| cx.flow.failure_is_fatal(part.id()));
    let (ending, level) =
        if is_fatal { (", and the script ends here", Level::Error) } else { ("", Level::Warning) };
    let message = format!("the query of {} ends before this `&&`", quote(query.text()));
    let name = quote(first.name()?.text());
    let label = format!("iPXE runs {name} as a command, which does not exist{ending}");
    let finding = Diagnostic::new(RuleId::CutQuery, first.operator()?.span, message, label)
        .at_level(level)
        .and_label(query.span(), "this URL is requested without the rest");
    let ends = std::iter::once(command).chain(parts).map(|part| part.span().end());
    let mut gaps = ends.zip(parts).map(|(end, part)| Span::new(end, part.span().start()));
    let title = "join the parameters with a single `&`, without spaces";
    let fix = Fix::unsafe_(title, gaps.next()?, "&");
    Some(finding.fix(gaps.fold(fix, |fix, gap| fix.and(gap, "&"))))
}
