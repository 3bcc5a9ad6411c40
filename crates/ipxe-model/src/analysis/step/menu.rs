//! Menus and forms.

use std::rc::Rc;

use ipxe_language::{
    operation::{Choose, Item, Menu, Present},
    options::OptionValue,
    text::Text,
};

use super::{Call, Machine, Next};
use crate::analysis::{
    fact::Fact,
    fact::MAX_VALUES,
    id_map::IdMap,
    lattice::{Facts, ItemFact, MenuFact},
    names::{NameId, Names},
};

/// The menu that a command refers to.
enum Named {
    /// The menu of this name.
    One(NameId),
    /// A menu whose name is unknown.
    Some,
}

impl Machine<'_, '_> {
    pub(super) fn menu(&self, call: Call<'_, '_>, menu: Menu<'_>, mut facts: Facts) -> Next {
        let failure = call.may_misfire.then(|| facts.clone());
        let deletes = menu.delete;
        match self.named(menu.name) {
            Named::One(id) => {
                let menu = (!deletes).then(|| {
                    let items = IdMap::default();
                    Rc::new(MenuFact { certain: true, by: call.source(), items, others: false })
                });
                let menus = &mut facts.change().menus;
                menus.known.set(id, menu);
                if deletes {
                    // Other scripts may no longer have a menu of this name either.
                    menus.known.set(id, None);
                }
            }
            Named::Some => Self::havoc_menus(&mut facts),
        }
        Next { success: Some(facts), failure, ..Next::default() }
    }

    pub(super) fn item(&self, call: Call<'_, '_>, added: Item<'_>, mut facts: Facts) -> Next {
        let before = facts.clone();
        let Named::One(id) = self.named(added.menu) else {
            Self::havoc_menus(&mut facts);
            return Next { success: Some(facts), failure: Some(before), ..Next::default() };
        };
        let menus = &facts.known().menus;
        let Some(old) = menus.known.get(id).cloned() else {
            // A menu of this name may remain from another script.
            return if menus.others { Next::both(before) } else { Next::failure(before) };
        };
        let mut menu = MenuFact::clone(&old);
        let names = added.name.map(|name| name.clone().into_owned());
        let at = u32::try_from(call.id.index()).unwrap_or(u32::MAX);
        let mut item = menu.items.get(at).map_or_else(
            || ItemFact { certain: true, names: Vec::new(), default: false },
            |item| ItemFact::clone(item),
        );
        item.certain = true;
        item.default |= added.default;
        item.add_names(names.as_slice());
        menu.items.set(at, Some(Rc::new(item)));
        let may_fail = call.may_misfire || !menu.certain;
        menu.certain = true;
        facts.change().menus.known.set(id, Some(Rc::new(menu)));
        Next { success: Some(facts), failure: may_fail.then_some(before), ..Next::default() }
    }

    pub(super) fn choose(&self, call: Call<'_, '_>, choose: Choose<'_>, facts: &Facts) -> Next {
        let setting = choose.setting;
        let (items, after) = self.take_menu(choose.menu, choose.keep, facts);
        let mut untaken = after.clone();
        let may_be_untaken = call.may_misfire || setting.as_known().is_none_or(|name| name.contains(&b':'));
        if may_be_untaken {
            // iPXE finds errors in the words before it looks for the menu.
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

    pub(super) fn present(&self, call: Call<'_, '_>, present: Present<'_>, facts: &Facts) -> Next {
        let (items, mut after) = self.take_menu(present.form, present.keep, facts);
        let Some(items) = items else { return Next::failure(after) };
        let anything = Fact::whatever(&call.source());
        for item in items {
            match item {
                Some(name) => match name.as_known().and_then(|name| self.variables.resolve(name)) {
                    Some(reference) => {
                        for (other, _) in self.variables.related(reference.variable) {
                            self.join_setting(&mut after, other, &anything);
                        }
                    }
                    None => after.havoc_settings(&self.variables),
                },
                None => after.havoc_settings(&self.variables),
            }
        }
        let mut failure = after.clone();
        if call.may_misfire {
            failure.join(facts, false, &self.variables);
        }
        Next { success: Some(after), failure: Some(failure), ..Next::default() }
    }

    /// The names of the entries of the shown menu, None for an unknown one; and the state afterwards. No entries at all
    /// if there certainly is no menu.
    fn take_menu(
        &self,
        name: Option<OptionValue<'_>>,
        keep: bool,
        facts: &Facts,
    ) -> (Option<Vec<Option<Text<'static>>>>, Facts) {
        let mut after = facts.clone();
        let Named::One(id) = self.named(name) else {
            Self::havoc_menus(&mut after);
            return (Some(vec![None]), after);
        };
        let menus = &facts.known().menus;
        let Some(menu) = menus.known.get(id) else {
            return (menus.others.then(|| vec![None]), after);
        };
        let mut items = Vec::new();
        menu.items.for_each(&mut |_, item| items.extend(item.names.iter().cloned().map(Some)));
        self.variables.charge(items.len());
        if menu.others || items.len() > MAX_VALUES || menus.others && !menu.certain {
            items = vec![None];
        }
        if !keep {
            after.change().menus.known.set(id, None);
        }
        (Some(items), after)
    }

    /// The menu of that name; without a name, the unnamed menu.
    fn named(&self, name: Option<OptionValue<'_>>) -> Named {
        let Some(name) = name else { return Named::One(Names::UNNAMED) };
        name.text.as_known().map_or(Named::Some, |name| Named::One(self.names.id(name)))
    }

    /// Any menu may have been replaced, changed or discarded.
    pub(super) fn havoc_menus(facts: &mut Facts) {
        let menus = &mut facts.change().menus;
        menus.others = true;
        menus.known.update(|menu| {
            let mut menu = MenuFact::clone(menu);
            (menu.certain, menu.others) = (false, true);
            Some(Rc::new(menu))
        });
    }
}
