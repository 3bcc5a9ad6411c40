use crate::options::OptionValue;
use crate::text::Text;

/// Opening and configuring interfaces until one works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Configure<'w> {
    /// Their names; all if there are none.
    pub interfaces: &'w [Text<'w>],
    /// The configurator; all of them if omitted.
    pub configurator: Option<OptionValue<'w>>,
    /// The timeout in milliseconds.
    pub timeout: Option<OptionValue<'w>>,
}

/// Creating a VLAN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CreateVlan<'w> {
    /// The interface that carries it.
    pub trunk: &'w Text<'w>,
    /// Its number.
    pub tag: Option<OptionValue<'w>>,
    /// Its priority.
    pub priority: Option<OptionValue<'w>>,
}
