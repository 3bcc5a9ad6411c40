//! All features of a target, by name.

use crate::generated::{
    blocks::BLOCKS, commands::COMMANDS, enums::ENUMERATIONS, image_types::IMAGE_TYPES, keys::KEYS,
    setting_types::SETTING_TYPES, settings::SETTINGS, uri_schemes::URI_SCHEMES,
};
use crate::table::{Table, table};
use crate::{
    Availability, BlockSpec, Build, CommandSpec, Enumeration, ImageTypeSpec, KeySpec, KnownCommand,
    KnownSetting, MachineSet, SchemeForm, SchemeSpec, SettingScope, SettingSpec, SettingTypeSpec, Target,
    suggest,
};

static COMMANDS_BY_NAME: Table<CommandSpec> = table!(COMMANDS);
static SETTINGS_BY_NAME: Table<SettingSpec> = table!(SETTINGS);
static SETTING_TYPES_BY_NAME: Table<SettingTypeSpec> = table!(SETTING_TYPES);
static URI_SCHEMES_BY_NAME: Table<SchemeSpec> = table!(URI_SCHEMES);
static IMAGE_TYPES_BY_NAME: Table<ImageTypeSpec> = table!(IMAGE_TYPES);

/// The features of a [`Target`]'s iPXE.
///
/// Names are the bytes of a script. All results are for the target's release; [`Catalog::availability`] returns whether
/// the target's machines have a feature compiled in.
///
/// Creating one is cheap, and so is every lookup, in a constant table.
///
/// ```
/// use ipxe_catalog::{Catalog, Role, Target};
///
/// let catalog = Catalog::new(Target::default());
/// let chain = catalog.command(b"chain").unwrap();
/// assert_eq!(chain.form.argument(0).unwrap().role, Role::ImageOrUri);
/// assert!(chain.form.option(b"replace").is_some());
///
/// assert!(catalog.command(b"chian").is_none());
/// assert_eq!(catalog.suggest_command(b"chian"), Some("chain"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Catalog {
    target: Target,
    /// The target's machines, which are needed for every command.
    machines: MachineSet,
}

impl Default for Catalog {
    fn default() -> Self {
        Self::new(Target::default())
    }
}

impl Catalog {
    /// The catalog of a target.
    #[must_use]
    pub fn new(target: Target) -> Self {
        Self { machines: target.machines(), target }
    }

    /// The target.
    #[must_use]
    pub fn target(&self) -> &Target {
        &self.target
    }

    /// The target's machines that have a feature compiled in.
    #[must_use]
    pub fn availability(&self, build: &Build) -> Availability {
        self.target.availability_among(self.machines, build)
    }

    /// The command with that name, if the target's release has it.
    #[must_use]
    pub fn command(&self, name: &[u8]) -> Option<KnownCommand> {
        let spec = Self::command_in_any_release(name)?;
        Some(KnownCommand { spec, form: spec.form(self.target.release())? })
    }

