//! Reading settings.

use ipxe_catalog::{SettingScope, SettingType};

use super::key::Key;
use super::{Absence, BlockId, Found, SettingName, Settings, Value};

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
        let (block, name, value) = self.search(block, &key.name, key.scope).ok_or(Absence::Unset)?;
        let setting_type = requested.unwrap_or(value.setting_type());
        let text = value.format(setting_type).map_err(|_| Absence::NotFormattable { setting_type })?;
        Ok(Found { settings: self, block, name, value, setting_type, text })
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
