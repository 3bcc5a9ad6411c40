//! A script that is being executed.

use std::sync::Arc;

use super::image::Image;
use super::program::Program;
use super::{Failure, Status};

/// A script that is being executed, and how far it got.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Frame {
    /// Index of the next command.
    pub(super) next: usize,
    /// The status of the current line so far.
    pub(super) status: Status,
    /// The image that it came from, which is not registered meanwhile.
    pub(super) image: Image,
    pub(super) program: Arc<Program>,
}

/// What a script does next.
pub(super) enum Next {
    /// Executes the command at this index.
    Command(usize),
    /// Nothing: it ends with this status.
    End(Status),
}

impl Frame {
    pub(super) fn new(image: Image, program: Arc<Program>) -> Self {
        Self { next: 0, status: Ok(()), image, program }
    }

    /// Goes on to the next command that runs.
    pub(super) fn advance(&mut self, unfinished: Failure) -> Next {
        use ipxe_syntax::OperatorKind::{And, Or};
        while let Some(command) = self.program.command(self.next) {
            let runs = match command.operator {
                // Only the first command of a line has no operator before it.
                None if self.status.is_err() => return Next::End(self.status),
                Some(And) => self.status.is_ok(),
                Some(Or) => self.status.is_err(),
                None | Some(_) => true,
            };
            self.next += 1;
            if runs && !command.is_empty() {
                return Next::Command(self.next - 1);
            }
            if runs {
                self.status = Ok(());
            }
        }
        let end = if self.program.is_unfinished() { Err(unfinished) } else { Ok(()) };
        Next::End(self.status.and(end))
    }

    /// Goes to a command; what is left of the line is abandoned.
    pub(super) fn jump(&mut self, to: usize) {
        (self.next, self.status) = (to, Ok(()));
    }
}
