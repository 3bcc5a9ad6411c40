//! Menu entries with names that the setting for the choice cannot store.

use ipxe_catalog::SettingType;
use ipxe_language::value::{expectation, parse_value};

use super::stored_type;
use crate::{Diagnostic, RuleId, context::Context, sink::Sink, text::quote};
use ipxe_model::menus::entries::Item;

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    for menu in cx.menus().menus() {
        for choice in &menu.choices {
            let Some(setting) = choice.operation.setting.as_known() else { continue };
            let wanted = stored_type(cx, setting).filter(|wanted| *wanted != SettingType::String);
            let Some(wanted) = wanted else { continue };
            let refused = |item: &&Item<'_, '_>| {
                let name = item.name.as_known().filter(|name| !name.is_empty());
                name.is_some_and(|name| parse_value(wanted, name).is_err())
            };
            let Some(item) = menu.items.iter().find(refused) else { continue };
            let (setting, name) = (quote(setting), quote(item.name.known_bytes()));
            let message = format!("{name} is not {}, the form that {setting} needs", expectation(wanted));
            let label = format!("choosing this entry makes `choose` fail, and leaves {setting} unchanged");
            let finding = Diagnostic::new(RuleId::UnstorableValue, item.word.span(), message, label);
            let finding = finding.and_label(choice.word.span(), "the choice is stored here");
            out.push(finding.help("store the choice in a setting with another name"));
        }
    }
}
