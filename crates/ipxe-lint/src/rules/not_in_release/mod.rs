//! Features of other releases of iPXE.

use std::collections::{BTreeMap, BTreeSet};

use ipxe_catalog::{Catalog, Release};
use ipxe_language::{
    options::ArgumentErrorKind,
    text::Text,
    uri::{Uri, UriScheme},
};
use ipxe_syntax::{Command, Span};

use super::unknown_option::releases_with;
use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};

pub(super) const META: RuleMeta = RuleMeta {
    name: "not-in-release",
    code: "IPX903",
    summary: "the target's iPXE release does not have a command, an option, a setting or a scheme",
    level: Level::Error,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// The maximum number of further uses that a finding points at; the rest are only counted.
const LABELLED: usize = 3;

/// The uses of a feature in a script, and the releases of iPXE that have it.
struct Missing<'a, 's> {
    releases: Vec<Release>,
    uses: Vec<(Command<'a, 's>, Span)>,
}

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let mut missing: BTreeMap<String, Missing<'_, '_>> = BTreeMap::new();
    let mut note = |what: String, releases: Vec<Release>, command, span| {
        missing
            .entry(what)
            .or_insert_with(|| Missing { releases, uses: Vec::new() })
            .uses
            .push((command, span));
    };
    for (command, invocation) in cx.unknown() {
        let spec = invocation.name().and_then(Text::as_known).and_then(Catalog::command_in_any_release);
        if let (Some(spec), Some(word)) = (spec, command.name()) {
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
    for uri in cx.uris() {
        let UriScheme::Known(scheme) = Uri::parse(uri.text).scheme else { continue };
        let spec = Catalog::uri_scheme_in_any_release(&scheme.bytes().to_ascii_lowercase());
        if let Some(spec) = spec.filter(|spec| spec.form(cx.catalog.target().release()).is_none()) {
            note(
                format!("URI scheme `{}`", spec.name),
                spec.releases().collect(),
                uri.command,
                uri.word.span(),
            );
        }
    }
    out.extend(missing.iter().filter_map(|(what, missing)| missing.report(cx, what)));
    // For the newest release, features of newer releases need not be checked.
    if cx.catalog.target().release() < Release::NEWEST {
        out.extend(settings(cx));
    }
}

/// The settings that iPXE only computes in other releases: they are empty in this one.
fn settings(cx: &Context<'_, '_>) -> Vec<Diagnostic> {
    let target = cx.catalog.target().release();
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for (command, _) in cx.invocations() {
        for expansion in command.expansions() {
            let Some(name) = expansion.name().as_literal() else { continue };
            let spec = Catalog::setting_in_any_release(name).filter(|_| cx.catalog.setting(name).is_none());
            let Some(spec) = spec.filter(|spec| !cx.written().names().has(spec.name.as_bytes())) else {
                continue;
            };
            if seen.insert(spec.name) {
                let missing = Missing { releases: spec.releases().collect(), uses: Vec::new() };
                let message =
                    format!("iPXE {} has no setting `{}`", cx.catalog.target().version(), spec.name);
                let label = "so this expands to nothing";
                let finding = Diagnostic::new(RuleId::NotInRelease, expansion.span(), message, label);
                found.push(finding.at_level(Level::Warning).help(missing.when(target)));
            }
        }
    }
    found
}

impl Missing<'_, '_> {
    fn report(&self, cx: &Context<'_, '_>, what: &str) -> Option<Diagnostic> {
        let target = cx.catalog.target().release();
        let is_fatal = |command: Command<'_, '_>| cx.flow.failure_is_fatal(command.id());
        let fatal = self.uses.iter().find(|(command, _)| is_fatal(*command));
        let (_, span) = *fatal.or(self.uses.first())?;
        let (level, label) = match fatal {
            Some(_) => (Level::Error, "iPXE refuses this, and the script ends here"),
            None => (Level::Advice, "iPXE always refuses this"),
        };
        let message = format!("iPXE {} has no {what}", cx.catalog.target().version());
        let finding = Diagnostic::new(RuleId::NotInRelease, span, message, label).at_level(level);
        let others = self.uses.iter().filter(|(_, other)| *other != span).take(LABELLED);
        Some(
            others
                .fold(finding, |finding, (_, other)| finding.and_label(*other, "also used here"))
                .help(self.when(target)),
        )
    }

    fn when(&self, target: Release) -> String {
        match (self.releases.first(), self.releases.last()) {
            (Some(first), _) if *first > target => format!("this needs iPXE {first} or newer"),
            (_, Some(last)) if *last < target => format!("the last release that has it is iPXE {last}"),
            _ => "other releases have it".to_owned(),
        }
    }
}
