//! URIs whose beginning comes from a setting with a single value.

use foldhash::HashSet;
use ipxe_catalog::Role;
use ipxe_language::text::Text;
use ipxe_model::reach::Model;
use ipxe_syntax::{Command, Segment, Span, Word};

use crate::{Diagnostic, Level};

/// A URI that begins with a setting which the script sets once, or a drive's URI that contains one.
pub(crate) struct SettledUri<'a, 's> {
    pub(crate) command: Command<'a, 's>,
    pub(crate) word: Word<'a, 's>,
    /// The URI with the values of the settings.
    pub(crate) text: Text<'static>,
    pub(crate) role: Role,
    /// The place where the setting is set.
    pub(crate) source: Span,
}

/// The URIs that begin with a setting which the script sets once, without those that may be the name of an image.
fn settled_uris<'a, 's>(cx: &Model<'a, 's>) -> impl Iterator<Item = SettledUri<'a, 's>> {
    cx.uris().iter().filter_map(|uri| {
        // Of URIs with a literal scheme, only the fields of a drive's URI count.
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

/// The mistakes in URIs that begin with settings: for each setting, only the first URI is reported.
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
        // Another script may have set it, and the script may rely on that.
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
