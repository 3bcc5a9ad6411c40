//! Commands that run without a choice by the user.

use crate::graph::{CommandSet, Edge};
use ipxe_catalog::Implementation;
use ipxe_language::text::Text;

use crate::commands::Commands;

impl Commands<'_, '_> {
    /// The commands that are reachable without a computed jump and without a user at a shell. Commands after a computed
    /// jump only run for users who choose them in a menu, and perhaps only on some machines.
    pub fn unchosen(&self) -> CommandSet {
        self.flow.reachable_along(|id, edge| {
            let Some(invocation) = self.flow.invocation(id) else { return true };
            match invocation.form().map(|form| form.implementation) {
                Some(Implementation::Goto) => {
                    edge != Edge::Jump || invocation.positional(0).is_some_and(Text::is_known)
                }
                Some(Implementation::Shell) => false,
                _ => true,
            }
        })
    }
}
