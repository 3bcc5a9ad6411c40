//! Commands that register or change images.

use ipxe_catalog::{ImageUsage, Implementation, Platform};

use super::digest::digest;
use super::{Call, Done, Result, Turn, setting};
use crate::settings::{Raw, Value};
use crate::simulate::format::{is_executable, is_usable};
use crate::simulate::{Content, Failure, LimitReached, Outcome, errno};
use ipxe_catalog::SettingType;
use ipxe_language::{
    operation::{ImageSource, StoreImage},
    options::OptionValue,
    setting_name::SettingName,
    status::ErrorClass,
    text::Text,
};

/// An index in the list of images, or the end of the run because there are too many.
type Acquired = std::result::Result<usize, Failure>;

impl Turn<'_> {
    pub(super) fn fetch_image(&mut self, source: &ImageSource<'_>, call: Call<'_>) -> Result {
        let at = self.register(source.location.known_bytes(), source.name, call)?;
        self.adorn(at, source);
        Ok(self.within_limits())
    }

    pub(super) fn select_image(&mut self, source: &ImageSource<'_>, call: Call<'_>) -> Result {
        let at = self.acquire_source(source, call)?;
        self.adorn(at, source);
        if !self.is_executable(at) {
            return Err(ErrorClass::NotExecutable.into());
        }
        self.machine.images.select(at);
        Ok(self.within_limits())
    }

    pub(super) fn set_arguments(&mut self, source: &ImageSource<'_>, call: Call<'_>) -> Result {
        let at = self.acquire_source(source, call)?;
        self.machine.images.set_command_line(at, None);
        self.adorn(at, source);
        Ok(self.within_limits())
    }

    pub(super) fn acquire_source(&mut self, source: &ImageSource<'_>, call: Call<'_>) -> Acquired {
        self.acquire(source.location.known_bytes(), source.name, call)
    }

    /// The index of the image of that name; otherwise of the downloaded image, under the new name if there is one.
    pub(super) fn acquire(
        &mut self,
        location: &[u8],
        new_name: Option<OptionValue<'_>>,
        call: Call<'_>,
    ) -> Acquired {
        self.work += self.machine.images.len();
        match self.machine.images.find(location) {
            Some(at) => Ok(at),
            None => self.register(location, new_name, call),
        }
    }

    pub(super) fn register(
        &mut self,
        uri: &[u8],
        new_name: Option<OptionValue<'_>>,
        call: Call<'_>,
    ) -> Acquired {
        let image = self.download(uri, new_name, call)?;
        // Images are copied at memory speed, and not read byte by byte.
        self.work += image.size() / 16;
        Ok(self.machine.images.register(image))
    }

    /// Sets the name, the command line and the flag of an image as the command requests.
    pub(super) fn adorn(&mut self, at: usize, source: &ImageSource<'_>) {
        self.mark(at, source.name, source.autofree);
        if !source.arguments.is_empty() {
            let command_line = source.arguments.to_text().known_bytes().to_vec();
            self.machine.images.set_command_line(at, Some(command_line));
        }
    }

    /// Sets the name and the flag of an image as the command requests.
    pub(super) fn mark(&mut self, at: usize, name: Option<OptionValue<'_>>, autofree: bool) {
        if let Some(name) = name {
            self.machine.images.rename(at, name.text.bytes());
        }
        if autofree {
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

    pub(super) fn free_images(&mut self, names: &[Text<'_>]) -> Result {
        if names.is_empty() {
            self.machine.images.clear();
        }
        for name in names {
            let at = self.machine.images.find(name.known_bytes()).ok_or(ErrorClass::NotFound)?;
            self.machine.images.unregister(at);
        }
        Ok(Done::Succeed)
    }

    pub(super) fn list_images(&mut self, names: &[Text<'_>]) -> Result {
        let known = |name: &Text<'_>| self.machine.images.find(name.known_bytes()).is_some();
        if names.iter().all(known) { Ok(Done::Succeed) } else { Err(ErrorClass::NotFound.into()) }
    }

    pub(super) fn store_image(&mut self, store: &StoreImage<'_>, call: Call<'_>) -> Result {
        let setting = store.setting.known_bytes();
        let at = self.acquire(store.location.known_bytes(), None, call)?;
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
        if !store.keep {
            self.machine.images.unregister(at);
        }
        self.put(setting, value)
    }

    pub(super) fn digest(
        &mut self,
        images: &[Text<'_>],
        setting: Option<OptionValue<'_>>,
        call: Call<'_>,
    ) -> Result {
        for name in images {
            let at = self.acquire(name.known_bytes(), None, call)?;
            if let Some(setting) = setting {
                let raw = match self.machine.images.get(at).map(|image| &image.content) {
                    Some(Content::Bytes(bytes)) => {
                        self.work += bytes.as_slice().len();
                        digest(call.form.implementation, bytes.as_slice()).map_or(Raw::Unknown, Raw::Known)
                    }
                    _ => Raw::Unknown,
                };
                self.put(setting.text.bytes(), Value::new(raw, SettingType::Hexraw, self.origin))?;
            }
        }
        Ok(self.within_limits())
    }

    /// An image that stays registered for later use. `shim` has no effect without UEFI.
    pub(super) fn use_image(&mut self, location: Option<&Text<'_>>, call: Call<'_>) -> Result {
        if call.form.implementation == Implementation::Shim && !self.machine.may_be(Platform::Efi) {
            return Ok(Done::Succeed);
        }
        if let Some(location) = location {
            self.acquire(location.known_bytes(), None, call)?;
        }
        Ok(self.within_limits())
    }

    /// `console`: a picture becomes its background.
    pub(super) fn console(&mut self, picture: Option<OptionValue<'_>>, keep: bool, call: Call<'_>) -> Result {
        if let Some(picture) = picture {
            self.read_image(picture.text.bytes(), ImageUsage::Picture, keep, call)?;
        }
        self.ask(call)?;
        Ok(self.within_limits())
    }

    /// `certstore`: certificates from an image, or those that already exist.
    pub(super) fn store_certificates(
        &mut self,
        location: Option<&Text<'_>>,
        keep: bool,
        call: Call<'_>,
    ) -> Result {
        if let Some(location) = location {
            self.read_image(location.known_bytes(), ImageUsage::Asn1, keep, call)?;
        }
        self.ask(call)?;
        Ok(self.within_limits())
    }

    /// Reads an image for another use than execution. Without `--keep` it is not registered afterwards.
    fn read_image(
        &mut self,
        name: &[u8],
        usage: ImageUsage,
        keep: bool,
        call: Call<'_>,
    ) -> std::result::Result<(), Failure> {
        let at = self.acquire(name, None, call)?;
        let catalog = self.machine.settings.catalog();
        let image = self.machine.images.get(at);
        let is_usable = image.is_some_and(|image| is_usable(&image.content, &[usage], catalog));
        if !keep {
            self.machine.images.unregister(at);
        }
        let unusable = || Failure::from(ErrorClass::NotSupported).or_detail(errno::of_usage(usage));
        if is_usable { Ok(()) } else { Err(unusable()) }
    }

    fn put(&mut self, setting: &[u8], value: Value) -> Result {
        self.machine.settings.put(setting, value).map_err(setting::failure)?;
        self.changed(setting);
        Ok(Done::Succeed)
    }
}
