//! The action of a command, with its options and arguments by name.
//!
//! [`Invocation::operation`](crate::invocation::Invocation::operation) decodes a command into an [`Operation`]. Only
//! this module knows options by their names: code that executes, analyses, formats or checks commands matches on it.
//!
//! ```
//! use ipxe_catalog::{Catalog, Target};
//! use ipxe_language::{invocation::Invocation, operation::Operation, text::Text};
//!
//! let words = ["item", "--menu", "main", "--key", "l", "linux", "Boot", "Linux"].map(Text::from);
//! let invocation = Invocation::bind(&words, &Catalog::new(Target::default()));
//! let Some(Operation::Item(item)) = invocation.operation() else { panic!() };
//! assert_eq!(item.menu.unwrap().text.as_known(), Some(&b"main"[..]));
//! assert_eq!(item.name, Some(&Text::from("linux")));
//! assert_eq!(*item.text.to_text(), Text::from("Boot Linux"));
//! ```

mod decode;
mod image;
mod joined;
mod menu;
mod network;
mod san;

pub(crate) use decode::decode;
pub use image::{Execute, ImageSource, StoreImage, VerifyImage};
pub use joined::Joined;
pub use menu::{Choose, Item, Menu, Parameter, ParameterList, Present, Prompt};
pub use network::{Configure, CreateVlan};
pub use san::{BootSan, HookSan};

use crate::options::OptionValue;
use crate::text::Text;

