//! What people do who are asked something.

/// What somebody before a menu does.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum MenuAnswer {
    /// Picks the entry of that name; one that the menu does not have is as if nobody were there.
    Entry(Vec<u8>),
    /// Leaves the menu by Esc or Ctrl-C.
    Cancel,
    /// Nobody is there: the entry that the menu starts on is picked when the time is up, if it ever is.
    Nobody,
}

/// What somebody does who is asked for text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TextAnswer {
    /// Types this; may be empty.
    Text(Vec<u8>),
    /// Leaves by Ctrl-C.
    Cancel,
    /// Nobody is there.
    Nobody,
}

/// What somebody does who is asked to press a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum KeyPress {
    /// Presses the key that is asked for, or any if none is.
    Wanted,
    /// Presses a key of that code.
    Code(u32),
    /// Nobody is there.
    Nobody,
}
