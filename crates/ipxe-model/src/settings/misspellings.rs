//! Names of settings that are certainly misspellings of others.

use ipxe_catalog::{Catalog, world::AliasOf};
use ipxe_machine::profile::{Profile, Supplied};

/// Names shorter than this are similar to many unrelated ones.
const SHORT: usize = 5;

/// Names shorter than this are not compared with others that have one more letter, either.
const SLIPPED: usize = 3;

/// In a name shorter than this, an error often makes another valid name.
const SHORTEST: usize = 4;

/// Names of at least this length may have two wrong characters.
const LONG: usize = 10;

/// The maximum number of wrong characters, however long names are.
const MOST_WRONG: usize = 2;

/// Whether a name lacks the last letter of another: `hostnam`.
pub fn is_cut_short(name: &[u8], of: &[u8]) -> bool {
    let rest = of.strip_prefix(name).unwrap_or_default();
    name.len() >= SHORT && rest.len() == 1 && rest.iter().all(u8::is_ascii_alphabetic) && rest != b"s"
}

/// Whether a name is so similar to another that it is certainly a misspelling. Names in families (`mirror` and
/// `mirrorcfg`, `menu_live` and `menu_linux`, `dns1` and `dns2`) are not misspellings of each other.
#[must_use]
pub fn is_misspelling(name: &[u8], of: &[u8]) -> bool {
    // Most names differ too much in length, or have too many characters that the other one lacks.
    if name.is_ascii() && of.is_ascii() {
        let most = wrong_in(name, of).max(1);
        if name.len().abs_diff(of.len()) > most {
            return false;
        }
        let (one, other) = (characters(name), characters(of));
        let lacking = |more: u64, fewer: u64| (more & !fewer).count_ones() as usize;
        if lacking(one, other) > most || lacking(other, one) > most {
            return false;
        }
    }
    let letters =
        |name: &[u8]| name.iter().copied().filter(|byte| !byte.is_ascii_digit()).collect::<Vec<_>>();
    let folded = |name: &[u8]| String::from_utf8_lossy(name).to_ascii_lowercase().replace('-', "_");
    let (one, other) = (folded(name), folded(of));
    if one == other {
        return true;
    }
    let is_part =
        one.starts_with(&other) || other.starts_with(&one) || one.ends_with(&other) || other.ends_with(&one);
    let limit = wrong_in(one.as_bytes(), other.as_bytes());
    let is_long_enough = one.chars().count().abs_diff(other.chars().count()) <= limit;
    let is_near = || is_long_enough && strsim::damerau_levenshtein(&one, &other) <= limit;
    let is_short_slip = || {
        let is_word = |name: &[u8]| name.iter().all(u8::is_ascii_alphabetic);
        let is_long_enough = one.len().max(other.len()) >= SHORTEST;
        is_long_enough && is_word(name) && is_word(of) && is_slip(one.as_bytes(), other.as_bytes())
    };
    !is_part && letters(name) != letters(of) && (is_near() || is_short_slip())
}

/// The set of characters in a name, without case. `-` and `_` are equal.
fn characters(name: &[u8]) -> u64 {
    let folded = |byte: &u8| if *byte == b'-' { b'_' } else { byte.to_ascii_lowercase() };
    name.iter().fold(0, |characters, byte| characters | 1 << (folded(byte) % 64))
}

/// The number of characters that may be wrong in one of two names.
fn wrong_in(name: &[u8], of: &[u8]) -> usize {
    match name.len().min(of.len()) {
        0..SHORT => 0,
        SHORT..LONG => 1,
        _ => MOST_WRONG,
    }
}

/// The digits in a name.
fn digits(name: &[u8]) -> Vec<u8> {
    name.iter().copied().filter(u8::is_ascii_digit).collect()
}

/// Whether a name may be a misspelling of another, so that it is not evidence for anything. This accepts names that may
/// also be intended.
#[must_use]
pub fn may_be_slip(name: &[u8], of: &[u8]) -> bool {
    let (one, other) = (String::from_utf8_lossy(name), String::from_utf8_lossy(of));
    is_misspelling(name, of)
        || name.len().max(of.len()) > 2
            && digits(name) == digits(of)
            && one.chars().count().abs_diff(other.chars().count()) <= 1
            && strsim::damerau_levenshtein(&one, &other) <= 1
}

/// The predefined setting of iPXE of which a name is a misspelling, or for which it is another program's name. None if
/// there is none.
#[must_use]
pub fn near_predefined(catalog: &Catalog, name: &[u8], is_of_interface: bool) -> Option<&'static [u8]> {
    let near = catalog.suggest_setting(name).map(str::as_bytes);
    let is_near = |near: &&[u8]| is_misspelling(name, near) || is_cut_short(name, near);
    let of_interface = || is_of_interface.then(|| AliasOf::InterfaceSetting.own_name(name))?;
    let alias = || AliasOf::Setting.own_name(name).or_else(of_interface).map(str::as_bytes);
    near.filter(is_near).or_else(alias)
}

