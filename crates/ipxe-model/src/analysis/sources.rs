//! The possible origins of a value, or of its absence.

use ipxe_syntax::CommandId;
use smallvec::SmallVec;

/// The possible origins of something: of a setting's value, or of the fact that it has none.
#[derive(Debug, Default, PartialEq, Eq, Hash)]
pub struct Sources {
    /// Commands of the script, ascending.
    commands: SmallVec<[CommandId; 4]>,
    start: bool,
    others: bool,
    more: bool,
}

/// Copies all commands in one operation: each fact contains two such lists.
impl Clone for Sources {
    fn clone(&self) -> Self {
        Self { commands: SmallVec::from_slice(&self.commands), ..*self }
    }
}

impl Sources {
    /// The maximum number of distinguished commands.
    pub const MAX_COMMANDS: usize = 8;

    pub(super) fn start() -> Self {
        Self { start: true, ..Self::default() }
    }

    pub(super) fn others() -> Self {
        Self { others: true, ..Self::default() }
    }

    pub(super) fn command(command: CommandId) -> Self {
        Self { commands: SmallVec::from_iter([command]), ..Self::default() }
    }

    /// Whether it may be unchanged since the script began.
    #[must_use]
    pub fn has_start(&self) -> bool {
        self.start
    }

    /// Whether the network, another script, or a user at the keyboard may be the origin.
    #[must_use]
    pub fn has_others(&self) -> bool {
        self.others
    }

    /// The commands of the script that may be the origin, in the order of the script. Incomplete if
    /// [`has_more`](Self::has_more).
    pub fn commands(&self) -> impl Iterator<Item = CommandId> + '_ {
        self.commands.iter().copied()
    }

    /// Whether there are more commands than are distinguished.
    #[must_use]
    pub fn has_more(&self) -> bool {
        self.more
    }

    /// Whether there is no origin: the fact is impossible.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.commands.is_empty() && !self.start && !self.others && !self.more
    }

    /// Whether adding another set would change nothing.
    pub(super) fn includes(&self, other: &Self) -> bool {
        let has = |command| self.commands.binary_search(command).is_ok();
        let is_full = self.more && self.commands.len() >= Self::MAX_COMMANDS;
        (self.start || !other.start)
            && (self.others || !other.others)
            && (self.more || !other.more)
            && (is_full || other.commands.iter().all(has))
    }

    /// Adds all origins of another set.
    pub(super) fn add(&mut self, other: &Self) {
        self.start |= other.start;
        self.others |= other.others;
        self.more |= other.more;
        for command in &other.commands {
            let Err(at) = self.commands.binary_search(command) else { continue };
            if self.commands.len() < Self::MAX_COMMANDS {
                self.commands.insert(at, *command);
            } else {
                self.more = true;
            }
        }
    }
}
