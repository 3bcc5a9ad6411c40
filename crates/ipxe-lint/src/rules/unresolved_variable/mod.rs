//! Settings that are never set.

mod misspelt_test;
mod suggestion;

use ipxe_language::setting_name::SettingName;
use ipxe_syntax::Expansion;

use self::suggestion::Suggestions;
use crate::{
    Diagnostic, FixKind, Level, RuleId, RuleMeta,
    context::Context,
    occurrences::{fix_all, label_all},
    sink::Sink,
    text::quote,
};
use ipxe_model::{
    commands::name_set::is_interface, reach::standing::Evidence, settings::unset_settings::Uses,
};

pub(super) const META: RuleMeta = RuleMeta {
    name: "unresolved-variable",
    code: "IPX301",
    summary: "a setting is used, but never set",
    level: Level::Warning,
    fix: FixKind::Sometimes,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let mut suggestions = Suggestions::new(cx);
    misspelt_test::check(cx, &mut suggestions, out);
    for uses in cx.unset_settings() {
        let suggestion = without_interface(cx, uses.name).or_else(|| suggestions.near(uses.name));
        // A script may compare a setting that only some callers set; but a misspelt name is never intended.
        if uses.only_compared && suggestion.is_none() && !cx.known().is_complete() {
            continue;
        }
        out.push(report(cx, uses, suggestion.as_deref()));
    }
}

fn report(cx: &Context<'_, '_>, uses: &Uses<'_, '_>, suggestion: Option<&[u8]>) -> Diagnostic {
    let SettingName { scope, name: own, .. } = SettingName::parse(uses.name);
    let has_block = cx.known().has_block(scope) || cx.written().names().has_block(scope);
    let name = quote(uses.name);
    let times = match uses.places.len() {
        1 => String::new(),
        times => format!(", and is used {times} times"),
    };
    let is_misspelt = cx.known().misspelt(uses.name).is_some();
    let message = if is_misspelt {
        format!("the profile {} has no setting {name}", quote(cx.known().profile_name().as_bytes()))
    } else if is_computed(scope) {
        format!("iPXE has no setting {name}")
    } else if without_interface(cx, uses.name).is_some() {
        format!("no interface has a setting {}", quote(own))
    } else if !has_block {
        format!("there is no settings block {} for {name}", quote(scope))
    } else if cx.known().is_complete() {
        format!("{name} is never set{times}")
    } else if let Some(starter) = cx.options.surroundings.starter() {
        let starters = match cx.options.surroundings.starters() {
            1 => format!("in {}, which starts this script", quote(starter.as_os_str().as_encoded_bytes())),
            starters => format!("in any of the {starters} scripts that start this one"),
        };
        format!("{name} is set neither here nor {starters}{times}")
    } else {
        format!("{name} is never set in this script{times}")
    };
    let span = uses.places.first().map(|first| first.span()).unwrap_or_default();
    let is_sure = || suggestion.is_some() || !has_block || is_computed(scope);
    let is_read = cx.included().is_some_and(|included| included < span.start());
    // The level depends on the assumption about the script, and is the same for all of its unset settings.
    let is_harmless = uses.only_shown || uses.only_arguments;
    let assumes = !is_sure() && !is_harmless && !is_read && !cx.known().is_complete();
    let is_from_elsewhere = || is_harmless || is_read || cx.standing().is_open();
    // Only some of the provider's names may be known.
    let level = if is_misspelt {
        Level::Warning
    } else if cx.known().is_complete() {
        Level::Error
    } else if !is_sure() && is_from_elsewhere() {
        Level::Advice
    } else {
        Level::Warning
    };
    let label = match level {
        Level::Advice if uses.only_shown => "nothing is displayed here, unless another script sets it",
        Level::Advice if uses.only_arguments => "there is no argument here, unless another script sets it",
        Level::Advice if is_read => "this expands to nothing, unless a file included above sets it",
        Level::Advice => "this expands to nothing, unless another script sets it",
        _ if is_misspelt => "this expands to nothing, unless the provider also sets this name",
        Level::Warning if assumes && cx.standing().evidence == Evidence::Nothing => {
            "this expands to nothing, unless another script sets it first"
        }
        _ => "this expands to nothing",
    };
    let finding = Diagnostic::new(RuleId::UnresolvedVariable, span, message, label);
    let also = if level == Level::Advice && is_harmless { "also here" } else { "this, too" };
    let finding = label_all(finding, uses.places.iter().skip(1).map(|place| place.span()), also);
    let finding = finding.at_level(level).assuming(assumes);
    if let Some(near) = suggestion.and_then(|near| std::str::from_utf8(near).ok()) {
        let title = format!("did you mean `${{{near}}}`?");
        let edits = uses.places.iter().map(|place| (name_span(*place), near.to_owned()));
        return match fix_all(&title, edits) {
            Some(fix) => finding.fix(fix),
            None => finding.help(title),
        };
    }
    finding.help(help(cx, uses.name, has_block))
}

/// A setting that does not belong to an interface, but is written as if it did: `net0/platform`.
fn without_interface(cx: &Context<'_, '_>, name: &[u8]) -> Option<Vec<u8>> {
    let SettingName { scope, name, .. } = SettingName::parse(name);
    (is_interface(scope) && cx.known().is_elsewhere(name)).then(|| name.to_vec())
}

fn help(cx: &Context<'_, '_>, name: &[u8], has_block: bool) -> String {
    if is_computed(SettingName::parse(name).scope) {
        "this block contains only the settings that iPXE defines".into()
    } else if !has_block {
        "interfaces are `net0`, `net1` and so on, and `netX` is the one opened last".into()
    } else if cx.known().is_complete() {
        "set it before this line, or add it to the context".into()
    } else {
        let name = crate::text::printable(&String::from_utf8_lossy(name));
        format!(
            "write `set {name} VALUE` before this line; if the network or another script sets it, add it to the context"
        )
    }
}

/// Whether only iPXE itself puts settings into a block.
fn is_computed(scope: &[u8]) -> bool {
    matches!(scope, b"builtin" | b"smbios")
}

/// The span of scope and name.
fn name_span(expansion: Expansion<'_, '_>) -> ipxe_syntax::Span {
    let name = expansion.name().span();
    expansion.scope().map_or(name, |scope| scope.span().cover(name))
}
