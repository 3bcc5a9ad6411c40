//! Three-valued answers about partly unknown text.

/// How certain an answer about partly unknown text is.
///
/// ```
/// use ipxe_language::text::{Certainty, Text};
///
/// assert_eq!(Text::from("-x").starts_with(b"-"), Certainty::Yes);
/// assert_eq!(Text::unknown().starts_with(b"-"), Certainty::Maybe);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Certainty {
    /// True, whatever the unknown pieces are.
    Yes,
    /// It depends on the unknown pieces.
    Maybe,
    /// False, whatever the unknown pieces are.
    No,
}

impl Certainty {
    /// Whether the answer is [`Certainty::Yes`].
    #[must_use]
    pub const fn is_yes(self) -> bool {
        matches!(self, Self::Yes)
    }

    /// Whether the answer is [`Certainty::No`].
    #[must_use]
    pub const fn is_no(self) -> bool {
        matches!(self, Self::No)
    }
}

/// The answer to the opposite question.
impl std::ops::Not for Certainty {
    type Output = Self;

    fn not(self) -> Self {
        match self {
            Self::Yes => Self::No,
            Self::Maybe => Self::Maybe,
            Self::No => Self::Yes,
        }
    }
}

impl From<bool> for Certainty {
    fn from(sure: bool) -> Self {
        if sure { Self::Yes } else { Self::No }
    }
}
