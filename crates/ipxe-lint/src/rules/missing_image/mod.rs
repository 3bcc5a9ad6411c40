//! URIs of kernels and other images that the server does not have, where it has such files.

use foldhash::HashSet;
use ipxe_model::tree::absent::{AbsentUri, AfterFailure, absent_images, after_failure};

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};

pub(super) const META: RuleMeta = RuleMeta {
    name: "missing-image",
    code: "IPX818",
    summary: "a kernel or another image is not in the server's document root, in a directory with others",
    level: Level::Warning,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let mut known: HashSet<Vec<u8>> = HashSet::default();
    for found in absent_images(cx) {
        // What may be missing is tried, and the script goes on without it.
        let is_optional = after_failure(cx, found.uri.command.id()) == AfterFailure::GoesOn;
        if !is_optional && found.is_sure && known.insert(found.absent.path.clone()) {
            out.push(report(&found));
        }
    }
}

fn report(found: &AbsentUri<'_, '_, '_>) -> Diagnostic {
    let AbsentUri { uri, absent, .. } = found;
    let message = format!("there is no {} in the document root", quote(&absent.path));
    let label = "the download always fails here";
    let finding = Diagnostic::new(RuleId::MissingImage, uri.word.span(), message, label);
    let other = absent.in_other_case.as_ref().or_else(|| Some(&absent.misplaced.as_ref()?.path));
    finding.help(match (other.or(absent.namesake.as_ref()), &absent.image_beside) {
        (Some(path), _) => format!("there is {}: correct the URI, or add the file", quote(path)),
        (None, Some(beside)) => {
            format!("its directory has {}: correct the name, or add the file", quote(beside))
        }
        (None, None) => "correct the URI, or add the file".to_owned(),
    })
}
