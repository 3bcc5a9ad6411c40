//! Writing settings.

use ipxe_catalog::{SettingDefinition, SettingScope, SettingType};

use ipxe_language::setting_name::SettingName;

use super::key::{Key, is_built, word};
use super::{BlockId, BlockKind, Origin, Raw, Settings, Value, WriteError};
use ipxe_language::value::{fits, is_signed, read_integer, width};
use ipxe_language::{
    text::{Certainty, Text},
    value::ParseError,
};

/// The number of bytes of a hardware address, if nothing else is known about it.
const ETHERNET: usize = 6;

/// The destination and the type of a write, as far as the name determines them.
struct Destination {
    block: BlockId,
    name: Box<[u8]>,
    requested: Option<SettingType>,
}

impl Settings {
    /// Writes the setting with the name `name`, as `set` does: missing blocks of the scope are created, and the empty
    /// text deletes. If a part of the text is unknown, the whole value is.
    ///
    /// # Errors
    /// [`WriteError`]; the setting keeps its old value.
    pub fn write(&mut self, name: &[u8], text: &Text<'_>, origin: Origin) -> Result<(), WriteError> {
        self.write_as(name, text, origin, false)
    }

    /// Like [`Settings::write`], with a value that is hidden in debug output.
    ///
    /// # Errors
    /// [`WriteError`]; the setting keeps its old value.
    pub fn write_secret(&mut self, name: &[u8], text: &Text<'_>, origin: Origin) -> Result<(), WriteError> {
        self.write_as(name, text, origin, true)
    }

    fn write_as(
        &mut self,
        name: &[u8],
        text: &Text<'_>,
        origin: Origin,
        secret: bool,
    ) -> Result<(), WriteError> {
        let destination = self.destination(name)?;
        if text.is_empty() == Certainty::Yes {
            return self.store(destination, None);
        }
        let setting_type = self.written_type(&destination);
        self.check_storable(setting_type)?;
        let value = Value::parse(text, setting_type, origin)?;
        self.store(destination, Some(if secret { value.secret() } else { value }))
    }

    /// Deletes the setting with the name `name`, as `clear` does. It need not exist.
    ///
    /// # Errors
    /// [`WriteError`]
    pub fn delete(&mut self, name: &[u8]) -> Result<(), WriteError> {
        let destination = self.destination(name)?;
        self.store(destination, None)
    }

    /// Adds to the setting with the name `name`, as `inc` does; a setting without a value counts as a new `int32` 0.
    ///
    /// # Errors
    /// [`WriteError::NotNumeric`] for a setting that is stored as text, among others.
    pub fn increment(&mut self, name: &[u8], by: u32, origin: Origin) -> Result<(), WriteError> {
        let destination = self.destination(name)?;
        let old = self.search(destination.block, &destination.name, None).map(|(_, _, value)| value.clone());
        let setting_type = match (destination.requested, &old) {
            (Some(requested), _) => requested,
            (None, Some(old)) => old.setting_type(),
            (None, None) => {
                self.predefined_type(&destination.name, destination.block).unwrap_or(SettingType::Int32)
            }
        };
        let width = width(setting_type).ok_or(WriteError::NotNumeric(setting_type))?;
        let raw = match old.map(|old| old.raw().clone()) {
            Some(Raw::Unknown) => Raw::Unknown,
            Some(Raw::Known(raw)) => {
                // A text that is not a number, because it is too long for one, counts as 0.
                let signed = is_signed(setting_type);
                let old = read_integer(&raw, signed).filter(|_| fits(&raw, signed, word(&self.catalog)));
                Raw::Known(sum(old.unwrap_or(0), by, width))
            }
            None => Raw::Known(sum(0, by, width)),
        };
        self.store(destination, Some(Value::new(raw, setting_type, origin)))
    }

    /// Sets the setting with the name `name` to a value, without parsing a text.
    ///
    /// # Errors
    /// [`WriteError`], as for [`Settings::write`].
    pub fn put(&mut self, name: &[u8], value: Value) -> Result<(), WriteError> {
        let destination = self.destination(name)?;
        self.store(destination, Some(value))
    }

