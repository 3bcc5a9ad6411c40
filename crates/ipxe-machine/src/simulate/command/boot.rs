//! The commands that execute images, and those that leave iPXE.

use ipxe_catalog::world::FileKind;

use super::{Call, Done, Result, Turn};
use crate::simulate::frame::Frame;
use crate::simulate::image::Image;
use crate::simulate::{BootPlan, Content, LimitReached, Outcome};
use ipxe_language::{operation::Execute, status::ErrorClass, text::Text, uri::Uri};

impl Turn<'_> {
    pub(super) fn execute_image(&mut self, execute: &Execute<'_>, call: Call<'_>) -> Result {
        let at = match &execute.image {
            Some(source) => self.acquire_source(source, call)?,
            None => match self.machine.images.selected() {
                Some(at) => at,
                // iPXE prints "No image selected", and the command succeeds.
                None => return Ok(Done::Succeed),
            },
        };
        match &execute.image {
            Some(source) => self.adorn(at, source),
            None => self.mark(at, execute.name, execute.autofree),
        }
        if execute.replace {
            let executable = self.is_executable(at);
            return if executable { self.enter(at, true) } else { Err(ErrorClass::NotExecutable.into()) };
        }
        self.execute_at(at)
    }

    /// Executes an image inside the script.
    pub(super) fn execute_at(&mut self, at: usize) -> Result {
        if !self.is_executable(at) {
            if self.machine.images.get(at).is_some_and(|image| image.autofree) {
                self.machine.images.unregister(at);
            }
            return Err(ErrorClass::NotExecutable.into());
        }
        self.enter(at, false)
    }

    /// Executes an executable image.
    fn enter(&mut self, at: usize, replace: bool) -> Result {
        let Some(image) = self.machine.images.unregister(at) else { return Err(ErrorClass::NotFound.into()) };
        let script = match &image.content {
            Content::Bytes(bytes) if crate::simulate::machine::is_script(bytes.as_slice()) => {
                Some(bytes.program())
            }
            _ => None,
        };
        let Some(program) = script else {
            let plan = BootPlan::new(&image, &self.machine.images);
            let is_script = matches!(image.content, Content::Assumed) && is_called_script(&image);
            let outcome = if is_script { Outcome::EnteredScript } else { Outcome::Booted };
            return match self.environment.boot(&plan) {
                Ok(()) => Ok(Done::end(outcome(plan))),
                Err(class) => {
                    if !image.autofree {
                        self.machine.images.register(image);
                    }
                    let failed = Err(class.into());
                    if replace { Ok(Done::Leave(failed)) } else { failed.map(|()| Done::Succeed) }
                }
            };
        };
        let frame = Box::new(Frame::new(image, program));
        if replace {
            return Ok(Done::Replace(frame));
        }
        if self.machine.frames.len() >= self.limits.nesting {
            return Ok(Done::end(Outcome::Stopped(LimitReached::Nesting)));
        }
        Ok(Done::Enter(frame))
    }

    /// A command that hands over the machine in its own way.
    pub(super) fn hand_over(&mut self, call: Call<'_>) -> Result {
        self.ask(call)?;
        Ok(Done::end(Outcome::HandedOver { command: call.to_words() }))
    }

    pub(super) fn reboot() -> Done {
        Done::end(Outcome::Rebooted)
    }

    pub(super) fn power_off() -> Done {
        Done::end(Outcome::PoweredOff)
    }
}

/// Whether an image with unknown content was downloaded from a URI with the name of a script.
fn is_called_script(image: &Image) -> bool {
    let name = image.uri.as_deref().and_then(|uri| Uri::parse(&Text::from(uri)).image_name()?.into_known());
    let name = name.unwrap_or_else(|| image.name.as_slice().into());
    FileKind::of(&name).is_some_and(FileKind::is_script)
}