/// The setting of a profile of which a name, without a type, is a misspelling. The name has the provider's prefix, so
/// that it would otherwise count as provided. None if there is none.
#[must_use]
pub fn misspelt<'p>(profile: &'p Profile, name: &[u8]) -> Option<&'p Supplied> {
    let prefix = profile.supplies(name).map(|supplied| supplied.name.as_bytes())?;
    let rest = name.strip_prefix(prefix).filter(|rest| !rest.is_empty())?;
    // `dns_1`, `dns_2`; `ip_config`, `ip6_config`: numbered names are not misspellings of each other.
    let is_near = |documented: &&Supplied| {
        let of = documented.name.as_bytes().strip_prefix(prefix);
        of.is_some_and(|of| (is_misspelling(rest, of) || is_slip(rest, of)) && digits(rest) == digits(of))
    };
    profile.settings.iter().find(is_near)
}

/// Whether one of two names lacks a letter of the other, or two of its letters are swapped: even short names are then
/// misspellings. A final `s` is a plural.
fn is_slip(name: &[u8], of: &[u8]) -> bool {
    let (shorter, longer) = if name.len() < of.len() { (name, of) } else { (of, name) };
    let places = || longer.iter().zip(shorter).position(|(one, other)| one != other);
    let at = places().unwrap_or(shorter.len());
    let (Some(one), Some(other)) = (longer.get(at..), shorter.get(at..)) else { return false };
    match (one, other) {
        ([b's' | b'S'], []) => false,
        ([added, rest @ ..], other) if rest == other => {
            added.is_ascii_alphabetic() && shorter.len() >= SLIPPED
        }
        ([first, second, rest @ ..], [third, fourth, others @ ..]) => {
            (first, second, rest) == (fourth, third, others) && shorter.len() >= SLIPPED
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_names_are_misspelt_only_by_slips() {
        for name in ["mneu", "meun", "mnu", "meu", "MNEU"] {
            assert!(is_misspelling(name.as_bytes(), b"menu"), "{name}");
        }
        for (name, of) in [
            ("men", "menu"),
            ("enu", "menu"),
            ("mend", "menu"),
            ("tem", "item"),
            ("pi", "ip"),
            ("os", "so"),
            ("vm1", "v1m1"),
        ] {
            assert!(!is_misspelling(name.as_bytes(), of.as_bytes()), "{name}");
        }
    }

    #[test]
    fn names_near_to_a_documented_one_are_misspelt() {
        for (name, expected) in [
            ("IPXE_BOOT_LINUX_IP_CONFG", Some("IPXE_BOOT_LINUX_IP_CONFIG")),
            ("IPXE_BOOT_LINUX_PI_CONFIG", Some("IPXE_BOOT_LINUX_IP_CONFIG")),
            ("IPXE_BOOT_LINUX_IPCONFIG", Some("IPXE_BOOT_LINUX_IP_CONFIG")),
            ("IPXE_BOOT_linux_ip_config", Some("IPXE_BOOT_LINUX_IP_CONFIG")),
            ("IPXE_BOOT_HOSTNAM", Some("IPXE_BOOT_HOSTNAME")),
            ("IPXE_BOOT_OSTNAME", Some("IPXE_BOOT_HOSTNAME")),
            ("IPXE_BOOT_HHOSTNAME", Some("IPXE_BOOT_HOSTNAME")),
            ("IPXE_BOOT_HOSTNAMES", None),
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

    #[test]
    fn short_names_slip_by_a_letter() {
        let near = [("rac", "rack"), ("rakc", "rack"), ("ackr", "rack"), ("racks", "rack"), ("boot", "root")];
        assert_eq!(
            near.map(|(name, of)| is_slip(name.as_bytes(), of.as_bytes())),
            [true, true, false, false, false]
        );
    }

    #[test]
    fn no_built_in_profile_hides_a_slip_in_a_name_that_it_documents() {
        for profile in Profile::all_built_in() {
            for name in profile.settings.iter().map(|supplied| supplied.name.as_bytes()) {
                for at in 1..name.len() {
                    let mut shorter = name.to_vec();
                    shorter.remove(at);
                    let mut swapped = name.to_vec();
                    swapped.swap(at - 1, at);
                    for slip in [shorter, swapped] {
                        let is_exact = profile.settings.iter().any(|known| known.name.as_bytes() == slip);
                        let is_hidden =
                            profile.supplies(&slip).is_some() && misspelt(profile, &slip).is_none();
                        assert!(is_exact || !is_hidden, "{}: {}", profile.name, slip.escape_ascii());
                    }
                }
            }
        }
    }
}
