//! The commands that need nothing but settings.

use ipxe_catalog::{Implementation, KnownCommand};
use ipxe_language::{integer::parse_integer, options::parse_arguments, status::ErrorClass, text::Text};
use ipxe_machine::settings::{Absence, Origin};

use super::catalog;
use super::follower::{Beyond, Follower};

/// Status and output of a command.
type Outcome = (Result<(), ErrorClass>, Option<String>);

impl Follower<'_> {
    pub(super) fn run(&mut self, words: &[Text<'_>]) -> Result<Outcome, Beyond> {
        let (name, arguments) = words.split_first().unwrap();
        let Some(KnownCommand { form, .. }) = catalog().command(name.bytes()) else {
            return Ok((Err(ErrorClass::NotExecutable), None));
        };
        let parsed = match parse_arguments(form, arguments) {
            Ok(parsed) => parsed,
            Err(error) => return Ok((Err(error.kind.class()), None)),
        };
        let positionals = parsed.positionals;
        let first = positionals.first().map_or(&b""[..], |text| text.bytes());
        let origin = Origin::Context;
        let mut output = None;
        let latin1 = |bytes: &[u8]| bytes.iter().map(|byte| char::from(*byte)).collect::<String>();
        let status = match form.implementation {
            Implementation::Echo => {
                let end = if parsed.option("n").is_some() { "" } else { "\n" };
                let text = latin1(Text::join(positionals).bytes()) + end;
                output = (!text.is_empty()).then_some(text);
                Ok(())
            }
            Implementation::Set => {
                let text = Text::join(&positionals[1..]);
                self.settings.write(first, &text, origin).map_err(|error| error.class())
            }
            Implementation::Clear => self.settings.delete(first).map_err(|error| error.class()),
            Implementation::Inc => match positionals.get(1).map_or(Ok(1), |by| parse_integer(by.bytes())) {
                Ok(by) => self.settings.increment(first, by, origin).map_err(|error| error.class()),
                Err(_) => Err(ErrorClass::Invalid),
            },
            Implementation::Show => match self.settings.read(first) {
                Ok(found) => {
                    output =
                        Some(format!("{} = {}\n", latin1(&found.full_name()), latin1(found.text().bytes())));
                    Ok(())
                }
                Err(Absence::Unset | Absence::UnknownScope) => Err(ErrorClass::NotFound),
                Err(_) => return Err(Beyond),
            },
            Implementation::Isset => ensure(!first.is_empty(), ErrorClass::NotFound),
            Implementation::Iseq => ensure(positionals[0] == positionals[1], ErrorClass::OutOfRange),
            Implementation::Goto => {
                ensure(self.labels.iter().any(|label| label == first), ErrorClass::NotFound)
            }
            Implementation::Exit if positionals.is_empty() => Ok(()),
            Implementation::Sleep => parse_integer(first).map(|_| ()).map_err(|_| ErrorClass::Invalid),
            Implementation::Prompt if parsed.option("timeout").is_some() => Err(ErrorClass::TimedOut),
            Implementation::Ifopen | Implementation::Ifclose => self.interface(form.implementation, first),
            Implementation::Ifconf if parsed.options.is_empty() => self.dhcp(first)?,
            _ => return Err(Beyond),
        };
        Ok((status, output))
    }

    fn interface(&mut self, what: Implementation, name: &[u8]) -> Result<(), ErrorClass> {
        let block =
            self.settings.find(name).filter(|_| name.starts_with(b"net")).ok_or(ErrorClass::NoDevice)?;
        if what == Implementation::Ifopen {
            self.settings.open_interface(block);
        } else {
            self.settings.close_interface(block);
        }
        Ok(())
    }

    fn dhcp(&mut self, name: &[u8]) -> Result<Result<(), ErrorClass>, Beyond> {
        let name = if name.is_empty() { "net0" } else { std::str::from_utf8(name).map_err(|_| Beyond)? };
        let opened = self.interface(Implementation::Ifopen, name.as_bytes());
        if opened.is_ok() && !self.context.answer_dhcp(&mut self.settings, name) {
            return Err(Beyond);
        }
        Ok(opened)
    }
}

fn ensure(condition: bool, otherwise: ErrorClass) -> Result<(), ErrorClass> {
    if condition { Ok(()) } else { Err(otherwise) }
}
