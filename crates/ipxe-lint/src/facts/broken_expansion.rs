//! The severity of a broken expansion.

use crate::Level;

/// The level of a broken expansion: in text that is only printed, it does little harm.
pub(crate) fn level_of(is_shown: bool) -> Level {
    if is_shown { Level::Warning } else { Level::Error }
}
