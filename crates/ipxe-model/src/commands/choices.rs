//! Which commands run without anybody choosing.

use crate::graph::{CommandSet, Edge};
use ipxe_catalog::Implementation;
use ipxe_language::text::Text;

use crate::commands::Commands;

impl Commands<'_, '_> {
    /// The commands that a machine comes to without a jump whose target is computed, and without somebody at a shell. What lies
    /// behind such a jump is there for those who choose it in a menu, and may be for some machines only.
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
