//! iPXE's names of architectures in URIs of distributions that use other names.

use ipxe_catalog::{Implementation, world::architecture_in};
use ipxe_language::{invocation::Invocation, setting_name::untyped};
use ipxe_model::commands::{comparison::sole_expansion, positional_words, uris::WrittenUri};
use ipxe_syntax::{Command, CommandId, Expansion, Segment};

use crate::{
    Diagnostic, RuleId,
    context::Context,
    sink::Sink,
    text::{printable, quote},
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    if memchr::memmem::find(cx.script.source(), b"buildarch").is_none() {
        return;
    }
    let copies: Vec<&[u8]> = cx
        .invocations_of(Implementation::Set)
        .filter_map(|(set, invocation)| copy(set, invocation))
        .collect();
    let mut reported: Vec<&[u8]> = Vec::new();
    for uri in cx.written_uris().filter(|uri| uri.word.has_expansion()) {
        let is_arch = |name: &[u8]| is_build(name) || copies.contains(&name);
        if let Some(found) = look_at(cx, &uri, &is_arch).filter(|found| !reported.contains(&found.setting)) {
            reported.push(found.setting);
            out.push(report(&found));
        }
    }
}

/// A setting in a URI whose value can be iPXE's name of an architecture, where the distribution has another name.
struct Found<'a, 's> {
    expansion: Expansion<'a, 's>,
    setting: &'a [u8],
    own: Vec<u8>,
    theirs: &'static str,
}

fn is_build(name: &[u8]) -> bool {
    matches!(name, b"buildarch" | b"builtin/buildarch")
}

/// The setting that is set to iPXE's name of the architecture.
fn copy<'a>(set: Command<'a, '_>, invocation: &Invocation<'_>) -> Option<&'a [u8]> {
    let mut words = positional_words(set, invocation);
    let name = words.next()?.as_literal()?;
    let value = words.next().and_then(sole_expansion)?.inside().as_literal()?;
    is_build(value).then(|| untyped(name))
}

/// The first name of an architecture in a URI that has another name there.
fn look_at<'a, 's>(
    cx: &Context<'a, 's>,
    uri: &WrittenUri<'a, 's>,
    is_arch: &dyn Fn(&[u8]) -> bool,
) -> Option<Found<'a, 's>> {
    let mut begin = Vec::new();
    for segment in uri.word.segments() {
        match segment {
            Segment::Literal { text, .. } => begin.extend_from_slice(text),
            Segment::Expansion(expansion) => {
                let name = expansion.inside().as_literal().filter(|name| is_arch(name));
                let other = name.and_then(|setting| {
                    let mut values = values(cx, uri.command.id(), expansion).into_iter();
                    values.find_map(|own| {
                        let theirs = architecture_in(&begin, &own)?;
                        Some(Found { expansion, setting, own, theirs })
                    })
                });
                if other.is_some() {
                    return other;
                }
                begin.extend_from_slice(cx.constants().expand(expansion, cx).head());
            }
            _ => return None,
        }
    }
    None
}

/// The possible values of a setting, on machines of every platform.
fn values(cx: &Context<'_, '_>, command: CommandId, expansion: Expansion<'_, '_>) -> Vec<Vec<u8>> {
    let platforms = cx.catalog.target().platforms();
    let moments = platforms.iter().filter_map(|platform| cx.analysis_on(platform).before(command));
    let texts = moments.flat_map(|moment| moment.texts(expansion.text()));
    texts.filter_map(|text| text.as_known().map(<[u8]>::to_vec)).collect()
}

fn report(found: &Found<'_, '_>) -> Diagnostic {
    let Found { expansion, setting, own, theirs } = found;
    let message = format!("this can be {}, which the distribution calls `{theirs}`", quote(own));
    let label = "on machines with this architecture, the server does not have the file";
    let (own, name) = (String::from_utf8_lossy(own), String::from_utf8_lossy(setting));
    let (own, name) = (printable(&own), printable(&name));
    let help = if is_build(setting) {
        format!(
            "copy it to a setting, and translate it: `set arch ${{{name}}}`, `iseq ${{arch}} {own} && set arch {theirs} ||`"
        )
    } else {
        format!("add a line before: `iseq ${{{name}}} {own} && set {name} {theirs} ||`")
    };
    Diagnostic::new(RuleId::UntranslatedArchitecture, expansion.span(), message, label).help(help)
}
