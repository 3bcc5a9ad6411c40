//! The settings that a script asks `isset` about: whoever does that knows that they may be unset.

use foldhash::HashSet;
use ipxe_catalog::Implementation;
use ipxe_syntax::Command;

use super::{constants::name_of, name_set::NameSet};
use crate::context::Context;

/// The names that the script asks `isset` about.
pub(crate) fn tested<'a>(cx: &Context<'a, '_>) -> NameSet<'a> {
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

/// Whether a command only asks what settings are.
pub(crate) fn is_test(cx: &Context<'_, '_>, command: Command<'_, '_>) -> bool {
    cx.form(command)
        .is_some_and(|form| matches!(form.implementation, Implementation::Isset | Implementation::Iseq))
}
