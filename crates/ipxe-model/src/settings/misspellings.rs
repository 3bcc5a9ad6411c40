//! Names of settings that can only be misspellings of others.

use ipxe_machine::profile::{Profile, Supplied};

/// Names shorter than this are near to many that have nothing to do with them.
const SHORT: usize = 5;

/// In names as long as this two characters may be wrong.
const LONG: usize = 10;

/// Whether a name lacks the last letter of another: `hostnam`.
pub fn is_cut_short(name: &[u8], of: &[u8]) -> bool {
    let rest = of.strip_prefix(name).unwrap_or_default();
    name.len() >= SHORT && rest.len() == 1 && rest.iter().all(u8::is_ascii_alphabetic) && rest != b"s"
}

/// Whether one name is so near to another that it can only be a misspelling of it. Names of settings come in
/// families (`mirror` and `mirrorcfg`, `menu_live` and `menu_linux`, `dns1` and `dns2`), whose members are none.
#[must_use]
pub fn is_misspelling(name: &[u8], of: &[u8]) -> bool {
    let letters =
        |name: &[u8]| name.iter().copied().filter(|byte| !byte.is_ascii_digit()).collect::<Vec<_>>();
    let folded = |name: &[u8]| String::from_utf8_lossy(name).to_ascii_lowercase().replace('-', "_");
    let (one, other) = (folded(name), folded(of));
    if one == other {
        return true;
    }
    let is_part =
        one.starts_with(&other) || other.starts_with(&one) || one.ends_with(&other) || other.ends_with(&one);
    let limit = match one.len().min(other.len()) {
        0..SHORT => 0,
        SHORT..LONG => 1,
        _ => 2,
    };
    let is_long_enough = one.chars().count().abs_diff(other.chars().count()) <= limit;
    is_long_enough
        && !is_part
        && letters(name) != letters(of)
        && strsim::damerau_levenshtein(&one, &other) <= limit
}

/// The setting that a profile documents, and that a name, without a type, is a misspelling of: it begins as the
/// provider's names do, so that nothing else would say that nobody sets it.
#[must_use]
pub fn misspelt<'p>(profile: &'p Profile, name: &[u8]) -> Option<&'p Supplied> {
    let prefix = profile.supplies(name).map(|supplied| supplied.name.as_bytes())?;
    let rest = name.strip_prefix(prefix).filter(|rest| !rest.is_empty())?;
    // `dns_1`, `dns_2`; `ip_config`, `ip6_config`: names that count are not each other's misspellings.
    let digits = |name: &[u8]| name.iter().copied().filter(u8::is_ascii_digit).collect::<Vec<_>>();
    let is_near = |documented: &&Supplied| {
        let of = documented.name.as_bytes().strip_prefix(prefix);
        of.is_some_and(|of| {
            (is_misspelling(rest, of) || is_cut_short(rest, of)) && digits(rest) == digits(of)
        })
    };
    profile.settings.iter().find(is_near)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_near_to_a_documented_one_are_misspelt() {
        for (name, expected) in [
            ("IPXE_BOOT_LINUX_IP_CONFG", Some("IPXE_BOOT_LINUX_IP_CONFIG")),
            ("IPXE_BOOT_LINUX_PI_CONFIG", Some("IPXE_BOOT_LINUX_IP_CONFIG")),
            ("IPXE_BOOT_LINUX_IPCONFIG", Some("IPXE_BOOT_LINUX_IP_CONFIG")),
            ("IPXE_BOOT_linux_ip_config", Some("IPXE_BOOT_LINUX_IP_CONFIG")),
            ("IPXE_BOOT_HOSTNAM", Some("IPXE_BOOT_HOSTNAME")),
            ("IPXE_BOOT_HOSTNAME", None),
            ("IPXE_BOOT_HOSTNAME2", None),
            ("IPXE_BOOT_LINUX_IP6_CONFIG", None),
            ("IPXE_BOOT_LINUX_MAC_CONFIG", None),
            ("IPXE_BOOT_KERNEL", None),
            ("IPXE_BOOT_", None),
            ("net0/IPXE_BOOT_LINUX_IP_CONFG", None),
            ("LINUX_IP_CONFG", None),
        ] {
            let found = misspelt(Profile::flexmetal(), name.as_bytes()).map(|supplied| &*supplied.name);
            assert_eq!(found, expected, "{name}");
        }
    }
}
