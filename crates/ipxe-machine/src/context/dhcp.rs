//! The answer of a DHCP server.

use super::table::{Table, Values};
use super::{ContextError, ContextValue};

/// What a DHCP server answers on an interface.
///
/// In a file: options by name (`ip`, `next-server`, `filename`), and under `options` by number
/// (`66`, `175.190`) or name. The bytes of an option whose number iPXE does not know are written in
/// hexadecimal, `00:01:51:80`; for text write `{ type = "string", value = "…" }`.
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

    /// The same answer with one more option, by name or number.
    ///
    /// # Errors
    /// No such DHCP option, a value that does not fit it, or an option given twice.
    pub fn option(mut self, name: &str, value: impl Into<ContextValue>) -> Result<Self, ContextError> {
        Table::Dhcp.insert(&mut self.values, name, value.into())?;
        Ok(self)
    }

    /// The options by name, or by number where there is no name; sorted.
    pub fn options(&self) -> impl Iterator<Item = (&str, &ContextValue)> {
        self.values.iter().map(|(name, value)| (name.as_str(), value))
    }
}
