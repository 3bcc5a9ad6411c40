//! How bad a broken expansion is.

use crate::Level;

/// The level of a broken expansion: text that is only shown does little harm.
pub(crate) fn level_of(is_shown: bool) -> Level {
    if is_shown { Level::Warning } else { Level::Error }
}
