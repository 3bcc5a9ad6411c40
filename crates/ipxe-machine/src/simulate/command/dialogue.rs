//! Menus, forms and request parameters.

use super::input::{key_code, number, wait};
use super::{Done, Result, Turn};
use crate::simulate::{
    ChooseQuestion, Failure, FieldQuestion, Menu, MenuAnswer, MenuItem, Outcome, Parameter, Parameters,
    TextAnswer, Waiting, errno,
};
use ipxe_language::{
    operation::{self, Choose, Item, ParameterList, Present},
    status::ErrorClass,
};

impl Turn<'_> {
    pub(super) fn menu(&mut self, menu: &operation::Menu<'_>) -> Done {
        let name = menu.name.map(|name| name.text.bytes());
        self.take_menu(name);
        if !menu.delete {
            let menu = Menu { title: menu.title.to_text().known_bytes().to_vec(), items: Vec::new() };
            self.keep_menu(name, menu);
        }
        Done::Succeed
    }

    pub(super) fn item(&mut self, item: &Item<'_>) -> Result {
        let name = item.menu.map(|name| name.text.bytes());
        let menu = self.machine.menus.get_mut(&key(name)).ok_or(ErrorClass::NotFound)?;
        let item = MenuItem {
            name: item.name.map(|name| name.known_bytes().to_vec()),
            text: item.text.to_text().known_bytes().to_vec(),
            key: item.key.map(|key| key_code(key.text.bytes())),
            default: item.default,
            secret: item.secret,
        };
        self.machine.held += item.size();
        menu.items.push(item);
        Ok(Done::Succeed)
    }

    pub(super) fn choose(&mut self, choose: &Choose<'_>) -> Result {
        let name = choose.menu.map(|name| name.text.bytes());
        let menu = self.show_menu(name)?;
        let result = self.choose_from(&menu, choose);
        if choose.keep {
            self.keep_menu(name, menu);
        }
        result
    }

    fn choose_from(&mut self, menu: &Menu, choose: &Choose<'_>) -> Result {
        let default = choose.default.map(|name| name.text.bytes());
        let start = menu.start(default).ok_or(ErrorClass::NotFound)?;
        let setting = choose.setting.known_bytes();
        let timeout = number(choose.timeout).unwrap_or(0);
        let answer = self.environment.choose(&ChooseQuestion { menu, setting, start, timeout });
        match answer {
            MenuAnswer::Entry(entry) if menu.entries().any(|(name, _)| name == entry) => {
                self.write(setting, &entry)
            }
            MenuAnswer::Entry(entry) => {
                let entries = menu.entries().map(|(name, _)| name.to_vec()).collect();
                let title = menu.title.clone();
                Ok(Done::end(Outcome::NoSuchEntry { entry, title, entries }))
            }
            MenuAnswer::Cancel => Err(ErrorClass::Cancelled.into()),
            _ if timeout == 0 => Ok(Done::end(Outcome::Waits(Waiting::Choice))),
            _ => self.write(setting, start),
        }
    }

    pub(super) fn present(&mut self, present: &Present<'_>) -> Result {
        let name = present.form.map(|name| name.text.bytes());
        let form = self.show_menu(name)?;
        let result = self.fill_in(&form);
        if present.keep {
            self.keep_menu(name, form);
        }
        result
    }

    fn fill_in(&mut self, form: &Menu) -> Result {
        if form.entries().next().is_none() {
            return Err(ErrorClass::Invalid.into());
        }
        let mut texts = Vec::new();
        for (setting, field) in form.entries() {
            match self.environment.fill_in(&FieldQuestion { form, field, setting }) {
                TextAnswer::Text(text) => texts.push((setting, text)),
                TextAnswer::Cancel => return Err(ErrorClass::Cancelled.into()),
                TextAnswer::Nobody => return wait(None, Waiting::Form),
            }
        }
        for (setting, text) in texts {
            self.write(setting, &text)?;
        }
        Ok(Done::Succeed)
    }

    /// Takes a menu in order to show it.
    fn show_menu(&mut self, name: Option<&[u8]>) -> std::result::Result<Menu, Failure> {
        let missing = || Failure::from(ErrorClass::NotFound).or_detail(errno::NO_MENU);
        let menu = self.take_menu(name).ok_or_else(missing)?;
        self.work += menu.size();
        Ok(menu)
    }

    fn take_menu(&mut self, name: Option<&[u8]>) -> Option<Menu> {
        let menu = self.machine.menus.remove(&key(name))?;
        self.machine.held = self.machine.held.saturating_sub(menu.size());
        Some(menu)
    }

    fn keep_menu(&mut self, name: Option<&[u8]>, menu: Menu) {
        self.machine.held += menu.size();
        self.machine.menus.insert(key(name), menu);
    }

    pub(super) fn parameters(&mut self, list: &ParameterList<'_>) -> Done {
        let name = list.name.map(|name| name.text.bytes());
        self.take_parameters(name);
        if !list.delete {
            let list = Parameters {
                method: list.method.map(|method| method.text.bytes().to_vec()),
                all: Vec::new(),
            };
            self.machine.parameters.insert(key(name), list);
        }
        Done::Succeed
    }

    pub(super) fn parameter(&mut self, parameter: &operation::Parameter<'_>) -> Result {
        let name = parameter.list.map(|name| name.text.bytes());
        let list = self.machine.parameters.get_mut(&key(name)).ok_or(ErrorClass::NotFound)?;
        let parameter = Parameter {
            name: parameter.name.known_bytes().to_vec(),
            value: parameter.value.to_text().known_bytes().to_vec(),
            header: parameter.header,
        };
        self.machine.held += parameter.size();
        list.all.push(parameter);
        Ok(Done::Succeed)
    }

    /// Removes a list of parameters: it is replaced, or submitted.
    pub(super) fn take_parameters(&mut self, name: Option<&[u8]>) -> Option<Parameters> {
        let list = self.machine.parameters.remove(&key(name))?;
        self.machine.held = self.machine.held.saturating_sub(list.size());
        Some(list)
    }
}

/// The key of a menu or a list. An empty name is a name, and different from no name.
fn key(name: Option<&[u8]>) -> Option<Vec<u8>> {
    name.map(<[u8]>::to_vec)
}
