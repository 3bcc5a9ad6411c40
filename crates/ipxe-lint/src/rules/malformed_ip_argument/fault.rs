//! Mistakes in the fields of `ip=`.

use std::net::{Ipv4Addr, Ipv6Addr};

use ipxe_catalog::world::{ArgumentReader, KernelArgument};

use super::fields::{Field, Kind};
use crate::{suggest, text::quote};
use ipxe_model::commands::linux;

/// The maximum number of fields of `ip=`: those below, two name servers and a time server; or a packet size and the six
/// parts of a hardware address.
const MOST: usize = 14;

/// A certain mistake, and its consequence.
pub(super) type Fault = (String, &'static str);

const UNUSABLE: &str = "the interface cannot be configured with this";
const NO_METHOD: &str = "this field is the method, and there is no such method";

/// The certain mistake in the fields, if there is one.
pub(super) fn fault(fields: &[Field<'_>], reader: Option<&ArgumentReader>) -> Option<Fault> {
    if fields.len() > MOST {
        let message = format!("`ip=` has {} fields", fields.len());
        return Some((message, "it can have at most seven, followed by name servers"));
    }
    if let Some(mac) = fields.iter().find(|field| field.kind() == Some(Kind::Mac)) {
        let message = format!("{} has colons, which separate fields", quote_setting(mac));
        return Some((message, "each part of the address is read as a separate field"));
    }
    let client = fields.first()?;
    // `ip=INTERFACE:METHOD`, `ip=dhcp`: only the long form begins with an address, or is empty there.
    match client.text.head() {
        b"" if fields.len() < 4 && client.kind().is_none() => None,
        _ if is_address(client) && reader.is_some_and(|reader| reader.ip_short_form) && is_short(fields) => {
            let message = format!("`ip=` begins with an address and has {} fields", fields.len());
            Some((
                message,
                "the initrd reads up to four fields as interface, method, MTU and hardware address",
            ))
        }
        b"" => long_form(fields, reader),
        _ if is_address(client) => long_form(fields, reader),
        head if is_bare_ipv6(head, fields) => Some((
            "an IPv6 address in `ip=` has no brackets".to_owned(),
            "each part of the address is read as a separate field",
        )),
        _ => short_form(fields),
    }
}

/// `ip=METHOD` or `ip=INTERFACE:METHOD`.
fn short_form(fields: &[Field<'_>]) -> Option<Fault> {
    let first = fields.first()?.known()?;
    let Some(second) = fields.get(1) else {
        let parts = || first.split(|byte| *byte == b',');
        if parts().all(is_method) {
            return None;
        }
        if parts().any(is_method) {
            return Some((
                format!("there is no colon between interface and method in {}", quote(first)),
                UNUSABLE,
            ));
        }
        let near = suggest::near(first, KernelArgument::ip_methods().map(str::as_bytes))?;
        return Some((
            format!("{} is not a method of `ip=`; did you mean `{near}`?", quote(first)),
            NO_METHOD,
        ));
    };
    let second = second.known().filter(|second| !second.split(|byte| *byte == b',').all(is_method))?;
    if is_method(first) {
        let message = format!("the method {} comes before the interface {}", quote(first), quote(second));
        return Some((message, "the interface comes first: `ip=INTERFACE:METHOD`"));
    }
    Some((format!("{} is not a method of `ip=`", quote(second)), NO_METHOD))
}

fn is_method(word: &[u8]) -> bool {
    word.is_empty() || KernelArgument::ip_methods().any(|method| method.as_bytes() == word)
}

/// Two to four fields: with fewer or more, the first one is the client.
fn is_short(fields: &[Field<'_>]) -> bool {
    (2..=4).contains(&fields.len())
}

fn long_form(fields: &[Field<'_>], reader: Option<&ArgumentReader>) -> Option<Fault> {
    let takes_length = reader.is_some_and(|reader| reader.ip_prefix_length);
    [(0, "client"), (1, "server"), (2, "gateway")]
        .into_iter()
        .filter_map(|(at, what)| Some((fields.get(at)?, what)))
        .find_map(|(field, what)| address_fault(field, what, takes_length && what == "server"))
        .or_else(|| mask_fault(fields, takes_length))
        .or_else(|| shifted(fields))
        .or_else(|| method_fault(fields))
}

fn address_fault(field: &Field<'_>, what: &str, takes_length: bool) -> Option<Fault> {
    if field.kind() == Some(Kind::Netmask) {
        let message = format!("{} is in the field for the address of the {what}", quote_setting(field));
        return Some((message, UNUSABLE));
    }
    let known = field.known()?;
    if known.starts_with(b"255.") {
        return Some((
            format!("the netmask {} is in the field for the address of the {what}", quote(known)),
            UNUSABLE,
        ));
    }
    // A peer, possibly with a prefix length.
    let slash = known.iter().position(|byte| *byte == b'/').filter(|_| takes_length);
    (!is_ip(known.get(..slash.unwrap_or(known.len()))?))
        .then(|| (format!("{} is not an address, in the field for the {what}", quote(known)), UNUSABLE))
}

fn mask_fault(fields: &[Field<'_>], takes_length: bool) -> Option<Fault> {
    let (client, field) = (fields.first()?, fields.get(3)?);
    if let Some(Kind::Address | Kind::Gateway | Kind::Server) = field.kind() {
        return Some((format!("{} is in the field for the netmask", quote_setting(field)), UNUSABLE));
    }
    let mask = field.known()?;
    let is_prefix = mask.len() <= 3 && mask.iter().all(u8::is_ascii_digit);
    let is_ipv4 =
        client.kind() == Some(Kind::Address) || client.text.head().first().is_some_and(u8::is_ascii_digit);
    if is_prefix && is_ipv4 && !takes_length {
        let label = "the kernel reads this as an address: only some initrds support prefix lengths";
        return Some((format!("the prefix length {} is in the field for the netmask", quote(mask)), label));
    }
    (!is_prefix && !is_netmask(mask)).then(|| (format!("{} is not a netmask", quote(mask)), UNUSABLE))
}

/// An interface in the place of the host's name, and a method in the place of the interface.
fn shifted(fields: &[Field<'_>]) -> Option<Fault> {
    let (host, interface) = (fields.get(4)?.known()?, fields.get(5)?.known()?);
    let is_interface = linux::is_kernel_name(host) || linux::is_predictable_name(host);
    let label = "a field is missing before it: the host name, which may be empty";
    (is_interface && is_method(interface))
        .then(|| (format!("{} is in the field for the host name", quote(host)), label))
}

fn method_fault(fields: &[Field<'_>]) -> Option<Fault> {
    let method = fields.get(6)?.known()?;
    (!is_method(method)).then(|| (format!("{} is not a method of `ip=`", quote(method)), NO_METHOD))
}

fn is_address(field: &Field<'_>) -> bool {
    let head = field.text.head();
    head.starts_with(b"[") || head.first().is_some_and(u8::is_ascii_digit) && head.contains(&b'.')
}

/// Whether the first fields are parts of one address.
fn is_bare_ipv6(head: &[u8], fields: &[Field<'_>]) -> bool {
    let is_part = |part: &[u8]| part.len() <= 4 && part.iter().all(u8::is_ascii_hexdigit);
    let second = fields.get(1).and_then(|field| field.text.as_known());
    fields.len() >= 8 && !head.is_empty() && is_part(head) && second.is_some_and(is_part)
}

fn is_ip(field: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(field) else { return false };
    let inner = text.strip_prefix('[').and_then(|text| text.strip_suffix(']'));
    text.parse::<Ipv4Addr>().is_ok() || inner.is_some_and(|text| text.parse::<Ipv6Addr>().is_ok())
}

/// Whether it is an IPv4 address of ones followed by zeros.
fn is_netmask(field: &[u8]) -> bool {
    let mask = std::str::from_utf8(field).ok().and_then(|text| text.parse::<Ipv4Addr>().ok());
    mask.is_some_and(|mask| mask.to_bits().leading_ones() + mask.to_bits().trailing_zeros() >= u32::BITS)
}

fn quote_setting(field: &Field<'_>) -> String {
    quote(&[b"${", field.setting.unwrap_or_default(), b"}"].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_that_kernels_and_initrds_know_are_in_order() {
        for argument in [
            "dhcp",
            "",
            "eth0:dhcp",
            "bond0:dhcp:1500",
            ":::::eth0:dhcp",
            "::::::dhcp",
            "on",
            "dhcp,dhcp6",
            "192.0.2.7",
            "192.0.2.7::192.0.2.1:255.255.255.0",
            "ens3:dhcp,dhcp6",
            "52-54-00-12-34-56:dhcp",
            "192.0.2.7::192.0.2.1:255.255.255.0:web:eth0:none:192.0.2.2",
            "[2001:db8::7]::[2001:db8::1]:64::eth0:none",
            "vlan7:dhcp:1500:52:54:00:12:34:56",
            "192.0.2.7::192.0.2.1:255.255.255.0::eth0:none:1500:52:54:00:12:34:56",
            "192.0.2.7:::0.0.0.0",
        ] {
            assert_eq!(fault(&Field::all_of(argument), None), None, "{argument}");
        }
    }

    #[test]
    fn other_forms_are_not() {
        for argument in [
            "192.0.2.7::192.0.2.1:24::eth0:none",
            "192.0.2.7:255.255.255.0:192.0.2.1:eth0",
            "192.0.2.300::192.0.2.1:255.255.255.0",
            "192.0.2.7::192.0.2.1:255.0.255.0",
            "dchp",
            "eth0,dhcp",
            "192.0.2.7::192.0.2.1:255.255.255.0:eth0:none:web",
            "1.1.1.1:2:3:4:5:6:7:8:9:10:11:12:13:14:15",
            "dhcp:eth0",
            "eth0:dchp",
            "192.0.2.7/24",
            "192.0.2.7,192.0.2.1",
            "192.0.2.7:255.255.255.0",
            "192.0.2.7::192.0.2.1:255.255.255.0:eth0:none",
            "2001:db8::7::2001:db8::1:64::eth0:none",
        ] {
            assert!(fault(&Field::all_of(argument), None).is_some(), "{argument}");
        }
    }
}
