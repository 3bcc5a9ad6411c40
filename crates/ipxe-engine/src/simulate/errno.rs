//! Where in iPXE failures come from, which shows in the detail bits of `${errno}`.
//!
//! Source: `file_ids` and `specific` of the collected facts about errors; which file a failure comes from is
//! known for sure only where a recorded case shows it. Scripts should compare nothing but classes.

use ipxe_catalog::Implementation;

use crate::{ArgumentErrorKind, ErrorClass};

const EXEC: u16 = 0x0220;
const PARSE_OPTIONS: u16 = 0x1620;
const SCRIPT: u16 = 0x0280;
const SETTINGS: u16 = 0x0c20;
const IMAGE: u16 = 0x0080;
const OPEN: u16 = 0x0920;
const DYNAMIC_UI: u16 = 0x2de0;
const PARAMETERS: u16 = 0x40e0;
const PROMPT: u16 = 0x22e0;

/// The detail bits for an unknown command.
pub(super) const UNKNOWN_COMMAND: u16 = EXEC;

/// The detail bits for a script that ends inside a continuation.
pub(super) const UNFINISHED: u16 = SCRIPT;

/// The detail bits for options and arguments that are wrong.
pub(super) const fn of_arguments(kind: &ArgumentErrorKind) -> u16 {
    // The last bits tell errors of the same class apart.
    PARSE_OPTIONS
        | match kind {
            ArgumentErrorKind::BadInteger { .. } | ArgumentErrorKind::Help => 1,
            ArgumentErrorKind::UnknownOption { .. } => 2,
            ArgumentErrorKind::MissingValue { .. }
            | ArgumentErrorKind::UnexpectedValue { .. }
            | ArgumentErrorKind::HelpWithValue => 3,
            _ => 0,
        }
}

/// The detail bits for the failure of a command whose options and arguments are in order.
pub(super) fn of_command(implementation: Implementation, class: ErrorClass) -> u16 {
    match (implementation, class) {
        (Implementation::Isset | Implementation::Iseq, _) => EXEC,
        (Implementation::Exit | Implementation::Sleep, ErrorClass::Invalid) => PARSE_OPTIONS | 1,
        (Implementation::Goto, _) => SCRIPT,
        (
            Implementation::Set | Implementation::Clear | Implementation::Inc | Implementation::Show,
            ErrorClass::NotSupported | ErrorClass::Invalid | ErrorClass::NotFound,
        ) => SETTINGS,
        (Implementation::Imgfree | Implementation::Imgstat, ErrorClass::NotFound)
        | (_, ErrorClass::NoDevice) => PARSE_OPTIONS,
        (
            Implementation::Choose
            | Implementation::Present
            | Implementation::Item
            | Implementation::Dynui
            | Implementation::Menu,
            ErrorClass::NotFound,
        ) => DYNAMIC_UI,
        (Implementation::Param, ErrorClass::NotFound) => PARAMETERS,
        (Implementation::Prompt, _) => PROMPT,
        (_, ErrorClass::NotExecutable) => IMAGE,
        (_, ErrorClass::NotSupported) => OPEN,
        _ => 0,
    }
}
