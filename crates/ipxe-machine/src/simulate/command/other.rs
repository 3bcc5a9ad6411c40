//! Commands about which only the environment knows more.

use ipxe_catalog::{Actions, Role};

use super::open::is_address;
use super::{Call, Result, Turn};
use crate::simulate::{CommandRequest, Failure};
use ipxe_language::{operation::Operation, status::ErrorClass};

impl Turn<'_> {
    /// A command about which nothing more is known: the images in its arguments must exist, and the environment decides
    /// the rest.
    pub(super) fn other(&mut self, call: Call<'_>) -> Result {
        let new_name = call.operation.source().and_then(|source| source.name);
        for (at, word) in call.arguments().iter().enumerate() {
            let role = call.form.argument(at).map(|argument| argument.role);
            if role == Some(Role::ImageOrUri) {
                self.acquire(word.known_bytes(), new_name, call)?;
            }
        }
        self.ask(call)?;
        Ok(self.within_limits())
    }

    /// The failure of a command that needs a network, without one: a command that waits for a host waits until its
    /// timeout.
    fn unreachable(&self, call: Call<'_>) -> ErrorClass {
        let role = |at: usize| call.form.argument(at).map(|argument| argument.role);
        let hosts = call.arguments().iter().enumerate().filter(|(at, _)| role(*at) == Some(Role::Host));
        match hosts.map(|(_, host)| host.known_bytes()).next() {
            Some(host) if is_address(host) && call.does(Actions::WAITS) => ErrorClass::TimedOut,
            Some(host) => self.unreachable_host(host),
            None => ErrorClass::NetworkUnreachable,
        }
    }

    /// Asks the environment whether a command works. Commands that attach SAN drives must be able to open them.
    pub(super) fn ask(&mut self, call: Call<'_>) -> std::result::Result<(), Failure> {
        if let Operation::HookSan(hook) = call.operation {
            self.check_drives(hook.uris)?;
        }
        let words = call.to_words();
        let request = CommandRequest {
            words: &words,
            form: call.form,
            operation: call.operation,
            configured: self.is_configured(),
            unreachable: self.unreachable(call),
        };
        let done = self.environment.command(&mut self.machine.settings, &request);
        self.machine.follow_server();
        done.map_err(Failure::from)
    }
}
