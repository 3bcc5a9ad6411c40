//! The commands of a script by what they are. Most rules are about few kinds, and most scripts have few of those.

use crate::graph::Flow;
use ipxe_catalog::CommandForm;
use ipxe_syntax::{CommandId, Script};

/// The commands with words, by what they are; each list in the order of the script.
#[derive(Default)]
pub struct Kinds {
    by_form: Vec<(&'static CommandForm, Vec<CommandId>)>,
    misused: Vec<CommandId>,
    unknown: Vec<CommandId>,
    computed: Vec<CommandId>,
}

impl Kinds {
    pub(crate) fn new(script: &Script<'_>, flow: &Flow<'_>) -> Self {
        let mut kinds = Self::default();
        for id in script.commands().map(ipxe_syntax::Command::id) {
            let Some(invocation) = flow.invocation(id).filter(|invocation| !invocation.is_empty()) else {
                continue;
            };
            match invocation.form() {
                Some(form) => kinds.of_form(form).push(id),
                None if invocation.is_unknown() => kinds.unknown.push(id),
                None => kinds.computed.push(id),
            }
            if invocation.argument_error().is_some() {
                kinds.misused.push(id);
            }
        }
        kinds
    }

    /// There are few forms, and fewer in a script.
    fn of_form(&mut self, form: &'static CommandForm) -> &mut Vec<CommandId> {
        let known = self.by_form.iter().position(|(other, _)| std::ptr::eq(*other, form));
        let at = known.unwrap_or_else(|| {
            self.by_form.push((form, Vec::new()));
            self.by_form.len() - 1
        });
        &mut self.by_form[at].1
    }

    /// The commands of the forms that `wanted` admits.
    pub fn of(&self, wanted: &dyn Fn(&'static CommandForm) -> bool) -> Vec<CommandId> {
        let mut found = Vec::new();
        for (_, commands) in self.by_form.iter().filter(|(form, _)| wanted(form)) {
            found.extend_from_slice(commands);
        }
        found.sort_unstable();
        found
    }

    /// Those whose options or arguments are surely wrong.
    #[must_use]
    pub fn misused(&self) -> &[CommandId] {
        &self.misused
    }

    /// Those whose name the target's release does not know.
    #[must_use]
    pub fn unknown(&self) -> &[CommandId] {
        &self.unknown
    }

    /// Those whose name is computed: they may be anything.
    #[must_use]
    pub fn computed(&self) -> &[CommandId] {
        &self.computed
    }
}
