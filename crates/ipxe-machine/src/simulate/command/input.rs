//! Commands that wait for a user at the keyboard.

use super::{Done, Result, Turn};
use crate::simulate::{CpuidQuestion, KeyPress, Outcome, PromptQuestion, TextAnswer, Waiting};
use ipxe_language::{
    integer::parse_integer, operation::Prompt, options::OptionValue, status::ErrorClass, text::Text,
};

impl Turn<'_> {
    pub(super) fn read(&mut self, setting: &Text<'_>, timeout: Option<OptionValue<'_>>) -> Result {
        let setting = setting.known_bytes();
        match self.environment.read(setting) {
            TextAnswer::Text(text) => self.write(setting, &text),
            TextAnswer::Cancel => Err(ErrorClass::Cancelled.into()),
            TextAnswer::Nobody => wait(number(timeout), Waiting::Text),
        }
    }

    pub(super) fn prompt(&mut self, prompt: &Prompt<'_>) -> Result {
        let text = prompt.text.to_text();
        let key = prompt.key.map(|key| key_code(key.text.bytes()));
        let timeout = number(prompt.timeout).unwrap_or(0);
        match self.environment.press_key(&PromptQuestion { text: text.known_bytes(), key, timeout }) {
            KeyPress::Wanted => Ok(Done::Succeed),
            KeyPress::Code(code) if key.is_none_or(|key| key == code) => Ok(Done::Succeed),
            KeyPress::Code(_) => Err(ErrorClass::Cancelled.into()),
            KeyPress::Nobody => wait(Some(timeout), Waiting::Key),
        }
    }

    pub(super) fn dialogue() -> Done {
        Done::end(Outcome::Waits(Waiting::Dialogue))
    }

    pub(super) fn shell() -> Done {
        Done::end(Outcome::Shell)
    }

    pub(super) fn cpuid(&mut self, bit: &Text<'_>, extended: bool, ecx: bool) -> Result {
        let question = CpuidQuestion { bit: self.integer(bit.known_bytes())?, extended, ecx };
        if self.environment.cpuid(&question) { Ok(Done::Succeed) } else { Err(ErrorClass::NotFound.into()) }
    }
}

/// There is no user: the timeout expires, if there is one.
pub(super) fn wait(timeout: Option<u32>, waiting: Waiting) -> Result {
    match timeout {
        None | Some(0) => Ok(Done::end(Outcome::Waits(waiting))),
        Some(_) => Err(ErrorClass::TimedOut.into()),
    }
}

/// The value of a numeric option, which was checked before: it is valid if there is one.
pub(super) fn number(value: Option<OptionValue<'_>>) -> Option<u32> {
    value?.integer()?.ok()
}

/// A key: a single character, or a key code.
pub(super) fn key_code(text: &[u8]) -> u32 {
    match text {
        [single] => u32::from(*single),
        code => parse_integer(code).unwrap_or(0),
    }
}
