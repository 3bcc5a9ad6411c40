//! Commands that the build of the machines' iPXE lacks.

use std::collections::BTreeMap;

use crate::{
    FixKind, Level, RuleId, RuleMeta,
    absence::{Part, Use, report},
    context::Context,
    sink::Sink,
};
use ipxe_model::settings::absent_settings::AbsentSettings;

pub(super) const META: RuleMeta = RuleMeta {
    name: "command-not-in-build",
    code: "IPX901",
    summary: "the iPXE build of some target machines does not have this command",
    level: Level::Warning,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let mut parts: BTreeMap<String, Part<'_, '_>> = BTreeMap::new();
    for (command, invocation) in
        cx.invocations_where(&|form| !cx.catalog.availability(form.build).is_everywhere())
    {
        let (Some(known), Some(name)) = (invocation.command(), command.name()) else { continue };
        // Commands of one build option are one cause.
        let ways: String = known.form.build.alternatives.iter().map(ToString::to_string).collect();
        let key = if ways.is_empty() { known.spec.name.to_owned() } else { ways };
        let part = parts.entry(key).or_insert_with(|| Part {
            failure: "builds without it print \"command not found\"",
            build: known.form.build,
            uses: Vec::new(),
        });
        part.uses.push(Use { what: format!("command `{}`", known.spec.name), command, span: name.span() });
    }
    if parts.is_empty() {
        return;
    }
    // A script that tests a setting which is never set tests for another build.
    let absent = AbsentSettings::new(cx);
    let apart = (!absent.is_empty())
        .then(|| cx.platform_reach_along(|_, command, edge| absent.follows(command, edge)));
    let runs_on = |command, platform| match &apart {
        Some(reach) => reach.has(command, platform),
        None => cx.runs_on(command, platform),
    };
    let parts: Vec<_> = parts.values().collect();
    out.extend(report(&parts, RuleId::CommandNotInBuild, cx, &runs_on));
}