    /// The type of a value written to `name`: the one in the name, otherwise that of a predefined setting, otherwise
    /// `string`.
    #[must_use]
    pub fn default_type(&self, name: &[u8]) -> SettingType {
        let name = SettingName::parse(name);
        let requested = name.setting_type.and_then(|setting_type| self.setting_type(setting_type));
        let block = self.find(name.scope).unwrap_or(Self::ROOT);
        requested.or_else(|| self.predefined_type(name.name, block)).unwrap_or(SettingType::String)
    }

    fn destination(&mut self, name: &[u8]) -> Result<Destination, WriteError> {
        let name = SettingName::parse(name);
        // The blocks exist, whatever the result of the rest is.
        let block = self.scope(name)?;
        let requested = match name.setting_type {
            Some(setting_type) => Some(self.setting_type(setting_type).ok_or(WriteError::UnknownType)?),
            None => None,
        };
        let scope = self.kind(block).map_or(SettingScope::Any, BlockKind::scope);
        let name = Key::new(name.name, scope, &self.catalog).name.into_owned().into_boxed_slice();
        Ok(Destination { block, name, requested })
    }

    /// The block in a name, which is created if it does not exist.
    fn scope(&mut self, name: SettingName<'_>) -> Result<BlockId, WriteError> {
        let mut block = Self::ROOT;
        for (depth, part) in name.path().enumerate() {
            block = match self.step(block, part, depth) {
                Some(known) => known,
                None => self.add(block, part, BlockKind::Plain).ok_or(WriteError::TooManyBlocks)?,
            };
        }
        Ok(block)
    }

    fn written_type(&self, destination: &Destination) -> SettingType {
        let predefined = || self.predefined_type(&destination.name, destination.block);
        destination.requested.or_else(predefined).unwrap_or(SettingType::String)
    }

    /// The type of a predefined setting: in this kind of block, otherwise in any.
    pub(super) fn predefined_type(&self, name: &[u8], block: BlockId) -> Option<SettingType> {
        let definitions = self.catalog.setting(name)?.definitions;
        if !is_built(definitions, &self.catalog) {
            return None;
        }
        let scope = self.kind(block)?.scope();
        let definition =
            definitions.iter().find(|definition| definition.scope == scope).or(definitions.first());
        definition.map(|definition| definition.setting_type)
    }

    /// A value as stored under a name: a predefined setting is shown with its own type, whatever type it was written
    /// with.
    pub(super) fn as_predefined(&self, block: BlockId, name: &[u8], value: Value) -> Value {
        match self.predefined_type(name, block) {
            Some(setting_type) => value.shown_as(setting_type),
            None => value,
        }
    }

    fn check_storable(&self, setting_type: SettingType) -> Result<(), WriteError> {
        let release = self.catalog.target().release();
        let spec = self.catalog.setting_type(setting_type.name().as_bytes());
        match spec.and_then(|spec| spec.abilities(release)) {
            Some(abilities) if abilities.storable => Ok(()),
            _ => Err(ParseError::NotStorable(setting_type).into()),
        }
    }

    fn store(&mut self, destination: Destination, value: Option<Value>) -> Result<(), WriteError> {
        let Destination { block: id, name, .. } = destination;
        self.check_writable(id, &name)?;
        if name.is_empty() {
            // iPXE accepts this, but nothing can read it.
            return Ok(());
        }
        // A value of no bytes is not stored.
        let value = value.filter(|value| *value.raw() != Raw::Known(Vec::new()));
        value.iter().try_for_each(|value| self.check_hardware_address(id, &name, value))?;
        let value = value.map(|value| self.as_predefined(id, &name, value));
        let reorder = *name == *b"priority";
        self.replace(id, name, value);
        if reorder {
            self.reorder(id);
        }
        Ok(())
    }

    /// Sets or removes the value that a block stores under a name.
    pub(super) fn replace(&mut self, id: BlockId, name: Box<[u8]>, value: Option<Value>) {
        let length = name.len();
        let size = |value: &Value| length + value.size();
        let added = value.as_ref().map_or(0, size);
        let old = self.block_mut(id).and_then(|block| match value {
            Some(value) => block.stored.insert(name, value),
            None => block.stored.remove(&name),
        });
        self.written = (self.written + added).saturating_sub(old.as_ref().map_or(0, size));
    }

