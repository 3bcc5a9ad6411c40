//! The commands that only the environment knows more about.

use ipxe_catalog::{Actions, Role};

use super::{Call, Result, Turn};
use crate::simulate::{CommandRequest, Failure};

impl Turn<'_> {
    /// A command that nothing more is known about: the images that it is given must be there, the rest is up to the
    /// environment.
    pub(super) fn other(&mut self, call: Call<'_>) -> Result {
        for (at, word) in call.arguments().iter().enumerate() {
            let role = call.form.argument(at).map(|argument| argument.role);
            if role == Some(Role::ImageOrUri) {
                self.acquire(word.bytes(), call)?;
            }
        }
        self.ask(call)?;
        Ok(self.within_limits())
    }

    /// Asks the environment whether a command works. None does that is about SAN drives in a build for Linux, which
    /// can only let go of them.
    pub(super) fn ask(&mut self, call: Call<'_>) -> std::result::Result<(), Failure> {
        if call.form.effects.actions.contains(Actions::ATTACHES_SAN) {
            self.check_san(call.arguments())?;
        }
        let (words, configured) = (call.to_words(), self.is_configured());
        let request = CommandRequest { words: &words, form: call.form, configured };
        let done = self.environment.command(&mut self.machine.settings, &request);
        self.machine.follow_server();
        done.map_err(Failure::from)
    }
}
