//! The arguments of kernels, and the programs that read them.

use crate::generated::world_arguments::{
    ARGUMENTS, INITRAMFS, IP_METHODS, LINUX, NETWORK, PARTNERS, READERS, TELLS,
};

/// Facts about an argument, by its name.
///
/// ```
/// use ipxe_catalog::world::KernelArgument;
///
/// let argument = KernelArgument::of(b"inst.ks").unwrap();
/// assert_eq!((argument.is_single, argument.all_with), (true, Some("inst.ks.all")));
/// assert!(KernelArgument::of(b"cifspass").unwrap().is_secret);
/// assert!(KernelArgument::of(b"root").is_some_and(|root| !root.is_secret));
/// assert_eq!(KernelArgument::of(b"other"), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "a row of a table of truths")]
pub struct KernelArgument {
    /// It has one value: if there are several, only one counts.
    pub is_single: bool,
    /// The argument with which all of its values count.
    pub all_with: Option<&'static str>,
    /// It has no value.
    pub is_flag: bool,
    /// Its value is a secret.
    pub is_secret: bool,
    /// wimboot knows it.
    pub is_of_wimboot: bool,
    /// The required form of its value.
    pub form: Option<ArgumentForm>,
    /// Its name in newer releases of the program that reads it.
    pub renamed: Option<&'static str>,
}

/// The form of an argument's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArgumentForm {
    /// `SERVER:PATH`, or only a path.
    NfsPath,
    /// `nocloud;s=URL/`: the reader appends file names directly to the URL.
    CloudInitSource,
}

/// A reader of `ip=` and `BOOTIF=`, and the additional forms that it supports.
///
/// ```
/// use ipxe_catalog::world::ArgumentReader;
///
/// let dracut = ArgumentReader::told_by(b"rd.neednet=1").unwrap();
/// assert!(dracut.ip_prefix_length && dracut.bootif_colons);
/// assert!(ArgumentReader::told_by(b"boot=live").unwrap().ip_own_form);
/// assert_eq!(ArgumentReader::told_by(b"quiet"), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "a row of a table of truths")]
pub struct ArgumentReader {
    /// `ip=` has another form, or several.
    pub ip_own_form: bool,
    /// A prefix length can replace the netmask of an IPv4 address.
    pub ip_prefix_length: bool,
    /// Two to four fields are an interface, a method, an MTU and a hardware address.
    pub ip_short_form: bool,
    /// `BOOTIF=aa:bb:cc:dd:ee:ff` is found.
    pub bootif_colons: bool,
    /// `BOOTIF=01:aa:bb:cc:dd:ee:ff` is found.
    pub bootif_type_and_colons: bool,
    /// `BOOTIF=aa-bb-cc-dd-ee-ff` is found.
    pub bootif_no_type: bool,
}

/// An argument of some system's kernel that has no effect without another one.
///
/// ```
/// use ipxe_catalog::world::ArgumentPartner;
///
/// let talos = ArgumentPartner::all().iter().find(|row| row.add.starts_with("talos.")).unwrap();
/// assert!(talos.asks(b"talos.config=http://192.0.2.1/worker.yaml"));
/// assert!(!talos.is_there(b"talos.config=http://192.0.2.1/worker.yaml"));
/// assert!(talos.is_there(b"talos.platform=metal"));
/// assert!(talos.is_for(b"http://192.0.2.1/kernel-amd64"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ArgumentPartner {
    pub(crate) begins: &'static [&'static str],
    pub(crate) ends: &'static [&'static str],
    pub(crate) kernel: &'static [&'static str],
    /// The reader that it is an argument of, by its place in [`BootReader::all`](super::BootReader::all).
    pub(crate) reader: Option<usize>,
    pub(crate) except: &'static [&'static str],
    pub(crate) needs: &'static [&'static str],
    /// A part of an image's name that replaces the partner, if there is one.
    pub or_initrd: Option<&'static str>,
    /// The argument to add.
    pub add: &'static str,
    /// The consequence without it, as the end of a sentence.
    pub without: &'static str,
    /// Whether some scripts omit it on purpose.
    pub is_advice: bool,
}

