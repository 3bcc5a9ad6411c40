//! Image formats that the build of the machines' iPXE lacks.

use std::collections::BTreeMap;

use ipxe_catalog::{Actions, CommandForm, ImageTypeSpec};
use ipxe_language::text::Text;

use crate::{
    FixKind, Level, RuleId, RuleMeta,
    absence::{Part, Use, report},
    context::Context,
    sink::Sink,
};
use ipxe_model::{
    commands::{files::kind_of, positional_words},
    images::loads::file_name,
};

pub(super) const META: RuleMeta = RuleMeta {
    name: "format-not-in-build",
    code: "IPX907",
    summary: "the iPXE build of some target machines does not support an image's format",
    level: Level::Warning,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let mut parts: BTreeMap<&str, Part<'_, '_>> = BTreeMap::new();
    for (command, invocation) in cx.invocations_where(&executes) {
        let Some(word) = positional_words(command, invocation).next() else { continue };
        let Some(format) = format_of(cx, &file_name(&cx.constants().resolve(word, cx))) else { continue };
        let Some(form) = format.form(cx.catalog.target().release()) else {
            continue;
        };
        if cx.catalog.availability(form.build).is_everywhere() {
            continue;
        }
        let part = parts.entry(format.name).or_insert_with(|| Part {
            failure: "builds without it fail here with \"Exec format error\"",
            build: form.build,
            uses: Vec::new(),
        });
        part.uses.push(Use { what: format!("image format {}", format.name), command, span: word.span() });
    }
    let runs_on = |command, platform| cx.runs_on(command, platform);
    let parts: Vec<_> = parts.values().collect();
    out.extend(report(&parts, RuleId::FormatNotInBuild, cx, &runs_on));
}

/// Whether the first argument must be executable.
fn executes(form: &CommandForm) -> bool {
    form.arguments.first().is_some_and(|argument| argument.role.is_uri())
        && form.effects.actions.intersects(Actions::SELECTS_IMAGE.union(Actions::EXECUTES))
}

/// The format of a file, according to its name.
fn format_of(cx: &Context<'_, '_>, file: &Text<'_>) -> Option<&'static ImageTypeSpec> {
    let format = kind_of(file)?.format?;
    cx.catalog.image_types().find(|spec| spec.name == format)
}
