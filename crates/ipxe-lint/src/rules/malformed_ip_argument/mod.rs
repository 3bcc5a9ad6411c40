//! `ip=` that neither the kernel nor an initrd can make sense of.

use std::net::{Ipv4Addr, Ipv6Addr};

use ipxe_engine::{Piece, Text};
use ipxe_syntax::Word;

use crate::{
    Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, facts::template::has_template, sink::Sink,
    text::quote,
};

pub(super) const META: RuleMeta = RuleMeta {
    name: "malformed-ip-argument",
    code: "IPX607",
    summary: "the fields of `ip=` are not what and where they should be",
    level: Level::Warning,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

const ARGUMENT: &[u8] = b"ip=";
const FIELDS: &str = "the fields are `ip=CLIENT:SERVER:GATEWAY:NETMASK:HOST:INTERFACE:METHOD`; leave those empty that do not matter";

/// Ways of configuring an interface, of the kernel and of the usual initrds.
const METHODS: [&[u8]; 20] = [
    b"", b"all", b"any", b"auto", b"auto6", b"both", b"bootp", b"dhcp", b"dhcp4", b"dhcp6", b"either6", b"ibft",
    b"link-local", b"link6", b"none", b"off", b"on", b"rarp", b"single-dhcp", b"static",
];

/// As many fields `ip=` has at most: those below, two name servers and a time server; or a packet size and the six
/// parts of a hardware address.
const MOST: usize = 14;

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    for line in cx.command_lines().linux() {
        let words = line.words.iter().filter(|word| word.text().starts_with(ARGUMENT));
        out.extend(words.filter(|word| !has_template(word.text())).filter_map(|word| look_at(cx, *word)));
    }
}

fn look_at<'a, 's>(cx: &Context<'a, 's>, word: Word<'a, 's>) -> Option<Diagnostic> {
    let fields = fields(&cx.constants().resolve(word, cx));
    let (message, label) = wrong(&fields)?;
    let span = word.span_at(ARGUMENT.len()..word.text().len());
    Some(Diagnostic::new(RuleId::MalformedIpArgument, span, message, label).help(FIELDS))
}

/// The fields between colons; those in brackets are addresses of IPv6.
fn fields(argument: &Text<'_>) -> Vec<Text<'static>> {
    let mut fields = vec![Text::default()];
    let mut in_brackets = false;
    let mut skipped = ARGUMENT.len();
    for piece in argument.pieces() {
        let Piece::Known(bytes) = piece else {
            fields.last_mut().into_iter().for_each(Text::push_unknown);
            continue;
        };
        for byte in bytes.iter().skip(std::mem::take(&mut skipped)) {
            in_brackets = (in_brackets || *byte == b'[') && *byte != b']';
            if *byte == b':' && !in_brackets {
                fields.push(Text::default());
            } else {
                fields.last_mut().into_iter().for_each(|field| field.push_bytes(&[*byte]));
            }
        }
    }
    fields
}

/// What is surely wrong, and what comes of it.
fn wrong(fields: &[Text<'_>]) -> Option<(String, &'static str)> {
    let known = |at: usize| fields.get(at).and_then(Text::as_known).filter(|field| !field.is_empty());
    let unusable = "the interface is not configured like this";
    if fields.len() > MOST {
        return Some((format!("`ip=` has {} fields", fields.len()), "there are at most seven, and name servers behind them"));
    }
    // `ip=INTERFACE:METHOD`, `ip=dhcp`: only the long form begins with an address, or with nothing.
    let client = fields.first()?;
    let is_address = |field: &Text<'_>| field.head().first().is_some_and(|byte| byte.is_ascii_digit() || *byte == b'[');
    if fields.len() < 4 || !(client.head().is_empty() || is_address(client)) {
        return None;
    }
    for (at, what) in [(0, "client"), (1, "server"), (2, "gateway")] {
        if let Some(field) = known(at).filter(|field| field.starts_with(b"255.")) {
            return Some((format!("{} is a netmask where the address of a {what} is wanted", quote(field)), unusable));
        }
        if let Some(field) = known(at).filter(|field| !is_ip(field)) {
            return Some((format!("{} is no address of a {what}", quote(field)), unusable));
        }
    }
    if let Some(mask) = known(3) {
        let is_prefix = mask.len() <= 3 && mask.iter().all(u8::is_ascii_digit);
        let is_ipv6 = client.head().starts_with(b"[");
        if is_prefix && !is_ipv6 && !client.head().is_empty() {
            let label = "the kernel takes this for an address, as only some initrds know prefix lengths";
            return Some((format!("{} is a prefix length where a netmask is wanted", quote(mask)), label));
        }
        if !is_prefix && !is_netmask(mask) {
            return Some((format!("{} is no netmask", quote(mask)), unusable));
        }
    }
    let method = known(6)?;
    (!METHODS.contains(&method)).then(|| (format!("{} is no way of configuring an interface", quote(method)), unusable))
}

fn is_ip(field: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(field) else { return false };
    let inner = text.strip_prefix('[').and_then(|text| text.strip_suffix(']'));
    text.parse::<Ipv4Addr>().is_ok() || inner.is_some_and(|text| text.parse::<Ipv6Addr>().is_ok())
}

/// Whether it is an IPv4 address of ones before zeros.
fn is_netmask(field: &[u8]) -> bool {
    let mask = std::str::from_utf8(field).ok().and_then(|text| text.parse::<Ipv4Addr>().ok());
    mask.is_some_and(|mask| mask.to_bits().leading_ones() + mask.to_bits().trailing_zeros() >= u32::BITS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_wrong(argument: &str) -> bool {
        wrong(&fields(&Text::from(argument))).is_some()
    }

    #[test]
    fn forms_that_kernels_and_initrds_know_are_in_order() {
        for argument in [
            "ip=dhcp", "ip=", "ip=eth0:dhcp", "ip=bond0:dhcp:1500", "ip=:::::eth0:dhcp", "ip=::::::dhcp",
            "ip=192.0.2.7::192.0.2.1:255.255.255.0", "ip=192.0.2.7::192.0.2.1:255.255.255.0:web:eth0:none:192.0.2.2",
            "ip=[2001:db8::7]::[2001:db8::1]:64::eth0:none", "ip=vlan7:dhcp:1500:52:54:00:12:34:56",
            "ip=192.0.2.7::192.0.2.1:255.255.255.0::eth0:none:1500:52:54:00:12:34:56", "ip=192.0.2.7:::0.0.0.0",
        ] {
            assert!(!is_wrong(argument), "{argument}");
        }
    }

    #[test]
    fn other_forms_are_not() {
        for argument in [
            "ip=192.0.2.7::192.0.2.1:24::eth0:none", "ip=192.0.2.7:255.255.255.0:192.0.2.1:eth0",
            "ip=192.0.2.300::192.0.2.1:255.255.255.0", "ip=192.0.2.7::192.0.2.1:255.0.255.0",
            "ip=192.0.2.7::192.0.2.1:255.255.255.0:eth0:none:web", "ip=1.1.1.1:2:3:4:5:6:7:8:9:10:11:12:13:14:15",
        ] {
            assert!(is_wrong(argument), "{argument}");
        }
    }
}
