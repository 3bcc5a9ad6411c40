//! Facts about netbooting outside of iPXE: names of files, contents of distributions, arguments of their kernels,
//! syntax of other boot loaders.
//!
//! ```
//! use ipxe_catalog::Platform;
//! use ipxe_catalog::world::{Executable, FileClass, FileKind};
//!
//! let kernel = FileKind::of(b"vmlinuz-6.1.0-13-amd64").unwrap();
//! assert_eq!(kernel.class, FileClass::LinuxKernel);
//! let loader = FileKind::of(b"undionly.kpxe").unwrap();
//! assert_eq!(loader.executable(Platform::Efi), Executable::No);
//! assert_eq!(FileKind::of(b"start"), None);
//! ```
//!
//! Names and conventions are not certain: each row of the data has its source and its certainty. Uncertain facts only
//! suppress findings.

pub(crate) mod alias;
pub(crate) mod argument;
pub(crate) mod boot_reader;
pub(crate) mod distribution;
pub(crate) mod file_kind;
pub(crate) mod foreign_word;
pub(crate) mod words;

pub use alias::{AliasOf, architecture_in};
pub use argument::{ArgumentForm, ArgumentPartner, ArgumentReader, KernelArgument};
pub use boot_reader::{BootReader, RequiredForm, ValueForm};
pub use distribution::{
    asks_for_initrd, keeps_eth0, lacks_efi_stub, names_other_distribution, names_other_release,
    offers_initrd, only_reads_inst,
};
pub use file_kind::{Executable, FileClass, FileKind, FileReturns, NameMatch};
pub use foreign_word::{ForeignWord, Language};
pub use words::{Meaning, served_name, words_of_name};
