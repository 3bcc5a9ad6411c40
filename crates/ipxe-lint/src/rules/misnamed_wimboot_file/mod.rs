//! Windows files with names that wimboot does not look for.

use ipxe_catalog::world::FileKind;
use ipxe_language::invocation::Invocation;
use ipxe_language::options::OptionValue;
use ipxe_syntax::Span;

use crate::{Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_model::images::loads::ImageLoad;

pub(super) const META: RuleMeta = RuleMeta {
    name: "misnamed-wimboot-file",
    code: "IPX511",
    summary: "a file for wimboot has a name that wimboot does not look for",
    level: Level::Warning,
    fix: FixKind::Sometimes,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let mut sections: Vec<usize> =
        cx.command_lines().wimboot().iter().map(|line| cx.sections().of(line.command.span())).collect();
    sections.dedup();
    for section in sections {
        let loads = cx.sections().loads(section, cx.images().loads());
        out.extend(loads.iter().filter(|load| load.is_initrd).filter_map(|load| look_at(cx, load)));
    }
}

fn look_at(cx: &Context<'_, '_>, load: &ImageLoad) -> Option<Diagnostic> {
    let (name, file) = (load.name.as_known()?, load.file.as_known()?);
    let (command, invocation) = (cx.script.command(load.command)?, cx.flow.invocation(load.command)?);
    // The first argument is a name, too.
    if load.has_arguments || is_wanted(name) || !is_wanted(file) {
        return None;
    }
    let message = format!("wimboot looks for {}, and this image is called {}", quote(file), quote(name));
    let label = "wimboot finds its files by name";
    let place = given_name(invocation).and_then(|value| {
        let word = command.arguments().nth(value.argument)?;
        (value.range().end == word.text().len()).then(|| word.span_at(value.range()))
    });
    let finding = Diagnostic::new(RuleId::MisnamedWimbootFile, place.unwrap_or(load.place), message, label);
    let file = std::str::from_utf8(file).ok()?;
    let fix = |place: Span| Fix::unsafe_(format!("name it `{file}`"), place, file);
    Some(match place {
        Some(place) => finding.fix(fix(place)),
        None => finding.help(format!("name it: `--name {file}`")),
    })
}

/// The name in `--name`.
fn given_name<'w>(invocation: &Invocation<'w>) -> Option<OptionValue<'w>> {
    invocation.operation()?.source()?.name
}

/// Whether wimboot looks for a file of that name.
fn is_wanted(name: &[u8]) -> bool {
    FileKind::of(name).is_some_and(|kind| kind.for_wimboot)
}
