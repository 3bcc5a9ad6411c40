//! The text that a build of iPXE shows when it starts.

mod features;
mod version;

use std::fmt;
use std::str::FromStr;

use crate::Target;

/// The banner that a build of iPXE shows when it starts, and the facts in it.
///
/// The text may be a copy of the whole screen, with escape sequences, lines before and after, and lines that were
/// truncated or wrapped at the width of a terminal. The facts are:
///
/// * the [`Version`](crate::Version): a release, or a snapshot after one, as nearly all builds are;
/// * the platform, from features that only one platform has;
/// * build options: a feature in the list is compiled in, and a missing one that would be in the list is not.
///
/// A missing features line gives no facts, and neither do missing features in a truncated one.
///
/// ```
/// use ipxe_catalog::{Banner, Platform, PlatformSet};
///
/// let banner: Banner = "iPXE 1.21.1+ (g3ae83) -- Open Source Network Boot Firmware -- http://ipxe.org\n\
///     Features: DNS HTTP iSCSI TFTP AoE EFI Menu\n".parse()?;
/// let target = banner.target();
/// assert_eq!(target.version().to_string(), "1.21.1+");
/// assert_eq!(target.platforms(), PlatformSet::of(&[Platform::Efi]));
/// assert!(target.options().any(|(symbol, on)| symbol.name() == "DOWNLOAD_PROTO_HTTPS" && !on));
/// # Ok::<(), ipxe_catalog::NoBanner>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Banner {
    text: String,
    target: Target,
    others: Vec<String>,
}

/// A text that is not a banner.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NoBanner {
    /// It contains neither a version nor a list of features.
    #[error("this is no banner of iPXE: neither `iPXE VERSION` nor `Features:` is in it")]
    Nothing,
    /// It contains a version without information.
    #[error("nothing is known of a build that calls itself `{0}`")]
    Version(String),
}

impl Banner {
    /// The facts about the build; the rest is not stated.
    #[must_use]
    pub fn target(&self) -> &Target {
        &self.target
    }

    /// The features in its list that give no facts.
    pub fn others(&self) -> impl Iterator<Item = &str> {
        self.others.iter().map(String::as_str)
    }
}

impl FromStr for Banner {
    type Err = NoBanner;

    fn from_str(text: &str) -> Result<Self, NoBanner> {
        let text = without_escapes(text);
        let version = version::find(&text)?;
        let listed = features::Listed::find(&text);
        if version.is_none() && listed.is_none() {
            return Err(NoBanner::Nothing);
        }
        let target = version.into_iter().fold(Target::default(), Target::with_version);
        let Some(listed) = listed else { return Ok(Self { text, target, others: Vec::new() }) };
        let platform = listed.platform();
        let target = target.with_platforms(platform.into_iter().collect());
        let target =
            listed.options(platform).fold(target, |target, (symbol, on)| target.with_symbol(symbol, on));
        let others = listed.others().map(str::to_owned).collect();
        Ok(Self { text, target, others })
    }
}

