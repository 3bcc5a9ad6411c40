use ipxe_syntax::CommandId;

/// A set of the commands of one script.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CommandSet {
    members: Vec<bool>,
}

impl CommandSet {
    /// The set of the commands whose entry is true.
    pub(crate) fn new(members: Vec<bool>) -> Self {
        Self { members }
    }

    /// Whether the command is in the set.
    #[must_use]
    pub fn contains(&self, command: CommandId) -> bool {
        self.members.get(command.index()).copied().unwrap_or_default()
    }
}

impl FromIterator<CommandId> for CommandSet {
    fn from_iter<I: IntoIterator<Item = CommandId>>(commands: I) -> Self {
        let mut members = Vec::new();
        for command in commands {
            if members.len() <= command.index() {
                members.resize(command.index() + 1, false);
            }
            members[command.index()] = true;
        }
        Self { members }
    }
}
