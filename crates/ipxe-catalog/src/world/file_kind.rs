//! The kind of a file, according to its name.

use crate::Platform;
use crate::generated::world_file_kinds::{ENDINGS, EXACT, PACKINGS, PARTS, PREFIXES, SUFFIXES};

/// A pattern in lower case, and the kind of the files whose names match.
pub(crate) type Row = (&'static str, FileKind);

/// The kind of a file, by its name, and how iPXE executes it.
///
/// ```
/// use ipxe_catalog::Platform;
/// use ipxe_catalog::world::{Executable, FileClass, FileKind};
///
/// let class = |name: &str| FileKind::of(name.as_bytes()).map(|kind| kind.class);
/// assert_eq!(class("VMLINUZ.efi"), Some(FileClass::LinuxKernel));
/// assert_eq!(class("wimboot.i386"), Some(FileClass::Wimboot));
/// assert_eq!(class("memtest.iso"), Some(FileClass::Disc));
/// assert_eq!(class("amd-ucode.img"), Some(FileClass::Microcode));
/// assert_eq!(class("other.img"), Some(FileClass::Packed));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileKind {
    /// Its class.
    pub class: FileClass,
    /// The part of the name that shows it.
    pub matched: NameMatch,
    /// Whether files with such names are almost always of this kind.
    pub certain: bool,
    /// Whether iPXE executes it on machines with a BIOS.
    pub pcbios: Executable,
    /// Whether iPXE executes it on machines with UEFI.
    pub efi: Executable,
    /// Whether the script continues after its execution.
    pub returns: FileReturns,
    /// The image format that an iPXE build needs to execute it, by its name in the catalog.
    pub format: Option<&'static str>,
    /// Whether it gets all images as modules, so that these are not initrds.
    pub takes_modules: bool,
    /// Whether wimboot looks for a file with this name; it puts all others into the system that it starts.
    pub for_wimboot: bool,
}

/// The class of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum FileClass {
    /// An archive that the booted system unpacks.
    Archive,
    /// A program that the BIOS of a network card can boot: iPXE, PXELINUX, the first stage of Windows.
    BiosProgram,
    /// A program for SYSLINUX.
    Com32,
    /// Not bootable: a certificate, a signature, a picture, a configuration.
    Data,
    /// A disc image, `.iso`.
    Disc,
    /// A disk image.
    Disk,
    /// A program for UEFI.
    EfiProgram,
    /// A packed root file system.
    FileSystem,
    /// The initial archive of a kernel.
    Initrd,
    /// A Linux kernel.
    LinuxKernel,
    /// SYSLINUX's memdisk, which provides an image as a disk.
    Memdisk,
    /// Microcode for processors: an archive before the initrd.
    Microcode,
    /// A kernel of another kind, which gets all images as modules.
    MultibootKernel,
    /// Another program: a boot loader, a memory test.
    OtherProgram,
    /// The kernel or loader of a system that is not Linux.
    OtherSystem,
    /// The name shows only how it is packed: `.img`, `.gz`.
    Packed,
    /// An iPXE script, or the program on a server that generates one.
    Script,
    /// wimboot, which starts Windows.
    Wimboot,
    /// A file of Windows, for wimboot.
    WindowsFile,
    /// An image of Windows, for wimboot.
    WindowsImage,
}

/// The part of a name that shows the kind. Of several parts, the first of these counts, and of several of one kind, the
/// longest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum NameMatch {
    /// The whole name.
    Exact,
    /// An extension that shows the kind, whatever precedes it: `vmlinuz.sig` is not a kernel.
    Ending,
    /// Its beginning.
    Prefix,
    /// Its end; a beginning takes precedence: `vmlinuz.efi`.
    Suffix,
    /// A part of it.
    Contains,
    /// An extension that shows how a file is packed.
    Packing,
}

/// Whether iPXE executes a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Executable {
    /// The stock build can.
    Yes,
    /// No build does.
    No,
    /// Some builds can, or only some of the files.
    Maybe,
}

/// Whether a script continues after the execution of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum FileReturns {
    /// It takes over the machine.
    Never,
    /// The script continues when it ends.
    WhenItEnds,
    /// It is not executed.
    NotExecuted,
}

