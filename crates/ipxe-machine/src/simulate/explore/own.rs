//! Information about the scripts that are being executed.

use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use ipxe_catalog::Catalog;

use crate::resolve::writes;
use crate::simulate::program::Program;
use ipxe_language::{setting_name::SettingName, text::Text};

/// Information about one script.
#[derive(Debug, Default)]
pub(super) struct Own {
    /// The settings that it writes, by name without scope and type.
    writes: BTreeSet<Vec<u8>>,
    /// Whether it may read the last failure.
    pub(super) mentions_errno: bool,
}

impl Own {
    fn new(program: &Program, catalog: &Catalog) -> Self {
        let mut own = Self { mentions_errno: program.mentions(b"errno"), ..Self::default() };
        for command in (0..program.len()).filter_map(|at| program.command(at)) {
            let words = program.words(command);
            let words: Vec<_> =
                words.map(|(text, expands)| if expands { Text::unknown() } else { text.into() }).collect();
            for write in writes::of(&words, catalog) {
                let name = SettingName::parse(write.name()).name;
                // A setting that iPXE itself knows may be set before the script writes it.
                if catalog.setting(name).is_none() {
                    own.writes.insert(name.to_vec());
                }
            }
        }
        own
    }
}

/// The same for all scripts that are being executed; each is searched once.
#[derive(Debug, Default)]
pub(super) struct Scripts {
    known: HashMap<u64, Rc<Own>>,
    current: Vec<(u64, Rc<Own>)>,
}

impl Scripts {
    /// Updates the set of scripts.
    pub(super) fn update<'p>(
        &mut self,
        programs: impl ExactSizeIterator<Item = &'p Program> + Clone,
        catalog: &Catalog,
    ) {
        let current = self.current.iter().map(|(fingerprint, _)| *fingerprint);
        if current.eq(programs.clone().map(Program::fingerprint)) {
            return;
        }
        let known = &mut self.known;
        let look = |program: &'p Program| {
            let fingerprint = program.fingerprint();
            let own = known.entry(fingerprint).or_insert_with(|| Rc::new(Own::new(program, catalog)));
            (fingerprint, Rc::clone(own))
        };
        self.current = programs.map(look).collect();
    }

    /// Whether some script writes a setting of that name, without scope and type.
    pub(super) fn write(&self, name: &[u8]) -> bool {
        self.current.iter().any(|(_, own)| own.writes.contains(name))
    }

    /// Whether some script may read the last failure.
    pub(super) fn mention_errno(&self) -> bool {
        self.current.iter().any(|(_, own)| own.mentions_errno)
    }
}
