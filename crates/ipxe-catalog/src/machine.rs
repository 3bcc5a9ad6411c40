//! Machines: platform, architecture, and sets of both.

use std::fmt;

use crate::NameKind;

named_enum! {
    /// The platform of an iPXE build; the value of `${platform}`.
    pub enum Platform as NameKind::Platform;
    /// Legacy PC BIOS.
    Pcbios = "pcbios",
    /// UEFI.
    Efi = "efi",
    /// A process under Linux, as in iPXE's own tests. Nothing boots from it.
    Linux = "linux",
    /// RISC-V firmware without UEFI.
    Sbi = "sbi",
}

named_enum! {
    /// The processor architecture of a build; the value of `${buildarch}`.
    pub enum Arch as NameKind::Arch;
    /// 32-bit x86. BIOS builds usually have this architecture, on any processor.
    I386 = "i386",
    /// 64-bit x86.
    X86_64 = "x86_64",
    /// 32-bit ARM.
    Arm32 = "arm32",
    /// 64-bit ARM.
    Arm64 = "arm64",
    /// `LoongArch`, 64-bit.
    Loong64 = "loong64",
    /// 32-bit RISC-V.
    Riscv32 = "riscv32",
    /// 64-bit RISC-V.
    Riscv64 = "riscv64",
    /// IBM Z; only as a Linux process, only in the development head.
    S390x = "s390x",
}

named_set! {
    /// A set of platforms.
    pub struct PlatformSet of Platform;
}

named_set! {
    /// A set of architectures.
    pub struct ArchSet of Arch;
}

impl ArchSet {
    /// The two x86 architectures.
    pub const X86: Self = Self::of(&[Arch::I386, Arch::X86_64]);
}

/// A set of kinds of machine: pairs of a platform and an architecture.
///
/// ```
/// use ipxe_catalog::{Catalog, Target};
///
/// let catalog = Catalog::new(Target::default());
/// let fdt = catalog.command(b"fdt").unwrap();
/// let off = catalog.availability(fdt.form.build).off();
/// assert_eq!(off.to_string(), "pcbios, efi/i386, efi/x86_64");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct MachineSet([ArchSet; 4]);

const _: () = assert!(Platform::ALL.len() == 4 && Arch::ALL.len() <= 8 && size_of::<MachineSet>() == 4);

impl MachineSet {
    /// No machine.
    pub const NONE: Self = Self([ArchSet::NONE; 4]);
    /// Every machine, whether iPXE can be built for it or not.
    pub const ALL: Self = Self([ArchSet::ALL; 4]);

    /// Every machine of these platforms that has one of these architectures.
    #[must_use]
    pub fn product(platforms: PlatformSet, arches: ArchSet) -> Self {
        let arches = |platform| if platforms.contains(platform) { arches } else { ArchSet::NONE };
        Self(std::array::from_fn(|at| arches(Platform::ALL[at])))
    }

    /// The architectures per platform, in the order of [`Platform::ALL`].
    pub(crate) const fn new(pcbios: ArchSet, efi: ArchSet, linux: ArchSet, sbi: ArchSet) -> Self {
        Self([pcbios, efi, linux, sbi])
    }

    fn by_platform(mut arches: impl FnMut(Platform) -> ArchSet) -> Self {
        let mut set = Self::NONE;
        for (slot, platform) in set.0.iter_mut().zip(Platform::ALL) {
            *slot = arches(*platform);
        }
        set
    }

    /// The architectures of one platform's machines in the set.
    #[must_use]
    pub fn arches(self, platform: Platform) -> ArchSet {
        self.0[platform as usize]
    }

    /// The platforms with at least one machine in the set.
    #[must_use]
    pub fn platforms(self) -> PlatformSet {
        Platform::ALL.iter().copied().filter(|platform| !self.arches(*platform).is_empty()).collect()
    }

    /// Whether this kind of machine is in the set.
    #[must_use]
    pub fn contains(self, platform: Platform, arch: Arch) -> bool {
        self.arches(platform).contains(arch)
    }

    /// Whether the set is empty.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self == Self::NONE
    }

    /// Every pair in the set, by platform.
    pub fn iter(self) -> impl Iterator<Item = (Platform, Arch)> {
        Platform::ALL
            .iter()
            .flat_map(move |platform| self.arches(*platform).iter().map(|arch| (*platform, arch)))
    }

    /// The machines that are in both sets.
    #[must_use]
    pub fn intersection(self, other: Self) -> Self {
        Self(std::array::from_fn(|at| self.0[at].intersection(other.0[at])))
    }

    /// The machines of this set that are not in `other`.
    #[must_use]
    pub fn difference(self, other: Self) -> Self {
        Self(std::array::from_fn(|at| self.0[at].difference(other.0[at])))
    }

    /// The machines for which `keep` returns true.
    #[must_use]
    pub fn filter(self, mut keep: impl FnMut(Platform, Arch) -> bool) -> Self {
        Self::by_platform(|platform| {
            self.arches(platform).iter().filter(|arch| keep(platform, *arch)).collect()
        })
    }
}

impl fmt::Display for MachineSet {
    /// `pcbios, efi/arm64`: a platform is written by its name alone if the set contains all of its architectures that
    /// iPXE can be built for.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = "";
        for platform in self.platforms().iter() {
            let arches = self.arches(platform);
            if crate::generated::enums::LARGEST_BUILDS.arches(platform).difference(arches).is_empty() {
                write!(f, "{separator}{platform}")?;
                separator = ", ";
                continue;
            }
            for arch in arches.iter() {
                write!(f, "{separator}{platform}/{arch}")?;
                separator = ", ";
            }
        }
        Ok(())
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for MachineSet {
    /// As `["efi/x86_64", …]`.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter().map(|(platform, arch)| format!("{platform}/{arch}")))
    }
}
