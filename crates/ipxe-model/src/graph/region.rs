use ipxe_syntax::CommandId;

/// A run of consecutive commands in a script.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Region {
    first: CommandId,
    last: CommandId,
}

impl Region {
    pub(crate) const fn new(first: CommandId, last: CommandId) -> Self {
        Self { first, last }
    }

    /// The first command of the run.
    #[must_use]
    pub const fn first(self) -> CommandId {
        self.first
    }

    /// The last command of the run.
    #[must_use]
    pub const fn last(self) -> CommandId {
        self.last
    }

    /// Whether the run contains the command.
    #[must_use]
    pub fn contains(self, command: CommandId) -> bool {
        (self.first..=self.last).contains(&command)
    }
}