    /// The command with that name in any release.
    #[must_use]
    pub fn command_in_any_release(name: &[u8]) -> Option<&'static CommandSpec> {
        COMMANDS_BY_NAME.find(name)
    }

    /// Every command of the target's release, by name.
    pub fn commands(&self) -> impl Iterator<Item = KnownCommand> {
        let release = self.target.release();
        COMMANDS.iter().filter_map(move |spec| Some(KnownCommand { spec, form: spec.form(release)? }))
    }

    /// The most similar command of the target's release for an unknown name. Commands that none of the target's
    /// machines has are not suggested. A path, a file name such as `initrd.gz` and an assignment get no suggestion.
    #[must_use]
    pub fn suggest_command(&self, name: &[u8]) -> Option<&'static str> {
        if name.iter().any(|byte| b"./=".contains(byte)) {
            return None;
        }
        let absent =
            |form: &crate::CommandForm| matches!(self.availability(form.build), Availability::Nowhere { .. });
        suggest::near_bytes(
            name,
            self.commands().filter(|known| !absent(known.form)).map(|known| known.spec.name),
        )
    }

    /// The predefined setting with that name (without scope and type), if the target's release has it.
    #[must_use]
    pub fn setting(&self, name: &[u8]) -> Option<KnownSetting> {
        self.known_setting(Self::setting_in_any_release(name)?)
    }

    /// The predefined setting with that name in any release.
    #[must_use]
    pub fn setting_in_any_release(name: &[u8]) -> Option<&'static SettingSpec> {
        SETTINGS_BY_NAME.find(name)
    }

    /// The predefined setting with that number in a scope, if the target's release has it. Dotted numbers are one
    /// number, a byte per part: 175.190 is `0xafbe`. This searches the whole table.
    ///
    /// ```
    /// use ipxe_catalog::{Catalog, SettingScope, Target};
    ///
    /// let catalog = Catalog::new(Target::default());
    /// assert_eq!(catalog.setting_by_tag(SettingScope::Dhcp, 12).unwrap().spec.name, "hostname");
    /// assert_eq!(catalog.setting_by_tag(SettingScope::Dhcp, 0xafbe).unwrap().spec.name, "username");
    /// ```
    #[must_use]
    pub fn setting_by_tag(&self, scope: SettingScope, tag: u32) -> Option<KnownSetting> {
        self.settings().find(|setting| {
            setting
                .definitions
                .iter()
                .any(|definition| definition.scope == scope && definition.tag == Some(tag))
        })
    }

    /// Every predefined setting of the target's release, by name.
    pub fn settings(&self) -> impl Iterator<Item = KnownSetting> {
        SETTINGS.iter().filter_map(|spec| self.known_setting(spec))
    }

    fn known_setting(&self, spec: &'static SettingSpec) -> Option<KnownSetting> {
        let definitions = spec.definitions(self.target.release());
        (!definitions.is_empty()).then_some(KnownSetting { spec, definitions })
    }

    /// The most similar predefined setting of the target's release.
    #[must_use]
    pub fn suggest_setting(&self, name: &[u8]) -> Option<&'static str> {
        suggest::near_bytes(name, self.settings().map(|setting| setting.spec.name))
    }

    /// The setting type with that name, if the target's release has it.
    #[must_use]
    pub fn setting_type(&self, name: &[u8]) -> Option<&'static SettingTypeSpec> {
        Self::setting_type_in_any_release(name).filter(|spec| spec.abilities(self.target.release()).is_some())
    }

    /// The setting type with that name in any release.
    #[must_use]
    pub fn setting_type_in_any_release(name: &[u8]) -> Option<&'static SettingTypeSpec> {
        SETTING_TYPES_BY_NAME.find(name)
    }

    /// Every setting type of the target's release, by name.
    pub fn setting_types(&self) -> impl Iterator<Item = &'static SettingTypeSpec> {
        SETTING_TYPES.iter().filter(|spec| spec.abilities(self.target.release()).is_some())
    }

    /// The most similar setting type of the target's release.
    #[must_use]
    pub fn suggest_setting_type(&self, name: &[u8]) -> Option<&'static str> {
        suggest::near_bytes(name, self.setting_types().map(|spec| spec.name))
    }

    /// Settings blocks of the target's release; `netN` stands for every interface.
    pub fn blocks(&self) -> impl Iterator<Item = &'static BlockSpec> {
        BLOCKS.iter().filter(|block| block.build(self.target.release()).is_some())
    }

    /// The URI scheme with that name, with its form in the target's release if that has it.
    #[must_use]
    pub fn uri_scheme(&self, name: &[u8]) -> Option<(&'static SchemeSpec, &'static SchemeForm)> {
        let spec = Self::uri_scheme_in_any_release(name)?;
        Some((spec, spec.form(self.target.release())?))
    }

    /// The URI scheme with that name in any release.
    #[must_use]
    pub fn uri_scheme_in_any_release(name: &[u8]) -> Option<&'static SchemeSpec> {
        URI_SCHEMES_BY_NAME.find(name)
    }

    /// Every URI scheme of the target's release, by name.
    pub fn uri_schemes(&self) -> impl Iterator<Item = &'static SchemeSpec> {
        URI_SCHEMES.iter().filter(|spec| spec.form(self.target.release()).is_some())
    }

    /// The most similar URI scheme of the target's release.
    #[must_use]
    pub fn suggest_uri_scheme(&self, name: &[u8]) -> Option<&'static str> {
        suggest::near_bytes(name, self.uri_schemes().map(|spec| spec.name))
    }

    /// Every image format of the target's release, by name.
    pub fn image_types(&self) -> impl Iterator<Item = &'static ImageTypeSpec> {
        IMAGE_TYPES.iter().filter(|spec| spec.form(self.target.release()).is_some())
    }

    /// The image format with that name in any release.
    #[must_use]
    pub fn image_type_in_any_release(name: &[u8]) -> Option<&'static ImageTypeSpec> {
        IMAGE_TYPES_BY_NAME.find(name)
    }

    /// Every key of the target's release, by name.
    pub fn keys(&self) -> impl Iterator<Item = &'static KeySpec> {
        KEYS.iter().filter(|key| key.code(self.target.release()).is_some())
    }

    /// The names in a list, in the target's release.
    #[must_use]
    pub fn values(&self, list: Enumeration) -> &'static [&'static str] {
        let row = ENUMERATIONS.iter().find(|row| row.enumeration == list);
        row.map_or(&[], |row| row.values[self.target.release().index()])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Named;

    fn is_sorted<T: Named>(table: &[T]) -> bool {
        table.is_sorted_by(|a, b| a.name().as_bytes() < b.name().as_bytes())
    }

    #[test]
    fn every_table_is_sorted_and_has_every_name_once() {
        assert!(is_sorted(COMMANDS));
        assert!(is_sorted(SETTINGS));
        assert!(is_sorted(SETTING_TYPES));
        assert!(is_sorted(URI_SCHEMES));
        assert!(is_sorted(IMAGE_TYPES));
        assert!(is_sorted(KEYS));
        assert!(is_sorted(BLOCKS));
        assert!(is_sorted(crate::generated::build_options::BUILD_OPTIONS));
    }
}
