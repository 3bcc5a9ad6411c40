//! Releases of distributions, as they appear in URLs and texts, and the properties of their kernels.

use crate::Release;
use crate::generated::world_distributions::{
    DISTRIBUTIONS, IPXE_THAT_OFFERS, KERNEL_THAT_ASKS, KERNEL_WITH_EFI_STUB, NAMES, RELEASES, WORDS,
};
use crate::world::{FileClass, FileKind};

/// The maximum distance between the name of a distribution and its release: `fedora/linux/releases/38`.
const NEAR: usize = 24;

/// The maximum difference between a future release and the newest known one.
const AHEAD: u16 = 10;

/// Before this month, the kernels of distributions without releases were too old to request their initrd.
const ROLLING_SINCE: (u16, u16) = (2020, 6);

/// Versions of Linux: numbers outside of these are something else, as in `vmlinuz-20240101`.
const MAJORS: std::ops::Range<u16> = 2..10;

/// The facts about a release.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct OsRelease {
    /// None if it has no number, or only a code name.
    pub(crate) number: Option<(u16, u16)>,
    /// Whether its kernel requests its initrd from UEFI firmware.
    pub(crate) firmware_initrd: Known,
    /// Whether it uses interface names like `eth0` by default.
    pub(crate) eth0: Known,
    /// Whether UEFI firmware cannot start its kernel.
    pub(crate) has_no_efi_stub: bool,
    /// Whether it also has a newer kernel, called `hwe`, that requests its initrd.
    pub(crate) hardware_enablement: bool,
}

/// A fact that has not been checked for every release.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Known {
    Yes,
    No,
    Unknown,
}

/// The positions of a distribution's releases in the table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Distribution {
    pub(crate) first: u16,
    pub(crate) end: u16,
    /// It has dates instead of releases.
    pub(crate) rolling: bool,
    /// The first release whose installer only reads arguments that begin with `inst.`.
    pub(crate) only_inst_since: Option<(u16, u16)>,
}

impl Distribution {
    fn releases(self) -> &'static [OsRelease] {
        RELEASES.get(usize::from(self.first)..usize::from(self.end)).unwrap_or_default()
    }

    /// The release with a number, or the newest one before it; the oldest one for a lower number. None for a number
    /// that no release can have.
    fn release(self, number: (u16, u16)) -> &'static [OsRelease] {
        let releases = self.releases();
        let numbers = || releases.iter().filter_map(|release| release.number);
        let newest = numbers().map(|(major, _)| major).max().unwrap_or_default();
        let is_major = |wanted: u16| numbers().any(|(major, _)| major == wanted);
        let number = match number {
            // `centos79`
            (both @ 10..100, 0) if both > newest + AHEAD && is_major(both / 10) => (both / 10, both % 10),
            (1000.., _) if numbers().any(|(major, _)| major >= 1000) => number,
            // `ubuntu2204`
            (1000.., _) if numbers().any(|(_, minor)| minor > 0) => (number.0 / 100, number.0 % 100),
            (1000.., _) => return &[],
            _ => number,
        };
        // Releases without a number come first.
        let at = releases.partition_point(|release| release.number <= Some(number)).saturating_sub(1);
        let oldest = releases.iter().position(|release| release.number.is_some()).unwrap_or_default();
        releases.get(at.max(oldest)..=at.max(oldest)).unwrap_or_default()
    }
}

/// Whether iPXE provides the initrd to a kernel that asks for it, so that no `initrd=` is needed under UEFI.
///
/// ```
/// use ipxe_catalog::{Release, world};
///
/// assert!(!world::offers_initrd(Release::V1_21_1));
/// assert!(world::offers_initrd(Release::V2_0_0));
/// ```
#[must_use]
pub fn offers_initrd(release: Release) -> bool {
    release >= IPXE_THAT_OFFERS
}

