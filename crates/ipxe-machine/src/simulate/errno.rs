//! Where in iPXE failures come from, which shows in the detail bits of `${errno}`.
//!
//! Source: `file_ids` and `specific` of the collected facts about errors; which file a failure comes from is
//! known for sure only where a recorded case, or Debian's build, shows it. Scripts should compare nothing but classes.

use ipxe_catalog::{Implementation, SettingType};

use ipxe_language::{options::ArgumentErrorKind, status::ErrorClass};

const EXEC: u16 = 0x0220;
const PARSE_OPTIONS: u16 = 0x1620;
const SCRIPT: u16 = 0x0280;
/// The detail bits for settings that cannot be read or written.
pub(super) const SETTINGS: u16 = 0x0c20;
const IMAGE: u16 = 0x0080;
const IMAGE_COMMANDS: u16 = 0x0ae0;
const OPEN: u16 = 0x0920;
const MENUS: u16 = 0x2ce0;
const FORMS: u16 = 0x63e0;
const PARAMETERS: u16 = 0x40e0;
const PROMPT: u16 = 0x22e0;
const IPV4: u16 = 0x0560;
const IPV6: u16 = 0x0660;
const HEXADECIMAL: u16 = 0x1120;
const BASE64: u16 = 0x1020;
const UUID: u16 = 0x2a20;
const TCP: u16 = 0x0a60;
const TFTP: u16 = 0x1260;
const NAMES: u16 = 0x1162;
const HTTP: u16 = 0x4160;
/// A file that an HTTP server says it does not have.
const HTTP_NOT_FOUND: u16 = 0x0c61;
const DATA_URI: u16 = 0x3620;

/// The detail bits for an unknown command.
pub(super) const UNKNOWN_COMMAND: u16 = EXEC;
/// The detail bits for a script that ends inside a continuation.
pub(super) const UNFINISHED: u16 = SCRIPT;
/// The detail bits for an argument that is no integer.
pub(super) const INTEGER: u16 = PARSE_OPTIONS | 1;

/// The detail bits for a menu that is not there.
pub(super) const NO_MENU: u16 = PARSE_OPTIONS;

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

/// The detail bits for a value that a type cannot read or show.
pub(super) const fn of_value(setting_type: SettingType) -> u16 {
    match setting_type {
        SettingType::Ipv4 => IPV4,
        SettingType::Ipv6 => IPV6,
        SettingType::Hex | SettingType::Hexhyp | SettingType::Hexraw => HEXADECIMAL,
        SettingType::Base64 => BASE64,
        SettingType::Uuid | SettingType::Guid => UUID,
        _ => SETTINGS,
    }
}

/// The detail bits for a download that fails.
pub(super) fn of_download(scheme: &[u8], class: ErrorClass) -> u16 {
    match (scheme, class) {
        (b"data", _) => DATA_URI,
        (_, ErrorClass::NoSuchAddress) => NAMES,
        (b"tftp", _) => TFTP,
        (_, ErrorClass::NetworkUnreachable | ErrorClass::ConnectionRefused) => TCP,
        (_, ErrorClass::Invalid) => HTTP,
        (_, ErrorClass::NotFound) => HTTP_NOT_FOUND,
        _ => 0,
    }
}

/// The detail bits for the failure of a command whose options and arguments are in order.
pub(super) fn of_command(implementation: Implementation, class: ErrorClass) -> u16 {
    use Implementation as I;
    match (implementation, class) {
        (I::Isset | I::Iseq, _) => EXEC,
        (I::Goto, _) => SCRIPT,
        (
            I::Set | I::Clear | I::Inc | I::Show,
            ErrorClass::NotSupported
            | ErrorClass::Invalid
            | ErrorClass::NotFound
            | ErrorClass::NoDevice
            | ErrorClass::OutOfRange
            | ErrorClass::NoSuchSetting,
        ) => SETTINGS,
        (I::Imgfree | I::Imgstat, ErrorClass::NotFound) => IMAGE_COMMANDS,
        (I::Choose, ErrorClass::NotFound) => MENUS,
        (I::Present, ErrorClass::NotFound) => FORMS,
        (I::Param, ErrorClass::NotFound) => PARAMETERS,
        (I::Prompt, _) => PROMPT,
        (_, ErrorClass::NoDevice)
        | (I::Item | I::Menu | I::Dynui, ErrorClass::NotFound)
        | (I::Config, ErrorClass::Invalid)
        | (I::Ifconf | I::Dhcp, ErrorClass::NotSupported) => PARSE_OPTIONS,
        (_, ErrorClass::NotExecutable) => IMAGE,
        (_, ErrorClass::NotSupported) => OPEN,
        _ => 0,
    }
}