impl fmt::Display for Banner {
    /// The text, without escape sequences.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Banner {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Banner {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <String as serde::Deserialize>::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// Sequences for colours and cursor movement (`ESC [ … letter`) are not part of it, and neither are other control
/// characters.
fn without_escapes(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        if char == '\x1b' && chars.next_if_eq(&'[').is_some() {
            let _ = chars.find(|char| matches!(char, '\x40'..='\x7e'));
        } else if char == '\n' || !char.is_control() {
            clean.push(char);
        } else {
            clean.push(' ');
        }
    }
    clean
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Platform, PlatformSet, Version};

    /// The conclusions: version, platforms, options that are on, and some that are off.
    fn concluded(text: &str) -> (String, Option<PlatformSet>, Vec<&'static str>, Vec<&'static str>) {
        let target = text.parse::<Banner>().unwrap().target;
        let options = |which: bool| {
            target.options().filter(|(_, on)| *on == which).map(|(symbol, _)| symbol.name()).collect()
        };
        let version = target.stated_version().map(|version| version.to_string()).unwrap_or_default();
        (version, target.stated_platforms(), options(true), options(false))
    }

    const EFI: Option<PlatformSet> = Some(PlatformSet::of(&[Platform::Efi]));
    const BIOS: Option<PlatformSet> = Some(PlatformSet::of(&[Platform::Pcbios]));

    #[test]
    fn a_screen_of_debian_in_qemu_is_understood() {
        let screen = "iPXE initialising devices...ok\r\n\r\n\x1b[0;1miPXE 1.0.0+git-20190125.36a4c85-5.1\x1b[0m -- Open \
            Source Network Boot Firmware -- \x1b[0;36mhttp\r\n://ipxe.org\x1b[0m\r\n\x1b[0mFeatures: DNS HTTP iSCSI NFS TFTP SRP \
            AoE ELF MBOOT PXE bzImage Menu PXEXT\r\n\r\nConfiguring (net0 52:54:00:12:34:56)... ok\r\n";
        let (version, platforms, on, off) = concluded(screen);
        assert_eq!((version.as_str(), platforms), ("1.0.0+", BIOS));
        assert_eq!(on.len(), 13, "{on:?}");
        assert!(on.contains(&"DOWNLOAD_PROTO_NFS") && on.contains(&"PXE_STACK"));
        assert_eq!(
            off,
            [
                "DOWNLOAD_PROTO_FTP",
                "DOWNLOAD_PROTO_HTTPS",
                "DOWNLOAD_PROTO_SLAM",
                "IMAGE_COMBOOT",
                "IMAGE_NBI",
                "IMAGE_SDI",
                "VLAN_CMD"
            ]
        );
    }

    #[test]
    fn what_only_another_platform_could_list_is_not_missing() {
        let (_, platforms, on, off) = concluded("Features: DNS HTTP HTTPS iSCSI TFTP VLAN SRP AoE EFI Menu");
        assert_eq!(platforms, EFI);
        assert!(on.contains(&"DOWNLOAD_PROTO_HTTPS") && !on.contains(&"VLAN_CMD"), "{on:?}");
        assert_eq!(off, ["DOWNLOAD_PROTO_FTP", "DOWNLOAD_PROTO_NFS", "DOWNLOAD_PROTO_SLAM"]);
        let (version, platforms, _, off) = concluded("iPXE 2.0.0\nFeatures: DNS HTTP TFTP");
        assert_eq!((version.as_str(), platforms), ("2.0.0", None));
        assert!(
            off.contains(&"MENU_CMD") && !off.contains(&"IMAGE_EFI") && !off.contains(&"IMAGE_ELF"),
            "{off:?}"
        );
    }

    #[test]
    fn lines_that_a_terminal_wrapped_or_cut_are_known() {
        let wrapped = "iPXE 1.0.255+ -- Open\nFeatures: DNS HTTP HTTPS iSCSI TFTP VLAN AoE ELF MBOOT PXE bzImage COMBOOT Menu \nPXEXT    \n\n";
        let (version, platforms, on, _) = concluded(wrapped);
        assert_eq!((version.as_str(), platforms), ("1.0.0+", BIOS));
        assert!(on.contains(&"PXE_STACK") && on.contains(&"DOWNLOAD_PROTO_HTTPS"));
        let (_, platforms, on, off) =
            concluded("Features: DNS HTTP iSCSI NFS TFTP AoE ELF MBOOT PXE bzImage Menu PXEX\n\nnet0: ");
        assert_eq!((platforms, off), (BIOS, Vec::new()), "who knows what was cut");
        assert!(on.contains(&"DOWNLOAD_PROTO_NFS"));
    }

    #[test]
    fn versions_lead_to_releases_and_snapshots() {
        for (text, expected) in [
            ("iPXE 1.21.1+git-20220113.fbbdc3926-0ubuntu1", "1.21.1+"),
            ("iPXE 1.20.1+ (gc6c9e)", "1.20.1+"),
            ("iPXE 2.0.0+ (ga1992)", "2.0.0+"),
            ("iPXE v1.21.1 -- Open", "1.21.1"),
            ("iPXE 2.0.0", "2.0.0"),
            ("iPXE 2.3.4", "2.0.0+"),
            ("iPXE 1.0.0 (7924d)", "1.0.0+"),
            ("gPXE 1.0.0 -- Open Source Boot Firmware", "1.0.0"),
            ("iPXE 20200823-9.git4bd064de.el8", "1.20.1+"),
            ("welcome to iPXE\niPXE 1.21.1+", "1.21.1+"),
        ] {
            assert_eq!(concluded(text).0, expected, "{text}");
        }
        for text in
            ["", "iPXE", "DNS HTTP", "iPXE boot menu", "iPXE 0.9.3", "gPXE 0.9.9", "iPXE 99999999999999"]
        {
            assert!(text.parse::<Banner>().is_err(), "{text}");
        }
    }

    #[test]
    fn what_is_not_known_is_told() {
        let banner: Banner = "Features: DNS WARP HTTP".parse().unwrap();
        assert_eq!(banner.others().collect::<Vec<_>>(), ["WARP"]);
        assert_eq!(banner.target().stated_version(), None::<Version>);
    }
}