impl FileKind {
    /// The kind of a file, by the last component of its path, without query; case is ignored.
    ///
    /// Costs a few comparisons and allocates nothing.
    #[must_use]
    pub fn of(name: &[u8]) -> Option<&'static Self> {
        exact(name)
            .or_else(|| at_end(ENDINGS, name))
            .or_else(|| at_start(name))
            .or_else(|| at_end(SUFFIXES, name))
            .or_else(|| inside(name))
            .or_else(|| at_end(PACKINGS, name))
    }

    /// The kind of a file of whose name only the beginning and the end are known.
    ///
    /// ```
    /// use ipxe_catalog::world::{FileClass, FileKind};
    ///
    /// let class = |head: &str, tail: &str| {
    ///     FileKind::of_parts(head.as_bytes(), tail.as_bytes()).map(|kind| kind.class)
    /// };
    /// assert_eq!(class("vmlinuz-", ""), Some(FileClass::LinuxKernel));
    /// assert_eq!(class("vmlinuz-", ".iso"), Some(FileClass::Disc));
    /// assert_eq!(class("", "memdisk"), Some(FileClass::OtherProgram));
    /// assert_eq!(class("linux", ""), Some(FileClass::LinuxKernel));
    /// assert_eq!(class("", "linux"), None);
    /// ```
    #[must_use]
    pub fn of_parts(head: &[u8], tail: &[u8]) -> Option<&'static Self> {
        at_end(ENDINGS, tail)
            .or_else(|| at_start(head))
            .or_else(|| at_end(SUFFIXES, tail))
            .or_else(|| inside(head))
            .or_else(|| inside(tail))
            .or_else(|| at_end(PACKINGS, tail))
    }

    /// Whether iPXE executes it on a platform.
    #[must_use]
    pub fn executable(&self, platform: Platform) -> Executable {
        match platform {
            Platform::Pcbios => self.pcbios,
            Platform::Efi => self.efi,
            _ => Executable::Maybe,
        }
    }

    /// Its platform, if it is certainly for BIOS and not for UEFI, or the other way round.
    ///
    /// ```
    /// use ipxe_catalog::Platform;
    /// use ipxe_catalog::world::FileKind;
    ///
    /// let home = |name: &str| FileKind::of(name.as_bytes()).and_then(FileKind::home);
    /// assert_eq!(home("undionly.kpxe"), Some(Platform::Pcbios));
    /// assert_eq!(home("grubx64.efi"), Some(Platform::Efi));
    /// assert_eq!(home("vmlinuz.efi"), None);
    /// assert_eq!(home("boot-1.0"), None);
    /// ```
    #[must_use]
    pub fn home(&self) -> Option<Platform> {
        match (self.pcbios, self.efi) {
            (Executable::No, Executable::No) => None,
            (Executable::No, _) if self.certain => Some(Platform::Efi),
            (_, Executable::No) if self.certain => Some(Platform::Pcbios),
            _ => None,
        }
    }

    /// Whether it is certainly a script, or the program on a server that generates one.
    #[must_use]
    pub fn is_script(&self) -> bool {
        self.class == FileClass::Script && self.certain && self.pcbios == Executable::Yes
    }

    /// Whether only the booted system can use it: an archive, packed or not.
    #[must_use]
    pub fn is_archive(&self) -> bool {
        matches!(
            self.class,
            FileClass::Archive | FileClass::Initrd | FileClass::Microcode | FileClass::Packed
        )
    }
}

fn exact(name: &[u8]) -> Option<&'static FileKind> {
    let lower = || name.iter().map(u8::to_ascii_lowercase);
    let at = EXACT.binary_search_by(|(pattern, _)| pattern.bytes().cmp(lower())).ok()?;
    EXACT.get(at).map(|(_, kind)| kind)
}

fn at_start(name: &[u8]) -> Option<&'static FileKind> {
    let first = name.first()?.to_ascii_lowercase();
    let from = PREFIXES.partition_point(|(pattern, _)| pattern.as_bytes().first() < Some(&first));
    let same = PREFIXES.get(from..)?.iter().take_while(|(pattern, _)| pattern.as_bytes()[0] == first);
    same.into_iter().find(|(pattern, _)| begins(name, pattern)).map(|(_, kind)| kind)
}

fn at_end(rows: &'static [Row], name: &[u8]) -> Option<&'static FileKind> {
    let last = name.last()?.to_ascii_lowercase();
    let from = rows.partition_point(|(pattern, _)| pattern.as_bytes().last() < Some(&last));
    let same = rows.get(from..)?.iter().take_while(|(pattern, _)| pattern.as_bytes().last() == Some(&last));
    same.into_iter().find(|(pattern, _)| ends(name, pattern)).map(|(_, kind)| kind)
}

fn inside(name: &[u8]) -> Option<&'static FileKind> {
    let bit = |byte: u8| 1_u64 << (byte.to_ascii_lowercase() % 64);
    let bytes = name.iter().fold(0, |bytes, byte| bytes | bit(*byte));
    // Most names lack one of the bytes.
    let may_have = |pattern: &str| pattern.bytes().all(|byte| bytes & bit(byte) != 0);
    let has = |pattern: &str| {
        may_have(pattern)
            && name.windows(pattern.len()).any(|part| part.eq_ignore_ascii_case(pattern.as_bytes()))
    };
    PARTS.iter().find(|(pattern, _)| has(pattern)).map(|(_, kind)| kind)
}

