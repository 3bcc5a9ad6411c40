//! Questions to an environment.

use ipxe_catalog::{Actions, CommandForm, Implementation, SettingType};

use crate::simulate::{Menu, MenuItem, Parameters};
use ipxe_language::{operation::Operation, status::ErrorClass};

/// A download.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct FetchRequest<'q> {
    /// The absolute URI, without its fragment; other characters are percent-encoded.
    pub uri: &'q [u8],
    /// The submitted parameter list.
    pub parameters: Option<&'q Parameters>,
    /// The command that downloads.
    pub command: Implementation,
    /// Whether an interface is open and has an address.
    pub configured: bool,
    /// The error class if there is none.
    pub unreachable: ErrorClass,
}

/// A server that must answer before a URI can be used, such as the server of a SAN drive.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct ConnectRequest<'q> {
    /// The absolute URI.
    pub uri: &'q [u8],
    /// Its name or address, as in the URI.
    pub host: &'q [u8],
    /// Whether an interface is open and has an address.
    pub configured: bool,
    /// The error class if there is none.
    pub unreachable: ErrorClass,
}

/// A command without further known semantics.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct CommandRequest<'q> {
    /// Its words, beginning with the name. Its options and arguments are valid.
    pub words: &'q [Vec<u8>],
    /// Its form in the catalog.
    pub form: &'static CommandForm,
    /// Its operation.
    pub operation: &'q Operation<'q>,
    /// Whether an interface is open and has an address.
    pub configured: bool,
    /// The error class if it needs a network that is missing; all images that it names exist.
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
    /// The setting that stores the name of the entry.
    pub setting: &'q [u8],
    /// The preselected entry.
    pub start: &'q [u8],
    /// The timeout in milliseconds; 0: none.
    pub timeout: u32,
}

/// A request for a field of a form.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct FieldQuestion<'q> {
    /// The form.
    pub form: &'q Menu,
    /// The field.
    pub field: &'q MenuItem,
    /// The setting of the field.
    pub setting: &'q [u8],
}

/// A request for a key press.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct PromptQuestion<'q> {
    /// The text that is shown.
    pub text: &'q [u8],
    /// The expected key; `None` means any key.
    pub key: Option<u32>,
    /// The timeout in milliseconds; 0: none.
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
    /// Whether it is in register ECX, and not in EDX.
    pub ecx: bool,
}

/// A setting that exists, but has an unknown value.
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
