//! The commands that are about images.

use ipxe_catalog::{ImageUsage, Implementation, Platform};

use super::{Call, Done, Result, Turn, setting};
use crate::settings::{Raw, Value};
use crate::simulate::format::{is_executable, is_usable};
use crate::simulate::{Content, Failure, LimitReached, Outcome};
use ipxe_catalog::SettingType;
use ipxe_language::{setting_name::SettingName, status::ErrorClass, text::Text};

/// A place in the list of images, or the end of the run because there are too many.
type Acquired = std::result::Result<usize, Failure>;

impl Turn<'_> {
    pub(super) fn fetch_image(&mut self, call: Call<'_>) -> Result {
        let at = self.register(call.argument(0), call)?;
        self.adorn(at, call);
        Ok(self.within_limits())
    }

    pub(super) fn select_image(&mut self, call: Call<'_>) -> Result {
        let at = self.acquire(call.argument(0), call)?;
        self.adorn(at, call);
        if !self.is_executable(at) {
            return Err(ErrorClass::NotExecutable.into());
        }
        self.machine.images.select(at);
        Ok(self.within_limits())
    }

    pub(super) fn set_arguments(&mut self, call: Call<'_>) -> Result {
        let at = self.acquire(call.argument(0), call)?;
        self.machine.images.set_command_line(at, None);
        self.adorn(at, call);
        Ok(self.within_limits())
    }

    /// The image of that name, else what the URI gives: where it stands.
    pub(super) fn acquire(&mut self, name: &[u8], call: Call<'_>) -> Acquired {
        self.work += self.machine.images.len();
        match self.machine.images.find(name) {
            Some(at) => Ok(at),
            None => self.register(name, call),
        }
    }

    pub(super) fn register(&mut self, uri: &[u8], call: Call<'_>) -> Acquired {
        let image = self.download(uri, call)?;
        // Bytes of images are passed on at memory speed, not looked at one by one.
        self.work += image.size() / 16;
        Ok(self.machine.images.register(image))
    }

    /// Gives an image the name, the command line and the flag that the command asks for.
    pub(super) fn adorn(&mut self, at: usize, call: Call<'_>) {
        if let Some(name) = call.option("name") {
            self.machine.images.rename(at, name);
        }
        if call.arguments().len() > 1 {
            self.machine.images.set_command_line(at, Some(call.text_from(1)));
        }
        if call.has("autofree") {
            self.machine.images.set_autofree(at);
        }
    }

    pub(super) fn is_executable(&self, at: usize) -> bool {
        let catalog = self.machine.settings.catalog();
        self.machine.images.get(at).is_some_and(|image| is_executable(&image.content, catalog))
    }

    /// Ends the run if it has too many images.
    pub(super) fn within_limits(&self) -> Done {
        if self.machine.images.len() > self.limits.images {
            Done::end(Outcome::Stopped(LimitReached::Images))
        } else {
            Done::Succeed
        }
    }

    pub(super) fn free_images(&mut self, call: Call<'_>) -> Result {
        if call.arguments().is_empty() {
            self.machine.images.clear();
        }
        for name in call.arguments() {
            let at = self.machine.images.find(name.bytes()).ok_or(ErrorClass::NotFound)?;
            self.machine.images.unregister(at);
        }
        Ok(Done::Succeed)
    }

    pub(super) fn list_images(&mut self, call: Call<'_>) -> Result {
        let known = |name: &Text<'_>| self.machine.images.find(name.bytes()).is_some();
        if call.arguments().iter().all(known) { Ok(Done::Succeed) } else { Err(ErrorClass::NotFound.into()) }
    }

    pub(super) fn store_image(&mut self, call: Call<'_>) -> Result {
        let setting = call.argument(0);
        let at = self.acquire(call.argument(1), call)?;
        let raw = match self.machine.images.get(at).map(|image| &image.content) {
            Some(Content::Bytes(bytes)) => {
                self.work += bytes.as_slice().len() / 16;
                Raw::Known(bytes.as_slice().to_vec())
            }
            _ => Raw::Unknown,
        };
        let requested = SettingName::parse(setting).setting_type;
        let setting_type = requested.and_then(|name| self.machine.settings.setting_type(name));
        let value = Value::new(raw, setting_type.unwrap_or(SettingType::String), self.origin);
        if !call.has("keep") {
            self.machine.images.unregister(at);
        }
        self.put(setting, value)
    }

    pub(super) fn digest(&mut self, call: Call<'_>) -> Result {
        for name in call.arguments() {
            self.acquire(name.bytes(), call)?;
        }
        if let Some(setting) = call.option("set") {
            // Not computed here: whoever needs it asks the environment.
            self.put(setting, Value::unknown(SettingType::Hexraw, self.origin))?;
        }
        Ok(self.within_limits())
    }

    /// An image that stays, for later use. `shim` does nothing where there is no UEFI.
    pub(super) fn use_image(&mut self, call: Call<'_>) -> Result {
        if call.form.implementation == Implementation::Shim && !self.machine.may_be(Platform::Efi) {
            return Ok(Done::Succeed);
        }
        if let Some(name) = call.arguments().first() {
            self.acquire(name.bytes(), call)?;
        }
        Ok(self.within_limits())
    }

    /// `console`: a picture becomes its background.
    pub(super) fn console(&mut self, call: Call<'_>) -> Result {
        if let Some(picture) = call.option("picture") {
            self.read_image(picture, ImageUsage::Picture, call)?;
        }
        self.ask(call)?;
        Ok(self.within_limits())
    }

    /// `certstore`: certificates of an image, or of those that are there.
    pub(super) fn store_certificates(&mut self, call: Call<'_>) -> Result {
        if let Some(image) = call.arguments().first() {
            self.read_image(image.bytes(), ImageUsage::Asn1, call)?;
        }
        self.ask(call)?;
        Ok(self.within_limits())
    }

    /// Reads an image that is for some use other than being executed. Without `--keep` it is not registered afterwards.
    fn read_image(
        &mut self,
        name: &[u8],
        usage: ImageUsage,
        call: Call<'_>,
    ) -> std::result::Result<(), Failure> {
        let at = self.acquire(name, call)?;
        let catalog = self.machine.settings.catalog();
        let image = self.machine.images.get(at);
        let is_usable = image.is_some_and(|image| is_usable(&image.content, &[usage], catalog));
        if !call.has("keep") {
            self.machine.images.unregister(at);
        }
        if is_usable { Ok(()) } else { Err(ErrorClass::NotSupported.into()) }
    }

    fn put(&mut self, setting: &[u8], value: Value) -> Result {
        self.machine.settings.put(setting, value).map_err(setting::failure)?;
        self.changed(setting);
        Ok(Done::Succeed)
    }
}
