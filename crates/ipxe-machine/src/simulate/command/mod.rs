//! The implementations of the commands.

mod autoboot;
mod boot;
mod call;
mod dialogue;
mod digest;
mod dispatch;
mod download;
mod image;
mod input;
mod language;
mod network;
mod open;
mod other;
mod san;
mod setting;
mod vlan;

pub(super) use call::Call;
pub(super) use open::IscsiFault;

use super::frame::Frame;
use super::observer::{Change, CommandEffects};
use super::{Environment, Failure, MachineState, Outcome, RunLimits, Status};
use crate::settings::Origin;

/// The decision of a command that did not fail.
pub(super) enum Done {
    /// Continue with the next command.
    Succeed,
    /// Continue at the command with this index.
    Jump(usize),
    /// End the script with this status.
    Leave(Status),
    /// Execute a script; its status becomes the command's.
    Enter(Box<Frame>),
    /// Execute a script in place of this one.
    Replace(Box<Frame>),
    /// End the run.
    End(Box<Outcome>),
}

impl Done {
    fn end(outcome: Outcome) -> Self {
        Self::End(Box::new(outcome))
    }
}

/// The result of a command.
pub(super) type Result = std::result::Result<Done, Failure>;

/// The execution of one command.
pub(super) struct Turn<'t> {
    machine: &'t mut MachineState,
    environment: &'t mut dyn Environment,
    limits: &'t RunLimits,
    origin: Origin,
    effects: CommandEffects,
    /// The work beyond its words, in bytes that were copied or searched.
    work: usize,
}

impl<'t> Turn<'t> {
    pub(super) fn new(
        machine: &'t mut MachineState,
        environment: &'t mut dyn Environment,
        limits: &'t RunLimits,
        origin: Origin,
    ) -> Self {
        Self { machine, environment, limits, origin, effects: CommandEffects::default(), work: 0 }
    }

    /// The effects of the command, and the amount of work.
    pub(super) fn finish(self) -> (CommandEffects, usize) {
        (self.effects, self.work)
    }

    /// Records that a setting was written.
    fn changed(&mut self, name: &[u8]) {
        let found = self.machine.settings.read(name).ok();
        let value = found.and_then(|found| found.text().as_known().map(<[u8]>::to_vec));
        self.effects.changes.push(Change { name: name.to_vec(), value });
    }
}
