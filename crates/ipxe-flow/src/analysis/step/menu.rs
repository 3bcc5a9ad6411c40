//! Menus and forms.

use std::rc::Rc;

use ipxe_language::text::Text;

use super::{Call, Machine, Next};
use crate::analysis::{
    fact::Fact,
    fact::MAX_VALUES,
    id_map::IdMap,
    names::NameId,
    state::{Facts, ItemFact, MenuFact},
};

/// A menu that a command is about.
enum Named {
    /// The one of this name.
    One(NameId),
    /// One whose name is not known.
    Some,
}

impl Machine<'_, '_> {
    pub(super) fn menu(&self, call: Call<'_, '_>, mut facts: Facts) -> Next {
        let failure = call.may_misfire.then(|| facts.clone());
        let deletes = call.has("delete");
        match self.named(&call.option("name").unwrap_or_default()) {
            Named::One(id) => {
                let menu = (!deletes).then(|| {
                    let items = IdMap::default();
                    Rc::new(MenuFact { certain: true, by: call.source(), items, others: false })
                });
                let menus = &mut facts.change().menus;
                menus.known.set(id, menu);
                if deletes {
                    // Others may not have one of this name any more, either.
                    menus.known.set(id, None);
                }
            }
            Named::Some => Self::weaken_menus(&mut facts),
        }
        Next { success: Some(facts), failure, ..Next::default() }
    }

    pub(super) fn item(&self, call: Call<'_, '_>, mut facts: Facts) -> Next {
        let before = facts.clone();
        let Named::One(id) = self.named(&menu_name(call)) else {
            Self::weaken_menus(&mut facts);
            return Next { success: Some(facts), failure: Some(before), ..Next::default() };
        };
        let menus = &facts.known().menus;
        let Some(old) = menus.known.get(id).cloned() else {
            // What others left may be a menu of this name.
            return if menus.others { Next::both(before) } else { Next::failure(before) };
        };
        let mut menu = MenuFact::clone(&old);
        // An empty name is a name, too.
        let names = call.positional(0).filter(|_| !call.has("gap")).map(|name| name.clone().into_owned());
        let at = u32::try_from(call.id.index()).unwrap_or(u32::MAX);
        let mut item = menu.items.get(at).map_or_else(
            || ItemFact { certain: true, names: Vec::new(), default: false },
            |item| ItemFact::clone(item),
        );
        item.certain = true;
        item.default |= call.has("default");
        item.add_names(names.as_slice());
        menu.items.set(at, Some(Rc::new(item)));
        let may_fail = call.may_misfire || !menu.certain;
        menu.certain = true;
        facts.change().menus.known.set(id, Some(Rc::new(menu)));
        Next { success: Some(facts), failure: may_fail.then_some(before), ..Next::default() }
    }

    pub(super) fn choose(&self, call: Call<'_, '_>, facts: &Facts) -> Next {
        let Some(setting) = call.positional(0) else { return Next::failure(facts.clone()) };
        let (items, after) = self.take_menu(call, facts);
        let mut untaken = after.clone();
        let may_be_untaken = call.may_misfire || setting.as_known().is_none_or(|name| name.contains(&b':'));
        if may_be_untaken {
            // What is wrong with the words is found before the menu is.
            untaken.join(facts, false, &self.variables);
        }
        let failure = Some(untaken);
        let Some(items) = items else { return Next { failure, ..Next::default() } };
        let success = (!items.is_empty()).then(|| {
            let mut facts = after;
            self.store_one_of(call, setting, &items, &mut facts);
            facts
        });
        Next { success, failure, ..Next::default() }
    }

    pub(super) fn present(&self, call: Call<'_, '_>, facts: &Facts) -> Next {
        let (items, mut after) = self.take_menu(call, facts);
        let Some(items) = items else { return Next::failure(after) };
        let anything = Fact::whatever(&call.source());
        for item in items {
            match item {
                Some(name) => match name.as_known().and_then(|name| self.variables.resolve(name)) {
                    Some(reference) => {
                        for (other, _) in self.variables.related(reference.variable) {
                            self.weaken(&mut after, other, &anything);
                        }
                    }
                    None => after.weaken_all(&self.variables),
                },
                None => after.weaken_all(&self.variables),
            }
        }
        let mut failure = after.clone();
        if call.may_misfire {
            failure.join(facts, false, &self.variables);
        }
        Next { success: Some(after), failure: Some(failure), ..Next::default() }
    }

    /// The names of the entries of the menu that is shown, unknown ones as none; and what is known afterwards. No
    /// entries at all if there surely is no menu.
    fn take_menu(&self, call: Call<'_, '_>, facts: &Facts) -> (Option<Vec<Option<Text<'static>>>>, Facts) {
        let mut after = facts.clone();
        let Named::One(id) = self.named(&menu_name(call)) else {
            Self::weaken_menus(&mut after);
            return (Some(vec![None]), after);
        };
        let menus = &facts.known().menus;
        let Some(menu) = menus.known.get(id) else {
            return (menus.others.then(|| vec![None]), after);
        };
        let mut items = Vec::new();
        menu.items.for_each(&mut |_, item| items.extend(item.names.iter().cloned().map(Some)));
        self.variables.spend(items.len());
        if menu.others || items.len() > MAX_VALUES || menus.others && !menu.certain {
            items = vec![None];
        }
        if !call.has("keep") {
            after.change().menus.known.set(id, None);
        }
        (Some(items), after)
    }

    fn named(&self, name: &Text<'_>) -> Named {
        name.as_known().map_or(Named::Some, |name| Named::One(self.names.id(name)))
    }

    /// Any menu may have been replaced, changed or discarded.
    pub(super) fn weaken_menus(facts: &mut Facts) {
        let menus = &mut facts.change().menus;
        menus.others = true;
        menus.known.update(|menu| {
            let mut menu = MenuFact::clone(menu);
            (menu.certain, menu.others) = (false, true);
            Some(Rc::new(menu))
        });
    }
}

/// Menus and forms are found by one set of names; the last option says which.
fn menu_name(call: Call<'_, '_>) -> Text<'static> {
    let options = call.invocation.arguments().map_or(&[][..], |arguments| &arguments.options);
    let named = options.iter().rev().find(|option| matches!(option.spec.long, "menu" | "form"));
    named
        .and_then(|option| option.value)
        .map_or_else(Text::default, |value| value.text.to_text().into_owned())
}
