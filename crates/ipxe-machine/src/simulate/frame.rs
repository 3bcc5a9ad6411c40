//! A script that is being executed.

use std::sync::Arc;

use super::image::Image;
use super::program::Program;
use super::{Failure, Status};

/// A script that is being executed, and its position.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Frame {
    /// Index of the next command.
    pub(super) next: usize,
    /// The status of the current line so far.
    pub(super) status: Status,
    /// The image from which it came, which is not registered meanwhile.
    pub(super) image: Image,
    /// The base of relative URIs before it.
    pub(super) outer_uri: Option<Arc<[u8]>>,
    pub(super) program: Arc<Program>,
}

/// The next action of a script.
pub(super) enum Next {
    /// Executes the command at this index.
    Command(usize),
    /// None: it ends with this status.
    End(Status),
}

impl Frame {
    pub(super) fn new(image: Image, program: Arc<Program>) -> Self {
        Self { next: 0, status: Ok(()), image, outer_uri: None, program }
    }

    /// Moves to the next command that runs.
    pub(super) fn advance(&mut self, unfinished: Failure) -> Next {
        let (next, status, what) = self.look_ahead(unfinished);
        (self.next, self.status) = (next, status);
        what
    }

    /// The position, the status and the action of the script after it moved to the next command that runs.
    fn look_ahead(&self, unfinished: Failure) -> (usize, Status, Next) {
        use ipxe_syntax::OperatorKind::{And, Or};
        let (mut next, mut status) = (self.next, self.status);
        while let Some(command) = self.program.command(next) {
            let runs = match command.operator {
                // Only the first command of a line has no operator before it.
                None if status.is_err() => return (next, status, Next::End(status)),
                Some(And) => status.is_ok(),
                Some(Or) => status.is_err(),
                None | Some(_) => true,
            };
            next += 1;
            if runs && !command.is_empty() {
                return (next, status, Next::Command(next - 1));
            }
            if runs {
                status = Ok(());
            }
        }
        let end = if self.program.is_unfinished() { Err(unfinished) } else { Ok(()) };
        (next, status, Next::End(status.and(end)))
    }

    /// The identity of the script, and the next command that runs, if there is one.
    pub(super) fn upcoming(&self) -> (u64, Option<usize>) {
        let command = match self.look_ahead(ipxe_language::status::ErrorClass::Invalid.into()) {
            (_, _, Next::Command(at)) => Some(at),
            (_, _, Next::End(_)) => None,
        };
        (self.program.fingerprint(), command)
    }

    /// Whether the line continues if the next command that runs fails.
    pub(super) fn handles_next(&self) -> bool {
        self.upcoming().1.is_some_and(|at| self.program.handles(at))
    }

    /// Whether the line continues if the current command fails.
    pub(super) fn handles_current(&self) -> bool {
        self.next.checked_sub(1).is_some_and(|at| self.program.handles(at))
    }

    /// Jumps to a command, and abandons the rest of the line.
    pub(super) fn jump(&mut self, to: usize) {
        (self.next, self.status) = (to, Ok(()));
    }
}
