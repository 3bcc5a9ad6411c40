//! Linux kernels, as a script shows them.

use ipxe_catalog::world::{FileClass, FileKind, FileReturns, KernelArgument};
use ipxe_language::text::Text;

use crate::commands::files::kind_of;

/// Whether an image with one of these names and that command line is a Linux kernel. The answer is a guess from both.
pub fn is_kernel(names: &[&Text<'_>], command_line: &Text<'_>) -> bool {
    let kinds = || names.iter().filter_map(|name| kind_of(name));
    let is_linux = |kind: &FileKind| kind.class == FileClass::LinuxKernel;
    if kinds().any(|kind| is_linux(kind) && kind.certain) {
        return true;
    }
    // The compression of a file does not show its kind.
    if kinds().any(|kind| !is_linux(kind) && kind.class != FileClass::Packed) {
        return false;
    }
    kinds().any(is_linux) || words(command_line).any(is_argument)
}

/// Whether a downloaded file of that name certainly does not return after it boots successfully: a Linux kernel or the
/// like, and not a script or program that may end. `is_selected`: it is loaded to be booted later, as scripts rarely
/// are.
pub(crate) fn surely_stays(file: &Text<'_>, command_line: &Text<'_>, is_selected: bool) -> bool {
    let has_arguments = || words(command_line).any(is_argument);
    match kind_of(file) {
        Some(kind) if kind.class == FileClass::LinuxKernel => kind.certain || is_selected || has_arguments(),
        Some(kind) if kind.returns == FileReturns::Never => kind.certain,
        Some(kind) => kind.class == FileClass::Packed && has_arguments(),
        None => has_arguments(),
    }
}

/// Whether an image of that name passes all other images to the program that it starts, so that these are not initrds.
#[must_use]
pub fn is_multiboot(name: &Text<'_>) -> bool {
    kind_of(name).is_some_and(|kind| kind.takes_modules)
}

/// Whether a word begins like an argument that only Linux understands.
#[must_use]
pub fn is_argument(word: &[u8]) -> bool {
    KernelArgument::is_of_linux(word)
}

/// The known beginnings of the words of a command line.
fn words<'t>(command_line: &'t Text<'_>) -> impl Iterator<Item = &'t [u8]> {
    command_line.known_bytes().split(|byte| *byte == b' ')
}

/// Whether Linux gives this name to an interface without `net.ifnames=0`: `enp1s0`, `eno1`.
#[must_use]
pub fn is_predictable_name(name: &[u8]) -> bool {
    let rest = name.strip_prefix(b"en").or_else(|| name.strip_prefix(b"wl"));
    rest.is_some_and(
        |rest| matches!(rest, [b'o' | b's' | b'p' | b'P' | b'x', digit, ..] if digit.is_ascii_hexdigit()),
    )
}

/// Whether Linux gives this name to an interface with `net.ifnames=0`: `eth0`.
#[must_use]
pub fn is_kernel_name(name: &[u8]) -> bool {
    name.strip_prefix(b"eth").is_some_and(|rest| !rest.is_empty() && rest.iter().all(u8::is_ascii_digit))
}

/// The words in the value of an argument, some of which may be names of interfaces.
pub fn words_of_value(argument: &[u8]) -> impl Iterator<Item = &[u8]> {
    argument.split(|byte| matches!(byte, b'=' | b':' | b',' | b'.' | b'/'))
}
