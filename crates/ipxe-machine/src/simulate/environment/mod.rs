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
    /// What downloading a URI gives. `data:` URIs and schemes that the build lacks never get here.
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

    /// Configures an open interface, as by DHCP, and puts what the network says into the settings.
    /// `configurator`: the only way that may be tried, if one is demanded.
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

    /// What somebody before a menu does.
    fn choose(&mut self, question: &ChooseQuestion<'_>) -> MenuAnswer {
        let _ = question;
        MenuAnswer::Nobody
    }

    /// What somebody types who is asked for text by `read`.
    fn read(&mut self, setting: &[u8]) -> TextAnswer {
        let _ = setting;
        TextAnswer::Nobody
    }

    /// What somebody types into a field of a form.
    fn fill_in(&mut self, question: &FieldQuestion<'_>) -> TextAnswer {
        let _ = question;
        TextAnswer::Nobody
    }

    /// What somebody does who is asked to press a key.
    fn press_key(&mut self, question: &PromptQuestion<'_>) -> KeyPress {
        let _ = question;
        KeyPress::Nobody
    }

    /// Whether the processor has a feature.
    fn cpuid(&mut self, question: &CpuidQuestion) -> bool {
        let _ = question;
        true
    }

    /// Executes an image that is no script. `Ok`: it takes over the machine and does not return.
    ///
    /// # Errors
    /// It returned; the class of the failure.
    fn boot(&mut self, plan: &BootPlan) -> Result<(), ErrorClass> {
        let _ = plan;
        Ok(())
    }

    /// Boots from a SAN drive. `Ok`: that takes over the machine and does not return.
    ///
    /// # Errors
    /// It returned; the class of the failure.
    fn boot_san(&mut self, plan: &SanPlan) -> Result<(), ErrorClass> {
        let _ = plan;
        Ok(())
    }

    /// Whether a command works that nothing more is known about. May write to the settings what the command would.
    ///
    /// # Errors
    /// The class of the failure.
    fn command(&mut self, settings: &mut Settings, request: &CommandRequest<'_>) -> Result<(), ErrorClass> {
        let _ = (settings, request);
        Ok(())
    }

    /// The value, as text in the form of its type, of a setting that exists but was not known so far. None: it is not
    /// set after all. Asked once; the answer stays in the settings.
    fn setting(&mut self, setting: &UnknownSetting<'_>) -> Option<Vec<u8>> {
        let _ = setting;
        None
    }

    /// A text that stands for the value of a setting that is not set, or of which only its existence is known, wherever
    /// an expansion of that name (`[scope/]name[:type]`) shows it; asked each time, and never kept in the settings.
    /// None: a setting that is not set shows nothing, and one whose value is not known is asked for by
    /// [`Environment::setting`].
    fn stand_in(&mut self, settings: &Settings, name: &[u8]) -> Option<Vec<u8>> {
        let _ = (settings, name);
        None
    }

    /// Whether a text has a part that stands for something unknown; such a part is in angle brackets. Written to a setting
    /// whose type cannot read it, it then makes a value of which only its existence is known; and a URI that begins with
    /// one is taken for an absolute one.
    fn is_stand_in(&self, text: &[u8]) -> bool {
        let _ = text;
        false
    }

    /// A number that changes whenever later answers may differ from earlier ones to the same questions; by it a run
    /// knows that it goes in circles. An environment that always answers alike needs none.
    fn state(&self) -> u64 {
        0
    }
}
