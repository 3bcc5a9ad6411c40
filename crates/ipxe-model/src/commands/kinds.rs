//! The commands of a script by their forms. Most rules concern few forms, and most scripts have few of these.

use std::rc::Rc;

use crate::graph::Flow;
use ipxe_catalog::CommandForm;
use ipxe_syntax::{CommandId, Script};

/// The commands with words, by their forms; each list in the order of the script.
#[derive(Default)]
pub struct Kinds {
    by_form: Vec<(&'static CommandForm, Rc<[CommandId]>)>,
    none: Rc<[CommandId]>,
    misused: Rc<[CommandId]>,
    unknown: Rc<[CommandId]>,
    computed: Rc<[CommandId]>,
}

impl Kinds {
    pub(crate) fn new(script: &Script<'_>, flow: &Flow<'_>) -> Self {
        let mut by_form: Vec<(&'static CommandForm, Vec<CommandId>)> = Vec::new();
        let (mut misused, mut unknown, mut computed) = (Vec::new(), Vec::new(), Vec::new());
        for id in script.commands().map(ipxe_syntax::Command::id) {
            let Some(invocation) = flow.invocation(id).filter(|invocation| !invocation.is_empty()) else {
                continue;
            };
            match invocation.form() {
                // There are few forms, and even fewer in one script.
                Some(form) => match by_form.iter_mut().find(|(other, _)| std::ptr::eq(*other, form)) {
                    Some((_, commands)) => commands.push(id),
                    None => by_form.push((form, vec![id])),
                },
                None if invocation.is_unknown() => unknown.push(id),
                None => computed.push(id),
            }
            if invocation.argument_error().is_some() {
                misused.push(id);
            }
        }
        Self {
            by_form: by_form.into_iter().map(|(form, commands)| (form, commands.into())).collect(),
            none: Rc::default(),
            misused: misused.into(),
            unknown: unknown.into(),
            computed: computed.into(),
        }
    }

    /// The commands of the forms that `wanted` accepts. Nothing is copied if there are commands of at most one such
    /// form, which is the usual case.
    pub fn of(&self, wanted: &dyn Fn(&'static CommandForm) -> bool) -> Rc<[CommandId]> {
        let mut found = self.by_form.iter().filter(|(form, _)| wanted(form)).map(|(_, commands)| commands);
        let Some(first) = found.next() else { return Rc::clone(&self.none) };
        let Some(second) = found.next() else { return Rc::clone(first) };
        let mut all = [&**first, second].concat();
        found.for_each(|more| all.extend_from_slice(more));
        all.sort_unstable();
        all.into()
    }

    /// The commands whose options or arguments are certainly wrong.
    #[must_use]
    pub fn misused(&self) -> &Rc<[CommandId]> {
        &self.misused
    }

    /// The commands whose name does not exist in the target's release.
    #[must_use]
    pub fn unknown(&self) -> &Rc<[CommandId]> {
        &self.unknown
    }

    /// The commands with a computed name: they may be any command.
    #[must_use]
    pub fn computed(&self) -> &Rc<[CommandId]> {
        &self.computed
    }
}
