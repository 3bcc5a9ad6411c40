//! URIs that are known only with what the script puts into settings, in one place each.

use foldhash::HashSet;
use ipxe_catalog::Role;
use ipxe_language::text::Text;
use ipxe_model::reach::Model;
use ipxe_syntax::{Command, Segment, Span, Word};

use crate::{Diagnostic, Level};

/// A URI that begins with a setting which the script sets in one place, or a drive's that holds one.
pub(crate) struct SettledUri<'a, 's> {
    pub(crate) command: Command<'a, 's>,
    pub(crate) word: Word<'a, 's>,
    /// The URI with what the settings hold.
    pub(crate) text: Text<'static>,
    pub(crate) role: Role,
    /// Where the setting gets its value.
    pub(crate) source: Span,
}

/// The URIs that begin with a setting which the script sets in one place; those that may name an image left out.
fn settled_uris<'a, 's>(cx: &Model<'a, 's>) -> impl Iterator<Item = SettledUri<'a, 's>> {
    cx.uris().iter().filter_map(|uri| {
        // Of those that begin with their scheme, only the fields of a drive's count.
        let mut segments = uri.word.segments();
        let source = match segments.next()? {
            Segment::Expansion(first) => cx.constants().place(first)?,
            _ if uri.role == Role::SanUri => {
                uri.word.expansions().find_map(|used| cx.constants().place(used))?
            }
            _ => return None,
        };
        let text = cx.constants().resolve(uri.word, cx);
        let is_image = uri.role == Role::ImageOrUri && cx.images().names_one_before(&text, uri.command.id());
        let is_left_out = text.head().is_empty() || is_image;
        (!is_left_out).then_some(SettledUri {
            command: uri.command,
            word: uri.word,
            text,
            role: uri.role,
            source,
        })
    })
}

/// What is wrong with URIs that begin with settings: of those that begin with the same one, the first is told.
pub(crate) fn faults_of_settled<'a, 's>(
    cx: &Model<'a, 's>,
    fault: impl Fn(&SettledUri<'a, 's>, &Text<'_>) -> Option<Diagnostic>,
) -> Vec<Diagnostic> {
    let mut told = HashSet::default();
    let mut findings = Vec::new();
    for uri in settled_uris(cx) {
        let Some(finding) = fault(&uri, &uri.text) else { continue };
        if told.contains(&uri.source) {
            continue;
        }
        // Somebody else may have set it, and the script may know.
        let Some(moment) = cx.analysis().before(uri.command.id()) else { continue };
        let texts = moment.texts(uri.word.text());
        let wrong = texts.iter().filter(|text| fault(&uri, text).is_some()).count();
        if wrong == 0 {
            continue;
        }
        told.insert(uri.source);
        let is_too_much = wrong != texts.len() && finding.level == Level::Error;
        let level = if is_too_much { Level::Warning } else { finding.level };
        findings.push(finding.at_level(level).and_label(uri.source, "the setting gets its value here"));
    }
    findings
}
