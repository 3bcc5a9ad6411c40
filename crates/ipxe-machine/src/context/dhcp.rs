//! The answer of a DHCP server.

use super::table::{Table, Values};
use super::{ContextError, ContextValue};

/// The answer of a DHCP server on an interface.
///
/// In a file: options by name (`ip`, `next-server`, `filename`), and under `options` by number (`66`, `175.190`) or
/// name. If iPXE does not know the option number, write the bytes in hexadecimal, `00:01:51:80`; for text, write
/// `{ type = "string", value = "…" }`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DhcpAnswer {
    pub(super) values: Values,
}

impl DhcpAnswer {
    /// An answer without options.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an option, by name or number.
    ///
    /// # Errors
    /// If there is no such DHCP option, the value does not fit it, or the option is given twice.
    pub fn option(mut self, name: &str, value: impl Into<ContextValue>) -> Result<Self, ContextError> {
        Table::Dhcp.insert(&mut self.values, name, value.into())?;
        Ok(self)
    }

    /// The options by name, or by number if there is no name; sorted.
    pub fn options(&self) -> impl Iterator<Item = (&str, &ContextValue)> {
        self.values.iter().map(|(name, value)| (name.as_str(), value))
    }
}
