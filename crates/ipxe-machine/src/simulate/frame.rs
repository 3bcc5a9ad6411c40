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
    /// What relative URIs were relative to before it.
    pub(super) outer_uri: Option<Arc<[u8]>>,
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
        Self { next: 0, status: Ok(()), image, outer_uri: None, program }
    }

    /// Goes on to the next command that runs.
    pub(super) fn advance(&mut self, unfinished: Failure) -> Next {
        let (next, status, what) = self.look_ahead(unfinished);
        (self.next, self.status) = (next, status);
        what
    }

    /// Where the script is once it went on to the next command that runs, with which status, and what it does there.
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

    /// What tells the script from others, and the next command that runs, if there is one.
    pub(super) fn upcoming(&self) -> (u64, Option<usize>) {
        let command = match self.look_ahead(ipxe_language::status::ErrorClass::Invalid.into()) {
            (_, _, Next::Command(at)) => Some(at),
            (_, _, Next::End(_)) => None,
        };
        (self.program.fingerprint(), command)
    }

    /// Whether the line goes on if the next command that runs fails.
    pub(super) fn handles_next(&self) -> bool {
        self.upcoming().1.is_some_and(|at| self.program.handles(at))
    }

    /// Whether the line goes on if the command fails that is being executed.
    pub(super) fn handles_current(&self) -> bool {
        self.next.checked_sub(1).is_some_and(|at| self.program.handles(at))
    }

    /// Goes to a command; what is left of the line is abandoned.
    pub(super) fn jump(&mut self, to: usize) {
        (self.next, self.status) = (to, Ok(()));
    }
}
