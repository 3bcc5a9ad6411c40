//! The name under which a value is stored.

use std::borrow::Cow;

use ipxe_catalog::{Arch, ArchSet, Availability, Catalog, SettingDefinition, SettingScope};

use ipxe_language::setting_name::{parse_narrow_tag, parse_tag};

/// The name under which a block stores a value: a predefined setting's own name for its name and its number, the
/// decimal number for other numbers, otherwise the name as written.
pub(super) struct Key<'n> {
    pub(super) name: Cow<'n, [u8]>,
    /// For a number that is not a predefined setting: the kind of block in which it has a meaning.
    pub(super) scope: Option<SettingScope>,
}

impl<'n> Key<'n> {
    pub(super) fn new(name: &'n [u8], scope: SettingScope, catalog: &Catalog) -> Self {
        let tag = if word(catalog) == 4 { parse_narrow_tag(name) } else { parse_tag(name) };
        let Some(tag) = tag else { return Self { name: Cow::Borrowed(name), scope: None } };
        match catalog.setting_by_tag(scope, tag).filter(|known| is_built(known.definitions, catalog)) {
            Some(known) => Self { name: Cow::Borrowed(known.spec.name.as_bytes()), scope: None },
            None => Self { name: Cow::Owned(tag.to_string().into_bytes()), scope: Some(scope) },
        }
    }
}

/// The bytes of a machine word of the target, or of the larger one if the target allows both.
pub(super) fn word(catalog: &Catalog) -> usize {
    let narrow = ArchSet::of(&[Arch::I386, Arch::Arm32, Arch::Riscv32]);
    if catalog.target().arches().difference(narrow).is_empty() { 4 } else { 8 }
}

/// Whether some machine of the target knows a predefined setting. If the build lacks the feature of the setting, its
/// name is an ordinary one.
pub(super) fn is_built(definitions: &[SettingDefinition], catalog: &Catalog) -> bool {
    let lacks = |definition: &SettingDefinition| {
        matches!(catalog.availability(definition.build), Availability::Nowhere { .. })
    };
    !definitions.iter().all(lacks)
}
