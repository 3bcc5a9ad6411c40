//! The classes of failure that scripts can tell apart.

use std::fmt;

macro_rules! classes {
    ($($(#[$doc:meta])+ $variant:ident = $name:literal, $code:literal, $linux:literal);+ $(;)?) => {
        /// The class of an iPXE failure: its POSIX name, without the detail bits that differ between builds.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum ErrorClass { $($(#[$doc])+ $variant),+ }

        impl ErrorClass {
            /// Every class, in the order of the declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The POSIX name, such as `ENOENT`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// The number that iPXE's error numbers carry for it in their bits 24 to 30.
            ///
            /// Source: the table `posix` of the collected facts about errors, alike in all releases.
            #[must_use]
            pub const fn code(self) -> u8 {
                match self { $(Self::$variant => $code),+ }
            }

            /// What Linux calls it, which a build for Linux puts into bits 0 to 7.
            #[must_use]
    pub const fn linux_code(self) -> u8 {
                match self { $(Self::$variant => $linux),+ }
            }
        }
    };
}

classes! {
    /// Permission was refused, such as by a server.
    PermissionDenied = "EACCES", 0x02, 13;
    /// The user or `--help` ended the command.
    Cancelled = "ECANCELED", 0x0b, 125;
    /// A text is not what it must be: a malformed integer, an unknown option.
    Invalid = "EINVAL", 0x1c, 22;
    /// There is no such device.
    NoDevice = "ENODEV", 0x2c, 19;
    /// Something with that name does not exist: a label, a setting, an image, a file.
    NotFound = "ENOENT", 0x2d, 2;
    /// Out of memory.
    OutOfMemory = "ENOMEM", 0x31, 12;
    /// Not executable, or not a command.
    NotExecutable = "ENOEXEC", 0x2e, 8;
    /// Not possible here: a read-only setting, an unknown type or URI scheme.
    NotSupported = "ENOTSUP", 0x3c, 95;
    /// Not possible on this platform, such as SAN drives in a build for Linux.
    OperationNotSupported = "EOPNOTSUPP", 0x3f, 95;
    /// The settings block has no such setting.
    NoSuchSetting = "ENOTTY", 0x3d, 25;
    /// No interface is open and configured.
    NetworkUnreachable = "ENETUNREACH", 0x28, 101;
    /// Nobody listens at that address and port.
    ConnectionRefused = "ECONNREFUSED", 0x0e, 111;
    /// The other side broke the connection.
    ConnectionReset = "ECONNRESET", 0x0f, 104;
    /// There is no way to that host.
    HostUnreachable = "EHOSTUNREACH", 0x17, 113;
    /// A device or a server failed.
    InputOutput = "EIO", 0x1d, 5;
    /// A name has no address.
    NoSuchAddress = "ENXIO", 0x3e, 6;
    /// The server forbids it.
    NotPermitted = "EPERM", 0x41, 1;
    /// Outside the permitted range: too many arguments, unequal texts.
    OutOfRange = "ERANGE", 0x46, 34;
    /// The time was up.
    TimedOut = "ETIMEDOUT", 0x4c, 110;
}

impl ErrorClass {
    /// The class with that code, see [`ErrorClass::code`].
    #[must_use]
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.iter().copied().find(|class| class.code() == code)
    }
}

/// There is no class of that name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{name}` is no class of failure, such as `ENOENT`")]
pub struct UnknownErrorClass {
    /// The name as given.
    pub name: String,
}

impl std::str::FromStr for ErrorClass {
    type Err = UnknownErrorClass;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let known = Self::ALL.iter().copied().find(|class| class.name() == name);
        known.ok_or_else(|| UnknownErrorClass { name: name.to_owned() })
    }
}

impl fmt::Display for ErrorClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_has_its_own_posix_name() {
        let mut names: Vec<_> = ErrorClass::ALL.iter().map(|class| class.name()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), ErrorClass::ALL.len());
        assert!(names.iter().all(|name| name.starts_with('E')));
        let mut codes: Vec<_> = ErrorClass::ALL.iter().map(|class| class.code()).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), ErrorClass::ALL.len());
    }
}
