//! The names that are valid in a table of values, and the types of their values.

use std::collections::BTreeMap;

use ipxe_catalog::{Catalog, Release, SettingScope, SettingType, Target};

use super::{ContextError, ContextValue, network::check_interface_name};
use crate::settings::{Origin, Value};
use ipxe_language::{
    setting_name::{SettingName, parse_tag},
    text::Text,
    value::ParseError,
};

/// Values by the names of their settings.
pub(super) type Values = BTreeMap<String, ContextValue>;

/// A kind of table.
#[derive(Clone, Copy)]
pub(super) enum Table {
    /// Settings of any name, with scope and type as in a script.
    Settings,
    /// The answer of a DHCP server: options by name or number.
    Dhcp,
    /// Values of the firmware: by name or number.
    Smbios,
}

impl Table {
    /// Adds a value to a table if its name and value are valid.
    pub(super) fn insert(
        self,
        values: &mut Values,
        name: &str,
        value: ContextValue,
    ) -> Result<(), ContextError> {
        let name = self.canonical(name);
        self.value(&name, &value)?;
        self.check_block(&name)?;
        if values.contains_key(&name) {
            return Err(ContextError::Twice { name });
        }
        values.insert(name, value);
        Ok(())
    }

    /// Whether the block at the beginning of a name has that setting; otherwise no machine of the context would have
    /// it.
    fn check_block(self, name: &str) -> Result<(), ContextError> {
        let SettingName { scope, name: local, .. } = SettingName::parse(name.as_bytes());
        let block = std::str::from_utf8(scope).unwrap_or_default();
        if !matches!(self, Self::Settings) || block.is_empty() {
            return Ok(());
        }
        let definitions = everything().setting(local).map_or(&[][..], |known| known.definitions);
        let of = |scope| definitions.iter().find(|definition| definition.scope == scope);
        let place = match block {
            "smbios" => "write it in the table `[smbios]`".to_owned(),
            "builtin" if of(SettingScope::Builtin).is_none_or(|known| known.read_only) => {
                "iPXE computes what is there; the table `[machine]` says what is known of it".to_owned()
            }
            "netX" => "name the interface: `net0`, `net1` and so on".to_owned(),
            _ if check_interface_name(block).is_ok()
                && of(SettingScope::Netdev).is_some_and(|known| known.read_only) =>
            {
                format!("write it in the table `[interfaces.{block}.settings]`")
            }
            _ => return Ok(()),
        };
        Err(ContextError::ReadOnly { name: name.to_owned(), place })
    }

    /// The value as stored in settings.
    pub(super) fn value(self, name: &str, value: &ContextValue) -> Result<Value, ContextError> {
        let own_type = self.setting_type(name)?;
        let setting_type = value.setting_type.or(own_type).unwrap_or(self.type_of_unnamed(name));
        let text = value.text().map_or_else(Text::unknown, Text::from);
        match Value::parse(&text, setting_type, Origin::Context) {
            Ok(parsed) if value.secret => Ok(parsed.secret()),
            Ok(parsed) => Ok(parsed),
            Err(ParseError::Malformed(_) | ParseError::Length(_)) => {
                let hint = if own_type.is_none() && value.setting_type.is_none() {
                    "; iPXE does not know what this number holds: for text write `{ type = \"string\", value = \"…\" }`"
                } else {
                    ""
                };
                Err(ContextError::Value { name: name.to_owned(), setting_type, hint })
            }
            Err(error) => Err(ContextError::Type { name: name.to_owned(), error }),
        }
    }

    /// The predefined name for a number.
    fn canonical(self, name: &str) -> String {
        let known = match (self.scope(), parse_tag(name.as_bytes())) {
            (Some(scope), Some(tag)) => everything().setting_by_tag(scope, tag),
            _ => None,
        };
        known.map_or(name, |known| known.spec.name).to_owned()
    }

    /// The type that the name implies.
    fn setting_type(self, name: &str) -> Result<Option<SettingType>, ContextError> {
        let parsed = SettingName::parse(name.as_bytes());
        if parsed.name.is_empty() || name.contains([' ', '\t', '\n']) {
            return Err(ContextError::SettingName { name: name.to_owned() });
        }
        let definitions = everything().setting(parsed.name).map_or(&[][..], |known| known.definitions);
        let Some(scope) = self.scope() else {
            let requested = parsed.setting_type.map(|text| {
                let known = everything().setting_type(text).map(|spec| spec.setting_type);
                let name = || String::from_utf8_lossy(text).into_owned();
                known.ok_or_else(|| ContextError::UnknownType { name: name() })
            });
            return Ok(requested
                .transpose()?
                .or(definitions.first().map(|definition| definition.setting_type)));
        };
        let definition = definitions.iter().find(|definition| definition.scope == scope);
        if definition.is_none() && parse_tag(name.as_bytes()).is_none() {
            let suggestion = everything().suggest_setting(name.as_bytes());
            return Err(ContextError::UnknownName { name: name.to_owned(), place: self.place(), suggestion });
        }
        Ok(definition.map(|definition| definition.setting_type))
    }

    /// The type of a value whose name does not imply one.
    fn type_of_unnamed(self, name: &str) -> SettingType {
        match self {
            Self::Settings => SettingType::String,
            _ if parse_tag(name.as_bytes()).is_some() => SettingType::Hex,
            _ => SettingType::String,
        }
    }

    const fn scope(self) -> Option<SettingScope> {
        match self {
            Self::Settings => None,
            Self::Dhcp => Some(SettingScope::Dhcp),
            Self::Smbios => Some(SettingScope::Smbios),
        }
    }

    const fn place(self) -> &'static str {
        match self {
            Self::Settings => "setting",
            Self::Dhcp => "DHCP option",
            Self::Smbios => "SMBIOS setting",
        }
    }
}

/// A context is checked against the names of all releases.
fn everything() -> Catalog {
    Catalog::new(Target::default().with_release(Release::Head))
}
