//! Settings with a number as their name, which are DHCP options.

use std::collections::BTreeSet;

use ipxe_catalog::{Implementation, KnownSetting};
use ipxe_language::setting_name::{SettingName, parse_tag};

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};

pub(super) const META: RuleMeta = RuleMeta {
    name: "numeric-setting-name",
    code: "IPX323",
    summary: "a script's own setting has a number as its name, which names a DHCP option",
    level: Level::Advice,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let mut seen = BTreeSet::new();
    for write in cx.written().writes() {
        let Some(written) = write.name.as_known() else { continue };
        let SettingName { scope, name, setting_type } = SettingName::parse(written);
        // A type, or a block, shows that the option is intended.
        let is_own =
            scope.is_empty() && setting_type.is_none() && write.implementation != Implementation::Item;
        let Some(command) = cx.script.command(write.command).filter(|_| is_own && is_option(name)) else {
            continue;
        };
        let word = command.arguments().find(|word| word.as_literal() == Some(written));
        if !seen.insert(name) {
            continue;
        }
        let message = format!("the setting {} is DHCP option {}", quote(name), number(name));
        let label = match called(cx, number(name)) {
            Some(called) => format!("this sets `{called}`"),
            None => "DHCP can set it, and code that reads the option gets this value".to_owned(),
        };
        let place = word.map_or_else(|| command.span(), ipxe_syntax::Word::span);
        out.push(
            Diagnostic::new(RuleId::NumericSettingName, place, message, label).help(
                "begin the name with a letter; to set the DHCP option, add its type: `set 209:string …`",
            ),
        );
    }
}

/// Whether iPXE reads the name as the number of a DHCP option, and it is not an option for boot loaders.
fn is_option(name: &[u8]) -> bool {
    // 43, 60, 66, 67, 150 and 208 to 211 configure boot loaders.
    let is_usual = |tag| matches!(tag, 43 | 60 | 66 | 67 | 150 | 208..=211);
    name.iter().all(u8::is_ascii_digit)
        && parse_tag(name).is_some_and(|tag| (1..=254).contains(&tag) && !is_usual(tag))
}

fn number(name: &[u8]) -> u32 {
    parse_tag(name).unwrap_or_default()
}

/// iPXE's name of the option, if there is one.
fn called(cx: &Context<'_, '_>, number: u32) -> Option<&'static str> {
    let number = number.to_string();
    let is_it = |known: &KnownSetting| {
        known.definitions.iter().any(|definition| definition.dhcp_option == Some(number.as_str()))
    };
    cx.catalog.settings().find(is_it).map(|known| known.spec.name)
}
