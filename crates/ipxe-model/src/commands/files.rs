//! What a file is, according to its name.

use ipxe_catalog::world::{FileClass, FileKind};
use ipxe_language::text::Text;

/// The kind of a file, according to its name. None if the name does not indicate it.
#[must_use]
pub fn kind_of(name: &Text<'_>) -> Option<&'static FileKind> {
    match name.as_known() {
        Some(name) => FileKind::of(name),
        None => FileKind::of_parts(name.head(), name.tail()),
    }
}

/// Whether a file may be a script: its name does not indicate another kind.
#[must_use]
pub fn may_be_script(name: &Text<'_>) -> bool {
    kind_of(name).is_none_or(|kind| matches!(kind.class, FileClass::Script | FileClass::OtherSystem))
}

/// Whether the name of a file indicates a script.
pub fn is_script(name: &Text<'_>) -> bool {
    kind_of(name).is_some_and(FileKind::is_script)
}

/// Whether a file is wimboot, which starts Windows.
#[must_use]
pub fn is_wimboot(name: &Text<'_>) -> bool {
    kind_of(name).is_some_and(|kind| kind.class == FileClass::Wimboot)
}

/// Whether a file is memdisk, which boots disk images.
#[must_use]
pub fn is_memdisk(name: &Text<'_>) -> bool {
    kind_of(name).is_some_and(|kind| kind.class == FileClass::Memdisk)
}
