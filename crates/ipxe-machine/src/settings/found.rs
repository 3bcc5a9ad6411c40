//! A setting that was found.

use std::fmt;

use ipxe_catalog::SettingType;

use super::{BlockId, Settings, Value};
use ipxe_language::text::Text;

/// The result of reading a setting. `Debug` does not show a secret text.
#[derive(Clone)]
pub struct Found<'s> {
    pub(super) settings: &'s Settings,
    pub(super) block: BlockId,
    pub(super) name: &'s [u8],
    /// A number that is not a predefined setting, as requested.
    pub(super) number: Option<Box<[u8]>>,
    pub(super) value: &'s Value,
    pub(super) setting_type: SettingType,
    pub(super) text: Text<'s>,
}

impl<'s> Found<'s> {
    /// The formatted value.
    #[must_use]
    pub fn text(&self) -> &Text<'s> {
        &self.text
    }

    /// The formatted value.
    #[must_use]
    pub fn into_text(self) -> Text<'s> {
        self.text
    }

    /// The value itself.
    #[must_use]
    pub const fn value(&self) -> &'s Value {
        self.value
    }

    /// The block that contains it.
    #[must_use]
    pub const fn block(&self) -> BlockId {
        self.block
    }

    /// The path of that block, such as `net0.dhcp`; empty for the root.
    #[must_use]
    pub fn block_path(&self) -> Vec<u8> {
        self.settings.path(self.block)
    }

    /// The name of the setting; for a predefined number, its name.
    #[must_use]
    pub const fn name(&self) -> &'s [u8] {
        self.name
    }

    /// The type that formatted it.
    #[must_use]
    pub const fn setting_type(&self) -> SettingType {
        self.setting_type
    }

    /// Block, name and type as `show` prints them: `net0.dhcp/ip:ipv4`. A number that is not predefined appears as it
    /// was requested.
    #[must_use]
    pub fn full_name(&self) -> Vec<u8> {
        let mut text = self.block_path();
        if !text.is_empty() {
            text.push(b'/');
        }
        text.extend_from_slice(self.number.as_deref().unwrap_or(self.name));
        text.push(b':');
        text.extend_from_slice(self.setting_type.name().as_bytes());
        text
    }
}

impl Found<'_> {
    /// The same as `show` prints it: `show` truncates the block's path, and the whole text.
    #[must_use]
    pub fn shown_name(&self) -> Vec<u8> {
        let full = self.full_name();
        let path = self.block_path().len();
        let (block, rest) = full.split_at(path);
        let mut shown = block.get(..Self::SHOWN_BLOCK).unwrap_or(block).to_vec();
        shown.extend_from_slice(rest);
        shown.truncate(Self::SHOWN_NAME);
        shown
    }

    const SHOWN_BLOCK: usize = 15;
    const SHOWN_NAME: usize = 31;
}

impl fmt::Debug for Found<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} = ", self.full_name().escape_ascii())?;
        if self.value.is_secret() { f.write_str("[secret]") } else { write!(f, "{:?}", self.text) }
    }
}
