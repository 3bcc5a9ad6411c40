/// An effective value and its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Resolved<T> {
    /// The value.
    pub value: T,
    /// The source of the value.
    pub origin: Origin,
}

impl<T> Resolved<T> {
    pub(crate) const fn new(value: T, origin: Origin) -> Self {
        Self { value, origin }
    }
}

/// The source of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Origin {
    /// The default: no source states a value.
    Default,
    /// The provider's profile.
    Profile,
    /// The context's machine.
    Context,
    /// The banner of a configuration, by the index of the configuration.
    Banner(usize),
    /// A configuration: its index among the merged ones, from the weakest. For [`LintOptions`](crate::LintOptions), the
    /// values that the user sets.
    Config(usize),
}
