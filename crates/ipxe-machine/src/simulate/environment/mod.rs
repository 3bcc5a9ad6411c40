//! The environment of a run: everything that a script cannot decide by itself.

mod answer;
mod context;
mod files;
mod optimistic;
mod question;
mod served;

pub use answer::{KeyPress, MenuAnswer, TextAnswer};
pub use context::ContextEnvironment;
pub use files::{Files, NoFiles};
pub use optimistic::Optimistic;
pub use question::{
    ChooseQuestion, CommandRequest, ConnectRequest, CpuidQuestion, FetchRequest, FieldQuestion,
    PromptQuestion, UnknownSetting,
};

use super::{BootPlan, Content, SanPlan};
use crate::settings::Settings;
use ipxe_language::status::ErrorClass;

/// The environment of a run: everything that a script cannot decide by itself.
///
/// The simulator calls it for every answer from outside; a run depends on nothing else. Every method has a default:
/// downloads fail, there is no user, and a booted image takes over the machine.
pub trait Environment {
    /// The content at a URI. Never called for `data:` URIs, and schemes that the build lacks.
    ///
    /// # Errors
    /// The class of the failure.
    fn fetch(&mut self, request: &FetchRequest<'_>) -> Result<Content, ErrorClass> {
        let _ = request;
        Err(ErrorClass::NetworkUnreachable)
    }

    /// Whether a server can be reached.
    ///
    /// # Errors
    /// The class of the failure.
    fn connect(&mut self, request: &ConnectRequest<'_>) -> Result<(), ErrorClass> {
        let _ = request;
        Ok(())
    }

    /// Configures an open interface, for example by DHCP, and writes the network's settings. `configurator`: the only
    /// method that may be tried; `None` for any.
    ///
    /// # Errors
    /// The class of the failure.
    fn configure(
        &mut self,
        settings: &mut Settings,
        interface: &[u8],
        configurator: Option<&[u8]>,
    ) -> Result<(), ErrorClass> {
        let _ = (settings, interface, configurator);
        Err(ErrorClass::TimedOut)
    }

    /// Whether an interface has, or gets, a link.
    fn has_link(&mut self, interface: &[u8]) -> bool {
        let _ = interface;
        true
    }

    /// The user's choice in a menu.
    fn choose(&mut self, question: &ChooseQuestion<'_>) -> MenuAnswer {
        let _ = question;
        MenuAnswer::Nobody
    }

    /// The text that the user types for `read`.
    fn read(&mut self, setting: &[u8]) -> TextAnswer {
        let _ = setting;
        TextAnswer::Nobody
    }

    /// The text that the user types into a field of a form.
    fn fill_in(&mut self, question: &FieldQuestion<'_>) -> TextAnswer {
        let _ = question;
        TextAnswer::Nobody
    }

    /// The key that the user presses.
    fn press_key(&mut self, question: &PromptQuestion<'_>) -> KeyPress {
        let _ = question;
        KeyPress::Nobody
    }

    /// Whether the processor has a feature.
    fn cpuid(&mut self, question: &CpuidQuestion) -> bool {
        let _ = question;
        true
    }

    /// Executes an image that is not a script. `Ok`: it takes over the machine and does not return.
    ///
    /// # Errors
    /// The class of its failure, if it returned.
    fn boot(&mut self, plan: &BootPlan) -> Result<(), ErrorClass> {
        let _ = plan;
        Ok(())
    }

    /// Boots from a SAN drive. `Ok`: the drive's boot program takes over the machine and does not return.
    ///
    /// # Errors
    /// The class of its failure, if it returned.
    fn boot_san(&mut self, plan: &SanPlan) -> Result<(), ErrorClass> {
        let _ = plan;
        Ok(())
    }

    /// Whether a command works about which nothing more is known. May write the settings that the command would write.
    ///
    /// # Errors
    /// The class of the failure.
    fn command(&mut self, settings: &mut Settings, request: &CommandRequest<'_>) -> Result<(), ErrorClass> {
        let _ = (settings, request);
        Ok(())
    }

    /// The value of a setting that exists, but was unknown so far, as text in the form of its type. None: the setting
    /// is not set after all. Called once; the answer stays in the settings.
    fn setting(&mut self, setting: &UnknownSetting<'_>) -> Option<Vec<u8>> {
        let _ = setting;
        None
    }

    /// A placeholder for the value of a setting that is not set, or whose value is unknown, in every expansion of that
    /// name (`[scope/]name[:type]`). Called each time, and never stored in the settings. None: the expansion of an
    /// unset setting is empty, and [`Environment::setting`] is called for an unknown value.
    fn stand_in(&mut self, settings: &Settings, name: &[u8]) -> Option<Vec<u8>> {
        let _ = (settings, name);
        None
    }

    /// Whether a text contains a placeholder for an unknown value; a placeholder is in angle brackets. A write of such
    /// a text to a setting whose type cannot parse it makes the value unknown. A URI that begins with a placeholder
    /// counts as absolute.
    fn is_stand_in(&self, text: &[u8]) -> bool {
        let _ = text;
        false
    }

    /// A number that changes whenever the same question may get another answer than before. A run uses it to recognize
    /// that it repeats itself. The default is for an environment whose answers never change.
    fn state(&self) -> u64 {
        0
    }
}
