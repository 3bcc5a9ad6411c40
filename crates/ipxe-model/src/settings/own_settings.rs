//! Settings that are the script's own: it sets them, by names that are spelt out, and nobody else is known to.

use foldhash::HashMap;
use ipxe_catalog::Implementation;
use ipxe_language::setting_name::SettingName;
use ipxe_syntax::{Command, CommandId, Expansion};

use crate::settings::SettingFacts;
use ipxe_language::setting_name::untyped;

/// The settings of which only the script itself says whether they have a value when they are used.
///
/// Not those that it asks `isset` about, for whoever does that knows that they may be unset; nor those that it adds to.
pub struct OwnSettings {
    /// Each with the commands that give it a value, in order.
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
        // Who adds to a setting has a caller in mind that sets it.
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

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.writes.is_empty()
    }

    /// Where they are used: each with its name, in the order of the script. Not on lines that have to be rendered.
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

    /// The first command that gives it a value.
    #[must_use]
    pub fn first_write(&self, name: &[u8]) -> Option<CommandId> {
        self.writes.get(name)?.first().copied()
    }

    /// Whether a command gives it a value.
    #[must_use]
    pub fn writes(&self, command: CommandId, name: &[u8]) -> bool {
        self.writes.get(name).is_some_and(|writes| writes.contains(&command))
    }
}
