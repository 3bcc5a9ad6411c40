//! The profiles of providers and systems, from files in the form that users write them in.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use ipxe_catalog::Target;
use ipxe_machine::profile::{Evidence, Profile, Supplied};

use super::rust::{constant_name, list, option_string, type_name};
use super::{CodegenError, Result};

/// Reads all profiles, by name, which is that of the file.
pub(super) fn load(directory: &Path) -> Result<BTreeMap<String, Profile>> {
    let failed = |path: &Path, source| CodegenError::File { path: path.to_path_buf(), source };
    let mut profiles = BTreeMap::new();
    for entry in fs::read_dir(directory).map_err(|source| failed(directory, source))? {
        let path = entry.map_err(|source| failed(directory, source))?.path();
        if path.extension().is_none_or(|extension| extension != "toml") {
            continue;
        }
        let text = fs::read_to_string(&path).map_err(|source| failed(&path, source))?;
        let wrong = |what: &str| CodegenError::Data(format!("{}: {what}", path.display()));
        let profile: Profile = toml::from_str(&text).map_err(|error| wrong(&error.to_string()))?;
        if path.file_stem().is_none_or(|stem| stem != &*profile.name) {
            return Err(wrong("the file is not called as the profile is"));
        }
        if profile.sources.is_empty() || profile.description.is_empty() {
            return Err(wrong("a profile that is built in has a description and sources"));
        }
        if profile.target.stated_arches().is_some() {
            return Err(wrong("architectures are not generated yet"));
        }
        profiles.insert(profile.name.clone().into_owned(), profile);
    }
    Ok(profiles)
}

/// The rows of all profiles.
pub(super) fn generate(profiles: &BTreeMap<String, Profile>) -> String {
    let names = profiles.keys().map(|name| format!("&{}", constant_name(name)));
    let mut text = format!(
        "use std::borrow::Cow;\n\nuse ipxe_catalog::{{Platform, SettingType}};\n\n\
         use super::built_in::Row;\nuse super::{{Evidence, Expectation, Supplied}};\n\n\
         /// By name.\npub(super) static ALL: &[&Row] = {};\n",
        list(names)
    );
    text.extend(profiles.iter().map(|(name, profile)| row(name, profile)));
    text
}

fn row(name: &str, profile: &Profile) -> String {
    let supplied = |all: &[Supplied]| list(all.iter().map(setting));
    let (release, platforms, options) = target(&profile.target);
    format!(
        "\npub(super) static {}: Row = Row {{ name: {name:?}, description: {:?}, dhcp: {:?}, public_images: {:?}, \
         net_ifnames_0: Expectation::{:?}, settings: {}, prefixes: {}, suffixes: {}, release: {release}, \
         platforms: {platforms}, build_options: {options}, notes: {}, sources: {} }};\n",
        constant_name(name),
        profile.description,
        profile.dhcp,
        profile.public_images,
        profile.net_ifnames_0,
        supplied(&profile.settings),
        supplied(&profile.prefixes),
        supplied(&profile.suffixes),
        list(profile.notes.iter().map(|note| text(note))),
        list(profile.sources.iter().map(evidence)),
    )
}

/// Release, platforms and build options.
fn target(target: &Target) -> (String, String, String) {
    let release = target.stated_version().map(|version| version.to_string());
    let platforms =
        target.stated_platforms().into_iter().flat_map(|platforms| platforms.iter().collect::<Vec<_>>());
    let platforms = platforms.map(|platform| format!("Platform::{}", type_name(platform.name())));
    let options = target.options().map(|(symbol, on)| format!("({:?}, {on})", symbol.name()));
    (option_string(release.as_deref()), list(platforms), list(options))
}

fn setting(supplied: &Supplied) -> String {
    let setting_type = supplied.setting_type.map(|known| format!("SettingType::{known:?}"));
    let optional = |value: Option<String>| value.map_or("None".to_owned(), |value| format!("Some({value})"));
    format!(
        "Supplied {{ name: {}, description: {}, value: {}, setting_type: {}, sometimes: {}, kernel_argument: {} }}",
        text(&supplied.name),
        text(&supplied.description),
        optional(supplied.value.as_deref().map(text)),
        optional(setting_type),
        supplied.sometimes,
        optional(supplied.kernel_argument.as_deref().map(text)),
    )
}

fn evidence(evidence: &Evidence) -> String {
    format!("Evidence {{ url: {}, says: {} }}", text(&evidence.url), text(&evidence.says))
}

fn text(text: &str) -> String {
    format!("Cow::Borrowed({text:?})")
}
