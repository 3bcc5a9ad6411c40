//! The list of features in a banner.
//!
//! The names are those that builds print: Debian's (for BIOS and UEFI, run in QEMU), and published screenshots of
//! others, the longest of them with FTP, SLAM, NBI, SDI and COMBOOT.

use crate::{BuildSymbol, Platform};

/// A feature in the list.
struct Feature {
    name: &'static str,
    /// The build option that enables it.
    symbol: &'static str,
    /// The only platform that can have it.
    platform: Option<Platform>,
    /// Whether no other option enables it.
    is_sure: bool,
}

const fn everywhere(name: &'static str, symbol: &'static str) -> Feature {
    Feature { name, symbol, platform: None, is_sure: true }
}

const fn on(platform: Platform, name: &'static str, symbol: &'static str) -> Feature {
    Feature { name, symbol, platform: Some(platform), is_sure: true }
}

/// All known features.
static FEATURES: [Feature; 21] = [
    everywhere("DNS", "DNS_RESOLVER"),
    everywhere("FTP", "DOWNLOAD_PROTO_FTP"),
    everywhere("HTTP", "DOWNLOAD_PROTO_HTTP"),
    everywhere("HTTPS", "DOWNLOAD_PROTO_HTTPS"),
    everywhere("NFS", "DOWNLOAD_PROTO_NFS"),
    everywhere("SLAM", "DOWNLOAD_PROTO_SLAM"),
    everywhere("TFTP", "DOWNLOAD_PROTO_TFTP"),
    everywhere("iSCSI", "SANBOOT_PROTO_ISCSI"),
    everywhere("AoE", "SANBOOT_PROTO_AOE"),
    everywhere("SRP", "SANBOOT_PROTO_IB_SRP"),
    everywhere("Menu", "MENU_CMD"),
    // Network code needs VLANs, even if the VLAN commands are not compiled in.
    Feature { name: "VLAN", symbol: "VLAN_CMD", platform: None, is_sure: false },
    on(Platform::Efi, "EFI", "IMAGE_EFI"),
    on(Platform::Pcbios, "ELF", "IMAGE_ELF"),
    on(Platform::Pcbios, "MBOOT", "IMAGE_MULTIBOOT"),
    on(Platform::Pcbios, "NBI", "IMAGE_NBI"),
    on(Platform::Pcbios, "PXE", "IMAGE_PXE"),
    on(Platform::Pcbios, "SDI", "IMAGE_SDI"),
    on(Platform::Pcbios, "bzImage", "IMAGE_BZIMAGE"),
    on(Platform::Pcbios, "COMBOOT", "IMAGE_COMBOOT"),
    on(Platform::Pcbios, "PXEXT", "PXE_STACK"),
];

fn known(name: &str) -> Option<&'static Feature> {
    FEATURES.iter().find(|feature| feature.name == name)
}

/// The features that a banner lists.
pub(super) struct Listed<'t> {
    names: Vec<&'t str>,
    /// Whether the end of the list may be missing.
    is_cut: bool,
}

impl<'t> Listed<'t> {
    /// The list in a text, if there is one.
    pub(super) fn find(text: &'t str) -> Option<Self> {
        let (_, after) = text.split_once("Features:")?;
        let mut lines = after.lines();
        let mut names: Vec<&str> = lines.next().unwrap_or_default().split_whitespace().collect();
        // A terminal may have wrapped the line; other lines after it contain other words.
        let next = lines.next().map(|line| line.split_whitespace().collect::<Vec<_>>()).unwrap_or_default();
        if next.iter().all(|name| known(name).is_some()) {
            names.extend(next);
        }
        let is_beginning = |name: &&str| FEATURES.iter().any(|feature| feature.name.starts_with(*name));
        let is_cut = names.last().is_none_or(|last| known(last).is_none() && is_beginning(last));
        Some(Self { names, is_cut })
    }

    fn has(&self, feature: &Feature) -> bool {
        self.names.contains(&feature.name)
    }

    /// The platform, if only one can have the listed features.
    pub(super) fn platform(&self) -> Option<Platform> {
        let mut platforms =
            FEATURES.iter().filter(|feature| self.has(feature)).filter_map(|feature| feature.platform);
        let first = platforms.next()?;
        platforms.all(|platform| platform == first).then_some(first)
    }

    /// The build options that it implies, on a platform.
    pub(super) fn options(&self, platform: Option<Platform>) -> impl Iterator<Item = (BuildSymbol, bool)> {
        let said = FEATURES.iter().filter_map(move |feature| {
            let could_be_listed = feature.platform.is_none_or(|only| platform == Some(only));
            let on = match self.has(feature) {
                true if feature.is_sure => true,
                false if could_be_listed && !self.is_cut => false,
                _ => return None,
            };
            Some((BuildSymbol::parse(feature.symbol).ok()?, on))
        });
        said.collect::<Vec<_>>().into_iter()
    }

    /// The unknown features.
    pub(super) fn others(&self) -> impl Iterator<Item = &'t str> {
        self.names.iter().copied().filter(|name| known(name).is_none())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_feature_has_a_build_option() {
        for feature in &FEATURES {
            assert!(BuildSymbol::parse(feature.symbol).is_ok(), "{}", feature.name);
        }
    }
}
