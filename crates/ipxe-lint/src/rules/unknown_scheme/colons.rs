//! Colons of addresses in relative URIs, for releases that read the text before the first one as a scheme.

use ipxe_catalog::SettingType;
use ipxe_language::setting_name::SettingName;
use ipxe_model::commands::uris::UriWord;
use ipxe_syntax::{Expansion, Segment, Span};

use crate::{Diagnostic, Fix, RuleId, context::Context, text::quote};

/// A URI without its own scheme whose first colon comes from a setting.
pub(super) fn in_relative(cx: &Context<'_, '_>, uri: &UriWord<'_, '_>) -> Option<Diagnostic> {
    let mut is_begun = false;
    for segment in uri.word.segments() {
        match segment {
            Segment::Literal { text, .. } if text.contains(&b':') => return None,
            Segment::Literal { text, .. } => is_begun |= !text.is_empty(),
            Segment::Expansion(expansion) if has_colons(cx, expansion) => return Some(report(cx, expansion)),
            // The beginning of the URI may contain a scheme.
            Segment::Expansion(_) if is_begun => {}
            _ => return None,
        }
    }
    None
}

/// Whether a setting certainly shows pairs of digits with colons between them, as hardware addresses do.
fn has_colons(cx: &Context<'_, '_>, expansion: Expansion<'_, '_>) -> bool {
    let Some(written) = expansion.inside().as_literal() else { return false };
    let SettingName { setting_type, name, .. } = SettingName::parse(written);
    let is_predefined = cx.catalog.setting(name).is_some() && !cx.written().names().has(written);
    match setting_type {
        Some(setting_type) => setting_type == b"hex",
        None if is_predefined => cx.known().default_type(written) == SettingType::Hex,
        // A copy of one.
        None => {
            let values = cx.uri_settings().of(expansion);
            let is_copy = |inner: Expansion<'_, '_>| {
                let name = inner.inside().as_literal().unwrap_or_default();
                SettingName::parse(name).setting_type.is_none()
                    && cx.catalog.setting(SettingName::parse(name).name).is_some()
                    && cx.known().default_type(name) == SettingType::Hex
            };
            !values.is_empty()
                && values.iter().all(|value| {
                    value.expansions().any(|(range, inner)| {
                        range.end == value.text().len() && range.start == 0 && is_copy(inner)
                    })
                })
        }
    }
}

fn report(cx: &Context<'_, '_>, expansion: Expansion<'_, '_>) -> Diagnostic {
    let release = cx.catalog.target().release();
    let message = format!("the value of {} puts colons into a relative URI", quote(expansion.text()));
    let label =
        format!("iPXE {release} reads the text before the first colon as a scheme, which it does not know");
    let finding = Diagnostic::new(RuleId::UnknownScheme, expansion.span(), message, label);
    let inside = expansion.inside().as_literal().unwrap_or_default();
    let plain = SettingName::parse(inside).setting_type.is_none();
    let end = expansion.span().end() - 1;
    if plain && !cx.written().names().has(inside) {
        return finding.fix(Fix::unsafe_("write it with hyphens: `:hexhyp`", Span::empty(end), ":hexhyp"));
    }
    finding.help("write it with hyphens, `${mac:hexhyp}`, or begin the URI with a scheme")
}
