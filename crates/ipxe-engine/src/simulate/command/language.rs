//! The commands that are the language itself.

use super::{Call, Done, Result, Turn};
use crate::simulate::Failure;
use crate::{ErrorClass, parse_integer};

impl Turn<'_> {
    pub(super) fn echo(&mut self, call: Call<'_>) -> Done {
        let output = &mut self.effects.output;
        for (at, word) in call.arguments().iter().enumerate() {
            if at > 0 {
                output.push(b' ');
            }
            output.extend_from_slice(word.bytes());
        }
        if !call.has("n") {
            output.push(b'\n');
        }
        Done::Succeed
    }

    pub(super) fn isset(call: Call<'_>) -> Result {
        if call.argument(0).is_empty() { Err(ErrorClass::NotFound.into()) } else { Ok(Done::Succeed) }
    }

    pub(super) fn iseq(call: Call<'_>) -> Result {
        if call.argument(0) == call.argument(1) {
            Ok(Done::Succeed)
        } else {
            Err(ErrorClass::OutOfRange.into())
        }
    }

    pub(super) fn goto(&mut self, call: Call<'_>) -> Result {
        let label = self.machine.frames.last().and_then(|frame| frame.program.label(call.argument(0)));
        label.map(Done::Jump).ok_or_else(|| ErrorClass::NotFound.into())
    }

    pub(super) fn exit(call: Call<'_>) -> Done {
        let status = call.arguments().first().and_then(|status| parse_integer(status.bytes()).ok());
        Done::Leave(Failure::from_exit(status.unwrap_or(0).cast_signed()))
    }
}
