use foldhash::HashMap;
use ipxe_catalog::Implementation;
use ipxe_syntax::{Segment, Word};

use super::scheme_of;
use crate::context::Context;

/// The settings that the script always sets to beginnings of URIs with the same scheme.
pub(super) struct Bases<'a> {
    schemes: HashMap<&'a [u8], Option<Vec<u8>>>,
}

impl<'a> Bases<'a> {
    pub(super) fn new(cx: &Context<'a, '_>) -> Self {
        let mut schemes: HashMap<&'a [u8], Option<Vec<u8>>> = HashMap::default();
        for (command, invocation) in cx.invocations_of(Implementation::Set) {
            let Some(arguments) = invocation.arguments() else { continue };
            let Some(name) = command.arguments().nth(arguments.first_positional).map(Word::text) else {
                continue;
            };
            let scheme = arguments.positionals.get(1).and_then(scheme_of);
            let known = schemes.entry(name).or_insert_with(|| scheme.clone());
            if *known != scheme {
                *known = None;
            }
        }
        Self { schemes }
    }

    /// The scheme of a URI that begins with such a setting.
    pub(super) fn scheme_of(&self, word: Word<'_, '_>) -> Option<Vec<u8>> {
        let Some(Segment::Expansion(base)) = word.segments().next() else { return None };
        let is_plain = base.scope().is_none() && base.setting_type().is_none();
        self.schemes.get(base.name().as_literal().filter(|_| is_plain)?)?.clone()
    }
}
