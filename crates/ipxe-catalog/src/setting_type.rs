//! The types for reading and writing settings.

use crate::table::Named;
use crate::{Release, SettingType};

/// A setting type by its name, in all releases.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SettingTypeSpec {
    /// The name, as after the colon of `${net0/mac:hexhyp}`.
    pub name: &'static str,
    /// The type.
    pub setting_type: SettingType,
    /// The form of a text to write; `None` if it cannot be written.
    pub parse: Option<&'static str>,
    /// The form of the text when it is read.
    pub format: Option<&'static str>,
    /// Per release, in the order of [`Release::ALL`].
    pub(crate) abilities: [Option<TypeAbilities>; Release::COUNT],
}

impl SettingTypeSpec {
    /// Its abilities in a release, if the release has it.
    #[must_use]
    pub fn abilities(&self, release: Release) -> Option<TypeAbilities> {
        self.abilities[release.index()]
    }

    /// The releases that have it, oldest first.
    #[must_use]
    pub fn releases(&self) -> impl DoubleEndedIterator<Item = Release> {
        Release::ALL.iter().copied().filter(|release| self.abilities(*release).is_some())
    }
}

impl Named for SettingTypeSpec {
    fn name(&self) -> &'static str {
        self.name
    }
}

/// The abilities of a setting type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct TypeAbilities {
    /// A value can be written in this form.
    pub storable: bool,
    /// A value can be read in this form.
    pub formattable: bool,
    /// `inc` and other commands can use it as a number.
    pub numeric: bool,
}

impl TypeAbilities {
    /// For the generated tables.
    pub(crate) const fn new(storable: bool, formattable: bool, numeric: bool) -> Self {
        Self { storable, formattable, numeric }
    }
}
