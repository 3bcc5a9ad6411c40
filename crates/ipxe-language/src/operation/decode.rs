//! Decodes options and arguments into the operation. This is the only module that knows options by name.

use ipxe_catalog::Implementation;

use super::{
    BootSan, Choose, Configure, CreateVlan, Execute, HookSan, ImageSource, Item, Joined, Menu, Operation,
    Parameter, ParameterList, Present, Prompt, StoreImage, VerifyImage,
};
use crate::options::{OptionValue, ParsedArguments};
use crate::text::Text;

/// The options and arguments of a command, which are valid as far as they are known.
struct Given<'c, 'w>(&'c ParsedArguments<'w>);

/// The operation of a command. Its required arguments exist: the option parser has counted them.
pub(crate) fn decode<'w>(implementation: Implementation, arguments: &ParsedArguments<'w>) -> Operation<'w> {
    let given = Given(arguments);
    given
        .language(implementation)
        .or_else(|| given.image(implementation))
        .or_else(|| given.dialogue(implementation))
        .or_else(|| given.device(implementation))
        .unwrap_or(Operation::Other)
}

impl<'w> Given<'_, 'w> {
    fn all(&self) -> &'w [Text<'w>] {
        self.0.positionals
    }

    fn at(&self, at: usize) -> Option<&'w Text<'w>> {
        self.all().get(at)
    }

    fn from(&self, at: usize) -> Joined<'w> {
        Joined::new(self.all().get(at..).unwrap_or_default())
    }

    fn has(&self, option: &str) -> bool {
        self.0.option(option).is_some()
    }

    fn value(&self, option: &str) -> Option<OptionValue<'w>> {
        self.0.option(option)?.value
    }

    /// Menus and forms share one set of names; the last option determines the name.
    fn menu_name(&self) -> Option<OptionValue<'w>> {
        let named = |long: &str| matches!(long, "menu" | "form");
        self.0.options.iter().rev().find(|option| named(option.spec.long))?.value
    }

    fn language(&self, implementation: Implementation) -> Option<Operation<'w>> {
        use Implementation as I;
        match implementation {
            I::Echo => Some(Operation::Echo { text: self.from(0), newline: !self.has("n") }),
            I::Isset => self.at(0).map(|value| Operation::IsSet { value }),
            I::Iseq => self.at(0).zip(self.at(1)).map(|(left, right)| Operation::IsEqual { left, right }),
            I::Goto => self.at(0).map(|label| Operation::Goto { label }),
            I::Exit => Some(Operation::Exit { status: self.at(0) }),
            I::Time => Some(Operation::Time { command: self.all() }),
            I::Sleep => self.at(0).map(|seconds| Operation::Sleep { seconds }),
            I::Set => self.at(0).map(|setting| Operation::Set { setting, value: self.from(1) }),
            I::Clear => self.at(0).map(|setting| Operation::Clear { setting }),
            I::Inc => self.at(0).map(|setting| Operation::Increment { setting, by: self.at(1) }),
            I::Show => self.at(0).map(|setting| Operation::Show { setting, quiet: self.has("quiet") }),
            I::Read => self.at(0).map(|setting| Operation::Read { setting, timeout: self.value("timeout") }),
            I::Nslookup => {
                self.at(0).zip(self.at(1)).map(|(setting, host)| Operation::LookUpHost { setting, host })
            }
            _ => None,
        }
    }

    fn image(&self, implementation: Implementation) -> Option<Operation<'w>> {
        use Implementation as I;
        match implementation {
            I::Imgfetch => self.source().map(Operation::Fetch),
            I::Imgselect | I::Kernel | I::Imgload => self.source().map(Operation::Select),
            I::Imgargs => self.source().map(Operation::SetArguments),
            I::Imgextract => self.source().map(Operation::ExtractImage),
            I::Imgdecrypt => self.source().map(Operation::DecryptImage),
            I::Imgexec | I::Chain => Some(Operation::Execute(self.execute())),
            I::Imgfree => Some(Operation::FreeImages { names: self.all() }),
            I::Imgstat => Some(Operation::ListImages { names: self.all() }),
            I::Imgset => self.at(0).zip(self.at(1)).map(|(setting, location)| {
                Operation::StoreImage(StoreImage { setting, location, keep: self.has("keep") })
            }),
            I::Shim | I::Fdt => Some(Operation::UseImage { location: self.at(0) }),
            I::Imgverify => self.at(0).zip(self.at(1)).map(|(location, signature)| {
                let (signer, keep) = (self.value("signer"), self.has("keep"));
                Operation::VerifyImage(VerifyImage { location, signature, signer, keep })
            }),
            I::Imgtrust => {
                Some(Operation::Trust { allow: self.has("allow"), permanent: self.has("permanent") })
            }
            I::Md4sum
            | I::Md5sum
            | I::Sha1sum
            | I::Sha224sum
            | I::Sha256sum
            | I::Sha384sum
            | I::Sha512sum => Some(Operation::Digest { images: self.all(), setting: self.value("set") }),
            _ => None,
        }
    }

    fn source(&self) -> Option<ImageSource<'w>> {
        Some(ImageSource {
            location: self.at(0)?,
            name: self.value("name"),
            arguments: self.from(1),
            timeout: self.value("timeout"),
            autofree: self.has("autofree"),
        })
    }

    fn execute(&self) -> Execute<'w> {
        let (name, autofree) = (self.value("name"), self.has("autofree"));
        Execute { image: self.source(), name, autofree, replace: self.has("replace") }
    }

    fn dialogue(&self, implementation: Implementation) -> Option<Operation<'w>> {
        use Implementation as I;
        match implementation {
            I::Menu | I::Dynui => {
                let (name, delete) = (self.value("name"), self.has("delete"));
                Some(Operation::Menu(Menu { name, title: self.from(0), delete }))
            }
            I::Item => Some(Operation::Item(self.item())),
            I::Choose => self.at(0).map(|setting| {
                Operation::Choose(Choose {
                    setting,
                    menu: self.menu_name(),
                    default: self.value("default"),
                    timeout: self.value("timeout"),
                    retimeout: self.value("retimeout"),
                    keep: self.has("keep"),
                })
            }),
            I::Present => {
                Some(Operation::Present(Present { form: self.menu_name(), keep: self.has("keep") }))
            }
            I::Prompt => {
                let (key, timeout) = (self.value("key"), self.value("timeout"));
                Some(Operation::Prompt(Prompt { text: self.from(0), key, timeout }))
            }
            I::Params => {
                let (name, method, delete) = (self.value("name"), self.value("method"), self.has("delete"));
                Some(Operation::ParameterList(ParameterList { name, method, delete }))
            }
            I::Param => self.at(0).map(|name| {
                let (list, header) = (self.value("params"), self.has("header"));
                Operation::Parameter(Parameter { list, name, value: self.from(1), header })
            }),
            _ => None,
        }
    }

    fn item(&self) -> Item<'w> {
        let gap = self.has("gap");
        Item {
            menu: self.menu_name(),
            name: self.at(0).filter(|_| !gap),
            text: self.from(usize::from(!gap)),
            key: self.value("key"),
            default: self.has("default"),
            secret: self.has("secret"),
            gap,
        }
    }

    fn device(&self, implementation: Implementation) -> Option<Operation<'w>> {
        use Implementation as I;
        let (interfaces, timeout) = (self.all(), self.value("timeout"));
        match implementation {
            I::Ifopen => Some(Operation::OpenInterfaces { interfaces }),
            I::Ifclose => Some(Operation::CloseInterfaces { interfaces }),
            I::Ifstat | I::Iwstat | I::Iwlist => Some(Operation::ListInterfaces { interfaces }),
            I::Ifconf | I::Dhcp => {
                let configurator = self.value("configurator");
                Some(Operation::Configure(Configure { interfaces, configurator, timeout }))
            }
            I::Iflinkwait => Some(Operation::AwaitLink { interfaces, timeout }),
            I::Vcreate => self.at(0).map(|trunk| {
                let (tag, priority) = (self.value("tag"), self.value("priority"));
                Operation::CreateVlan(CreateVlan { trunk, tag, priority })
            }),
            I::Vdestroy => self.at(0).map(|interface| Operation::DestroyVlan { interface }),
            I::Sanboot => Some(Operation::BootSan(self.boot_san())),
            I::Sanhook => {
                let (drive, describe) = (self.value("drive"), !self.has("no-describe"));
                Some(Operation::HookSan(HookSan { uris: self.all(), drive, describe }))
            }
            I::Sanunhook => Some(Operation::UnhookSan { drive: self.value("drive") }),
            I::Cpuid => self.at(0).map(|bit| Operation::TestProcessor {
                bit,
                extended: self.has("ext") || self.has("amd"),
                ecx: self.has("ecx"),
            }),
            I::Config => Some(Operation::EditSettings { scope: self.at(0) }),
            I::Login => Some(Operation::LogIn),
            I::Console => {
                Some(Operation::SetUpConsole { picture: self.value("picture"), keep: self.has("keep") })
            }
            I::Certstore => {
                let (subject, keep) = (self.value("subject"), self.has("keep"));
                Some(Operation::StoreCertificates { location: self.at(0), subject, keep })
            }
            I::Certstat | I::Certfree => Some(Operation::Certificates { subject: self.value("subject") }),
            I::Ntp => self.at(0).map(|host| Operation::SetClock { host }),
            I::Autoboot => Some(Operation::AutoBoot { interfaces }),
            I::Shell => Some(Operation::Shell),
            I::Reboot => Some(Operation::Reboot),
            I::Poweroff => Some(Operation::PowerOff),
            _ => None,
        }
    }

    fn boot_san(&self) -> BootSan<'w> {
        BootSan {
            uris: self.all(),
            drive: self.value("drive"),
            filename: self.value("filename"),
            keep: self.has("keep"),
            describe: !self.has("no-describe"),
        }
    }
}
