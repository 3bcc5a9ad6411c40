//! What a command does, with its options and arguments by name.
//!
//! An [`Operation`] is what [`Invocation::operation`](crate::invocation::Invocation::operation) decodes a command into. It is
//! the only place that knows an option by its name: whoever executes, analyses, formats or checks commands matches on it.
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
/// Texts are what stands there as far as it is known; a hole in one stands for any bytes. Synonyms are the same operation,
/// and so are the forms that a command had in different releases of iPXE. Copies are cheap: all parts are borrowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Operation<'w> {
    /// `echo`: prints text.
    Echo {
        /// What is printed.
        text: Joined<'w>,
        /// Whether a line end follows.
        newline: bool,
    },
    /// `isset`: succeeds unless its argument is empty.
    IsSet {
        /// What must not be empty.
        value: &'w Text<'w>,
    },
    /// `iseq`: succeeds if its arguments are equal.
    IsEqual {
        /// One side.
        left: &'w Text<'w>,
        /// The other side.
        right: &'w Text<'w>,
    },
    /// `goto`: goes on at a label.
    Goto {
        /// The label.
        label: &'w Text<'w>,
    },
    /// `exit`: ends the script.
    Exit {
        /// Its status, an integer; 0 if it is left out.
        status: Option<&'w Text<'w>>,
    },
    /// `time`: runs another command, and prints how long it took.
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
        /// How much is added, an integer; 1 if it is left out.
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
        /// For how long it waits, in milliseconds.
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
    /// `kernel`, `imgselect`, `imgload`: registers an image unless there is one of that name, and selects it.
    Select(ImageSource<'w>),
    /// `imgargs`: registers an image unless there is one of that name, and replaces its command line.
    SetArguments(ImageSource<'w>),
    /// `boot`, `chain`, `imgexec`: executes an image.
    Execute(Execute<'w>),
    /// `imgfree`: takes images away.
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
    /// `shim`, `fdt`: an image that iPXE keeps for later; none to forget it.
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
    /// `imgtrust`: says whether images that were not verified may be executed.
    Trust {
        /// Whether they may.
        allow: bool,
        /// Whether that can no longer be changed.
        permanent: bool,
    },
    /// `menu`, `form`: begins a menu or form, or discards it.
    Menu(Menu<'w>),
    /// `item`: adds an entry to a menu, or a field to a form.
    Item(Item<'w>),
    /// `choose`: shows a menu.
    Choose(Choose<'w>),
    /// `present`: shows a form.
    Present(Present<'w>),
    /// `prompt`: waits for a key.
    Prompt(Prompt<'w>),
    /// `params`: begins a list of request parameters, or discards it.
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
    /// `ifconf`, `dhcp`: opens and configures interfaces until one works.
    Configure(Configure<'w>),
    /// `iflinkwait`: opens interfaces and waits until one has a link.
    AwaitLink {
        /// Their names; all if there are none.
        interfaces: &'w [Text<'w>],
        /// For how long it waits, in milliseconds.
        timeout: Option<OptionValue<'w>>,
    },
    /// `vcreate`: makes a VLAN.
    CreateVlan(CreateVlan<'w>),
    /// `vdestroy`: takes a VLAN away.
    DestroyVlan {
        /// Its name.
        interface: &'w Text<'w>,
    },
    /// `sanboot`: attaches drives and boots from one.
    BootSan(BootSan<'w>),
    /// `sanhook`: attaches drives.
    HookSan(HookSan<'w>),
    /// `sanunhook`: lets go of a drive.
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
    /// `config`: shows the settings of a block, to be changed by hand.
    EditSettings {
        /// The block; the root if it is left out.
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
        /// The image's name or URI; without one, the certificates that are there.
        location: Option<&'w Text<'w>>,
        /// The certificate that is meant.
        subject: Option<OptionValue<'w>>,
        /// Whether the image stays.
        keep: bool,
    },
    /// `certstat`, `certfree`: lists certificates, or forgets them.
    Certificates {
        /// The certificate that is meant; all if it is left out.
        subject: Option<OptionValue<'w>>,
    },
    /// `ntp`: sets the clock from a server.
    SetClock {
        /// The server.
        host: &'w Text<'w>,
    },
    /// `autoboot`: configures interfaces, and boots what the network says.
    AutoBoot {
        /// Their names; all if there are none.
        interfaces: &'w [Text<'w>],
    },
    /// `shell`: hands over to whoever sits there.
    Shell,
    /// `reboot`: starts the machine again.
    Reboot,
    /// `poweroff`: switches the machine off.
    PowerOff,
    /// A command of which the catalog says all that is known.
    Other,
}

impl<'w> Operation<'w> {
    /// The image that it gets hold of, for operations that may give an image a name.
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
