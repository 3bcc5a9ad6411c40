//! The commands that wait for somebody at the keyboard.

use super::{Call, Done, Result, Turn};
use crate::simulate::{CpuidQuestion, KeyPress, Outcome, PromptQuestion, TextAnswer, Waiting};
use ipxe_language::{integer::parse_integer, status::ErrorClass};

impl Turn<'_> {
    pub(super) fn read(&mut self, call: Call<'_>) -> Result {
        let setting = call.argument(0);
        match self.environment.read(setting) {
            TextAnswer::Text(text) => self.write(setting, &text),
            TextAnswer::Cancel => Err(ErrorClass::Cancelled.into()),
            TextAnswer::Nobody => wait(call, Waiting::Text),
        }
    }

    pub(super) fn prompt(&mut self, call: Call<'_>) -> Result {
        let text = call.text_from(0);
        let key = call.option("key").map(key_code);
        let timeout = call.number("timeout").unwrap_or(0);
        match self.environment.press_key(&PromptQuestion { text: &text, key, timeout }) {
            KeyPress::Wanted => Ok(Done::Succeed),
            KeyPress::Code(code) if key.is_none_or(|key| key == code) => Ok(Done::Succeed),
            KeyPress::Code(_) => Err(ErrorClass::Cancelled.into()),
            KeyPress::Nobody => wait(call, Waiting::Key),
        }
    }

    pub(super) fn dialogue() -> Done {
        Done::end(Outcome::Waits(Waiting::Dialogue))
    }

    pub(super) fn shell() -> Done {
        Done::end(Outcome::Shell)
    }

    pub(super) fn cpuid(&mut self, call: Call<'_>) -> Result {
        let question = CpuidQuestion {
            bit: self.integer(call.argument(0))?,
            extended: call.has("ext") || call.has("amd"),
            ecx: call.has("ecx"),
        };
        if self.environment.cpuid(&question) { Ok(Done::Succeed) } else { Err(ErrorClass::NotFound.into()) }
    }
}

/// Nobody is there: the time is up, if it ever is.
pub(super) fn wait(call: Call<'_>, waiting: Waiting) -> Result {
    match call.number("timeout") {
        None | Some(0) => Ok(Done::end(Outcome::Waits(waiting))),
        Some(_) => Err(ErrorClass::TimedOut.into()),
    }
}

/// A key: a single character, or a key code.
pub(super) fn key_code(text: &[u8]) -> u32 {
    match text {
        [single] => u32::from(*single),
        code => parse_integer(code).unwrap_or(0),
    }
}
