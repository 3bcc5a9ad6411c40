//! Commands of the language itself.

use super::{Done, Result, Turn};
use crate::simulate::Failure;
use ipxe_language::{operation::Joined, status::ErrorClass, text::Text};

impl Turn<'_> {
    pub(super) fn echo(&mut self, text: Joined<'_>, newline: bool) -> Done {
        let output = &mut self.effects.output;
        for (at, word) in text.words().iter().enumerate() {
            if at > 0 {
                output.push(b' ');
            }
            output.extend_from_slice(word.known_bytes());
        }
        if newline {
            output.push(b'\n');
        }
        Done::Succeed
    }

    pub(super) fn isset(value: &Text<'_>) -> Result {
        if value.known_bytes().is_empty() { Err(ErrorClass::NotFound.into()) } else { Ok(Done::Succeed) }
    }

    pub(super) fn iseq(left: &Text<'_>, right: &Text<'_>) -> Result {
        if left.known_bytes() == right.known_bytes() {
            Ok(Done::Succeed)
        } else {
            Err(ErrorClass::OutOfRange.into())
        }
    }

    pub(super) fn goto(&mut self, label: &Text<'_>) -> Result {
        let Some(program) = self.machine.frames.last().map(|frame| &frame.program) else {
            return Err(ErrorClass::NotFound.into());
        };
        // The search reads all lines to the end, and an incomplete last line makes it fail.
        let missing = if program.is_unfinished() { ErrorClass::Invalid } else { ErrorClass::NotFound };
        program.label(label.known_bytes()).map(Done::Jump).ok_or_else(|| missing.into())
    }

    pub(super) fn exit(&self, status: Option<&Text<'_>>) -> Result {
        let Some(status) = status.map(Text::known_bytes) else { return Ok(Done::Leave(Ok(()))) };
        let number = self.integer(status)?;
        Ok(Done::Leave(if self.environment.is_stand_in(status) {
            Err(Failure::unknown_exit())
        } else {
            Failure::from_exit(number.cast_signed())
        }))
    }
}
