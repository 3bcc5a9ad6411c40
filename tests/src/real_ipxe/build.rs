//! The builds in Debian's packages.

use ipxe_catalog::{Arch, ArchSet, Catalog, Platform, PlatformSet, Release, Target};

/// A build of iPXE for PC BIOS in a Debian package.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Build {
    /// The sources of January 2019, which are a year younger than 1.20.1 and nine older than 1.0.0.
    Old,
    /// 2.0.0.
    New,
}

impl Build {
    /// The build with this version text.
    pub(super) fn of(version: &str) -> Option<Self> {
        let starts = |start| version.starts_with(start);
        if starts("1.0.0+git-2019") { Some(Self::Old) } else { starts("2.0.0+dfsg").then_some(Self::New) }
    }

    /// Its contents.
    ///
    /// # Panics
    /// Never: the options exist.
    #[must_use]
    pub fn catalog(self) -> Catalog {
        let options = self.options().iter().copied();
        let target = Target::default()
            .with_release(self.release())
            .with_platforms(PlatformSet::of(&[Platform::Pcbios]))
            .with_arches(ArchSet::of(&[Arch::I386]));
        let with = |target: Target, (symbol, on)| target.with_option(symbol, on).expect("a build option");
        Catalog::new(options.fold(target, with))
    }

    fn release(self) -> Release {
        match self {
            Self::Old => Release::V1_20_1,
            Self::New => Release::V2_0_0,
        }
    }

    /// The differences from the stock configuration.
    fn options(self) -> &'static [(&'static str, bool)] {
        match self {
            Self::Old => &[("FCMGMT_CMD", false), ("SANBOOT_PROTO_FCP", false), ("DOWNLOAD_PROTO_NFS", true)],
            Self::New => &[
                ("CERT_CMD", true),
                ("CONSOLE_CMD", true),
                ("DOWNLOAD_PROTO_HTTPS", true),
                ("DOWNLOAD_PROTO_NFS", true),
                ("FCMGMT_CMD", false),
                ("NET_PROTO_IPV6", true),
                ("PING_CMD", true),
                ("SANBOOT_PROTO_FCP", false),
                ("VLAN_CMD", true),
            ],
        }
    }

    /// Parts of lines that differ although the simulator is right: the old build leaves the `+` in `uristring`
    /// unchanged, and both show the smallest 32-bit number as `-` and characters that are not digits.
    pub(super) fn differing(self) -> &'static [&'static [u8]] {
        match self {
            Self::Old => &[b"%2B", b"253242", b"-2147483648"],
            Self::New => &[b"-2147483648"],
        }
    }
}
