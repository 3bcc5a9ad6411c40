//! What an environment is asked.

use ipxe_catalog::{Actions, CommandForm, Implementation, SettingType};

use crate::simulate::{Menu, MenuItem, Parameters};
use ipxe_language::{operation::Operation, status::ErrorClass};

/// A download.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct FetchRequest<'q> {
    /// The absolute URI, without its fragment; what has no place in a URI percent-encoded.
    pub uri: &'q [u8],
    /// The list of parameters that is submitted.
    pub parameters: Option<&'q Parameters>,
    /// The command that downloads.
    pub command: Implementation,
    /// Whether some interface is open and has an address.
    pub configured: bool,
    /// How it fails if none is.
    pub unreachable: ErrorClass,
}

/// A server that must answer before a URI is of any use, such as that of a SAN drive.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct ConnectRequest<'q> {
    /// The absolute URI.
    pub uri: &'q [u8],
    /// Its name or address, as a URI has it.
    pub host: &'q [u8],
    /// Whether some interface is open and has an address.
    pub configured: bool,
    /// How it fails if none is.
    pub unreachable: ErrorClass,
}

/// A command of which nothing more is known.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct CommandRequest<'q> {
    /// Its words, its name first. Its options and arguments are in order.
    pub words: &'q [Vec<u8>],
    /// What it is.
    pub form: &'static CommandForm,
    /// What it does.
    pub operation: &'q Operation<'q>,
    /// Whether some interface is open and has an address.
    pub configured: bool,
    /// How it fails if it needs a network that is not there: by then, every image is that it is given.
    pub unreachable: ErrorClass,
}

impl CommandRequest<'_> {
    /// Whether it needs a network for more than downloads.
    #[must_use]
    pub fn needs_network(&self) -> bool {
        let actions = self.form.effects.actions;
        actions.contains(Actions::USES_NETWORK) && !actions.contains(Actions::FETCHES)
    }
}

/// A menu is shown.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct ChooseQuestion<'q> {
    /// The menu; it has at least one entry.
    pub menu: &'q Menu,
    /// The setting that gets the name of the entry.
    pub setting: &'q [u8],
    /// The entry that it starts on.
    pub start: &'q [u8],
    /// After how many milliseconds that entry is picked; 0: never.
    pub timeout: u32,
}

/// A field of a form is to be filled in.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct FieldQuestion<'q> {
    /// The form.
    pub form: &'q Menu,
    /// The field.
    pub field: &'q MenuItem,
    /// The setting that it fills in.
    pub setting: &'q [u8],
}

/// A key is to be pressed.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct PromptQuestion<'q> {
    /// What is shown.
    pub text: &'q [u8],
    /// The key that counts; none: any.
    pub key: Option<u32>,
    /// For how many milliseconds it counts; 0: for ever.
    pub timeout: u32,
}

/// A feature of the processor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct CpuidQuestion {
    /// The bit.
    pub bit: u32,
    /// Whether it is one of the extended features.
    pub extended: bool,
    /// Whether it is in register ECX rather than EDX.
    pub ecx: bool,
}

/// A setting of which only its existence is known.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct UnknownSetting<'q> {
    /// The path of its block; empty for the root.
    pub block: &'q [u8],
    /// Its name.
    pub name: &'q [u8],
    /// The type of its value.
    pub setting_type: SettingType,
}
