//! What others call the settings that iPXE finds by itself: DHCP servers, other boot loaders, operating systems.

/// Names that nobody is likely to have made up for a setting of his own, and iPXE's for the same.
const ALIASES: [(&[&str], &str); 12] = [
    (&["bootfile-name", "boot-file", "boot-filename"], "filename"),
    (&["tftp-server-name", "boot-server-name", "siaddr"], "next-server"),
    (&["subnet-mask", "subnetmask"], "netmask"),
    (&["routers", "default-gateway", "defaultgateway"], "gateway"),
    (&["domain-name-servers", "domain-name-server", "dns-server-ip"], "dns"),
    (&["ip-address", "ipaddress", "ipaddr", "yiaddr"], "ip"),
    (&["mac-address", "macaddress", "macaddr", "hwaddr", "chaddr"], "mac"),
    (&["serial-number", "serialnumber"], "serial"),
    (&["product-name", "productname"], "product"),
    (&["system-uuid"], "uuid"),
    (&["asset-tag", "assettag"], "asset"),
    (&["system-manufacturer"], "manufacturer"),
];

/// The same for settings of an interface, of which nobody makes any up.
const OF_INTERFACES: [(&[&str], &str); 6] = [
    (&["gw", "router"], "gateway"),
    (&["mask", "subnet"], "netmask"),
    (&["address", "addr", "ip4", "ipv4"], "ip"),
    (&["nameserver", "dns-server", "dns1"], "dns"),
    (&["ipv6"], "ip6"),
    (&["server", "tftp-server", "tftpserver"], "next-server"),
];

/// What iPXE calls it, if others call it so.
pub(super) fn alias(name: &[u8], is_of_interface: bool) -> Option<&'static [u8]> {
    let folded = String::from_utf8_lossy(name).to_ascii_lowercase().replace('_', "-");
    let find = |table: &[(&[&str], &'static str)]| {
        table.iter().find(|(others, _)| others.contains(&folded.as_str())).map(|(_, own)| own.as_bytes())
    };
    find(&ALIASES).or_else(|| is_of_interface.then(|| find(&OF_INTERFACES))?)
}
