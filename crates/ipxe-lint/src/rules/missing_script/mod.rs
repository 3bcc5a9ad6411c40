//! URIs of scripts that the server does not have.

use foldhash::HashMap;
use ipxe_model::tree::absent::{AbsentUri, AfterFailure, absent_uris, after_failure};

use crate::{Diagnostic, FixKind, Label, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};

pub(super) const META: RuleMeta = RuleMeta {
    name: "missing-script",
    code: "IPX814",
    summary: "a started script is not in the server's document root",
    level: Level::Error,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// The maximum number of further places that a finding points at.
const SHOWN: usize = 4;

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let mut findings: Vec<Diagnostic> = Vec::new();
    let mut known: HashMap<Vec<u8>, usize> = HashMap::default();
    for found in absent_uris(cx) {
        let after = after_failure(cx, found.uri.command.id());
        // An optional script may be missing: the script continues without it.
        if after == AfterFailure::GoesOn {
            continue;
        }
        let next = findings.len();
        let first = *known.entry(found.absent.path.clone()).or_insert(next);
        match findings.get_mut(first) {
            None => findings.push(report(&found, after)),
            Some(finding) => {
                finding.level = finding.level.max(level(&found, after));
                if finding.labels.len() < SHOWN {
                    finding.labels.push(Label { span: found.uri.word.span(), text: "also here".to_owned() });
                }
            }
        }
    }
    out.extend(findings);
}

fn level(found: &AbsentUri<'_, '_, '_>, after: AfterFailure) -> Level {
    let is_fatal = found.is_sure && found.absent.is_relative && after == AfterFailure::Ends;
    if is_fatal { Level::Error } else { Level::Warning }
}

fn report(found: &AbsentUri<'_, '_, '_>, after: AfterFailure) -> Diagnostic {
    let AbsentUri { uri, absent, is_sure, .. } = found;
    let message = format!("there is no script {} in the document root", quote(&absent.path));
    let label = match (is_sure, after) {
        (false, _) => "the URI can name that script, and the download fails then",
        (true, AfterFailure::Ends) => "the download fails here, which ends the script",
        (true, AfterFailure::GivesUp) => "the download always fails here, and the script gives up",
        (true, AfterFailure::SaysSo | AfterFailure::GoesOn) => "the download always fails here",
    };
    let finding = Diagnostic::new(RuleId::MissingScript, uri.word.span(), message, label);
    finding.at_level(level(found, after)).help(match &absent.namesake {
        Some(path) => {
            format!("there is {}: name it relative to this script, or add the missing one", quote(path))
        }
        None => {
            "add the script, or correct the name; for an optional script, end the line with `||`".to_owned()
        }
    })
}
