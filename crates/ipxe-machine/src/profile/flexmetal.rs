//! The profile of i3D.net's `FlexMetal`.

use std::borrow::Cow;

use super::{Expectation, Profile, Supplied};

/// The custom iPXE boot of i3D.net's `FlexMetal`; see [`Profile::flexmetal`].
pub(super) static FLEXMETAL: Profile = Profile {
    name: Cow::Borrowed("flexmetal"),
    description: Cow::Borrowed("i3D.net FlexMetal, custom iPXE boot"),
    dhcp: Some(false),
    public_images: true,
    net_ifnames_0: Expectation::Expected,
    settings: Cow::Borrowed(&[
        Supplied::constant("IPXE_BOOT_HOSTNAME", "The host name of the server."),
        Supplied::constant(
            "IPXE_BOOT_LINUX_IP_CONFIG",
            "A ready-made Linux `ip=` argument: address, netmask, gateway, host name, interface and DNS servers.",
        ),
    ]),
    prefixes: Cow::Borrowed(&[Supplied::constant("IPXE_BOOT_", "Supplied by the platform.")]),
};
