//! Answers of users to questions.

/// The user's answer to a menu.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum MenuAnswer {
    /// Chooses the entry with that name. If the menu has no such entry, the result is the same as for
    /// [`Nobody`](Self::Nobody).
    Entry(Vec<u8>),
    /// Cancels the menu with Esc or Ctrl-C.
    Cancel,
    /// No user: the preselected entry is chosen when the timeout expires, if there is one.
    Nobody,
}

/// The user's answer to a request for text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TextAnswer {
    /// Types this text; it may be empty.
    Text(Vec<u8>),
    /// Leaves by Ctrl-C.
    Cancel,
    /// There is no user.
    Nobody,
}

/// The user's answer to a request for a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum KeyPress {
    /// Presses the requested key, or any key if none is requested.
    Wanted,
    /// Presses the key with that code.
    Code(u32),
    /// There is no user.
    Nobody,
}
