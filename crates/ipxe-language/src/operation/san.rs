use crate::options::OptionValue;
use crate::text::Text;

/// Attaching drives and booting from one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct BootSan<'w> {
    /// The URIs of the drives.
    pub uris: &'w [Text<'w>],
    /// The number of the drive to boot from.
    pub drive: Option<OptionValue<'w>>,
    /// The boot loader's path on the drive.
    pub filename: Option<OptionValue<'w>>,
    /// Whether the drives stay attached if booting fails.
    pub keep: bool,
    /// Whether the drives are described to the operating system.
    pub describe: bool,
}

/// Attaching drives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct HookSan<'w> {
    /// The URIs of the drives.
    pub uris: &'w [Text<'w>],
    /// The number of the drive.
    pub drive: Option<OptionValue<'w>>,
    /// Whether the drives are described to the operating system.
    pub describe: bool,
}