/// Whether a URI, an argument or a text shows that a kernel asks the UEFI firmware for its initrd, as Linux does since
/// 5.7: by the version in a file's name, or by the release of its distribution.
///
/// ```
/// use ipxe_catalog::world::asks_for_initrd;
///
/// assert!(asks_for_initrd(b"http://192.0.2.1/dists/bookworm/main/linux"));
/// assert!(asks_for_initrd(b"Ubuntu 22.04"));
/// assert!(asks_for_initrd(b"/boot/vmlinuz-6.1.0-13-amd64"));
/// assert!(!asks_for_initrd(b"http://192.0.2.1/centos/7/vmlinuz"));
/// assert!(!asks_for_initrd(b"http://192.0.2.1/vmlinuz"));
/// ```
#[must_use]
pub fn asks_for_initrd(text: &[u8]) -> bool {
    let has_hwe = || tokens(text).any(|(start, end)| text[start..end].eq_ignore_ascii_case(b"hwe"));
    let asks = |release: &OsRelease| {
        release.firmware_initrd == Known::Yes || release.hardware_enablement && has_hwe()
    };
    mentions(text).any(|releases| releases.iter().all(asks))
        || kernel_version(text).is_some_and(|version| version >= KERNEL_THAT_ASKS)
}

/// Whether a URI, an argument or a text shows that UEFI firmware cannot start a kernel (Linux before 3.3): by the
/// version in a file's name, or by the release of its distribution.
///
/// ```
/// use ipxe_catalog::world::lacks_efi_stub;
///
/// assert!(lacks_efi_stub(b"http://192.0.2.1/centos/6/os/x86_64/vmlinuz"));
/// assert!(lacks_efi_stub(b"Ubuntu 12.04"));
/// assert!(lacks_efi_stub(b"/boot/vmlinuz-2.6.32-5-amd64"));
/// assert!(!lacks_efi_stub(b"http://192.0.2.1/centos/7/vmlinuz"));
/// assert!(!lacks_efi_stub(b"http://192.0.2.1/vmlinuz"));
/// ```
#[must_use]
pub fn lacks_efi_stub(text: &[u8]) -> bool {
    mentions(text).any(|releases| releases.iter().all(|release| release.has_no_efi_stub))
        || kernel_version(text).is_some_and(|version| version < KERNEL_WITH_EFI_STUB)
}

/// Whether a URI, an argument or a text names a release that always uses interface names like `eth0`.
///
/// ```
/// use ipxe_catalog::world::keeps_eth0;
///
/// assert!(keeps_eth0(b"http://192.0.2.1/alpine/v3.19/vmlinuz"));
/// assert!(keeps_eth0(b"url=http://192.0.2.1/wheezy-preseed.cfg"));
/// assert!(!keeps_eth0(b"http://192.0.2.1/dists/trixie/linux"));
/// ```
#[must_use]
pub fn keeps_eth0(text: &[u8]) -> bool {
    mentions(text).any(|releases| releases.iter().all(|release| release.eth0 == Known::Yes))
}

/// Whether two URIs or texts name different releases of one distribution, and each of them no other.
///
/// ```
/// use ipxe_catalog::world::names_other_release;
///
/// assert!(names_other_release(b"http://192.0.2.1/dists/bookworm/linux", b"http://192.0.2.1/debian/11/"));
/// assert!(!names_other_release(b"http://192.0.2.1/dists/bookworm/linux", b"http://192.0.2.1/debian12/"));
/// assert!(!names_other_release(b"http://192.0.2.1/dists/bookworm/linux", b"http://192.0.2.1/ubuntu/22.04/"));
/// ```
#[must_use]
pub fn names_other_release(first: &[u8], second: &[u8]) -> bool {
    let pair = sole_release(first).zip(sole_release(second));
    pair.is_some_and(|(first, second)| {
        first != second
            && distribution_of(first).is_some()
            && distribution_of(first) == distribution_of(second)
    })
}

