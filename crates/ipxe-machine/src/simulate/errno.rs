//! The part of iPXE in which an error occurred, which is visible in the detail bits of `${errno}`.
//!
//! Source: `file_ids` and `specific` of the collected facts about errors. The file of an error is only certain if a
//! recorded case, or Debian's build, shows it. Scripts should only compare classes.

use super::command::IscsiFault;
use ipxe_catalog::{ImageUsage, Implementation, SettingType};

use ipxe_language::{options::ArgumentErrorKind, status::ErrorClass};

const EXEC: u16 = 0x0220;
const PARSE_OPTIONS: u16 = 0x1620;
const SCRIPT: u16 = 0x0280;
/// The detail bits for settings that cannot be read or written.
pub(super) const SETTINGS: u16 = 0x0c20;
/// The detail bits for settings of an interface that cannot be written like this.
pub(super) const INTERFACE_SETTINGS: u16 = 0x1460;
/// The detail bits for a VLAN that cannot be created, or an interface that is not a VLAN.
pub(super) const VLAN: u16 = 0x3060;
const IMAGE: u16 = 0x0080;
const IMAGE_COMMANDS: u16 = 0x0ae0;
const OPEN: u16 = 0x0920;
const MENUS: u16 = 0x2ce0;
const FORMS: u16 = 0x63e0;
const READ_LINE: u16 = 0x32e0;
const PROMPT: u16 = 0x22e0;
/// The detail bits for a SAN drive whose number is in use.
pub(super) const SAN_DEVICES: u16 = 0x2320;
/// SAN drives in a build for Linux.
const DUMMY_SAN: u16 = 0x2420;
/// The detail bits for a UUID of the wrong length.
pub(super) const UUID: u16 = 0x2a20;
const IPV4: u16 = 0x0560;
const IPV6: u16 = 0x0660;
const HEXADECIMAL: u16 = 0x1120;
/// The detail bits for text that is not Base64.
pub(super) const BASE64: u16 = 0x1020;
const NAME_LIST: u16 = 0x1160;
const TCP: u16 = 0x0a60;
const TFTP: u16 = 0x1260;
const UDP: u16 = 0x0f60;
const AOE: u16 = 0x0060;
const IB_SRP: u16 = 0x2264;
const ISCSI: u16 = 0x0d60;
const SCSI: u16 = 0x7040;
/// An invalid colour.
const COLOURS: u16 = 0x1e20;
const COLOUR_PAIRS: u16 = 0x1d20;
const CERTIFICATE_COMMANDS: u16 = 0x4fe0;
const CERTIFICATES: u16 = 0x00e0;
const PICTURES: u16 = 0x2120;
const BLOCK_DEVICE: u16 = 0x1220;
const NFS: u16 = 0x3460;
const NAMES: u16 = 0x1160;
const NAME_SERVER_MISSING: u16 = NAMES | 2;
const HTTP: u16 = 0x4160;
/// An HTTP server responds that a file does not exist.
const HTTP_NOT_FOUND: u16 = 0x0c61;
const DATA_URI: u16 = 0x3620;

/// The detail bits for an unknown command.
pub(super) const UNKNOWN_COMMAND: u16 = EXEC;
/// The detail bits for a script that ends inside a continuation.
pub(super) const UNFINISHED: u16 = SCRIPT;
/// The detail bits for an argument that is not an integer.
pub(super) const INTEGER: u16 = PARSE_OPTIONS | 1;

/// The detail bits for a machine without interfaces.
pub(super) const NO_INTERFACES: u16 = 0x1de0;
/// The detail bits for a menu that does not exist.
pub(super) const NO_MENU: u16 = PARSE_OPTIONS;

