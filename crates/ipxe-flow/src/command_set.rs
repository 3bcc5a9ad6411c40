use ipxe_syntax::CommandId;

/// A set of the commands of one script.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CommandSet {
    members: Vec<bool>,
}

impl CommandSet {
    /// The set that has room for a script's commands and holds none of them.
    pub(crate) fn empty(commands: usize) -> Self {
        Self { members: vec![false; commands] }
    }

    /// Adds a command.
    pub(crate) fn insert(&mut self, command: CommandId) {
        if let Some(member) = self.members.get_mut(command.index()) {
            *member = true;
        }
    }

    /// Whether the command is in the set.
    #[must_use]
    pub fn contains(&self, command: CommandId) -> bool {
        self.members.get(command.index()).copied().unwrap_or_default()
    }
}
