//! The settings that have values before the script sets any.

use std::cell::RefCell;

use foldhash::HashMap;
use ipxe_catalog::{Catalog, SettingScope, SettingType};
use ipxe_language::setting_name::untyped;
use ipxe_language::{setting_name::SettingName, text::Text};
use ipxe_machine::{
    profile::{Profile, Supplied},
    settings::{Absence, Settings},
};

use crate::{commands::name_set::is_interface, given::Given, settings::misspellings::misspelt};

/// The settings that iPXE computes, that the network may provide, and that the context or the profile provides.
#[derive(Debug)]
pub struct KnownSettings<'o> {
    catalog: &'o Catalog,
    provided: Settings,
    profile: Option<&'o Profile>,
    complete: bool,
    /// Cached results by name, without types: many rules ask for the same names.
    asked: RefCell<HashMap<Box<[u8]>, bool>>,
}

impl<'o> KnownSettings<'o> {
    pub(crate) fn new(catalog: &'o Catalog, given: Given<'o>) -> Self {
        let mut provided = given.context.settings(catalog);
        if let Some(profile) = given.profile {
            profile.apply(&mut provided);
        }
        Self {
            catalog,
            provided,
            profile: given.profile,
            complete: given.context.complete,
            asked: RefCell::default(),
        }
    }

    /// The settings of the context and the profile.
    pub fn provided(&self) -> &Settings {
        &self.provided
    }

    /// Whether the context states that it is complete.
    pub fn is_complete(&self) -> bool {
        self.complete
    }

    /// Whether a setting, `[scope/]name[:type]`, may have a value that the script did not set.
    pub fn may_have_value(&self, name: &[u8]) -> bool {
        let parsed = SettingName::parse(name);
        let provided = self.is_provided(name);
        if self.complete && !provided && self.is_from_network(parsed) {
            return false;
        }
        provided || self.is_predefined(parsed)
    }

    /// Whether the context or the profile provides the setting.
    pub fn is_provided(&self, name: &[u8]) -> bool {
        self.is_supplied(name) || self.has(untyped(name))
    }

    /// Whether the profile itself provides the setting, not only one of which the name is a misspelling.
    fn is_supplied(&self, name: &[u8]) -> bool {
        self.profile.is_some_and(|profile| profile.supplies(name).is_some()) && self.misspelt(name).is_none()
    }

    /// The profile's setting of which the name is a misspelling. None if the profile has the name itself, or none that
    /// is similar.
    pub fn misspelt(&self, name: &[u8]) -> Option<&'o Supplied> {
        let name = untyped(name);
        misspelt(self.profile?, name).filter(|_| !self.has(name))
    }

    /// The name of the profile.
    pub fn profile_name(&self) -> &str {
        self.profile.map_or("", |profile| &profile.name)
    }

    /// Whether one of the blocks has the setting, whose name is without a type.
    fn has(&self, name: &[u8]) -> bool {
        if let Some(known) = self.asked.borrow().get(name) {
            return *known;
        }
        let has = matches!(self.provided.read(name), Ok(_) | Err(Absence::NotFormattable { .. }));
        self.asked.borrow_mut().insert(name.into(), has);
        has
    }

    /// The type of a setting, unless the script stores it with another one.
    pub fn setting_type(&self, name: &[u8]) -> SettingType {
        let stored = self.provided.read(name).ok().map(|found| found.value().setting_type());
        stored.unwrap_or_else(|| self.default_type(name))
    }

    /// The type with which iPXE stores a value under this name.
    pub fn default_type(&self, name: &[u8]) -> SettingType {
        self.provided.default_type(name)
    }

    /// The value of a setting from the context or the profile. Unknown if they do not state it, and None if they do not
    /// provide the setting.
    pub fn value(&self, name: &[u8]) -> Option<Text<'static>> {
        self.is_provided(name).then(|| {
            self.provided.read(name).map_or_else(|_| Text::unknown(), |found| found.into_text().into_owned())
        })
    }

    /// Whether a block exists without a command that creates it.
    pub fn has_block(&self, scope: &[u8]) -> bool {
        let mut path = scope.split(|byte| *byte == b'.');
        let first = path.next().unwrap_or_default();
        let inner = path.next();
        if self.provided.find(scope).is_some() {
            return true;
        }
        let is = |name: &[u8], parent| {
            self.catalog.blocks().any(|block| block.name.as_bytes() == name && block.parent == Some(parent))
        };
        if is_interface(first) {
            return inner.is_none_or(|inner| is(inner, "netN"));
        }
        scope.is_empty() || first == b"builtin" || is(first, "")
    }

    fn is_predefined(&self, SettingName { scope, name, .. }: SettingName<'_>) -> bool {
        let known = || Catalog::setting_in_any_release(name).is_some() || is_number(name);
        match scope.split(|byte| *byte == b'.').next().unwrap_or_default() {
            b"" | b"builtin" | b"smbios" => known(),
            block if is_interface(block) => known() && !self.is_elsewhere(name) && self.has_block(scope),
            // In these, names are addresses and numbers.
            _ => self.has_block(scope),
        }
    }

    /// Whether a predefined setting belongs to the machine or to iPXE, and not to an interface or the network.
    pub fn is_elsewhere(&self, name: &[u8]) -> bool {
        use SettingScope::{Builtin, Cpuid, Memmap, Smbios};
        self.catalog.setting(name).is_some_and(|known| {
            let mut definitions = known.definitions.iter();
            definitions.all(|definition| matches!(definition.scope, Builtin | Cpuid | Memmap | Smbios))
        })
    }

    /// Whether a predefined setting only has a value from the network or a user.
    fn is_from_network(&self, SettingName { scope, name, .. }: SettingName<'_>) -> bool {
        let anywhere =
            scope.is_empty() || is_interface(scope.split(|byte| *byte == b'.').next().unwrap_or_default());
        let computed = |scope| {
            use SettingScope::{Builtin, Cpuid, Memmap, Netdev, Smbios};
            matches!(scope, Builtin | Cpuid | Memmap | Netdev | Smbios)
        };
        anywhere
            && self
                .catalog
                .setting(name)
                .is_none_or(|known| !known.definitions.iter().any(|definition| computed(definition.scope)))
    }
}

/// Whether a name is a number, or several numbers joined by dots.
fn is_number(name: &[u8]) -> bool {
    ipxe_language::setting_name::parse_tag(name).is_some()
}
