//! The settings that a provider's network supplies, without the values.

mod built_in;
#[cfg(feature = "serde")]
mod data;
mod evidence;
mod generated;
#[cfg(feature = "serde")]
mod report;
mod supplied;

use std::{borrow::Cow, sync::LazyLock};

use ipxe_catalog::Target;

pub use evidence::Evidence;
#[cfg(feature = "serde")]
pub use report::ProfileReport;
pub use supplied::Supplied;

use crate::settings::{Origin, Settings, Value};
use ipxe_language::{setting_name::SettingName, text::Text};

/// A profile: what a provider's network supplies to every script, mostly without the values, which differ
/// from machine to machine.
///
/// Some are built in: [`Profile::all_built_in`]. Others are data files (feature `serde`):
///
/// ```toml
/// name = "lab"
/// description = "The lab on the second floor"
/// dhcp = true
/// public-images = false
/// net-ifnames-0 = "expected"
///
/// [settings]
/// LAB_ROOT = "URI of the directory with the images"
/// LAB_FLOOR = { description = "The floor", value = "2", type = "int8" }
/// LAB_RACK = { description = "The rack, if the machine is in one", sometimes = true }
///
/// [prefixes]
/// LAB_ = "Set by the lab's own script before it chains to yours"
///
/// [target]
/// release = "1.21.1+"
/// platforms = ["efi"]
/// build-options = { PING_CMD = true }
/// ```
///
/// ```
/// use ipxe_machine::profile::Profile;
///
/// let supplied = Profile::flexmetal().supplies(b"IPXE_BOOT_HOSTNAME").unwrap();
/// assert_eq!(supplied.name, "IPXE_BOOT_HOSTNAME");
/// assert!(Profile::flexmetal().supplies(b"IPXE_BOOT_ANYTHING").is_some());
/// assert!(Profile::flexmetal().supplies(b"hostname").is_none());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields, rename_all = "kebab-case")
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(
        title = "Profile of ipxe-lint",
        description = "What a provider's network supplies to every script."
    )
)]
#[non_exhaustive]
pub struct Profile {
    /// Its name.
    pub name: Cow<'static, str>,
    /// Its purpose, in a sentence.
    #[cfg_attr(feature = "serde", serde(default))]
    pub description: Cow<'static, str>,
    /// Whether a DHCP server answers. `None` means that it is not known.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub dhcp: Option<bool>,
    /// Whether images must be reachable from the public network.
    #[cfg_attr(feature = "serde", serde(default))]
    pub public_images: bool,
    /// Whether Linux kernels should get `net.ifnames=0`.
    #[cfg_attr(feature = "serde", serde(default, rename = "net-ifnames-0"))]
    pub net_ifnames_0: Expectation,
    /// Supplied settings, by their exact names.
    #[cfg_attr(feature = "serde", serde(default, with = "data::settings"))]
    #[cfg_attr(feature = "schema", schemars(schema_with = "data::schema"))]
    pub settings: Cow<'static, [Supplied]>,
    /// Prefixes of supplied settings.
    #[cfg_attr(feature = "serde", serde(default, with = "data::parts"))]
    #[cfg_attr(feature = "schema", schemars(schema_with = "data::schema"))]
    pub prefixes: Cow<'static, [Supplied]>,
    /// Suffixes of supplied settings.
    #[cfg_attr(feature = "serde", serde(default, with = "data::parts"))]
    #[cfg_attr(feature = "schema", schemars(schema_with = "data::schema"))]
    pub suffixes: Cow<'static, [Supplied]>,
    /// The provider's iPXE, as far as it is known: its release, platforms, architectures, and the differences from the
    /// stock build.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Target::is_default"))]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::context::schema::target"))]
    pub target: Target,
    /// Other notes, and facts that are not certain enough for the fields above.
    #[cfg_attr(feature = "serde", serde(default))]
    pub notes: Cow<'static, [Cow<'static, str>]>,
    /// The sources of these facts.
    #[cfg_attr(feature = "serde", serde(default))]
    pub sources: Cow<'static, [Evidence]>,
}

/// Whether a script is expected to do something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "lowercase"))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum Expectation {
    /// Expected: without it, the script does not work as intended.
    Expected,
    /// Optional: the script decides.
    #[default]
    Optional,
}