/// What a command does.
///
/// Texts are the words as far as they are known; a hole stands for any bytes. Synonyms are the same operation, and so
/// are the forms of a command in different releases of iPXE. Copies are cheap: all parts are borrowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Operation<'w> {
    /// `echo`: prints text.
    Echo {
        /// The printed text.
        text: Joined<'w>,
        /// Whether a line end follows.
        newline: bool,
    },
    /// `isset`: succeeds unless its argument is empty.
    IsSet {
        /// The value that must not be empty.
        value: &'w Text<'w>,
    },
    /// `iseq`: succeeds if its arguments are equal.
    IsEqual {
        /// One side.
        left: &'w Text<'w>,
        /// The other side.
        right: &'w Text<'w>,
    },
    /// `goto`: jumps to a label.
    Goto {
        /// The label.
        label: &'w Text<'w>,
    },
    /// `exit`: ends the script.
    Exit {
        /// Its status, an integer; 0 if omitted.
        status: Option<&'w Text<'w>>,
    },
    /// `time`: runs another command, and prints its duration.
    Time {
        /// The words of that command, its name first.
        command: &'w [Text<'w>],
    },
    /// `sleep`: waits.
    Sleep {
        /// For how long, in seconds.
        seconds: &'w Text<'w>,
    },
    /// `set`: writes a setting, or deletes it if the value is empty.
    Set {
        /// The setting's name.
        setting: &'w Text<'w>,
        /// Its value.
        value: Joined<'w>,
    },
    /// `clear`: deletes a setting.
    Clear {
        /// The setting's name.
        setting: &'w Text<'w>,
    },
    /// `inc`: adds to a number.
    Increment {
        /// The setting's name.
        setting: &'w Text<'w>,
        /// The number to add, an integer; 1 if omitted.
        by: Option<&'w Text<'w>>,
    },
    /// `show`: prints a setting.
    Show {
        /// The setting's name.
        setting: &'w Text<'w>,
        /// Whether only the value is printed.
        quiet: bool,
    },
    /// `read`: asks for a setting's value.
    Read {
        /// The setting's name.
        setting: &'w Text<'w>,
        /// The timeout in milliseconds.
        timeout: Option<OptionValue<'w>>,
    },
    /// `nslookup`: looks up a host's address.
    LookUpHost {
        /// The setting that the address is written to.
        setting: &'w Text<'w>,
        /// The host's name.
        host: &'w Text<'w>,
    },
    /// `imgfetch`, `initrd`, `module`: registers an image.
    Fetch(ImageSource<'w>),
    /// `kernel`, `imgselect`, `imgload`: registers an image unless there is one with that name, and selects it.
    Select(ImageSource<'w>),
    /// `imgargs`: registers an image unless there is one with that name, and replaces its command line.
    SetArguments(ImageSource<'w>),
    /// `boot`, `chain`, `imgexec`: executes an image.
    Execute(Execute<'w>),
    /// `imgfree`: frees images.
    FreeImages {
        /// Their names; all images if there are none.
        names: &'w [Text<'w>],
    },
    /// `imgstat`: lists images.
    ListImages {
        /// Their names; all images if there are none.
        names: &'w [Text<'w>],
    },
    /// `imgset`: writes an image's content to a setting.
    StoreImage(StoreImage<'w>),
    /// `md5sum`, `sha256sum` and their like: digests of images.
    Digest {
        /// The images' names or URIs.
        images: &'w [Text<'w>],
        /// The setting that the digest is written to.
        setting: Option<OptionValue<'w>>,
    },
    /// `shim`, `fdt`: an image that iPXE keeps for later; none to discard it.
    UseImage {
        /// The image's name or URI.
        location: Option<&'w Text<'w>>,
    },
    /// `imgextract`: unpacks an archive into a new image.
    ExtractImage(ImageSource<'w>),
    /// `imgdecrypt`: decrypts an image into a new image. Its arguments are the key's image or URI.
    DecryptImage(ImageSource<'w>),
    /// `imgverify`: checks an image's signature.
    VerifyImage(VerifyImage<'w>),
    /// `imgtrust`: sets whether unverified images may be executed.
    Trust {
        /// Whether they may.
        allow: bool,
        /// Whether that can no longer be changed.
        permanent: bool,
    },
    /// `menu`, `form`: creates a menu or form, or discards it.
    Menu(Menu<'w>),
    /// `item`: adds an entry to a menu, or a field to a form.
    Item(Item<'w>),
    /// `choose`: shows a menu.
    Choose(Choose<'w>),
    /// `present`: shows a form.
    Present(Present<'w>),
    /// `prompt`: waits for a key.
    Prompt(Prompt<'w>),
    /// `params`: creates a list of request parameters, or discards it.
    ParameterList(ParameterList<'w>),
    /// `param`: adds to a list of request parameters.
    Parameter(Parameter<'w>),
    /// `ifopen`: opens interfaces.
    OpenInterfaces {
        /// Their names; all if there are none.
        interfaces: &'w [Text<'w>],
    },
    /// `ifclose`: closes interfaces.
    CloseInterfaces {
        /// Their names; all if there are none.
        interfaces: &'w [Text<'w>],
    },
    /// `ifstat`, `iwstat`, `iwlist`: lists interfaces.
    ListInterfaces {
        /// Their names; all if there are none.
        interfaces: &'w [Text<'w>],
    },
    /// `ifconf`, `dhcp`: opens and configures interfaces until one succeeds.
    Configure(Configure<'w>),
    /// `iflinkwait`: opens interfaces and waits until one has a link.
    AwaitLink {
        /// Their names; all if there are none.
        interfaces: &'w [Text<'w>],
        /// The timeout in milliseconds.
        timeout: Option<OptionValue<'w>>,
    },
    /// `vcreate`: creates a VLAN.
    CreateVlan(CreateVlan<'w>),
    /// `vdestroy`: removes a VLAN.
    DestroyVlan {
        /// Its name.
        interface: &'w Text<'w>,
    },
    /// `sanboot`: attaches drives and boots from one.
    BootSan(BootSan<'w>),
    /// `sanhook`: attaches drives.
    HookSan(HookSan<'w>),
    /// `sanunhook`: detaches a drive.
    UnhookSan {
        /// The drive's number.
        drive: Option<OptionValue<'w>>,
    },
    /// `cpuid`: tests a feature of the processor.
    TestProcessor {
        /// The feature's number.
        bit: &'w Text<'w>,
        /// Whether it is one of the extended features.
        extended: bool,
        /// Whether it is found in the register `ecx`, not `edx`.
        ecx: bool,
    },
    /// `config`: lets the user edit the settings of a block.
    EditSettings {
        /// The block; the root if omitted.
        scope: Option<&'w Text<'w>>,
    },
    /// `login`: asks for a name and a password.
    LogIn,
    /// `console`: sets up the console.
    SetUpConsole {
        /// A picture's name or URI.
        picture: Option<OptionValue<'w>>,
        /// Whether the picture stays an image.
        keep: bool,
    },
    /// `certstore`: stores certificates of an image.
    StoreCertificates {
        /// The image's name or URI; without one, the existing certificates.
        location: Option<&'w Text<'w>>,
        /// The certificate's name.
        subject: Option<OptionValue<'w>>,
        /// Whether the image stays.
        keep: bool,
    },
    /// `certstat`, `certfree`: lists certificates, or removes them.
    Certificates {
        /// The certificate's name; all certificates if omitted.
        subject: Option<OptionValue<'w>>,
    },
    /// `ntp`: sets the clock from a server.
    SetClock {
        /// The server.
        host: &'w Text<'w>,
    },
    /// `autoboot`: configures interfaces, and boots from the network.
    AutoBoot {
        /// Their names; all if there are none.
        interfaces: &'w [Text<'w>],
    },
    /// `shell`: starts the interactive shell.
    Shell,
    /// `reboot`: restarts the machine.
    Reboot,
    /// `poweroff`: switches the machine off.
    PowerOff,
    /// A command without an operation of its own: see the catalog.
    Other,
}

impl<'w> Operation<'w> {
    /// The image that it loads or uses. None for operations without an image.
    #[must_use]
    pub fn source(&self) -> Option<ImageSource<'w>> {
        match self {
            Self::Fetch(source)
            | Self::Select(source)
            | Self::SetArguments(source)
            | Self::ExtractImage(source)
            | Self::DecryptImage(source) => Some(*source),
            Self::Execute(execute) => execute.image,
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
