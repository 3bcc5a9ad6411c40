//! From the words of a command to what does it.

use ipxe_catalog::{Actions, Enumeration, Implementation, KnownCommand, Release, Repeat, Role};

use super::{Call, Done, Result, Turn};
use crate::simulate::{Failure, errno};
use ipxe_language::{
    integer::parse_integer, invocation::Invocation, options::ArgumentErrorKind, status::ErrorClass,
    text::Text,
};

/// How many options of a command may have a value of which only its existence is known.
const OPEN_VALUES: usize = 8;

/// A UUID, where any will do.
const NIL_UUID: &str = "00000000-0000-0000-0000-000000000000";

/// What came of trying to do a command.
enum Attempt<'w> {
    Done(Result),
    /// To be tried with these words: the value of an option is open, and taken for one that is in order.
    Again(Vec<Text<'w>>),
}

impl Turn<'_> {
    /// Does a command.
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

    /// The words with a value that is in order for the option that needs one, if that is open.
    fn with_value<'w>(&self, words: &[Text<'w>]) -> Option<Vec<Text<'w>>> {
        if !words.iter().any(|word| self.environment.is_stand_in(word.bytes())) {
            return None;
        }
        let catalog = self.machine.settings.catalog();
        let invocation = Invocation::bind(words, catalog);
        let error = invocation.argument_error()?;
        let at = error.argument + 1;
        let word = words.get(at)?.bytes();
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
                let failure = Failure::from(error.kind.class());
                return Err(failure.or_detail(errno::of_arguments(&error.kind)));
            }
            let Some(parsed) = invocation.arguments() else { return Err(unknown) };
            if implementation == Implementation::Time {
                // Only the time that it takes is printed; the command's own is what counts.
                words = parsed.positionals;
                continue;
            }
            let call = Call { form, words, parsed };
            let result = self.check(call).and_then(|()| self.perform(call));
            return result.map_err(|failure| {
                let detail = failure.class().map_or(0, |class| errno::of_command(implementation, class));
                failure.or_detail(detail)
            });
        }
    }

    /// Checks what iPXE checks of positional arguments before it executes a command.
    fn check(&self, call: Call<'_>) -> std::result::Result<(), Failure> {
        for (at, word) in call.arguments().iter().enumerate() {
            let Some(argument) = call.form.argument(at) else { continue };
            let word = word.bytes();
            match argument.role {
                role if role.is_integer() && self.integer(word)? > role.greatest() => {
                    return Err(ErrorClass::Invalid.into());
                }
                Role::Interface if argument.repeat == Repeat::Once => {
                    self.interface(word)?;
                }
                Role::SettingRead | Role::SettingUpdated if needs_block(call) => {
                    self.check_existing_block(word)?;
                }
                Role::SettingRead | Role::SettingUpdated | Role::SettingWritten => {
                    self.check_setting_type(word)?;
                }
                Role::Scope if self.machine.settings.find(word).is_none() => {
                    return Err(ErrorClass::Invalid.into());
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// An argument that is an integer. An empty one was 0 for Debian's build of 1.20.1's time; 2.0.0 refuses it. One that is
    /// open is taken for a number.
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
        use Implementation as I;
        match call.form.implementation {
            I::Echo => Ok(self.echo(call)),
            I::Isset => Self::isset(call),
            I::Iseq => Self::iseq(call),
            I::Goto => self.goto(call),
            I::Exit => self.exit(call),
            I::Sleep | I::Sync | I::Help => Ok(Done::Succeed),
            I::Set => self.set(call),
            I::Clear => self.clear(call),
            I::Inc => self.increment(call),
            I::Show => self.show(call),
            I::Read => self.read(call),
            I::Prompt => self.prompt(call),
            I::Menu | I::Dynui => Ok(self.menu(call)),
            I::Item => self.item(call),
            I::Choose => self.choose(call),
            I::Present => self.present(call),
            I::Params => Ok(self.parameters(call)),
            I::Param => self.parameter(call),
            I::Config | I::Login => Ok(Self::dialogue()),
            I::Shell => Ok(Self::shell()),
            I::Cpuid => self.cpuid(call),
            I::Reboot => Ok(Self::reboot()),
            I::Poweroff => Ok(Self::power_off()),
            I::Sanboot => self.boot_san(call),
            I::Autoboot => self.autoboot(call),
            _ => self.perform_with_images(call),
        }
    }

    fn perform_with_images(&mut self, call: Call<'_>) -> Result {
        use Implementation as I;
        match call.form.implementation {
            I::Imgfetch => self.fetch_image(call),
            I::Imgselect | I::Kernel | I::Imgload => self.select_image(call),
            I::Imgargs => self.set_arguments(call),
            I::Imgexec | I::Chain => self.execute_image(call),
            I::Imgfree => self.free_images(call),
            I::Imgstat => self.list_images(call),
            I::Imgset => self.store_image(call),
            I::Shim | I::Fdt => self.use_image(call),
            I::Console => self.console(call),
            I::Certstore => self.store_certificates(call),
            I::Md4sum
            | I::Md5sum
            | I::Sha1sum
            | I::Sha224sum
            | I::Sha256sum
            | I::Sha384sum
            | I::Sha512sum => self.digest(call),
            I::Ifopen
            | I::Ifclose
            | I::Ifstat
            | I::Ifconf
            | I::Dhcp
            | I::Iflinkwait
            | I::Iwstat
            | I::Iwlist => self.for_interfaces(call),
            I::Vcreate => self.create_vlan(call),
            I::Vdestroy => self.destroy_vlan(call),
            I::Pciscan | I::Usbscan => Err(ErrorClass::NoDevice.into()),
            _ if call.form.effects.actions.contains(Actions::BOOTS) => self.hand_over(call),
            _ => self.other(call),
        }
    }
}

/// Whether a command fails for a setting in a block that does not exist. Others make the block.
fn needs_block(call: Call<'_>) -> bool {
    matches!(call.form.implementation, Implementation::Show | Implementation::Inc)
}