/// The words by which two URIs or texts name different distributions; each of the two names no other distribution.
///
/// ```
/// use ipxe_catalog::world::names_other_distribution;
///
/// let words = names_other_distribution(b"http://192.0.2.1/rocky9/vmlinuz", b"http://192.0.2.1/alma9/initrd.img");
/// assert_eq!(words, Some((&b"rocky9"[..], &b"alma9"[..])));
/// assert_eq!(names_other_distribution(b"http://192.0.2.1/rocky9/", b"http://192.0.2.1/rocky/8/"), None);
/// assert_eq!(names_other_distribution(b"http://192.0.2.1/rocky9/", b"http://192.0.2.1/rocky/alma/"), None);
/// ```
#[must_use]
pub fn names_other_distribution<'t>(first: &'t [u8], second: &'t [u8]) -> Option<(&'t [u8], &'t [u8])> {
    let ((first, name), (second, other_name)) = sole_distribution(first).zip(sole_distribution(second))?;
    (first != second).then_some((name, other_name))
}

/// The only distribution that a text names, and the word that names it.
fn sole_distribution(text: &[u8]) -> Option<(usize, &[u8])> {
    let mut named = tokens(text).filter_map(|(start, end)| {
        let release = by_word(text, start).or_else(|| by_name(text, start, end))?.first()?;
        let place = RELEASES.iter().position(|other| std::ptr::eq(other, release))?;
        let is_of = |one: &Distribution| (usize::from(one.first)..usize::from(one.end)).contains(&place);
        Some((DISTRIBUTIONS.iter().position(is_of)?, text.get(start..end)?))
    });
    let first = named.next()?;
    named.all(|(other, _)| other == first.0).then_some(first)
}

/// Whether a URI or a text names one release, whose installer only reads arguments that begin with `inst.`.
///
/// ```
/// use ipxe_catalog::world::only_reads_inst;
///
/// assert!(only_reads_inst(b"http://192.0.2.1/rocky/9/BaseOS/x86_64/os/images/pxeboot/vmlinuz"));
/// assert!(!only_reads_inst(b"http://192.0.2.1/centos/7/os/x86_64/images/pxeboot/vmlinuz"));
/// ```
#[must_use]
pub fn only_reads_inst(text: &[u8]) -> bool {
    let Some(at) = sole_release(text) else { return false };
    let since = distribution_of(at).and_then(|at| DISTRIBUTIONS.get(at)?.only_inst_since);
    since.is_some_and(|since| RELEASES.get(at).is_some_and(|release| release.number >= Some(since)))
}

/// The index of the only release that a text names, by its code name or its exact number.
fn sole_release(text: &[u8]) -> Option<usize> {
    let is_its_number = |start: usize, end: usize, release: &OsRelease| {
        let name = text.get(start..end).unwrap_or_default();
        let length = name.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let number = number(text.get(start + length..).unwrap_or_default());
        number.map(|(major, _)| major) == release.number.map(|(major, _)| major)
    };
    let named = tokens(text).filter_map(|(start, end)| {
        let release = by_word(text, start).and_then(<[OsRelease]>::first);
        release.or_else(|| {
            let only = by_name(text, start, end)?;
            only.first().filter(|release| only.len() == 1 && is_its_number(start, end, release))
        })
    });
    let mut places = named.map(|release| RELEASES.iter().position(|other| std::ptr::eq(other, release)));
    let first = places.next()??;
    places.all(|place| place == Some(first)).then_some(first)
}

fn distribution_of(release: usize) -> Option<usize> {
    DISTRIBUTIONS
        .iter()
        .position(|one| (usize::from(one.first)..usize::from(one.end)).contains(&release) && !one.rolling)
}

/// The releases that a text mentions, per mention: one release, or all of a distribution.
fn mentions(text: &[u8]) -> impl Iterator<Item = &'static [OsRelease]> {
    tokens(text).filter_map(move |(start, end)| {
        by_word(text, start).or_else(|| by_name(text, start, end)).filter(|releases| !releases.is_empty())
    })
}

/// The ranges of runs of letters and digits.
fn tokens(text: &[u8]) -> impl Iterator<Item = (usize, usize)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text.get(at..)?.iter().position(u8::is_ascii_alphanumeric)?;
        let rest = text.get(start..)?;
        at = start + rest.iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(rest.len());
        Some((start, at))
    })
}

