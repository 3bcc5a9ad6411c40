//! What a Linux kernel looks like from a script.

use ipxe_catalog::world::{FileClass, FileKind, FileReturns};
use ipxe_language::text::Text;

use crate::commands::files::kind_of;

/// Beginnings of arguments that only Linux understands.
const ARGUMENTS: [&[u8]; 34] = [
    b"BOOTIF=",
    b"alpine_repo=",
    b"archisobasedir=",
    b"archiso_http_srv=",
    b"autoinstall",
    b"boot=casper",
    b"boot=live",
    b"boot=nfs",
    b"cloud-config-url=",
    b"console=hvc",
    b"console=tty",
    b"coreos.",
    b"ds=nocloud",
    b"flatcar.",
    b"ignition.",
    b"init=/",
    b"initrd=",
    b"inst.",
    b"ip=dhcp",
    b"ks=",
    b"ksdevice=",
    b"modloop=",
    b"net.ifnames=",
    b"netboot=",
    b"nfsroot=",
    b"nomodeset",
    b"preseed/",
    b"ramdisk_size=",
    b"rd.",
    b"root=",
    b"rootfstype=",
    b"systemd.",
    b"talos.",
    b"toram",
];

/// Whether an image with one of these names and that command line is a Linux kernel, as far as one can tell.
pub fn is_kernel(names: &[&Text<'_>], command_line: &Text<'_>) -> bool {
    let kinds = || names.iter().filter_map(|name| kind_of(name));
    let is_linux = |kind: &FileKind| kind.class == FileClass::LinuxKernel;
    if kinds().any(|kind| is_linux(kind) && kind.certain) {
        return true;
    }
    // How a file is packed says nothing of what it is.
    if kinds().any(|kind| !is_linux(kind) && kind.class != FileClass::Packed) {
        return false;
    }
    kinds().any(is_linux) || words(command_line).any(is_argument)
}

/// Whether what is downloaded as a file of that name surely does not come back once it is booted, unless that fails: a
/// Linux kernel or the like, and no script or program that may end. `is_selected`: it is loaded to be booted later, as scripts
/// hardly ever are.
pub(crate) fn surely_stays(file: &Text<'_>, command_line: &Text<'_>, is_selected: bool) -> bool {
    let has_arguments = || words(command_line).any(is_argument);
    match kind_of(file) {
        Some(kind) if kind.class == FileClass::LinuxKernel => kind.certain || is_selected || has_arguments(),
        Some(kind) if kind.returns == FileReturns::Never => kind.certain,
        Some(kind) => kind.class == FileClass::Packed && has_arguments(),
        None => has_arguments(),
    }
}

/// Whether an image of that name hands all other images on to what it starts: then these are no initrds.
#[must_use]
pub fn is_multiboot(name: &Text<'_>) -> bool {
    kind_of(name).is_some_and(|kind| kind.takes_modules)
}

/// Whether a word begins like an argument that only Linux understands.
#[must_use]
pub fn is_argument(word: &[u8]) -> bool {
    ARGUMENTS.iter().any(|start| word.starts_with(start))
}

/// The known beginnings of the words of a command line.
fn words<'t>(command_line: &'t Text<'_>) -> impl Iterator<Item = &'t [u8]> {
    command_line.bytes().split(|byte| *byte == b' ')
}

/// Directories of distributions' releases whose kernels are younger than Linux 5.7.
const YOUNG: [&str; 24] = [
    "10-stream",
    "9-stream",
    "bookworm",
    "bullseye",
    "epel9",
    "forky",
    "hirsute",
    "impish",
    "jammy",
    "kinetic",
    "lunar",
    "mantic",
    "noble",
    "noble-updates",
    "jammy-updates",
    "oracular",
    "plucky",
    "questing",
    "rhel10",
    "rhel9",
    "trixie",
    "el10",
    "el9",
    "rocky9",
];

/// The first release of Linux that gets its initrd from UEFI without being told its name.
const ASKS_FIRMWARE: (u32, u32) = (5, 7);

/// Ends of paths in which the newest release of a distribution is found, whichever that is.
const NEWEST: [&str; 6] =
    ["dists/stable", "dists/testing", "dists/unstable", "dists/sid", "kali-rolling", "daily-images"];

/// Releases of distributions that never rename interfaces.
const OLD: [&str; 8] = ["lenny", "squeeze", "wheezy", "jessie", "hardy", "lucid", "precise", "trusty"];

/// Whether the URI of a kernel, or one of its arguments, says that it is Linux 5.7 or younger: by its version, or by
/// the release of the distribution that it belongs to.
#[must_use]
pub fn is_young(uri: &Text<'_>) -> bool {
    let uri = String::from_utf8_lossy(uri.bytes()).to_ascii_lowercase();
    let mut parts = uri.split('/');
    parts.any(|part| YOUNG.contains(&part) || is_young_release(&uri, part))
        || NEWEST.iter().any(|end| uri.contains(&format!("/{end}/")))
        || version(&uri).is_some_and(|version| version >= ASKS_FIRMWARE)
        || is_young_distribution(&uri)
}

/// The first releases of distributions that came with Linux 5.7 or younger.
const FIRST_YOUNG: [(&str, (u32, u32)); 16] = [
    ("ubuntu", (20, 10)),
    ("debian", (11, 0)),
    ("fedora", (33, 0)),
    ("centos", (9, 0)),
    ("rocky", (9, 0)),
    ("alma", (9, 0)),
    ("rhel", (9, 0)),
    ("oracle", (9, 0)),
    ("opensuse", (15, 4)),
    ("leap", (15, 4)),
    ("mint", (21, 0)),
    ("proxmox", (7, 0)),
    ("clonezilla", (2, 7)),
    ("gparted", (1, 2)),
    ("systemrescue", (8, 0)),
    ("nixos", (21, 5)),
];

/// How far behind a distribution's name its release stands: `fedora/linux/releases/38`.
const NEAR: usize = 24;

/// Whether a text, in lower case, names a release of a distribution by its number, and a young one.
#[must_use]
pub fn is_young_distribution(text: &str) -> bool {
    FIRST_YOUNG.iter().any(|(name, first)| {
        text.match_indices(name).any(|(at, _)| {
            release(text.get(at + name.len()..).unwrap_or_default()).is_some_and(|release| release >= *first)
        })
    })
}

/// The first number in a text that may be that of a release, and the one behind its dot.
fn release(text: &str) -> Option<(u32, u32)> {
    let mut from = 0;
    loop {
        let rest = text.get(from..)?;
        let start = from + rest.find(|char: char| char.is_ascii_digit())?;
        if start > NEAR {
            return None;
        }
        let number = |text: &str| {
            let length = text.bytes().take_while(u8::is_ascii_digit).count();
            Some((text.get(..length)?.parse::<u32>().ok()?, length))
        };
        let (major, length) = number(text.get(start..)?)?;
        let before = text.get(..start)?.chars().next_back();
        let is_part = start > 0 && before.is_some_and(|char| char.is_ascii_alphabetic() || char == '_');
        from = start + length;
        // `x86_64`, `64-bit`
        if is_part || matches!(major, 32 | 64 | 86) {
            continue;
        }
        let minor = text.get(from..)?.strip_prefix('.').and_then(number).map_or(0, |(minor, _)| minor);
        return (major < 100).then_some((major, minor));
    }
}

/// Whether a part of a URI is a release of Alpine or Talos that is young enough.
fn is_young_release(uri: &str, part: &str) -> bool {
    let minor = |major: &str| part.strip_prefix(major)?.split('.').next()?.parse::<u32>().ok();
    let is_alpine = || {
        matches!(part, "edge" | "latest-stable")
            || minor("v3.").is_some_and(|minor| minor >= FIRST_YOUNG_ALPINE)
    };
    (uri.contains("alpine") && is_alpine()) || (uri.contains("talos") && minor("v1.").is_some())
}

/// Alpine 3.13 came with Linux 5.10.
const FIRST_YOUNG_ALPINE: u32 = 13;

/// Whether the URI of a kernel or one of its arguments names a release that calls interfaces `eth0` anyway.
#[must_use]
pub fn is_old(text: &Text<'_>) -> bool {
    let text = String::from_utf8_lossy(text.bytes()).to_ascii_lowercase();
    text.split(|char: char| !char.is_ascii_alphanumeric()).any(|word| OLD.contains(&word))
}

/// The version in the name of a kernel's file, as in `vmlinuz-6.1.0-13-amd64`.
fn version(uri: &str) -> Option<(u32, u32)> {
    let file = uri.rsplit('/').next()?;
    let start = ["vmlinuz-", "linux-", "kernel-", "bzimage-"]
        .into_iter()
        .find_map(|start| Some(file.find(start)? + start.len()))?;
    let mut numbers =
        file.get(start..)?.split('.').map(|part| part.split('-').next().unwrap_or_default().parse());
    let major = numbers.next()?.ok().filter(|major| (2..10).contains(major))?;
    Some((major, numbers.next()?.ok()?))
}

/// Whether a name is one that Linux gives to interfaces when `net.ifnames=0` is not there: `enp1s0`, `eno1`.
#[must_use]
pub fn is_predictable_name(name: &[u8]) -> bool {
    let rest = name.strip_prefix(b"en").or_else(|| name.strip_prefix(b"wl"));
    rest.is_some_and(
        |rest| matches!(rest, [b'o' | b's' | b'p' | b'P' | b'x', digit, ..] if digit.is_ascii_hexdigit()),
    )
}

/// Whether a name is one of those that Linux gives to interfaces with `net.ifnames=0`: `eth0`.
#[must_use]
pub fn is_kernel_name(name: &[u8]) -> bool {
    name.strip_prefix(b"eth").is_some_and(|rest| !rest.is_empty() && rest.iter().all(u8::is_ascii_digit))
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
            ("http://192.0.2.1/alpine/v3.17/vmlinuz", true),
            ("http://192.0.2.1/alpine/v3.9/vmlinuz", false),
            ("http://192.0.2.1/talos/v1.7.3/vmlinuz", true),
            ("http://192.0.2.1/v1.7.3/vmlinuz", false),
            ("http://192.0.2.1/ubuntu-22.04/vmlinuz", true),
            ("http://192.0.2.1/ubuntu/20.04/vmlinuz", false),
            ("http://192.0.2.1/debian12/vmlinuz", true),
            ("http://192.0.2.1/debian/amd64/10/linux", false),
            ("http://192.0.2.1/fedora/linux/releases/38/x86_64/vmlinuz", true),
            ("http://192.0.2.1/centos/x86_64/7/vmlinuz", false),
            ("clonezilla 2.7.1", true),
            ("http://192.0.2.1/debian/20240101/linux", false),
        ] {
            assert_eq!(is_young(&Text::from(uri)), expected, "{uri}");
        }
    }

    #[test]
    fn old_releases_are_known_by_their_names_alone() {
        assert!(is_old(&Text::from("url=http://192.0.2.1/wheezy-preseed.cfg")));
        assert!(!is_old(&Text::from("url=http://192.0.2.1/trustytrail/bookworm.cfg")));
    }
}
