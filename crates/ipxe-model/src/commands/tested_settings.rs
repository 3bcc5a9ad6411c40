//! The settings that a script tests with `isset`: its author knows that they may be unset.

use foldhash::HashSet;
use ipxe_catalog::Implementation;
use ipxe_syntax::Command;

use super::name_set::NameSet;
use crate::commands::Commands;
use ipxe_language::words::name_of;

/// The names of the settings that the script tests with `isset`.
pub fn tested<'a>(cx: &Commands<'a, '_>) -> NameSet<'a> {
    let mut tested = NameSet::default();
    let mut seen: HashSet<&'a [u8]> = HashSet::default();
    for (command, _) in cx.invocations_of(Implementation::Isset) {
        for expansion in command.expansions() {
            match expansion.inside().as_literal() {
                Some(name) if seen.insert(name) => tested.insert(name),
                Some(_) => {}
                None => tested.insert_computed(&name_of(expansion)),
            }
        }
    }
    tested
}

/// Whether a command only tests settings.
pub fn is_test(cx: &Commands<'_, '_>, command: Command<'_, '_>) -> bool {
    cx.form(command)
        .is_some_and(|form| matches!(form.implementation, Implementation::Isset | Implementation::Iseq))
}
