//! The settings that scripts find without setting them.

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

/// What iPXE computes, the network may provide, and the options say that it does provide.
#[derive(Debug)]
pub struct KnownSettings<'o> {
    catalog: &'o Catalog,
    provided: Settings,
    profile: Option<&'o Profile>,
    complete: bool,
    /// What was found out about names, without types: many are asked about by one rule after the other.
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

    /// The settings as the context and the profile have them.
    pub fn provided(&self) -> &Settings {
        &self.provided
    }

    /// Whether the context is said to list everything.
    pub fn is_complete(&self) -> bool {
        self.complete
    }

    /// Whether a setting, `[scope/]name[:type]`, may have a value without the script setting it.
    pub fn may_have_value(&self, name: &[u8]) -> bool {
        let parsed = SettingName::parse(name);
        let provided = self.is_provided(name);
        if self.complete && !provided && self.is_from_network(parsed) {
            return false;
        }
        provided || self.is_predefined(parsed)
    }

    /// Whether the context or the profile has the setting.
    pub fn is_provided(&self, name: &[u8]) -> bool {
        self.is_supplied(name) || self.has(untyped(name))
    }

    /// Whether the profile has the setting, and not only one that the name is a misspelling of.
    fn is_supplied(&self, name: &[u8]) -> bool {
        self.profile.is_some_and(|profile| profile.supplies(name).is_some()) && self.misspelt(name).is_none()
    }

    /// The setting of the profile that a name, which the profile does not have, is a misspelling of.
    pub fn misspelt(&self, name: &[u8]) -> Option<&'o Supplied> {
        let name = untyped(name);
        misspelt(self.profile?, name).filter(|_| !self.has(name))
    }

    /// What the profile is called.
    pub fn profile_name(&self) -> &str {
        self.profile.map_or("", |profile| &profile.name)
    }

    /// Whether one of the blocks has the setting, named without a type.
    fn has(&self, name: &[u8]) -> bool {
        if let Some(known) = self.asked.borrow().get(name) {
            return *known;
        }
        let has = matches!(self.provided.read(name), Ok(_) | Err(Absence::NotFormattable { .. }));
        self.asked.borrow_mut().insert(name.into(), has);
        has
    }

    /// The type that a setting has where the script does not store it with another.
    pub fn setting_type(&self, name: &[u8]) -> SettingType {
        let stored = self.provided.read(name).ok().map(|found| found.value().setting_type());
        stored.unwrap_or_else(|| self.default_type(name))
    }

    /// The type that a value is stored with under this name.
    pub fn default_type(&self, name: &[u8]) -> SettingType {
        self.provided.default_type(name)
    }

    /// The value of a setting that the context or the profile has, unknown where they do not give it.
    pub fn value(&self, name: &[u8]) -> Option<Text<'static>> {
        self.is_provided(name).then(|| {
            self.provided.read(name).map_or_else(|_| Text::unknown(), |found| found.into_text().into_owned())
        })
    }

    /// Whether a block exists without the script making it.
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

    /// Whether a predefined setting is none of an interface, nor of what the network says, but of the machine or of iPXE.
    pub fn is_elsewhere(&self, name: &[u8]) -> bool {
        use SettingScope::{Builtin, Cpuid, Memmap, Smbios};
        self.catalog.setting(name).is_some_and(|known| {
            let mut definitions = known.definitions.iter();
            definitions.all(|definition| matches!(definition.scope, Builtin | Cpuid | Memmap | Smbios))
        })
    }

    /// Whether a predefined setting only has a value if the network, or a user, gave it one.
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

/// Whether a name is a number, or several joined by dots.
fn is_number(name: &[u8]) -> bool {
    ipxe_language::setting_name::parse_tag(name).is_some()
}
