//! Reading settings.

use ipxe_catalog::{Arch, ArchSet, SettingScope, SettingType};

use super::key::Key;
use super::{Absence, BlockId, Found, Raw, SettingName, Settings, Value};
use crate::Text;
use crate::value::fits;

impl Settings {
    /// Reads the setting that `text` names, as an expansion does.
    ///
    /// Looks in the named block, then through its children in order. The type is the requested one, else
    /// that of the value.
    ///
    /// # Errors
    /// [`Absence`]: why an expansion is empty.
    pub fn read(&self, text: &[u8]) -> Result<Found<'_>, Absence> {
        let name = SettingName::parse(text);
        let requested = match name.setting_type {
            Some(setting_type) => Some(self.setting_type(setting_type).ok_or(Absence::UnknownType)?),
            None => None,
        };
        let block = self.find(name.scope).ok_or(Absence::UnknownScope)?;
        let scope = self.kind(block).map_or(SettingScope::Any, super::BlockKind::scope);
        let key = Key::new(name.name, scope, &self.catalog);
        let number = key.scope.map(|_| name.name.into());
        let (block, name, value) = self.search(block, &key.name, key.scope).ok_or(Absence::Unset)?;
        let setting_type = requested.unwrap_or(value.setting_type());
        let text = self.format(value, setting_type)?;
        Ok(Found { settings: self, block, name, number, value, setting_type, text })
    }

    /// What a value shows with a type on a machine of the target.
    ///
    /// # Errors
    /// [`Absence::NotFormattable`]: it shows nothing.
    pub fn format<'v>(&self, value: &'v Value, setting_type: SettingType) -> Result<Text<'v>, Absence> {
        let absent = Absence::NotFormattable { setting_type };
        if !self.is_readable(value, setting_type) {
            return Err(absent);
        }
        value.format(setting_type).map_err(|_| absent)
    }

    /// Whether the target's processors can hold a value that is shown as a number: iPXE reads numbers into a machine
    /// word.
    fn is_readable(&self, value: &Value, setting_type: SettingType) -> bool {
        let signed = match setting_type {
            SettingType::Int8 | SettingType::Int16 | SettingType::Int32 => true,
            SettingType::Uint8 | SettingType::Uint16 | SettingType::Uint32 | SettingType::Busdevfn => false,
            _ => return true,
        };
        let Raw::Known(raw) = value.raw() else { return true };
        fits(raw, signed, self.word())
    }

    /// Bytes of a machine word of the target; of the larger one where it leaves that open.
    pub(super) fn word(&self) -> usize {
        let narrow = ArchSet::of(&[Arch::I386, Arch::Arm32, Arch::Riscv32]);
        if self.catalog.target().arches().difference(narrow).is_empty() { 4 } else { 8 }
    }

    /// The type of that name, if this release has it.
    #[must_use]
    pub fn setting_type(&self, name: &[u8]) -> Option<SettingType> {
        self.catalog.setting_type(name).map(|spec| spec.setting_type)
    }

    /// The first value in a block and those below it, depth first. A number only counts in blocks of its scope.
    pub(super) fn search(
        &self,
        block: BlockId,
        name: &[u8],
        scope: Option<SettingScope>,
    ) -> Option<(BlockId, &[u8], &Value)> {
        let mut next = Vec::new();
        let mut current = Some(block);
        while let Some(id) = current {
            let block = self.block(id)?;
            if scope.is_none_or(|scope| scope == block.kind.scope())
                && let Some((name, value)) = block.get(name)
            {
                return Some((id, name, value));
            }
            next.extend(block.children.iter().rev());
            current = next.pop();
        }
        None
    }
}
