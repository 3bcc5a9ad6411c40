//! The classes of failure that scripts can tell apart.

use std::fmt;

macro_rules! classes {
    ($($(#[$doc:meta])+ $variant:ident = $name:literal),+ $(,)?) => {
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
        }
    };
}

classes! {
    /// Permission was refused, such as by a server.
    PermissionDenied = "EACCES",
    /// The user or `--help` ended the command.
    Cancelled = "ECANCELED",
    /// A text is not what it must be: a malformed integer, an unknown option.
    Invalid = "EINVAL",
    /// There is no such device.
    NoDevice = "ENODEV",
    /// Something with that name does not exist: a label, a setting, an image, a file.
    NotFound = "ENOENT",
    /// Out of memory.
    OutOfMemory = "ENOMEM",
    /// Not executable, or not a command.
    NotExecutable = "ENOEXEC",
    /// Not possible here: a read-only setting, an unknown type or URI scheme.
    NotSupported = "ENOTSUP",
    /// The settings block has no such setting.
    NoSuchSetting = "ENOTTY",
    /// No interface is open and configured.
    NetworkUnreachable = "ENETUNREACH",
    /// Outside the permitted range: too many arguments, unequal texts.
    OutOfRange = "ERANGE",
    /// The time was up.
    TimedOut = "ETIMEDOUT",
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
    }
}
