/// A value that counts, and where it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Resolved<T> {
    /// The value.
    pub value: T,
    /// Where it comes from.
    pub origin: Origin,
}

impl<T> Resolved<T> {
    pub(crate) const fn new(value: T, origin: Origin) -> Self {
        Self { value, origin }
    }
}

/// Where a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Origin {
    /// Nobody said anything.
    Default,
    /// The provider's profile.
    Profile,
    /// The context's machine.
    Context,
    /// The banner that a configuration has, by the place of that among others.
    Banner(usize),
    /// A configuration: its place among those that were put together, from the weakest on. Of
    /// [`LintOptions`](crate::LintOptions), it is what their user says.
    Config(usize),
}
