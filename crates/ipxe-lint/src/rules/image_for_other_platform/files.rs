//! Which firmware a file is for, as its name says.

use ipxe_catalog::Platform;

/// Boot programs for BIOS machines by their whole names.
const BIOS_NAMES: [&str; 18] = [
    "core.0",
    "gpxelinux.0",
    "grldr",
    "grub2pxe",
    "ipxe.pxe",
    "lpxelinux.0",
    "memdisk",
    "pxeboot.com",
    "pxeboot.n12",
    "pxegrub",
    "pxegrub2",
    "pxelinux.0",
    "startrom.com",
    "startrom.n12",
    "undionly.kkpxe",
    "undionly.kpxe",
    "undionly.pxe",
    "wdsnbp.com",
];

/// The formats that BIOS builds of network boot programs come in.
const BIOS_EXTENSIONS: [&str; 5] = ["c32", "kkkpxe", "kkpxe", "kpxe", "lkrn"];

/// The platform that a file is for, if its name tells.
pub(super) fn home_of(file: &[u8]) -> Option<Platform> {
    let name = std::str::from_utf8(file).ok()?.to_ascii_lowercase();
    if BIOS_NAMES.contains(&name.as_str())
        || extension_of(&name).is_some_and(|extension| BIOS_EXTENSIONS.contains(&extension))
    {
        return Some(Platform::Pcbios);
    }
    // Some distributions call a kernel so that boots everywhere.
    let is_kernel = name.contains("vmlinuz") || name.contains("bzimage");
    let is_signed = name.ends_with(".efi.signed");
    ((extension_of(&name) == Some("efi") || is_signed) && !is_kernel).then_some(Platform::Efi)
}

fn extension_of(name: &str) -> Option<&str> {
    Some(name.rsplit_once('.')?.1)
}

/// Whether a file is the boot manager of that name; upper and lower case are alike to wimboot.
pub(super) fn is_boot_manager(name: &[u8], wanted: &[u8]) -> bool {
    name.eq_ignore_ascii_case(wanted)
}
