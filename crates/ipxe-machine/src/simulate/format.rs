//! The formats of images, and their uses.

use ipxe_catalog::{Availability, Catalog, ImageTypeSpec, ImageUsage};

use super::Content;
use super::machine::is_script;

/// The maximum size of a PXE boot program: the memory below 640 KiB, from its load address on.
const PXE_MAX: usize = 0xA_0000 - 0x7C00;

/// Whether some machine of the target can execute an image.
///
/// Only the format is checked, and only as far as iPXE needs to recognize it.
pub(super) fn is_executable(content: &Content, catalog: &Catalog) -> bool {
    let Content::Bytes(bytes) = content else { return true };
    is_script(bytes.as_slice()) || is_usable(content, &[ImageUsage::Executable, ImageUsage::Archive], catalog)
}

/// Whether some machine of the target recognizes an image for a use.
pub(super) fn is_usable(content: &Content, usages: &[ImageUsage], catalog: &Catalog) -> bool {
    let Content::Bytes(bytes) = content else { return true };
    let bytes = bytes.as_slice();
    catalog.image_types().any(|known| is_built(known, usages, catalog) && is_of(known.name, bytes))
}

fn is_built(known: &ImageTypeSpec, usages: &[ImageUsage], catalog: &Catalog) -> bool {
    let form = known.form(catalog.target().release());
    form.is_some_and(|form| {
        usages.contains(&form.usage)
            && !matches!(catalog.availability(form.build), Availability::Nowhere { .. })
    })
}

fn is_of(name: &str, bytes: &[u8]) -> bool {
    let has = |at: usize, magic: &[u8]| bytes.get(at..).is_some_and(|rest| rest.starts_with(magic));
    match name {
        "bzImage" => has(0x1FE, b"\x55\xAA") && has(0x202, b"HdrS"),
        "EFI" | "EFIPE" => has(0, b"MZ"),
        "ELF" => has(0, b"\x7FELF"),
        "Multiboot" => has_multiboot_header(bytes),
        "gzip" => has(0, b"\x1F\x8B"),
        "zlib" => matches!(bytes, [0x78, flags, ..] if (0x7800 + u32::from(*flags)) % 31 == 0),
        "zimg" => has(0, b"MZ\0\0zimg"),
        "lkrn" => has(0x38, b"RSC\x05"),
        "NBI" => has(0, b"\x36\x13\x03\x1B"),
        "PNG" => has(0, b"\x89PNG\r\n\x1A\n"),
        "PNM" => matches!(bytes, [b'P', b'1'..=b'6', space, ..] if ipxe_syntax::is_space(*space)),
        "PEM" => memchr::memmem::find(bytes, b"-----BEGIN ").is_some(),
        "DER" => is_der_sequence(bytes),
        // Any image that fits: iPXE has no way to recognize the format.
        "PXE-NBP" => !bytes.is_empty() && bytes.len() <= PXE_MAX,
        _ => false,
    }
}

/// A Multiboot header is in the first 8 KiB, at an offset that is a multiple of 4.
fn has_multiboot_header(bytes: &[u8]) -> bool {
    let start = bytes.get(..bytes.len().min(8192)).unwrap_or_default();
    start.chunks_exact(4).any(|word| word == 0x1BAD_B002_u32.to_le_bytes())
}

/// The bytes are one ASN.1 sequence: its tag, its length, and this number of bytes.
fn is_der_sequence(bytes: &[u8]) -> bool {
    let [0x30, length, rest @ ..] = bytes else { return false };
    let more = usize::from(*length & 0x7F);
    if length & 0x80 == 0 {
        return rest.len() == more;
    }
    let Some((digits, content)) = rest.split_at_checked(more).filter(|_| more <= size_of::<u32>()) else {
        return false;
    };
    let length = digits.iter().fold(0_usize, |length, digit| length << 8 | usize::from(*digit));
    content.len() == length
}