fn begins(name: &[u8], pattern: &str) -> bool {
    name.get(..pattern.len()).is_some_and(|start| start.eq_ignore_ascii_case(pattern.as_bytes()))
}

/// Whether a name ends in a pattern. A number does not count as an ending after another number: `boot-1.0` has a
/// version.
fn ends(name: &[u8], pattern: &str) -> bool {
    let Some(start) = name.len().checked_sub(pattern.len()) else { return false };
    let (before, end) = name.split_at(start);
    let is_number = || pattern.bytes().skip(1).all(|byte| byte.is_ascii_digit());
    end.eq_ignore_ascii_case(pattern.as_bytes())
        && !(before.last().is_none_or(u8::is_ascii_digit) && is_number())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_name_has_one_kind() {
        use FileClass::*;
        for (name, expected) in [
            ("vmlinuz", Some(LinuxKernel)),
            ("vmlinuz-5.4.0", Some(LinuxKernel)),
            ("linux.efi", Some(LinuxKernel)),
            ("my-kernel.efi", Some(LinuxKernel)),
            ("coreos_production_pxe.vmlinuz", Some(LinuxKernel)),
            ("vmlinuz.sig", Some(Data)),
            ("kernel.ipxe", Some(Script)),
            ("linuxmint-21.iso", Some(Disc)),
            ("memdisk", Some(Memdisk)),
            ("memtest.0", Some(BiosProgram)),
            ("memtest64.efi", Some(EfiProgram)),
            ("memtest", Some(OtherProgram)),
            ("pxelinux.0", Some(BiosProgram)),
            ("linux-5.0", Some(LinuxKernel)),
            ("snapshot-1.0", None),
            ("mboot.c32", Some(Com32)),
            ("xen-4.17.gz", Some(MultibootKernel)),
            ("initrd.img-6.1", Some(Initrd)),
            ("initrd.cpio.xz", Some(Archive)),
            ("modules.gz", Some(Packed)),
            ("BCD", Some(WindowsFile)),
            ("Boot.WIM", Some(WindowsImage)),
            ("intel-ucode.cpio", Some(Microcode)),
            ("boot.ipxe.cfg", Some(Script)),
            ("", None),
            ("boot", None),
        ] {
            assert_eq!(FileKind::of(name.as_bytes()).map(|kind| kind.class), expected, "{name}");
        }
    }

    #[test]
    fn multiboot_takes_modules() {
        for (name, expected) in [
            ("mboot.c32", true),
            ("mboot.efi", true),
            ("xen.gz", true),
            ("tboot.gz", true),
            ("grubx64.efi", true),
            ("vmlinuz", false),
            ("ipxe.efi", false),
        ] {
            assert_eq!(
                FileKind::of(name.as_bytes()).is_some_and(|kind| kind.takes_modules),
                expected,
                "{name}"
            );
        }
    }

    #[test]
    fn tables_are_in_the_order_in_which_they_are_searched() {
        type Hides = fn(&str, &str) -> bool;
        assert!(EXACT.is_sorted_by(|(left, _), (right, _)| left < right));
        let firsts = PREFIXES.iter().map(|(pattern, _)| pattern.as_bytes()[0]);
        assert!(firsts.is_sorted());
        for rows in [ENDINGS, SUFFIXES, PACKINGS] {
            assert!(rows.iter().map(|(pattern, _)| pattern.bytes().last()).is_sorted());
        }
        let hides: [(&[Row], Hides); 5] = [
            (ENDINGS, |long, short| long.ends_with(short)),
            (SUFFIXES, |long, short| long.ends_with(short)),
            (PACKINGS, |long, short| long.ends_with(short)),
            (PREFIXES, |long, short| long.starts_with(short)),
            (PARTS, |long, short| long.contains(short)),
        ];
        for (rows, hides) in hides {
            for (at, (later, _)) in rows.iter().enumerate() {
                assert!(!rows[..at].iter().any(|(earlier, _)| hides(later, earlier)), "{later}");
            }
        }
    }

    #[test]
    fn long_names_cost_no_more_than_their_length() {
        let long = vec![b'k'; 1 << 20];
        assert_eq!(FileKind::of(&long), None);
    }
}
