//! Menus, forms and request parameters.

use super::input::{key_code, wait};
use super::{Call, Done, Result, Turn};
use crate::simulate::{
    ChooseQuestion, Failure, FieldQuestion, Menu, MenuAnswer, MenuItem, Outcome, Parameter, Parameters,
    TextAnswer, Waiting, errno,
};
use ipxe_language::status::ErrorClass;

impl Turn<'_> {
    pub(super) fn menu(&mut self, call: Call<'_>) -> Done {
        let name = call.option("name").unwrap_or_default();
        self.discard_menu(name);
        if !call.has("delete") {
            let menu = Menu { title: call.text_from(0), items: Vec::new() };
            self.machine.held += menu.size();
            self.machine.menus.insert(name.to_vec(), menu);
        }
        Done::Succeed
    }

    pub(super) fn item(&mut self, call: Call<'_>) -> Result {
        let menu = self.machine.menus.get_mut(menu_name(call)).ok_or(ErrorClass::NotFound)?;
        // An empty name is a name, too.
        let named = !call.has("gap") && !call.arguments().is_empty();
        let item = MenuItem {
            name: named.then(|| call.argument(0).to_vec()),
            text: call.text_from(usize::from(!call.has("gap"))),
            key: call.option("key").map(key_code),
            default: call.has("default"),
            secret: call.has("secret"),
        };
        self.machine.held += item.size();
        menu.items.push(item);
        Ok(Done::Succeed)
    }

    pub(super) fn choose(&mut self, call: Call<'_>) -> Result {
        let name = menu_name(call);
        let menu = self.take_menu(name)?;
        let result = self.choose_from(&menu, call);
        self.put_back(name, menu, call);
        result
    }

    fn choose_from(&mut self, menu: &Menu, call: Call<'_>) -> Result {
        let start = menu.start(call.option("default")).ok_or(ErrorClass::NotFound)?;
        let setting = call.argument(0);
        let timeout = call.number("timeout").unwrap_or(0);
        let answer = self.environment.choose(&ChooseQuestion { menu, setting, start, timeout });
        match answer {
            MenuAnswer::Entry(entry) if menu.entries().any(|(name, _)| name == entry) => {
                self.write(setting, &entry)
            }
            MenuAnswer::Cancel => Err(ErrorClass::Cancelled.into()),
            _ if timeout == 0 => Ok(Done::end(Outcome::Waits(Waiting::Choice))),
            _ => self.write(setting, start),
        }
    }

    pub(super) fn present(&mut self, call: Call<'_>) -> Result {
        let name = menu_name(call);
        let form = self.take_menu(name)?;
        let result = self.fill_in(&form, call);
        self.put_back(name, form, call);
        result
    }

    fn fill_in(&mut self, form: &Menu, call: Call<'_>) -> Result {
        if form.entries().next().is_none() {
            return Err(ErrorClass::Invalid.into());
        }
        let mut texts = Vec::new();
        for (setting, field) in form.entries() {
            match self.environment.fill_in(&FieldQuestion { form, field, setting }) {
                TextAnswer::Text(text) => texts.push((setting, text)),
                TextAnswer::Cancel => return Err(ErrorClass::Cancelled.into()),
                TextAnswer::Nobody => return wait(call, Waiting::Form),
            }
        }
        for (setting, text) in texts {
            self.write(setting, &text)?;
        }
        Ok(Done::Succeed)
    }

    /// Takes a menu to show it.
    fn take_menu(&mut self, name: &[u8]) -> std::result::Result<Menu, Failure> {
        let missing = || Failure::from(ErrorClass::NotFound).or_detail(errno::NO_MENU);
        let menu = self.machine.menus.remove(name).ok_or_else(missing)?;
        self.work += menu.size();
        Ok(menu)
    }

    /// Keeps a menu that was shown, if it is to be kept.
    fn put_back(&mut self, name: &[u8], menu: Menu, call: Call<'_>) {
        if call.has("keep") {
            self.machine.menus.insert(name.to_vec(), menu);
        } else {
            self.machine.held = self.machine.held.saturating_sub(menu.size());
        }
    }

    fn discard_menu(&mut self, name: &[u8]) {
        let size = self.machine.menus.remove(name).map_or(0, |menu| menu.size());
        self.machine.held = self.machine.held.saturating_sub(size);
    }

    pub(super) fn parameters(&mut self, call: Call<'_>) -> Done {
        let name = call.option("name").unwrap_or_default();
        self.take_parameters(name);
        if !call.has("delete") {
            let list = Parameters { method: call.option("method").map(<[u8]>::to_vec), all: Vec::new() };
            self.machine.parameters.insert(name.to_vec(), list);
        }
        Done::Succeed
    }

    pub(super) fn parameter(&mut self, call: Call<'_>) -> Result {
        let name = call.option("params").unwrap_or_default();
        let list = self.machine.parameters.get_mut(name).ok_or(ErrorClass::NotFound)?;
        let parameter = Parameter {
            name: call.argument(0).to_vec(),
            value: call.text_from(1),
            header: call.has("header"),
        };
        self.machine.held += parameter.size();
        list.all.push(parameter);
        Ok(Done::Succeed)
    }

    /// Takes a list of parameters away: it is replaced, or submitted.
    pub(super) fn take_parameters(&mut self, name: &[u8]) -> Option<Parameters> {
        let list = self.machine.parameters.remove(name)?;
        self.machine.held = self.machine.held.saturating_sub(list.size());
        Some(list)
    }
}

/// Menus and forms are found by one set of names; the last option says which.
fn menu_name(call: Call<'_>) -> &[u8] {
    let named = call.parsed.options.iter().rev().find(|option| matches!(option.spec.long, "menu" | "form"));
    named.and_then(|option| Some(option.value?.text.bytes())).unwrap_or_default()
}
