//! What another release of iPXE has.

use std::collections::BTreeMap;

use ipxe_catalog::{Catalog, Release};
use ipxe_engine::{ArgumentErrorKind, Text};
use ipxe_syntax::{Command, Span};

use super::unknown_option::releases_with;
use crate::{
    Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote,
};

pub(super) const META: RuleMeta = RuleMeta {
    name: "not-in-release",
    code: "IPX903",
    summary: "the target's release of iPXE lacks a command or option that another has",
    level: Level::Error,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// As many further uses are pointed at; more are counted.
const LABELLED: usize = 3;

/// Where a script uses something, and since when and until when iPXE has it.
struct Missing<'a, 's> {
    releases: Vec<Release>,
    uses: Vec<(Command<'a, 's>, Span)>,
}

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let mut missing: BTreeMap<String, Missing<'_, '_>> = BTreeMap::new();
    let mut note = |what: String, releases: Vec<Release>, command, span| {
        missing.entry(what).or_insert_with(|| Missing { releases, uses: Vec::new() }).uses.push((command, span));
    };
    for (command, invocation) in cx.unknown() {
        let spec = invocation.name().and_then(Text::as_known).and_then(Catalog::command_in_any_release);
        if let (Some(spec), Some(word), false) = (spec, command.name(), cx.is_template(command)) {
            note(format!("command `{}`", spec.name), spec.releases().collect(), command, word.span());
        }
    }
    for misuse in cx.misuses() {
        let ArgumentErrorKind::UnknownOption { name } = &misuse.error.kind else { continue };
        let releases = releases_with(&misuse, name);
        if !releases.is_empty() {
            let what = format!("option {} of `{}`", quote(name), misuse.name());
            note(what, releases, misuse.command, misuse.span());
        }
    }
    out.extend(missing.iter().filter_map(|(what, missing)| missing.report(cx, what)));
}

impl Missing<'_, '_> {
    fn report(&self, cx: &Context<'_, '_>, what: &str) -> Option<Diagnostic> {
        let target = cx.catalog.target().release();
        let is_fatal = |command: Command<'_, '_>| cx.flow.failure_is_fatal(command.id());
        let fatal = self.uses.iter().find(|(command, _)| is_fatal(*command));
        let (_, span) = *fatal.or(self.uses.first())?;
        let (level, label) = match fatal {
            Some(_) => (Level::Error, "iPXE refuses this, and the script ends here"),
            None => (Level::Advice, "iPXE refuses this, always"),
        };
        let message = format!("iPXE {target} has no {what}");
        let finding = Diagnostic::new(RuleId::NotInRelease, span, message, label).at_level(level);
        let others = self.uses.iter().filter(|(_, other)| *other != span).take(LABELLED);
        Some(others.fold(finding, |finding, (_, other)| finding.and_label(*other, "used here, too")).help(self.when(target)))
    }

    fn when(&self, target: Release) -> String {
        match (self.releases.first(), self.releases.last()) {
            (Some(first), _) if *first > target => format!("it needs iPXE {first}"),
            (_, Some(last)) if *last < target => format!("iPXE {last} was the last release known to have it"),
            _ => "other releases have it".to_owned(),
        }
    }
}
