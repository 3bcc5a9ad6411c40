//! `set`, `clear`, `inc` and `show`.

use super::{Done, Result, Turn};
use crate::settings::{Absence, Value, WriteError};
use crate::simulate::run::look_up;
use crate::simulate::{Failure, errno};
use ipxe_catalog::SettingType;
use ipxe_language::{
    operation::Joined, setting_name::SettingName, status::ErrorClass, text::Text, value::ParseError,
};

impl Turn<'_> {
    pub(super) fn set(&mut self, setting: &Text<'_>, value: Joined<'_>) -> Result {
        self.write(setting.known_bytes(), value.to_text().known_bytes())
    }

    pub(super) fn clear(&mut self, setting: &Text<'_>) -> Result {
        let name = setting.known_bytes();
        self.machine.settings.delete(name).map_err(failure)?;
        self.changed(name);
        Ok(Done::Succeed)
    }

    pub(super) fn increment(&mut self, setting: &Text<'_>, by: Option<&Text<'_>>) -> Result {
        let name = setting.known_bytes();
        let by = by.map_or(Ok(1), |by| self.integer(by.known_bytes()))?;
        // A computed setting has its value now; the sum is written to the root.
        look_up(&mut self.machine.settings, name, self.environment);
        self.machine.settings.increment(name, by, self.origin).map_err(failure)?;
        self.changed(name);
        Ok(Done::Succeed)
    }

    pub(super) fn show(&mut self, setting: &Text<'_>, quiet: bool) -> Result {
        let name = setting.known_bytes();
        let text = look_up(&mut self.machine.settings, name, self.environment);
        let full_name = match self.machine.settings.read(name) {
            Ok(found) => found.shown_name(),
            // It is unknown whether it is set; it is assumed to be.
            Err(Absence::Unset) if !text.is_empty() => name.to_vec(),
            Err(absence) => return Err(absent(absence)),
        };
        let prefix = if quiet { Vec::new() } else { [&full_name, &b" = "[..]].concat() };
        self.effects.output = [&prefix, &*text, b"\n"].concat();
        Ok(Done::Succeed)
    }

    /// Writes a setting.
    pub(super) fn write(&mut self, name: &[u8], text: &[u8]) -> Result {
        let settings = &mut self.machine.settings;
        match settings.write(name, &Text::from(text), self.origin) {
            Err(WriteError::Value(
                ParseError::Malformed(setting_type) | ParseError::Length(setting_type),
            )) if self.environment.is_stand_in(text) => {
                settings.put(name, Value::unknown(setting_type, self.origin))
            }
            done => done,
        }
        .map_err(failure)?;
        self.changed(name);
        Ok(Done::Succeed)
    }

    /// iPXE creates the block of a setting before it checks anything else.
    pub(super) fn prepare_write(&mut self, name: &[u8]) -> std::result::Result<(), Failure> {
        self.make_scope(name)?;
        self.check_setting_type(name)
    }

    pub(super) fn make_scope(&mut self, name: &[u8]) -> std::result::Result<(), Failure> {
        self.machine.settings.make_scope(name).map_err(failure)
    }

    /// The type in a setting's name must exist.
    fn check_setting_type(&self, name: &[u8]) -> std::result::Result<(), Failure> {
        let requested = SettingName::parse(name).setting_type;
        let known = requested.is_none_or(|name| self.machine.settings.setting_type(name).is_some());
        if known { Ok(()) } else { Err(Failure::from(ErrorClass::NotSupported).or_detail(errno::SETTINGS)) }
    }

    /// The block in a setting's name must exist for commands that do not write, or only change a value.
    pub(super) fn check_existing_block(&self, name: &[u8]) -> std::result::Result<(), Failure> {
        if self.machine.settings.find(SettingName::parse(name).scope).is_none() {
            return Err(ErrorClass::NoDevice.into());
        }
        self.check_setting_type(name)
    }
}

/// The failure of `show`.
fn absent(absence: Absence) -> Failure {
    let class = match absence {
        Absence::UnknownScope => ErrorClass::NoDevice,
        Absence::UnknownType | Absence::NoOpenInterface => ErrorClass::NotSupported,
        Absence::NotFormattable {
            setting_type: SettingType::Ipv4 | SettingType::Ipv6 | SettingType::Dnssl,
        } => ErrorClass::Invalid,
        Absence::NotFormattable { .. } => ErrorClass::OutOfRange,
        Absence::Unset => ErrorClass::NotFound,
    };
    let detail = match absence {
        Absence::NotFormattable { setting_type } if class == ErrorClass::Invalid => {
            errno::of_value(setting_type)
        }
        _ => 0,
    };
    Failure::from(class).or_detail(detail)
}

pub(super) fn failure(error: WriteError) -> Failure {
    let detail = match error {
        WriteError::Value(ParseError::Malformed(setting_type)) => errno::of_value(setting_type),
        WriteError::Value(ParseError::Length(_)) => errno::UUID,
        WriteError::ReadOnlyInterface | WriteError::HardwareAddress => errno::INTERFACE_SETTINGS,
        _ => errno::SETTINGS,
    };
    Failure::from(error.class()).or_detail(detail)
}
