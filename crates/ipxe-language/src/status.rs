//! The classes of failure that scripts can distinguish.

use std::fmt;

macro_rules! classes {
    ($($(#[$doc:meta])+ $variant:ident = $name:literal, $code:literal, $linux:literal);+ $(;)?) => {
        /// The class of an iPXE failure: its POSIX name, without the detail bits that differ between builds.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum ErrorClass { $($(#[$doc])+ $variant),+ }

        impl ErrorClass {
            /// Every class, in order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The POSIX name, such as `ENOENT`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// Its number in bits 24 to 30 of iPXE's error numbers.
            ///
            /// Source: the table `posix` of the collected facts about errors, the same in all releases.
            #[must_use]
            pub const fn code(self) -> u8 {
                match self { $(Self::$variant => $code),+ }
            }

            /// Linux's number for it, which a Linux build puts into bits 0 to 7.
            #[must_use]
            pub const fn linux_code(self) -> u8 {
                match self { $(Self::$variant => $linux),+ }
            }
        }
    };
}

classes! {
    /// Permission was denied, for example by a server.
    PermissionDenied = "EACCES", 0x02, 13;
    /// The user or `--help` ended the command.
    Cancelled = "ECANCELED", 0x0b, 125;
    /// A text is malformed: an integer, an unknown option.
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
    /// Nothing listens at that address and port.
    ConnectionRefused = "ECONNREFUSED", 0x0e, 111;
    /// The peer closed the connection.
    ConnectionReset = "ECONNRESET", 0x0f, 104;
    /// There is no route to that host.
    HostUnreachable = "EHOSTUNREACH", 0x17, 113;
    /// A device or a server failed.
    InputOutput = "EIO", 0x1d, 5;
    /// A name has no address.
    NoSuchAddress = "ENXIO", 0x3e, 6;
    /// The server forbids it.
    NotPermitted = "EPERM", 0x41, 1;
    /// Outside the permitted range: too many arguments, unequal texts.
    OutOfRange = "ERANGE", 0x46, 34;
    /// The timeout expired.
    TimedOut = "ETIMEDOUT", 0x4c, 110;
    /// A list of arguments is too long.
    ListTooLong = "E2BIG", 0x01, 7;
    /// The address is in use.
    AddressInUse = "EADDRINUSE", 0x03, 98;
    /// The address is not available.
    AddressNotAvailable = "EADDRNOTAVAIL", 0x04, 99;
    /// That kind of address is not supported.
    AddressFamilyNotSupported = "EAFNOSUPPORT", 0x05, 97;
    /// Not now: try again.
    TryAgain = "EAGAIN", 0x06, 11;
    /// The operation is already in progress.
    AlreadyInProgress = "EALREADY", 0x07, 114;
    /// There is no such open file.
    BadHandle = "EBADF", 0x08, 9;
    /// A message is malformed.
    BadMessage = "EBADMSG", 0x09, 74;
    /// In use by something else.
    Busy = "EBUSY", 0x0a, 16;
    /// There is no such child process.
    NoChild = "ECHILD", 0x0c, 10;
    /// The connection was broken off.
    ConnectionAborted = "ECONNABORTED", 0x0d, 103;
    /// A deadlock would occur.
    Deadlock = "EDEADLK", 0x10, 35;
    /// A destination is missing.
    AddressRequired = "EDESTADDRREQ", 0x11, 89;
    /// Outside the domain of a function.
    OutOfDomain = "EDOM", 0x12, 33;
    /// Above the quota.
    QuotaExceeded = "EDQUOT", 0x13, 122;
    /// Something with that name exists.
    Exists = "EEXIST", 0x14, 17;
    /// An address in memory is wrong.
    BadAddress = "EFAULT", 0x15, 14;
    /// The file is too large.
    FileTooLarge = "EFBIG", 0x16, 27;
    /// The identifier was removed.
    IdentifierRemoved = "EIDRM", 0x18, 43;
    /// A sequence of bytes is illegal.
    IllegalSequence = "EILSEQ", 0x19, 84;
    /// The operation is still in progress.
    InProgress = "EINPROGRESS", 0x1a, 115;
    /// It was interrupted.
    Interrupted = "EINTR", 0x1b, 4;
    /// There is a connection already.
    Connected = "EISCONN", 0x1e, 106;
    /// It is a directory.
    IsDirectory = "EISDIR", 0x1f, 21;
    /// There are too many symbolic links.
    TooManyLinks = "ELOOP", 0x20, 40;
    /// Too many files are open.
    TooManyOpenFiles = "EMFILE", 0x21, 24;
    /// The file has too many names.
    TooManyNames = "EMLINK", 0x22, 31;
    /// The message is too long.
    MessageTooLong = "EMSGSIZE", 0x23, 90;
    /// Reserved by POSIX.
    Multihop = "EMULTIHOP", 0x24, 72;
    /// The name is too long.
    NameTooLong = "ENAMETOOLONG", 0x25, 36;
    /// The network is down.
    NetworkDown = "ENETDOWN", 0x26, 100;
    /// The network broke the connection.
    NetworkReset = "ENETRESET", 0x27, 102;
    /// Too many files are open in the whole system.
    FileTableFull = "ENFILE", 0x29, 23;
    /// There is no space for a packet.
    NoBuffers = "ENOBUFS", 0x2a, 105;
    /// There is no message to read.
    NoData = "ENODATA", 0x2b, 61;
    /// There are no more locks.
    NoLocks = "ENOLCK", 0x2f, 37;
    /// The link was severed.
    NoLink = "ENOLINK", 0x30, 67;
    /// There is no message of that type.
    NoMessage = "ENOMSG", 0x32, 42;
    /// The protocol has no such option.
    NoProtocolOption = "ENOPROTOOPT", 0x33, 92;
    /// The device is full.
    NoSpace = "ENOSPC", 0x34, 28;
    /// There are no resources for a stream.
    NoStreamResources = "ENOSR", 0x35, 63;
    /// It is not a stream.
    NoStream = "ENOSTR", 0x36, 60;
    /// It is not implemented.
    NotImplemented = "ENOSYS", 0x37, 38;
    /// There is no connection.
    NotConnected = "ENOTCONN", 0x38, 107;
    /// It is not a directory.
    NotDirectory = "ENOTDIR", 0x39, 20;
    /// The directory is not empty.
    NotEmpty = "ENOTEMPTY", 0x3a, 39;
    /// It is not a socket.
    NoSocket = "ENOTSOCK", 0x3b, 88;
    /// The number is too large for its destination.
    Overflow = "EOVERFLOW", 0x40, 75;
    /// Nobody reads.
    BrokenPipe = "EPIPE", 0x42, 32;
    /// The peer violated the protocol.
    Protocol = "EPROTO", 0x43, 71;
    /// The protocol is not supported.
    ProtocolNotSupported = "EPROTONOSUPPORT", 0x44, 93;
    /// The protocol has the wrong type for the socket.
    WrongProtocolType = "EPROTOTYPE", 0x45, 91;
    /// It is read-only.
    ReadOnly = "EROFS", 0x47, 30;
    /// It is not seekable.
    NotSeekable = "ESPIPE", 0x48, 29;
    /// There is no such process.
    NoProcess = "ESRCH", 0x49, 3;
    /// The handle is stale.
    Stale = "ESTALE", 0x4a, 116;
    /// A timer expired.
    TimerExpired = "ETIME", 0x4b, 62;
    /// The program is being executed.
    TextBusy = "ETXTBSY", 0x4d, 26;
    /// The operation would block.
    WouldBlock = "EWOULDBLOCK", 0x4e, 11;
    /// The link would lead to another device.
    CrossDevice = "EXDEV", 0x4f, 18;
}

impl ErrorClass {
    /// PXE's number for it, which a PC BIOS build puts into bits 0 to 7; 0 if it was not observed.
    ///
    /// Source: the output of Debian's build.
    #[must_use]
    pub const fn pxe_code(self) -> u8 {
        match self {
            Self::NotExecutable | Self::OutOfRange | Self::NoSuchSetting => 0x01,
            Self::Invalid => 0x02,
            Self::NotSupported | Self::OperationNotSupported => 0x03,
            Self::NetworkUnreachable => 0x11,
            Self::AddressInUse => 0x19,
            Self::TimedOut => 0x35,
            Self::InputOutput | Self::ConnectionReset => 0x39,
            Self::NotFound | Self::NoDevice | Self::NoSuchAddress => 0x3b,
            Self::PermissionDenied => 0x3c,
            Self::Cancelled => 0xa0,
            _ => 0,
        }
    }

    /// The class with that code, see [`ErrorClass::code`]. None if there is none.
    #[must_use]
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.iter().copied().find(|class| class.code() == code)
    }
}

/// There is no class with that name.
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
