use crate::options::OptionValue;
use crate::text::Text;

/// Attaching drives and booting from one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct BootSan<'w> {
    /// Where the drives are.
    pub uris: &'w [Text<'w>],
    /// The number of the drive that is booted from.
    pub drive: Option<OptionValue<'w>>,
    /// The boot loader's path on the drive.
    pub filename: Option<OptionValue<'w>>,
    /// Whether the drives stay attached when booting fails.
    pub keep: bool,
    /// Whether the operating system is told of the drives.
    pub describe: bool,
}

/// Attaching drives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct HookSan<'w> {
    /// Where the drives are.
    pub uris: &'w [Text<'w>],
    /// The number that the drive gets.
    pub drive: Option<OptionValue<'w>>,
    /// Whether the operating system is told of the drives.
    pub describe: bool,
}
