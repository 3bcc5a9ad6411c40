//! The commands that only the environment knows more about.

use ipxe_catalog::Role;

use super::{Call, Result, Turn};

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
        self.environment.command(&mut self.machine.settings, &call.to_words())?;
        self.machine.moved = true;
        Ok(self.within_limits())
    }
}
