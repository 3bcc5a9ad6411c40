//! The settings that a script writes.

use ipxe_catalog::{Actions, CommandForm, Implementation, Role};
use ipxe_language::{invocation::Invocation, setting_name::untyped, text::Text};
use ipxe_syntax::{Command, CommandId, Word};

use crate::{commands::name_set::NameSet, settings::SettingFacts};

/// All places where a script writes settings by name.
#[derive(Debug, Default)]
pub struct WrittenSettings<'a> {
    writes: Vec<SettingWrite<'a>>,
    names: NameSet<'a>,
}

/// A command that writes a setting.
#[derive(Clone, Debug)]
pub struct SettingWrite<'a> {
    /// The command.
    pub command: CommandId,
    /// The kind of the command.
    pub implementation: Implementation,
    /// `[scope/]name[:type]`, as written.
    pub name: Text<'a>,
}

impl<'a> WrittenSettings<'a> {
    pub(crate) fn new(cx: &SettingFacts<'a, '_>) -> Self {
        let mut written = Self::default();
        let mut nameless = Vec::new();
        let presents_forms = cx.invocations_of(Implementation::Present).next().is_some();
        for (command, invocation) in cx.invocations_that_may(&names_settings) {
            let writes = |form: &CommandForm| form.effects.actions.intersects(Actions::WRITES_SETTINGS);
            let is_open = command.name().is_some_and(Word::has_hole)
                || command.arguments().next().is_some_and(Word::is_hole);
            if is_open && invocation.form().is_none_or(writes) {
                // Its value after rendering is unknown.
                written.names.insert_computed(&Text::unknown());
                continue;
            }
            match invocation.form() {
                Some(form) if invocation.argument_error().is_none() => {
                    written.add(command.id(), invocation, form, presents_forms);
                }
                form => {
                    written.add_names_meant(invocation, form);
                    nameless.extend(form.filter(|form| lacks_name(form, invocation)).map(|_| command.id()));
                }
            }
        }
        for command in nameless {
            written.add_name_left_out(cx, command);
        }
        written
    }

    /// The writes, in the order of the script.
    #[must_use]
    pub fn writes(&self) -> &[SettingWrite<'a>] {
        &self.writes
    }

    /// The writes of a command.
    #[must_use]
    pub fn by(&self, command: CommandId) -> &[SettingWrite<'a>] {
        let first = self.writes.partition_point(|write| write.command < command);
        let end = self.writes.partition_point(|write| write.command <= command);
        self.writes.get(first..end).unwrap_or_default()
    }

    /// The names, including those that an invalid command was meant to write, so that one mistake does not look like
    /// several.
    #[must_use]
    pub fn names(&self) -> &NameSet<'a> {
        &self.names
    }

    fn add(
        &mut self,
        command: CommandId,
        invocation: &'a Invocation<'a>,
        form: &'static CommandForm,
        presents_forms: bool,
    ) {
        let Some(arguments) = invocation.arguments() else { return };
        let writes =
            |role: Role| role.writes_setting() || (presents_forms && role == Role::ItemName && is_item(form));
        let implementation = form.implementation;
        for (at, name) in arguments.positionals.iter().enumerate() {
            if form.argument(at).is_some_and(|argument| writes(argument.role)) {
                self.names.insert_text(name);
                self.names.insert_before_equals(name);
                self.writes.push(SettingWrite { command, implementation, name: name.clone() });
            }
        }
        for option in arguments.options.iter().filter(|option| option.spec.role.writes_setting()) {
            let Some(value) = option.value else { continue };
            match value.text.as_known() {
                Some(name) => self.names.insert(name),
                None => self.names.insert_computed(&value.text.to_text()),
            }
            self.writes.push(SettingWrite { command, implementation, name: value.text.to_text() });
        }
        if form.effects.actions.intersects(Actions::WRITES_SETTINGS) {
            for &name in form.effects.writes {
                self.names.insert(name.as_bytes());
                self.writes.push(SettingWrite { command, implementation, name: name.into() });
            }
        }
    }

    /// A command that lacks the name of the setting that it writes: the first setting that is used below and set
    /// nowhere else was probably intended.
    fn add_name_left_out(&mut self, cx: &SettingFacts<'a, '_>, command: CommandId) {
        let below = cx.commands_from(command.index() + 1).take(LOOKED_AT);
        let used = below.flat_map(Command::expansions).filter_map(|used| used.inside().as_literal());
        let names = used.map(untyped);
        let is_set = |name: &[u8]| self.names.has(name) || cx.catalog.setting(name).is_some();
        if let Some(name) = names.into_iter().find(|name| !is_set(name)) {
            self.names.insert(name);
        }
    }

    /// An unknown command, or one with invalid arguments: one of its words was meant as the name of a setting, if the
    /// command writes any.
    fn add_names_meant(&mut self, invocation: &'a Invocation<'a>, form: Option<&'static CommandForm>) {
        let writes = |form: &CommandForm| form.effects.actions.intersects(Actions::WRITES_SETTINGS);
        let words = invocation.words().get(1..).unwrap_or_default();
        let words = match form {
            Some(form) if writes(form) => words,
            Some(_) => &[],
            None if invocation.meant().is_some_and(|(form, _)| writes(form)) => words,
            None => words.get(..1).unwrap_or_default(),
        };
        for word in words.iter().filter(|word| word.starts_with(b"-").is_no()) {
            self.names.insert_text(word);
        }
    }
}

/// The maximum number of commands that are searched for the missing name.
const LOOKED_AT: usize = 64;

/// Whether a command sets a setting, and the setting's name is missing.
fn lacks_name(form: &CommandForm, invocation: &Invocation<'_>) -> bool {
    let at = form.arguments.iter().position(|argument| argument.role == Role::SettingWritten);
    let given = invocation.meant().map_or(0, |(_, arguments)| arguments.positionals.len());
    at.is_some_and(|at| at >= given) && form.implementation != Implementation::Clear
}

/// Whether the words of such a command may be names of settings that it writes.
fn names_settings(form: &CommandForm) -> bool {
    form.effects.actions.intersects(Actions::WRITES_SETTINGS)
        || is_item(form)
        || form.arguments.iter().any(|argument| argument.role.writes_setting())
        || form.options.iter().any(|option| option.role.writes_setting())
}

fn is_item(form: &CommandForm) -> bool {
    form.implementation == Implementation::Item
}
