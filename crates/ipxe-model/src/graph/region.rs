use ipxe_syntax::CommandId;

/// Commands that follow each other in a script.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Region {
    first: CommandId,
    last: CommandId,
}

impl Region {
    pub(crate) const fn new(first: CommandId, last: CommandId) -> Self {
        Self { first, last }
    }

    /// The first of them.
    #[must_use]
    pub const fn first(self) -> CommandId {
        self.first
    }

    /// The last of them.
    #[must_use]
    pub const fn last(self) -> CommandId {
        self.last
    }

    /// Whether the command is one of them.
    #[must_use]
    pub fn contains(self, command: CommandId) -> bool {
        (self.first..=self.last).contains(&command)
    }
}
