//! A supplied setting.

use std::borrow::Cow;

/// A setting that a provider supplies, or the beginning of the names of some.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Supplied {
    /// The name, or its beginning.
    pub name: Cow<'static, str>,
    /// What it holds, in a sentence.
    pub description: Cow<'static, str>,
}

impl Supplied {
    /// A setting, or a prefix, with what it holds.
    #[must_use]
    pub fn new(name: impl Into<Cow<'static, str>>, description: impl Into<Cow<'static, str>>) -> Self {
        Self { name: name.into(), description: description.into() }
    }

    pub(super) const fn constant(name: &'static str, description: &'static str) -> Self {
        Self { name: Cow::Borrowed(name), description: Cow::Borrowed(description) }
    }
}
