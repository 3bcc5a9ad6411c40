//! Settings that are only set if they already have a value, which they never get.

use foldhash::HashSet;
use ipxe_catalog::Implementation;
use ipxe_syntax::{Command, Span};

use crate::{Diagnostic, RuleId, context::Context, sink::Sink, text::quote};
use ipxe_language::setting_name::untyped;
use ipxe_model::settings::adjusted_settings::Adjusted;

/// The maximum number of settings that are checked: each check takes time linear in the script's length.
const SETTINGS: usize = 64;

/// Reports them. Returns their names.
pub(super) fn check<'a>(cx: &Context<'a, '_>, out: &mut Sink<'_>) -> HashSet<&'a [u8]> {
    let mut reported = HashSet::default();
    for adjusted in cx.adjusted_settings().iter().take(SETTINGS) {
        if is_left_to_others(cx, adjusted) {
            continue;
        }
        if let Some(used) = use_after(cx, adjusted) {
            reported.insert(adjusted.name);
            out.push(describe(adjusted, used));
        }
    }
    reported
}

/// Whether another script sets it, or may.
fn is_left_to_others(cx: &Context<'_, '_>, adjusted: &Adjusted<'_, '_>) -> bool {
    let may_set = || cx.others_may_set(adjusted.compared.span().start());
    cx.options.surroundings.sets(adjusted.name) || !cx.known().is_complete() && may_set()
}

/// The first use other than in a comparison, which alone would be harmless.
fn use_after(cx: &Context<'_, '_>, adjusted: &Adjusted<'_, '_>) -> Option<Span> {
    let compares = |command: &Command<'_, '_>| {
        cx.form(*command).is_some_and(|form| form.implementation == Implementation::Iseq)
    };
    let after = cx.commands_from(adjusted.change.id().index()).filter(|command| !compares(command));
    let mut used = after.flat_map(Command::expansions);
    let is_it = |name: Option<&[u8]>| name.map(untyped) == Some(adjusted.name);
    used.find(|expansion| is_it(expansion.inside().as_literal())).map(ipxe_syntax::Expansion::span)
}

fn describe(adjusted: &Adjusted<'_, '_>, used: Span) -> Diagnostic {
    let name = quote(adjusted.name);
    let message = format!("{name} is used before it is set: it is only set after a test of itself succeeds");
    let label = "this expands to nothing, so the test always fails";
    Diagnostic::new(RuleId::UsedBeforeSet, adjusted.compared.span(), message, label)
        .and_label(adjusted.change.span(), "set here, if the test succeeds")
        .and_label(used, "used here, and empty")
        .help("set its first value before this line; if another script does, add it to the context")
}
