//! The script's own settings: it sets them by literal names, and no other known source sets them.

use foldhash::HashMap;
use ipxe_catalog::Implementation;
use ipxe_language::setting_name::SettingName;
use ipxe_syntax::{Command, CommandId, Expansion};

use crate::settings::SettingFacts;
use ipxe_language::setting_name::untyped;

/// The settings whose value depends on the script alone.
///
/// Settings that it tests with `isset` are not included, because their author knows that they may be unset; nor are
/// those to which it appends.
pub struct OwnSettings {
    /// Each with the commands that set it, in order.
    writes: HashMap<Box<[u8]>, Vec<CommandId>>,
}

impl OwnSettings {
    pub(crate) fn new(cx: &SettingFacts<'_, '_>) -> Self {
        let mut writes: HashMap<Box<[u8]>, Vec<CommandId>> = HashMap::default();
        if cx.written().names().is_open() {
            return Self { writes };
        }
        for write in cx.written().writes() {
            let Some(name) = write.name.as_known().map(untyped) else { continue };
            if SettingName::parse(name).scope.is_empty() && write.implementation != Implementation::Clear {
                writes.entry(name.into()).or_default().push(write.command);
            }
        }
        // A script that appends to a setting expects its caller to set it.
        let adds = |name: &[u8], writes: &[CommandId]| {
            let mut commands = writes.iter().filter_map(|id| cx.script.command(*id));
            commands.any(|command| {
                command.expansions().any(|used| used.inside().as_literal().map(untyped) == Some(name))
            })
        };
        writes.retain(|name, writes| {
            !cx.known().may_have_value(name) && !cx.tested().has(name) && !adds(name, writes)
        });
        Self { writes }
    }

    /// Whether there are no such settings.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.writes.is_empty()
    }

    /// The uses of these settings, each with the setting's name, in the order of the script.
    pub fn uses<'a, 's>(
        &self,
        cx: &SettingFacts<'a, 's>,
    ) -> impl Iterator<Item = (Command<'a, 's>, Expansion<'a, 's>, &'a [u8])> {
        let commands = cx.invocations();
        commands.flat_map(move |(command, _)| {
            command.expansions().filter_map(move |expansion| {
                let name = expansion.inside().as_literal().map(untyped)?;
                self.writes.contains_key(name).then_some((command, expansion, name))
            })
        })
    }

    /// The first command that sets it. None if the setting is not among these.
    #[must_use]
    pub fn first_write(&self, name: &[u8]) -> Option<CommandId> {
        self.writes.get(name)?.first().copied()
    }

    /// Whether a command sets it.
    #[must_use]
    pub fn writes(&self, command: CommandId, name: &[u8]) -> bool {
        self.writes.get(name).is_some_and(|writes| writes.contains(&command))
    }
}
