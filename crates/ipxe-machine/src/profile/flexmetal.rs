//! The profile of i3D.net's `FlexMetal`.

use std::borrow::Cow;

use ipxe_catalog::{BuildSymbol, Target};

use super::{Expectation, Profile, Supplied};

static SETTINGS: [Supplied; 2] = [
    Supplied::constant("IPXE_BOOT_HOSTNAME", "The host name of the server."),
    Supplied::constant(
        "IPXE_BOOT_LINUX_IP_CONFIG",
        "A ready-made Linux `ip=` argument: address, netmask, gateway, host name, interface and DNS servers.",
    ),
];

static PREFIXES: [Supplied; 1] = [Supplied::constant("IPXE_BOOT_", "Supplied by the platform.")];

/// The custom iPXE boot of i3D.net's `FlexMetal`; see [`Profile::flexmetal`].
pub(super) fn profile() -> Profile {
    // The provider's own examples load images by HTTPS, which the stock build for a BIOS lacks.
    let https = BuildSymbol::parse("DOWNLOAD_PROTO_HTTPS");
    Profile {
        name: Cow::Borrowed("flexmetal"),
        description: Cow::Borrowed("i3D.net FlexMetal, custom iPXE boot"),
        dhcp: Some(false),
        public_images: true,
        net_ifnames_0: Expectation::Expected,
        settings: Cow::Borrowed(&SETTINGS),
        prefixes: Cow::Borrowed(&PREFIXES),
        target: https.into_iter().fold(Target::default(), |target, https| target.with_symbol(https, true)),
    }
}