/// For each first byte, the index of the first word with it: every word of every URI is looked up, and few share their
/// first byte.
static BEGINNINGS: [usize; 257] = beginnings(WORDS);

const fn beginnings(words: &[(&str, u16)]) -> [usize; 257] {
    let mut beginnings = [0; 257];
    let (mut byte, mut at) = (0, 0);
    while byte < 256 {
        while at < words.len() && words[at].0.as_bytes()[0] as usize <= byte {
            at += 1;
        }
        byte += 1;
        beginnings[byte] = at;
    }
    beginnings
}

/// The release that is meant by a word at a position.
fn by_word(text: &[u8], start: usize) -> Option<&'static [OsRelease]> {
    let rest = text.get(start..)?;
    let first = usize::from(rest.first()?.to_ascii_lowercase());
    let alike = BEGINNINGS[first]..BEGINNINGS[first + 1];
    // Words that are the beginning of others come before these.
    let (_, at) = WORDS.get(alike)?.iter().rev().find(|(word, _)| {
        rest.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word.as_bytes()))
            && !rest.get(word.len()).is_some_and(u8::is_ascii_alphanumeric)
    })?;
    let at = usize::from(*at);
    RELEASES.get(at..=at)
}

/// The releases of the distribution whose name is a token, or the part of a token before its digits: `debian12`.
fn by_name(text: &[u8], start: usize, end: usize) -> Option<&'static [OsRelease]> {
    let token = text.get(start..end)?;
    let length = token.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let (name, digits) = token.split_at(length);
    if name.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let at = NAMES.binary_search_by(|(known, _)| known.bytes().cmp(name.iter().map(u8::to_ascii_lowercase)));
    let (_, at) = NAMES.get(at.ok()?)?;
    let distribution = DISTRIBUTIONS.get(usize::from(*at))?;
    if distribution.rolling {
        let is_too_old = date(text).is_some_and(|date| date < ROLLING_SINCE);
        return (!is_too_old).then(|| distribution.releases());
    }
    let number = number(text.get(start + length..).unwrap_or_default());
    Some(number.map_or(distribution.releases(), |number| distribution.release(number)))
}

/// The first number near the beginning of a text that may be a release number, and the number after its dot.
fn number(text: &[u8]) -> Option<(u16, u16)> {
    let mut from = 0;
    loop {
        let start = from + text.get(from..)?.iter().position(u8::is_ascii_digit)?;
        if start > NEAR {
            return None;
        }
        let (major, length) = digits(text.get(start..)?)?;
        // `v3.19` and `centos_5` are releases; `x86_64`, `64-bit` and `amd64` are not.
        let before = text.get(..start)?;
        let before = before.strip_suffix(b"v").or_else(|| before.strip_suffix(b"V")).unwrap_or(before);
        let is_part = before.last().is_some_and(u8::is_ascii_alphabetic);
        from = start + length;
        if is_part || matches!(major, 32 | 64 | 86) {
            continue;
        }
        let minor = text.get(from..)?.strip_prefix(b".").and_then(digits).map_or(0, |(minor, _)| minor);
        return (major < 10_000 && !(100..1000).contains(&major)).then_some((major, minor));
    }
}

/// A number at the start of a text, and its number of digits.
fn digits(text: &[u8]) -> Option<(u16, usize)> {
    let length = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let number = std::str::from_utf8(text.get(..length)?).ok()?.parse().ok()?;
    Some((number, length))
}

/// A year and a month: `2019.05.01`.
fn date(text: &[u8]) -> Option<(u16, u16)> {
    let mut numbers = tokens(text).filter_map(|(start, end)| {
        let (year, length) = digits(text.get(start..end)?)?;
        (length == 4 && (2000..2100).contains(&year)).then_some((year, end))
    });
    let (year, end) = numbers.next()?;
    let (month, _) = digits(text.get(end + 1..)?)?;
    (1..=12).contains(&month).then_some((year, month))
}

