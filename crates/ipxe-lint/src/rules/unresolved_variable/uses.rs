//! Where a script uses settings.

use std::collections::HashMap;

use foldhash::fast::RandomState;
use ipxe_catalog::Implementation;
use ipxe_syntax::Expansion;

use crate::{context::Context, facts::{known_settings::untyped, name_set::NameSet}};

/// The places where one setting is used.
pub(super) struct Uses<'a, 's> {
    /// `[scope/]name`
    pub(super) name: &'a [u8],
    pub(super) places: Vec<Expansion<'a, 's>>,
    /// Whether it is nowhere used but in comparisons.
    pub(super) only_compared: bool,
}

/// The settings that a script uses by names that are spelt out, in the order of their first use.
pub(super) fn uses<'a, 's>(cx: &Context<'a, 's>) -> Vec<Uses<'a, 's>> {
    let mut uses: Vec<Uses<'a, 's>> = Vec::new();
    let mut index: HashMap<&'a [u8], usize, RandomState> = HashMap::default();
    for (command, invocation) in cx.invocations().filter(|(command, _)| !cx.is_template(*command)) {
        let compares = invocation.form().is_some_and(|form| form.implementation == Implementation::Iseq);
        for expansion in command.expansions() {
            let Some(name) = expansion.inside().as_literal().map(untyped).filter(|name| is_name(name)) else {
                continue;
            };
            let at = *index.entry(name).or_insert_with(|| {
                uses.push(Uses { name, places: Vec::new(), only_compared: true });
                uses.len() - 1
            });
            if let Some(entry) = uses.get_mut(at) {
                entry.places.push(expansion);
                entry.only_compared &= compares;
            }
        }
    }
    uses
}

/// The settings that the script asks `isset` about: whoever does that knows that they may be unset.
pub(super) fn tested<'a>(cx: &Context<'a, '_>) -> NameSet<'a> {
    let mut tested = NameSet::default();
    for (command, _) in cx.invocations_of(Implementation::Isset) {
        for expansion in command.expansions() {
            match expansion.inside().as_literal() {
                Some(name) => tested.insert(name),
                None => tested.insert_computed(&crate::facts::constants::name_of(expansion)),
            }
        }
    }
    tested
}

/// Whether it can be meant for the name of a setting: `${}` is an idiom for nothing, and braces are template text.
fn is_name(name: &[u8]) -> bool {
    !name.is_empty() && !name.ends_with(b"/") && !name.iter().any(|byte| b"{$(".contains(byte))
}
