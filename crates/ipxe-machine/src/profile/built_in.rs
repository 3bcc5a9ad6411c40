//! The built-in profiles, from the generated rows.

use std::borrow::Cow;

use ipxe_catalog::{Platform, PlatformSet, Target};

use super::{Evidence, Expectation, Profile, Supplied};

/// A built-in profile as generated: a row can be a constant.
pub(super) struct Row {
    pub(super) name: &'static str,
    pub(super) description: &'static str,
    pub(super) dhcp: Option<bool>,
    pub(super) public_images: bool,
    pub(super) net_ifnames_0: Expectation,
    pub(super) settings: &'static [Supplied],
    pub(super) prefixes: &'static [Supplied],
    pub(super) suffixes: &'static [Supplied],
    pub(super) release: Option<&'static str>,
    pub(super) platforms: &'static [Platform],
    pub(super) build_options: &'static [(&'static str, bool)],
    pub(super) notes: &'static [Cow<'static, str>],
    pub(super) sources: &'static [Evidence],
}

/// The profile of a row.
pub(super) fn profile(row: &Row) -> Profile {
    Profile {
        name: Cow::Borrowed(row.name),
        description: Cow::Borrowed(row.description),
        dhcp: row.dhcp,
        public_images: row.public_images,
        net_ifnames_0: row.net_ifnames_0,
        settings: Cow::Borrowed(row.settings),
        prefixes: Cow::Borrowed(row.prefixes),
        suffixes: Cow::Borrowed(row.suffixes),
        target: target(row),
        notes: Cow::Borrowed(row.notes),
        sources: Cow::Borrowed(row.sources),
    }
}

/// The build in a row. Its releases and symbols were checked when the row was generated.
fn target(row: &Row) -> Target {
    let target = Target::default().with_platforms(row.platforms.iter().copied().collect::<PlatformSet>());
    let version = row.release.and_then(|release| release.parse().ok());
    let target = version.into_iter().fold(target, Target::with_version);
    row.build_options
        .iter()
        .fold(target, |target, (symbol, on)| target.clone().with_option(symbol, *on).unwrap_or(target))
}