impl Profile {
    /// The custom iPXE boot of i3D.net's `FlexMetal`.
    ///
    /// The platform supplies settings whose names start with `IPXE_BOOT_`; a customer's VLAN has no DHCP server; images
    /// must be reachable from the public network; interface names are eth0, eth1, so `net.ifnames=0` is expected; its
    /// iPXE build has HTTPS, which the provider's own examples use.
    #[must_use]
    pub fn flexmetal() -> &'static Self {
        static FLEXMETAL: LazyLock<Profile> = LazyLock::new(|| built_in::profile(&generated::FLEXMETAL));
        &FLEXMETAL
    }

    /// The built-in profiles, by name.
    #[must_use]
    pub fn all_built_in() -> &'static [Self] {
        static ALL: LazyLock<Vec<Profile>> =
            LazyLock::new(|| generated::ALL.iter().map(|row| built_in::profile(row)).collect());
        &ALL
    }

    /// The built-in profile with that name. None if there is none.
    #[must_use]
    pub fn built_in(name: &str) -> Option<&'static Self> {
        Self::all_built_in().iter().find(|profile| profile.name == name)
    }

    /// The entry for the setting with that name (`[scope/]name[:type]`), if the profile supplies it: the exact name,
    /// otherwise the longest prefix, otherwise the longest suffix. Only settings without a scope are supplied.
    #[must_use]
    pub fn supplies(&self, name: &[u8]) -> Option<&Supplied> {
        let name = SettingName::parse(name);
        if !name.scope.is_empty() {
            return None;
        }
        let exact = self.settings.iter().find(|supplied| supplied.name.as_bytes() == name.name);
        let prefixes = || self.prefixes.iter().filter(|part| name.name.starts_with(part.name.as_bytes()));
        let suffixes = || self.suffixes.iter().filter(|part| name.name.ends_with(part.name.as_bytes()));
        exact
            .or_else(|| prefixes().max_by_key(|part| part.name.len()))
            .or_else(|| suffixes().max_by_key(|part| part.name.len()))
    }

    /// Adds the settings with exact names that always exist to an empty tree: with their values if these are the same
    /// for every machine, otherwise with unknown values.
    pub fn apply(&self, settings: &mut Settings) {
        for supplied in self.settings.iter().filter(|supplied| !supplied.sometimes) {
            let name = supplied.name.as_bytes();
            if settings.read(name).is_err() {
                let setting_type = supplied.setting_type.unwrap_or_else(|| settings.default_type(name));
                let text = supplied.value.as_deref().map_or_else(Text::unknown, Text::from);
                let value = Value::parse(&text, setting_type, Origin::Profile);
                // A value that the type cannot store is unknown.
                let value = value.unwrap_or_else(|_| Value::unknown(setting_type, Origin::Profile));
                // A name that cannot be written (because of a wrong type in it) cannot be supplied.
                let _ = settings.put(name, value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use ipxe_catalog::{Catalog, Target};

    use super::*;

    #[test]
    fn built_in_profiles_are_found_by_name() {
        assert_eq!(Profile::built_in("flexmetal"), Some(Profile::flexmetal()));
        assert_eq!(Profile::built_in("nosuch"), None);
    }

    #[test]
    fn exact_names_come_before_prefixes() {
        let supplied = |name: &[u8]| Profile::flexmetal().supplies(name).map(|supplied| &*supplied.name);
        assert_eq!(supplied(b"IPXE_BOOT_LINUX_IP_CONFIG"), Some("IPXE_BOOT_LINUX_IP_CONFIG"));
        assert_eq!(supplied(b"IPXE_BOOT_X:uristring"), Some("IPXE_BOOT_"));
        assert_eq!(supplied(b"net0/IPXE_BOOT_X"), None);
    }

    #[test]
    fn supplied_settings_have_unknown_values_unless_set() {
        let mut settings = Settings::new(Catalog::new(Target::default()));
        settings.write(b"IPXE_BOOT_HOSTNAME", &"web1".into(), Origin::Context).unwrap();
        Profile::flexmetal().apply(&mut settings);
        assert_eq!(settings.read(b"IPXE_BOOT_HOSTNAME").unwrap().text().as_known(), Some(&b"web1"[..]));
        let found = settings.read(b"IPXE_BOOT_LINUX_IP_CONFIG").unwrap();
        assert_eq!((found.value().origin(), found.text().is_known()), (Origin::Profile, false));
    }
}
