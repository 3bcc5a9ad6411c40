//! Paths and URIs in place of the name of a setting.

use ipxe_catalog::Implementation;
use ipxe_language::setting_name::SettingName;
use ipxe_model::commands::{
    comparison::sole_expansion, name_set::is_interface, positional_words, uris::scheme_length,
};
use ipxe_syntax::Word;

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};

pub(super) const META: RuleMeta = RuleMeta {
    name: "path-as-setting-name",
    code: "IPX344",
    summary: "`set` gets a path or a URI in place of a setting's name",
    level: Level::Warning,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    for (command, invocation) in cx.invocations_of(Implementation::Set) {
        let Some(word) = positional_words(command, invocation).next() else { continue };
        // If a single expansion is a mistake, it is another one.
        let is_plain = memchr::memchr2(b'/', b'$', word.text()).is_none() || sole_expansion(word).is_some();
        if is_plain {
            continue;
        }
        let text = cx.constants().resolve(word, cx);
        if is_path(text.known_bytes()) {
            out.push(report(word, invocation.positional(1).is_none()));
        }
    }
}

/// Whether a text is not a name: it has a scheme, or more slashes than the one after a scope.
fn is_path(text: &[u8]) -> bool {
    let SettingName { scope, name, .. } = SettingName::parse(text);
    scheme_length(text).is_some() || name.contains(&b'/') && !is_interface(scope)
}

fn report(word: Word<'_, '_>, is_alone: bool) -> Diagnostic {
    let message = format!("{} is not a setting name", quote(word.text()));
    let (label, help) = if is_alone {
        ("`set` uses this as the name, and clears a setting that nothing uses", "write the name first")
    } else {
        ("`set` uses this as the name, and the rest as the value", "write the name first, then the value")
    };
    Diagnostic::new(RuleId::PathAsSettingName, word.span(), message, label).help(help)
}