impl ArgumentPartner {
    /// All known ones.
    #[must_use]
    pub fn all() -> &'static [Self] {
        PARTNERS
    }

    /// Whether a word is an argument that needs the partner.
    #[must_use]
    pub fn asks(&self, word: &[u8]) -> bool {
        self.begins.iter().any(|start| word.starts_with(start.as_bytes()))
            || self.ends.iter().any(|end| word.ends_with(end.as_bytes()))
    }

    /// Whether a word is the partner.
    #[must_use]
    pub fn is_there(&self, word: &[u8]) -> bool {
        self.needs.iter().any(|start| word.starts_with(start.as_bytes()))
    }

    /// The reader that it is an argument of; none if all readers of the argument need the partner.
    #[must_use]
    pub fn reader(&self) -> Option<&'static super::BootReader> {
        super::BootReader::all().get(self.reader?)
    }

    /// Whether a URI is that of a kernel that needs it.
    #[must_use]
    pub fn is_for(&self, kernel: &[u8]) -> bool {
        let holds = |part: &&str| {
            let part = part.as_bytes();
            kernel.windows(part.len()).any(|window| window.eq_ignore_ascii_case(part))
        };
        self.kernel.iter().all(holds) && !self.except.iter().any(holds)
    }
}

impl KernelArgument {
    /// The facts about an argument with that name.
    #[must_use]
    pub fn of(name: &[u8]) -> Option<&'static Self> {
        let at = ARGUMENTS.binary_search_by(|(known, _)| known.as_bytes().cmp(name)).ok()?;
        ARGUMENTS.get(at).map(|(_, argument)| argument)
    }

    /// Whether a word begins like an argument that only Linux supports.
    ///
    /// ```
    /// use ipxe_catalog::world::KernelArgument;
    ///
    /// assert!(KernelArgument::is_of_linux(b"console=ttyS0"));
    /// assert!(!KernelArgument::is_of_linux(b"iso"));
    /// ```
    #[must_use]
    pub fn is_of_linux(word: &[u8]) -> bool {
        LINUX.iter().any(|start| word.starts_with(start.as_bytes()))
    }

    /// Whether a word begins like an argument that the initial file system reads, and not the kernel.
    ///
    /// ```
    /// use ipxe_catalog::world::KernelArgument;
    ///
    /// assert!(KernelArgument::is_for_initramfs(b"boot=live"));
    /// assert!(!KernelArgument::is_for_initramfs(b"root=/dev/nfs"));
    /// ```
    #[must_use]
    pub fn is_for_initramfs(word: &[u8]) -> bool {
        INITRAMFS.iter().any(|start| word.starts_with(start.as_bytes()))
    }

    /// The methods of `ip=` that at least one reader supports.
    pub fn ip_methods() -> impl Iterator<Item = &'static str> + Clone {
        IP_METHODS.iter().map(|(method, _)| *method)
    }

    /// Whether a word begins like an argument that configures an interface.
    ///
    /// ```
    /// use ipxe_catalog::world::KernelArgument;
    ///
    /// assert!(KernelArgument::configures_network(b"ip=192.0.2.7::192.0.2.1:255.255.255.0"));
    /// assert!(!KernelArgument::configures_network(b"ipv6.disable=1"));
    /// ```
    #[must_use]
    pub fn configures_network(word: &[u8]) -> bool {
        NETWORK.iter().any(|start| word.starts_with(start.as_bytes()))
    }

    /// Whether an argument configures an interface with DHCP.
    ///
    /// ```
    /// use ipxe_catalog::world::KernelArgument;
    ///
    /// assert!(KernelArgument::asks_for_lease(b"ip=eth0:dhcp"));
    /// assert!(!KernelArgument::asks_for_lease(b"ip=192.0.2.7::192.0.2.1:255.255.255.0::eth0:none"));
    /// ```
    #[must_use]
    pub fn asks_for_lease(argument: &[u8]) -> bool {
        let fields = argument.strip_prefix(b"ip=").unwrap_or_default();
        let fields: Vec<&[u8]> = fields.split(|byte| *byte == b':').collect();
        // `METHOD`, `INTERFACE:METHOD`, with optional further fields; or seven fields and more.
        let method = match fields.len() {
            1 => 0,
            2..=4 => 1,
            _ => 6,
        };
        let asks = |part: &[u8]| IP_METHODS.iter().any(|(known, lease)| *lease && known.as_bytes() == part);
        fields.get(method).is_some_and(|method| method.split(|byte| *byte == b',').any(asks))
    }
}

impl ArgumentReader {
    /// The reader that a word of the same command line implies.
    #[must_use]
    pub fn told_by(word: &[u8]) -> Option<&'static Self> {
        let (_, at) = TELLS.iter().find(|(start, _)| word.starts_with(start.as_bytes()))?;
        READERS.get(*at)
    }
}