/// The version in the name of a kernel's file, as in `vmlinuz-6.1.0-13-amd64`.
fn kernel_version(uri: &[u8]) -> Option<(u16, u16)> {
    let file = uri.rsplit(|byte| *byte == b'/').next()?;
    let start = file.windows(2).position(|pair| pair[0] == b'-' && pair[1].is_ascii_digit())? + 1;
    let is_kernel = |kind: &&FileKind| kind.class == FileClass::LinuxKernel;
    FileKind::of(file.get(..start - 1)?).filter(is_kernel)?;
    let (major, length) = digits(file.get(start..)?)?;
    let (minor, _) = digits(file.get(start + length..)?.strip_prefix(b".")?)?;
    MAJORS.contains(&major).then_some((major, minor))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kernels_are_young_as_their_uris_say() {
        for (uri, expected) in [
            ("http://192.0.2.1/vmlinuz-6.1.0-13-amd64", true),
            ("http://192.0.2.1/vmlinuz-5.4.0-150-generic", false),
            ("http://192.0.2.1/vmlinuz-5.7", true),
            ("http://192.0.2.1/vmlinuz", false),
            ("http://192.0.2.1/dists/bookworm/linux", true),
            ("http://192.0.2.1/dists/buster/linux", false),
            ("http://192.0.2.1/kernel-3.71", false),
            ("http://192.0.2.1/vmlinuz-20240101", false),
            ("http://192.0.2.1/debian/dists/stable/main/linux", true),
            ("http://192.0.2.1/coreos/stable/vmlinuz", false),
            ("http://stable.release.core-os.net/amd64-usr/current/coreos_production_pxe.vmlinuz", false),
            (
                "http://stable.release.flatcar-linux.net/amd64-usr/current/flatcar_production_pxe.vmlinuz",
                true,
            ),
            (
                "http://stable.release.flatcar-linux.net/amd64-usr/2605.1.0/flatcar_production_pxe.vmlinuz",
                false,
            ),
            ("http://192.0.2.1/alpine/v3.17/vmlinuz", true),
            ("http://192.0.2.1/alpine/v3.9/vmlinuz", false),
            ("http://192.0.2.1/talos/v1.7.3/vmlinuz", true),
            ("http://192.0.2.1/v1.7.3/vmlinuz", false),
            ("http://192.0.2.1/ubuntu-22.04/vmlinuz", true),
            ("http://192.0.2.1/ubuntu/20.04/vmlinuz", false),
            ("http://192.0.2.1/ubuntu/dists/focal/hwe-netboot/linux", true),
            ("http://192.0.2.1/ubuntu/dists/bionic/hwe-netboot/linux", false),
            ("http://192.0.2.1/ubuntu/dists/groovy/linux", true),
            ("http://192.0.2.1/ubuntu/dists/jammy-updates/linux", true),
            ("http://192.0.2.1/devuan/dists/daedalus/linux", true),
            ("http://192.0.2.1/fedora/development/rawhide/vmlinuz", true),
            ("http://192.0.2.1/debian-live-7.4-amd64.vmlinuz", false),
            ("http://192.0.2.1/linux-6.1", true),
            ("http://192.0.2.1/debian12/vmlinuz", true),
            ("ubuntu2204", true),
            ("ubuntu1804", false),
            ("debian_10", false),
            ("http://192.0.2.1/debian/amd64/10/linux", false),
            ("http://192.0.2.1/fedora/linux/releases/38/x86_64/vmlinuz", true),
            ("http://192.0.2.1/opensuse/distribution/leap/42.3/linux", false),
            ("http://192.0.2.1/opensuse/distribution/leap/15.5/linux", true),
            ("http://192.0.2.1/centos/x86_64/7/vmlinuz", false),
            ("http://192.0.2.1/centos/9-stream/BaseOS/vmlinuz", true),
            ("http://192.0.2.1/centos-79/vmlinuz", false),
            ("http://192.0.2.1/rocky95/vmlinuz", true),
            ("http://192.0.2.1/fedora49/vmlinuz", true),
            ("http://192.0.2.1/centos-11/vmlinuz", true),
            ("http://192.0.2.1/proxmox-ve_7.1-1/kernel.img", true),
            ("http://192.0.2.1/archlinux/iso/latest/vmlinuz-linux", true),
            ("http://192.0.2.1/archlinux/iso/2019.05.01/vmlinuz-linux", false),
            ("http://192.0.2.1/archlinux/iso/2023.05.01/vmlinuz-linux", true),
            ("clonezilla 2.7.1", true),
            ("Debian GNU/Linux 13 (trixie)", true),
            ("http://192.0.2.1/debian/20240101/linux", false),
            ("http://192.0.2.1/bookworms/linux", false),
            ("", false),
        ] {
            assert_eq!(asks_for_initrd(uri.as_bytes()), expected, "{uri}");
        }
    }

    #[test]
    fn kernels_that_uefi_cannot_start_are_known() {
        for (text, expected) in [
            ("http://192.0.2.1/centos/5.11/os/vmlinuz", true),
            ("http://192.0.2.1/rhel6/vmlinuz", true),
            ("http://192.0.2.1/centos-65/vmlinuz", true),
            ("http://192.0.2.1/centos-79/vmlinuz", false),
            ("http://192.0.2.1/ubuntu/dists/precise/linux", true),
            ("http://192.0.2.1/ubuntu/11.10/linux", true),
            ("http://192.0.2.1/ubuntu/12.10/linux", false),
            ("http://192.0.2.1/ubuntu/dists/trusty/linux", false),
            ("http://192.0.2.1/debian-live-7.4-amd64.vmlinuz", true),
            ("http://192.0.2.1/dists/jessie/linux", false),
            ("http://192.0.2.1/fedora/linux/releases/14/vmlinuz", true),
            ("http://192.0.2.1/fedora/linux/releases/17/vmlinuz", false),
            ("http://192.0.2.1/fedora/linux/releases/20/vmlinuz", false),
            ("http://192.0.2.1/fedora/vmlinuz", false),
            ("http://192.0.2.1/vmlinuz-3.2.0-4-amd64", true),
            ("http://192.0.2.1/vmlinuz-3.3", false),
            ("", false),
        ] {
            assert_eq!(lacks_efi_stub(text.as_bytes()), expected, "{text}");
        }
    }

    #[test]
    fn releases_without_predictable_names_are_known() {
        for (text, expected) in [
            ("url=http://192.0.2.1/wheezy-preseed.cfg", true),
            ("url=http://192.0.2.1/trustytrail/bookworm.cfg", false),
            ("http://192.0.2.1/centos/5.11/os/vmlinuz", true),
            ("http://192.0.2.1/el6/vmlinuz", true),
            ("centos_5", true),
            ("http://192.0.2.1/centos/7/vmlinuz", false),
            ("http://192.0.2.1/ubuntu/dists/vivid/linux", true),
            ("http://192.0.2.1/ubuntu/dists/wily/linux", false),
            ("http://192.0.2.1/alpine/edge/vmlinuz", true),
            ("alpine_repo=http://192.0.2.1/alpine", true),
            ("http://192.0.2.1/talos/v1.4.0/vmlinuz", true),
            ("http://192.0.2.1/talos/v1.10.0/vmlinuz", false),
            ("http://192.0.2.1/vmlinuz", false),
        ] {
            assert_eq!(keeps_eth0(text.as_bytes()), expected, "{text}");
        }
    }

    #[test]
    fn tables_are_in_order() {
        assert!(WORDS.is_sorted() && NAMES.is_sorted());
        assert!(WORDS.iter().chain(NAMES).all(|(word, _)| word.to_ascii_lowercase() == *word));
    }

    #[test]
    fn long_texts_cost_no_more_than_their_length() {
        let long = b"debian 99999999999 el9x ".repeat(40_000);
        assert!(!asks_for_initrd(&long));
    }
}
