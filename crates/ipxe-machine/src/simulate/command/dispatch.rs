//! Dispatches a command to its implementation.

use ipxe_catalog::{Actions, CommandForm, Enumeration, Implementation, KnownCommand, Release, Repeat, Role};

use super::{Call, Done, Result, Turn};
use crate::simulate::{Failure, errno};
use ipxe_language::{
    integer::parse_integer,
    invocation::Invocation,
    operation::Operation,
    options::{ArgumentError, ArgumentErrorKind, GivenOption, options_read},
    status::ErrorClass,
    text::Text,
};

/// The maximum number of options of a command with unknown values.
const OPEN_VALUES: usize = 8;

/// A UUID, for options that accept any.
const NIL_UUID: &str = "00000000-0000-0000-0000-000000000000";

/// The result of an attempt to execute a command.
enum Attempt<'w> {
    Done(Result),
    /// Try again with these words: the value of an option was unknown, and is assumed to be valid.
    Again(Vec<Text<'w>>),
}

impl Turn<'_> {
    /// Executes a command.
    pub(in crate::simulate) fn dispatch(&mut self, words: &[Text<'_>]) -> Result {
        let mut settled: Option<Vec<Text<'_>>> = None;
        for _ in 0..OPEN_VALUES {
            match self.attempt(settled.as_deref().unwrap_or(words)) {
                Attempt::Done(result) => return result,
                Attempt::Again(words) => settled = Some(words),
            }
        }
        Err(ErrorClass::Invalid.into())
    }

    fn attempt<'w>(&mut self, words: &[Text<'w>]) -> Attempt<'w> {
        if let Some(settled) = self.with_value(words) {
            return Attempt::Again(settled);
        }
        Attempt::Done(self.execute(words))
    }

    /// The words with a valid value for the option that needs one, if its value is unknown.
    fn with_value<'w>(&self, words: &[Text<'w>]) -> Option<Vec<Text<'w>>> {
        if !words.iter().any(|word| self.environment.is_stand_in(word.known_bytes())) {
            return None;
        }
        let catalog = self.machine.settings.catalog();
        let invocation = Invocation::bind(words, catalog);
        let error = invocation.argument_error()?;
        let at = error.argument + 1;
        let word = words.get(at)?.known_bytes();
        let value = match error.kind {
            ArgumentErrorKind::BadInteger { .. } => "1",
            ArgumentErrorKind::UnknownConfigurator { .. } => {
                catalog.values(Enumeration::Configurators).first()?
            }
            ArgumentErrorKind::MalformedUuid { .. } => NIL_UUID,
            _ => return None,
        };
        if !self.environment.is_stand_in(word.get(error.range.clone())?) {
            return None;
        }
        let (before, after) = (word.get(..error.range.start)?, word.get(error.range.end..)?);
        let settled = Text::known([before, value.as_bytes(), after].concat());
        let words = words.iter().enumerate();
        Some(words.map(|(other, word)| if other == at { settled.clone() } else { word.clone() }).collect())
    }

    fn execute(&mut self, words: &[Text<'_>]) -> Result {
        let mut words = words;
        loop {
            let unknown = Failure::from(ErrorClass::NotExecutable).or_detail(errno::UNKNOWN_COMMAND);
            let invocation = Invocation::bind(words, self.machine.settings.catalog());
            let KnownCommand { spec, form } = invocation.command().ok_or(unknown)?;
            if self.machine.lacks(spec.name) {
                return Err(unknown);
            }
            let implementation = form.implementation;
            if let Some(error) = invocation.argument_error() {
                self.prepare_writes_before(error, form, words)?;
                let failure = Failure::from(error.kind.class());
                return Err(failure.or_detail(errno::of_arguments(&error.kind)));
            }
            let (Some(parsed), Some(operation)) = (invocation.arguments(), invocation.operation()) else {
                return Err(unknown);
            };
            if let Operation::Time { command } = operation {
                // Only the elapsed time is printed; the status is that of the inner command.
                words = command;
                continue;
            }
            let call = Call { form, words, parsed, operation: &operation };
            let result = self.check(call).and_then(|()| self.perform(call));
            return result.map_err(|failure| {
                let detail = failure.class().map_or(0, |class| errno::of_command(implementation, class));
                failure.or_detail(detail)
            });
        }
    }

    /// The effects of options before an invalid word: the settings blocks that would be written exist.
    fn prepare_writes_before(
        &mut self,
        error: &ArgumentError,
        form: &'static CommandForm,
        words: &[Text<'_>],
    ) -> std::result::Result<(), Failure> {
        let arguments = words.get(1..).unwrap_or_default();
        let read = options_read(self.machine.settings.catalog(), form, arguments);
        let named = |option: &GivenOption<'_>| Some(option.value?.text.bytes().to_vec());
        let mut names: Vec<_> =
            read.iter().filter(|option| option.spec.role.writes_setting()).filter_map(named).collect();
        if let ArgumentErrorKind::UnknownSettingType { option } = error.kind
            && option.role.writes_setting()
        {
            let word = arguments.get(error.argument).map(Text::known_bytes);
            names.extend(word.and_then(|word| word.get(error.range.clone())).map(<[u8]>::to_vec));
        }
        names.iter().try_for_each(|name| self.make_scope(name))
    }

    /// Makes those of iPXE's checks of arguments that depend on the machine, before the command is executed.
    fn check(&mut self, call: Call<'_>) -> std::result::Result<(), Failure> {
        for option in call.parsed.options.iter().filter(|option| option.spec.role.writes_setting()) {
            self.make_scope(option.value.map(|value| value.text.bytes()).unwrap_or_default())?;
        }
        for (at, word) in call.arguments().iter().enumerate() {
            let Some(argument) = call.form.argument(at) else { continue };
            let word = word.known_bytes();
            match argument.role {
                role if role.is_integer() => self.bounded(word, role)?,
                Role::Interface if argument.repeat == Repeat::Once => {
                    self.interface(word)?;
                }
                Role::SettingRead | Role::SettingUpdated if needs_block(call) => {
                    self.check_existing_block(word)?;
                }
                Role::SettingRead | Role::SettingUpdated | Role::SettingWritten => {
                    self.prepare_write(word)?;
                }
                Role::Scope if self.machine.settings.find(word).is_none() => {
                    return Err(ErrorClass::Invalid.into());
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// An argument that must be an integer within a range.
    fn bounded(&self, word: &[u8], role: Role) -> std::result::Result<(), Failure> {
        if self.integer(word)? > role.greatest() { Err(ErrorClass::Invalid.into()) } else { Ok(()) }
    }

    /// An integer argument. An empty one is 0 in Debian's build from the time of 1.20.1; 2.0.0 rejects it. An unknown
    /// one is assumed to be a number.
    pub(super) fn integer(&self, text: &[u8]) -> std::result::Result<u32, Failure> {
        let is_lenient = self.machine.settings.catalog().target().release() <= Release::V1_20_1;
        if text.is_empty() && is_lenient {
            return Ok(0);
        }
        if self.environment.is_stand_in(text) {
            return Ok(1);
        }
        parse_integer(text).map_err(|_| Failure::from(ErrorClass::Invalid).or_detail(errno::INTEGER))
    }

    fn perform(&mut self, call: Call<'_>) -> Result {
        use Operation as O;
        match call.operation {
            O::Echo { text, newline } => Ok(self.echo(*text, *newline)),
            O::IsSet { value } => Self::isset(value),
            O::IsEqual { left, right } => Self::iseq(left, right),
            O::Goto { label } => self.goto(label),
            O::Exit { status } => self.exit(*status),
            O::Sleep { .. } => Ok(Done::Succeed),
            O::Set { setting, value } => self.set(setting, *value),
            O::Clear { setting } => self.clear(setting),
            O::Increment { setting, by } => self.increment(setting, *by),
            O::Show { setting, quiet } => self.show(setting, *quiet),
            O::Read { setting, timeout } => self.read(setting, *timeout),
            O::Prompt(prompt) => self.prompt(prompt),
            O::Menu(menu) => Ok(self.menu(menu)),
            O::Item(item) => self.item(item),
            O::Choose(choose) => self.choose(choose),
            O::Present(present) => self.present(present),
            O::ParameterList(list) => Ok(self.parameters(list)),
            O::Parameter(parameter) => self.parameter(parameter),
            O::EditSettings { .. } | O::LogIn => Ok(Self::dialogue()),
            O::Shell => Ok(Self::shell()),
            O::TestProcessor { bit, extended, ecx } => self.cpuid(bit, *extended, *ecx),
            O::Reboot => Ok(Self::reboot()),
            O::PowerOff => Ok(Self::power_off()),
            O::BootSan(boot) => self.boot_san(boot),
            O::HookSan(hook) => self.hook_san(hook, call),
            O::UnhookSan { drive } => self.unhook_san(*drive, call),
            _ => self.perform_with_images(call),
        }
    }

    fn perform_with_images(&mut self, call: Call<'_>) -> Result {
        use Operation as O;
        match call.operation {
            O::Fetch(source) => self.fetch_image(source, call),
            O::Select(source) => self.select_image(source, call),
            O::SetArguments(source) => self.set_arguments(source, call),
            O::Execute(execute) => self.execute_image(execute, call),
            O::FreeImages { names } => self.free_images(names),
            O::ListImages { names } => self.list_images(names),
            O::StoreImage(store) => self.store_image(store, call),
            O::UseImage { location } => self.use_image(*location, call),
            O::SetUpConsole { picture, keep } => self.console(*picture, *keep, call),
            O::StoreCertificates { location, keep, .. } => self.store_certificates(*location, *keep, call),
            O::Digest { images, setting } => self.digest(images, *setting, call),
            O::OpenInterfaces { interfaces }
            | O::CloseInterfaces { interfaces }
            | O::ListInterfaces { interfaces }
            | O::AwaitLink { interfaces, .. } => self.for_interfaces(interfaces, call),
            O::Configure(configure) => self.for_interfaces(configure.interfaces, call),
            O::CreateVlan(vlan) => self.create_vlan(vlan),
            O::DestroyVlan { interface } => self.destroy_vlan(interface),
            O::AutoBoot { interfaces } => self.autoboot(interfaces, call),
            _ => self.perform_by_effects(call),
        }
    }

    /// A command for which only the catalog has more information.
    fn perform_by_effects(&mut self, call: Call<'_>) -> Result {
        match call.form.implementation {
            Implementation::Sync | Implementation::Help => Ok(Done::Succeed),
            Implementation::Pciscan | Implementation::Usbscan => Err(ErrorClass::NoDevice.into()),
            _ if call.does(Actions::BOOTS) => self.hand_over(call),
            _ => self.other(call),
        }
    }
}

/// Whether a command fails for a setting in a block that does not exist. Other commands create the block.
fn needs_block(call: Call<'_>) -> bool {
    matches!(call.form.implementation, Implementation::Show | Implementation::Inc)
}
