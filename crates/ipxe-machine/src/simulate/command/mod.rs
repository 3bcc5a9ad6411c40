//! What each command does.

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

/// What a command that did not fail decided.
pub(super) enum Done {
    /// Nothing: on to the next one.
    Succeed,
    /// Goes on at the command at this index.
    Jump(usize),
    /// Ends the script with this status.
    Leave(Status),
    /// Executes a script; its status becomes the command's.
    Enter(Box<Frame>),
    /// Executes a script in the place of this one.
    Replace(Box<Frame>),
    /// Ends the run.
    End(Box<Outcome>),
}

impl Done {
    fn end(outcome: Outcome) -> Self {
        Self::End(Box::new(outcome))
    }
}

/// What a command returns.
pub(super) type Result = std::result::Result<Done, Failure>;

/// One command's turn.
pub(super) struct Turn<'t> {
    machine: &'t mut MachineState,
    environment: &'t mut dyn Environment,
    limits: &'t RunLimits,
    origin: Origin,
    effects: CommandEffects,
    /// What it took, in bytes that were copied or looked through, beyond its words.
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

    /// What the command did, and how much work it was.
    pub(super) fn finish(self) -> (CommandEffects, usize) {
        (self.effects, self.work)
    }

    /// Notes that a setting was written.
    fn changed(&mut self, name: &[u8]) {
        let found = self.machine.settings.read(name).ok();
        let value = found.and_then(|found| found.text().as_known().map(<[u8]>::to_vec));
        self.effects.changes.push(Change { name: name.to_vec(), value });
    }
}
