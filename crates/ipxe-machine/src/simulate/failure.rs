//! How a command or a script failed.

use std::fmt;

use ipxe_catalog::Platform;
use ipxe_language::status::ErrorClass;

/// The status of a command or a script.
pub type Status = Result<(), Failure>;

/// How a command or a script failed.
///
/// Two failures are equal if `${errno}` is the same for both. `Display` writes the class (`ENOENT`) or `exit:5`, as
/// traces do; `exit:?` if the number is unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Failure {
    kind: FailureKind,
    /// Bits 8 to 23 of the error number; 0 if they are unknown.
    detail: u16,
    /// Bits 0 to 7 if a script set them; otherwise they follow from the class.
    platform: Option<u8>,
}

/// The kind of a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FailureKind {
    /// An error of iPXE.
    Class(ErrorClass),
    /// A status from `exit`.
    Exit(i32),
    /// A status from `exit` that is unknown, but not 0.
    UnknownExit,
}

impl Failure {
    /// The meaning of a number given to `exit`: success if it is 0, an iPXE error if it is the negative of an error
    /// number.
    ///
    /// # Errors
    /// If it is not 0.
    pub fn from_exit(number: i32) -> Status {
        if number == 0 {
            return Ok(());
        }
        let bits = number.unsigned_abs();
        let class = (number < 0).then(|| ErrorClass::from_code((bits >> 24 & 0x7f) as u8)).flatten();
        Err(match class {
            Some(class) => Self {
                kind: FailureKind::Class(class),
                detail: (bits >> 8 & 0xffff) as u16,
                platform: Some((bits & 0xff) as u8),
            },
            None => Self { kind: FailureKind::Exit(number), detail: 0, platform: None },
        })
    }

    /// The meaning of an unknown number given to `exit` that is not 0.
    pub(super) const fn unknown_exit() -> Self {
        Self { kind: FailureKind::UnknownExit, detail: 0, platform: None }
    }

    /// The kind of the failure.
    #[must_use]
    pub const fn kind(self) -> FailureKind {
        self.kind
    }

    /// The error class, unless the status comes from `exit`.
    #[must_use]
    pub const fn class(self) -> Option<ErrorClass> {
        match self.kind {
            FailureKind::Class(class) => Some(class),
            FailureKind::Exit(_) | FailureKind::UnknownExit => None,
        }
    }

    /// The same failure with the detail bits of its error number, unless it already has some.
    pub(super) fn or_detail(self, detail: u16) -> Self {
        if self.detail == 0 { Self { detail, ..self } } else { self }
    }

    /// Its error number, as `${errno}` shows it in a build for a platform.
    pub(super) fn number(self, platform: Option<Platform>) -> u32 {
        match self.kind {
            FailureKind::Class(class) => {
                let platform = self.platform.unwrap_or(match platform {
                    Some(Platform::Linux) => class.linux_code(),
                    Some(Platform::Pcbios) => class.pxe_code(),
                    _ => 0,
                });
                u32::from(class.code()) << 24 | u32::from(self.detail) << 8 | u32::from(platform)
            }
            FailureKind::Exit(number) => number.unsigned_abs(),
            // Some number that is not 0.
            FailureKind::UnknownExit => 1,
        }
    }
}

impl From<ErrorClass> for Failure {
    fn from(class: ErrorClass) -> Self {
        Self { kind: FailureKind::Class(class), detail: 0, platform: None }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            FailureKind::Class(class) => class.fmt(f),
            FailureKind::Exit(number) => write!(f, "exit:{number}"),
            FailureKind::UnknownExit => f.write_str("exit:?"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exit_status_is_success_a_number_or_an_error_of_ipxe() {
        assert_eq!(Failure::from_exit(0), Ok(()));
        assert_eq!(Failure::from_exit(16).unwrap_err().to_string(), "exit:16");
        assert_eq!(Failure::from_exit(-0x2d02_2002).unwrap_err().to_string(), "ENOENT");
        assert_eq!(Failure::from_exit(-1).unwrap_err().to_string(), "exit:-1");
        assert_eq!(Failure::from_exit(i32::MIN).unwrap_err().to_string(), "exit:-2147483648");
    }

    #[test]
    fn an_error_number_has_class_detail_and_platform() {
        let failure = Failure::from(ErrorClass::NotFound).or_detail(0x0220);
        assert_eq!(failure.number(Some(Platform::Linux)), 0x2d02_2002);
        assert_eq!(failure.number(Some(Platform::Pcbios)), 0x2d02_203b);
        assert_eq!(failure.number(None), 0x2d02_2000);
        for (status, number) in [(5, 5), (-2, 2), (-0x2d02_2077, 0x2d02_2077), (i32::MIN, 0x8000_0000)] {
            assert_eq!(Failure::from_exit(status).unwrap_err().number(Some(Platform::Linux)), number);
        }
    }
}
