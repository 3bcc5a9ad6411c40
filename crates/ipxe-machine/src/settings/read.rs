//! Reading settings.

use ipxe_catalog::{SettingScope, SettingType};

use ipxe_language::setting_name::SettingName;

use super::key::{Key, word};
use super::{Absence, BlockId, BlockKind, Found, Raw, Settings, Value};
use ipxe_language::value::{fits, is_signed, width};
use ipxe_language::{text::Text, value::format_value};

impl Settings {
    /// Reads the setting that `text` names, as an expansion does.
    ///
    /// Searches the named block, then its children in order. The type is the requested one, otherwise that of the
    /// value.
    ///
    /// # Errors
    /// [`Absence`]: why the expansion is empty.
    pub fn read(&self, text: &[u8]) -> Result<Found<'_>, Absence> {
        let name = SettingName::parse(text);
        let requested = match name.setting_type {
            Some(setting_type) => Some(self.setting_type(setting_type).ok_or(Absence::UnknownType)?),
            None => None,
        };
        let block = self.find(name.scope).ok_or(Absence::UnknownScope)?;
        if self.kind(block) == Some(BlockKind::NoInterface) {
            return Err(Absence::NoOpenInterface);
        }
        if name.name.is_empty() {
            return Err(Absence::Unset);
        }
        let scope = self.kind(block).map_or(SettingScope::Any, BlockKind::scope);
        let key = Key::new(name.name, scope, &self.catalog);
        let number = key.scope.map(|_| name.name.into());
        let (block, name, value) = self.search(block, &key.name, key.scope).ok_or(Absence::Unset)?;
        let setting_type = requested.unwrap_or(value.setting_type());
        let text = self.format(value, setting_type)?;
        Ok(Found { settings: self, block, name, number, value, setting_type, text })
    }

    /// Formats a value with a type on a machine of the target: iPXE reads numbers into a machine word.
    ///
    /// # Errors
    /// [`Absence::NotFormattable`]: the type cannot format it.
    pub fn format<'v>(&self, value: &'v Value, setting_type: SettingType) -> Result<Text<'v>, Absence> {
        let absent = Absence::NotFormattable { setting_type };
        let numeric = width(setting_type).is_some() || setting_type == SettingType::Busdevfn;
        match value.raw() {
            Raw::Known(raw) if numeric => {
                let word = word(&self.catalog);
                let low = raw
                    .get(raw.len().saturating_sub(word)..)
                    .filter(|_| fits(raw, is_signed(setting_type), word));
                Ok(Text::known(format_value(setting_type, low.ok_or(absent)?).map_err(|_| absent)?))
            }
            _ => value.format(setting_type).map_err(|_| absent),
        }
    }

    /// The type with that name, if this release has it.
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
