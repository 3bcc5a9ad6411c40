//! Initrds and kernels that remain registered for a script which loads its own.

use foldhash::HashMap;
use ipxe_language::text::Certainty;
use ipxe_syntax::{CommandId, Span};

use crate::{Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_model::{
    commands::files::is_script,
    images::{
        executed::{Executed, executed},
        loads::ImageLoad,
    },
};

pub(super) const META: RuleMeta = RuleMeta {
    name: "images-left-to-script",
    code: "IPX506",
    summary: "a script is chained while other images are still registered",
    level: Level::Warning,
    fix: FixKind::Sometimes,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// The maximum number of images that a finding points at.
const SHOWN: usize = 3;

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let loads: HashMap<CommandId, &ImageLoad> =
        cx.images().loads().iter().filter(|load| load.is_for_boot).map(|load| (load.command, load)).collect();
    let Some(first) = loads.keys().min().copied().filter(|_| !loads.is_empty()) else { return };
    let loaded = cx.flow.reachable_from([first]);
    for script in
        executed(cx).filter(|script| is_script(&script.file) && loaded.contains(script.command.id()))
    {
        let left = left_to(cx, &script, &loads);
        if !left.is_empty() {
            out.push(report(&script, &left));
        }
    }
}

/// The images that are certainly registered when a script is chained.
fn left_to<'l>(
    cx: &Context<'_, '_>,
    script: &Executed<'_, '_>,
    loads: &HashMap<CommandId, &'l ImageLoad>,
) -> Vec<&'l ImageLoad> {
    let Some(moment) = cx.analysis().before(script.command.id()) else { return Vec::new() };
    let is_own = |name: &[u8]| script.location.as_known() == Some(name);
    let images = moment.images().into_iter();
    let sure = images.filter(|image| image.presence == Certainty::Yes && !is_own(&image.name));
    sure.filter_map(|image| image.by.commands().find_map(|by| loads.get(&by).copied())).collect()
}

fn report(script: &Executed<'_, '_>, left: &[&ImageLoad]) -> Diagnostic {
    let names: Vec<_> = left.iter().take(SHOWN).map(|load| quote(load.name.known_bytes())).collect();
    let verb = if left.len() == 1 { "is" } else { "are" };
    let message = format!(
        "{} {verb} still registered when {} is chained",
        names.join(", "),
        quote(script.image.text())
    );
    let label = "a kernel that the chained script boots gets them as extra initrds";
    let finding = Diagnostic::new(RuleId::ImagesLeftToScript, script.image.span(), message, label);
    let finding =
        left.iter().take(SHOWN).fold(finding, |finding, load| finding.and_label(load.place, "loaded here"));
    let line = script.command.line();
    let is_first = line.label().is_none() && script.command.operator().is_none();
    if !is_first || line.commands().next().is_none_or(|first| first.id() != script.command.id()) {
        return finding.help("free them first: `imgfree`");
    }
    let place = Span::empty(script.command.span().start());
    finding.fix(Fix::unsafe_("free them first: `imgfree`", place, "imgfree\n"))
}