/// The detail bits for invalid options and arguments.
pub(super) const fn of_arguments(kind: &ArgumentErrorKind) -> u16 {
    // The last bits distinguish errors of the same class.
    match kind {
        ArgumentErrorKind::BadInteger { .. } | ArgumentErrorKind::Help => PARSE_OPTIONS | 1,
        ArgumentErrorKind::UnknownOption { .. } => PARSE_OPTIONS | 2,
        ArgumentErrorKind::MissingValue { .. }
        | ArgumentErrorKind::UnexpectedValue { .. }
        | ArgumentErrorKind::HelpWithValue => PARSE_OPTIONS | 3,
        ArgumentErrorKind::UnknownSettingType { .. } => SETTINGS,
        ArgumentErrorKind::MalformedUuid { .. } => HEXADECIMAL,
        _ => PARSE_OPTIONS,
    }
}

/// The detail bits for a value that a type cannot parse or format.
pub(super) const fn of_value(setting_type: SettingType) -> u16 {
    match setting_type {
        SettingType::Ipv4 => IPV4,
        SettingType::Ipv6 => IPV6,
        SettingType::Hex
        | SettingType::Hexhyp
        | SettingType::Hexraw
        | SettingType::Uuid
        | SettingType::Guid => HEXADECIMAL,
        SettingType::Base64 => BASE64,
        SettingType::Dnssl => NAME_LIST,
        _ => SETTINGS,
    }
}

/// The detail bits for an invalid URI of an iSCSI drive.
pub(super) const fn of_iscsi(fault: IscsiFault) -> u16 {
    match fault {
        IscsiFault::TooShort => ISCSI | 1,
        IscsiFault::NoDrive => ISCSI | 3,
        IscsiFault::Unit => SCSI,
    }
}

/// The detail bits for a URI of some scheme that cannot be opened or downloaded.
pub(super) fn of_download(scheme: &str, class: ErrorClass) -> u16 {
    use ErrorClass as E;
    match (scheme, class) {
        ("data", _) => DATA_URI,
        (_, E::NoSuchAddress) => NAME_SERVER_MISSING,
        (_, E::OperationNotSupported) => BLOCK_DEVICE,
        ("aoe", _) => AOE,
        ("ib_srp", _) => IB_SRP,
        ("tftp" | "tftm" | "mtftp", _) => TFTP,
        ("udp", _) => UDP,
        ("nfs", E::Invalid) => NFS,
        ("tcp", E::Invalid) | (_, E::NetworkUnreachable | E::ConnectionRefused) => TCP,
        (_, E::TimedOut) => NAMES,
        (_, E::Invalid) => HTTP,
        (_, E::NotFound) => HTTP_NOT_FOUND,
        _ => 0,
    }
}

/// The detail bits for an image that does not have the required format.
pub(super) const fn of_usage(usage: ImageUsage) -> u16 {
    match usage {
        ImageUsage::Asn1 => CERTIFICATES,
        ImageUsage::Picture => PICTURES,
        _ => 0,
    }
}

/// The detail bits for the failure of a command whose options and arguments are valid.
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
        (I::Present, ErrorClass::Invalid) => FORMS,
        (I::Colour, ErrorClass::Invalid) => COLOURS,
        (I::Cpair, ErrorClass::Invalid) => COLOUR_PAIRS,
        (I::Certstat | I::Certstore | I::Certfree, ErrorClass::NotFound) => CERTIFICATE_COMMANDS,
        (I::Read, ErrorClass::TimedOut) => READ_LINE,
        (I::Prompt, _) => PROMPT,
        (I::Sanboot, ErrorClass::OperationNotSupported) => DUMMY_SAN,
        (_, ErrorClass::NoDevice)
        | (I::Item | I::Menu | I::Dynui | I::Param, ErrorClass::NotFound)
        | (I::Config, ErrorClass::Invalid)
        | (I::Ifconf | I::Dhcp, ErrorClass::NotSupported) => PARSE_OPTIONS,
        (_, ErrorClass::NotExecutable) => IMAGE,
        (_, ErrorClass::NotSupported) => OPEN,
        _ => 0,
    }
}