    /// Creates the blocks of the scope for a setting that will be written.
    ///
    /// # Errors
    /// [`WriteError::TooManyBlocks`]
    pub fn make_scope(&mut self, name: &[u8]) -> Result<(), WriteError> {
        self.scope(SettingName::parse(name)).map(|_| ())
    }

    /// Whether a setting is predefined only for blocks of another scope.
    fn belongs_elsewhere(&self, name: &[u8], scope: SettingScope) -> bool {
        let known = self.catalog.setting(name).filter(|known| is_built(known.definitions, &self.catalog));
        known.is_some_and(|known| {
            let belongs = |definition: &SettingDefinition| {
                definition.scope == scope || definition.scope == SettingScope::Any
            };
            !known.definitions.iter().any(belongs)
        })
    }

    /// Whether a setting is predefined, but not for this block of hardware facts.
    fn is_foreign(&self, id: BlockId, name: &[u8]) -> bool {
        let known =
            self.catalog.setting(name).is_some_and(|known| is_built(known.definitions, &self.catalog));
        known && self.block(id).is_none_or(|block| !block.fixed.contains_key(name))
    }

    /// Whether scripts can write that setting in a block.
    fn check_writable(&self, id: BlockId, name: &[u8]) -> Result<(), WriteError> {
        let defined = |scope| {
            let definitions = self.catalog.setting(name).map_or(&[][..], |known| known.definitions);
            definitions.iter().find(|definition| definition.scope == scope)
        };
        match self.kind(id) {
            Some(BlockKind::NoInterface) => Err(WriteError::NoOpenInterface),
            // iPXE rejects a setting of other kinds of blocks before it rejects a write to a read-only block.
            Some(BlockKind::Smbios) if self.belongs_elsewhere(name, SettingScope::Smbios) => {
                Err(WriteError::NoSuchSetting)
            }
            Some(BlockKind::Hardware) if self.is_foreign(id, name) => Err(WriteError::NoSuchSetting),
            Some(BlockKind::Smbios | BlockKind::Hardware) => Err(WriteError::ReadOnly),
            Some(BlockKind::Dhcp) if defined(SettingScope::Dhcp).is_none() && !is_number(name) => {
                Err(WriteError::NoSuchSetting)
            }
            Some(BlockKind::Builtin) => match defined(SettingScope::Builtin) {
                Some(definition) if definition.read_only => Err(WriteError::ReadOnly),
                Some(_) => Ok(()),
                None => Err(WriteError::NoSuchSetting),
            },
            Some(BlockKind::Interface)
                if defined(SettingScope::Netdev).is_some_and(|known| known.read_only) =>
            {
                Err(WriteError::ReadOnlyInterface)
            }
            _ => Ok(()),
        }
    }

    /// An interface only accepts another hardware address of the same length.
    fn check_hardware_address(&self, id: BlockId, name: &[u8], value: &Value) -> Result<(), WriteError> {
        let Some(block) = self.block(id).filter(|block| name == b"mac" && block.kind == BlockKind::Interface)
        else {
            return Ok(());
        };
        let length = match block.fixed.get(name).map(Value::raw) {
            Some(Raw::Known(own)) => own.len(),
            _ => ETHERNET,
        };
        match value.raw() {
            Raw::Known(raw) if raw.len() != length => Err(WriteError::HardwareAddress),
            _ => Ok(()),
        }
    }
}

/// Whether a stored name is a number: these are stored in decimal.
fn is_number(name: &[u8]) -> bool {
    !name.is_empty() && name.iter().all(u8::is_ascii_digit)
}

/// The low `width` bytes of the sum.
fn sum(old: u64, by: u32, width: usize) -> Vec<u8> {
    let bytes = old.wrapping_add(u64::from(by)).to_be_bytes();
    bytes.get(bytes.len().saturating_sub(width)..).unwrap_or_default().to_vec()
}
