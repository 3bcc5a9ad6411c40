//! Downloads.

use std::borrow::Cow;

use ipxe_catalog::{Release, SettingType};

use super::open::Scheme;
use super::{Call, Turn};
use crate::simulate::image::Image;
use crate::simulate::{Content, Failure, FetchRequest, errno};
use ipxe_language::value::{percent_decode, percent_escape};
use ipxe_language::{
    options::OptionValue,
    status::ErrorClass,
    text::Text,
    uri::{ParameterList, Uri, UriScheme},
    value::parse_value,
};

impl Turn<'_> {
    /// Downloads an image.
    pub(super) fn download(
        &mut self,
        uri: &[u8],
        new_name: Option<OptionValue<'_>>,
        call: Call<'_>,
    ) -> Result<Image, Failure> {
        if self.is_open(uri) {
            return Ok(self.download_somewhere(uri, new_name, call)?);
        }
        let absolute = self.absolute(uri)?;
        let text = Text::from(&*absolute);
        let uri = Uri::parse_for(&text, self.release());
        let UriScheme::Known(scheme) = uri.scheme else { return Err(ErrorClass::NotSupported.into()) };
        let scheme = self.scheme(scheme.bytes()).ok_or(ErrorClass::NotSupported)?;
        let content = self.content(scheme, &absolute, &uri, call);
        let content = content.map_err(|failure| {
            failure.or_detail(failure.class().map_or(0, |class| errno::of_download(scheme.name(), class)))
        })?;
        let name = self.image_name(&uri, new_name);
        Ok(Image::new(name, Some(absolute.into()), content))
    }

    /// The content at an absolute URI.
    fn content(
        &mut self,
        scheme: Scheme,
        absolute: &[u8],
        uri: &Uri<'_>,
        call: Call<'_>,
    ) -> Result<Content, Failure> {
        let host = self.open(scheme, uri)?;
        if scheme.name() == "data" {
            let opaque = uri.opaque.ok_or(ErrorClass::Invalid)?;
            return Ok(Content::bytes(inline_data(opaque.bytes())?));
        }
        if !scheme.is_download() {
            host.map_or(Ok(()), |host| self.connect(absolute, host))?;
            return Err(ErrorClass::NotSupported.into());
        }
        if host == Some(b"") && scheme.name() != "file" && !scheme.is_patient() {
            return Err(ErrorClass::NoSuchAddress.into());
        }
        let unreachable = match host {
            _ if scheme.is_patient() => ErrorClass::TimedOut,
            Some(host) => self.unreachable_host(host),
            None => ErrorClass::NetworkUnreachable,
        };
        Ok(self.request(absolute, uri, unreachable, call)?)
    }

    /// The name that a command gives an image, otherwise the one in its URI.
    fn image_name(&mut self, uri: &Uri<'_>, new_name: Option<OptionValue<'_>>) -> Vec<u8> {
        let own_name = || uri.image_name().and_then(Text::into_known).map(Cow::into_owned);
        let name = new_name.map(|name| name.text.bytes().to_vec()).or_else(own_name);
        name.unwrap_or_else(|| self.machine.images.next_name())
    }

    /// Whether a URI begins with a placeholder for an unknown value: then even its scheme is unknown.
    pub(super) fn is_open(&self, uri: &[u8]) -> bool {
        let end = memchr::memchr(b'>', uri).filter(|_| uri.first() == Some(&b'<'));
        end.and_then(|end| uri.get(..=end)).is_some_and(|start| self.environment.is_stand_in(start))
    }

    /// Downloads an image from a URI that begins with an unknown value.
    fn download_somewhere(
        &mut self,
        uri: &[u8],
        new_name: Option<OptionValue<'_>>,
        call: Call<'_>,
    ) -> Result<Image, ErrorClass> {
        let text = Text::from(uri);
        let parsed = Uri::parse(&text);
        let content = self.request(uri, &parsed, ErrorClass::NetworkUnreachable, call)?;
        let name = self.image_name(&parsed, new_name);
        Ok(Image::new(name, Some(uri.into()), content))
    }

    /// Asks the environment for the content at a URI; without a network, it fails with the class `unreachable`.
    fn request(
        &mut self,
        absolute: &[u8],
        uri: &Uri<'_>,
        unreachable: ErrorClass,
        call: Call<'_>,
    ) -> Result<Content, ErrorClass> {
        let submitted = uri.params().and_then(|list| match list {
            ParameterList::Unnamed => self.take_parameters(None),
            ParameterList::Named(name) => self.take_parameters(Some(name.bytes())),
        });
        let end = uri.fragment.map_or(absolute.len(), |fragment| fragment.range().start.saturating_sub(1));
        let configured = self.is_configured();
        self.environment.fetch(&FetchRequest {
            uri: absolute.get(..end).unwrap_or(absolute),
            parameters: submitted.as_ref(),
            command: call.form.implementation,
            configured,
            unreachable,
        })
    }

    /// The absolute form of a URI. Unless it is opaque, characters that are invalid in a URI are percent-encoded.
    pub(super) fn absolute(&self, uri: &[u8]) -> Result<Vec<u8>, ErrorClass> {
        if Uri::parse(&Text::from(uri)).opaque.is_some() {
            return Ok(uri.to_vec());
        }
        let mut encoded = Vec::with_capacity(uri.len());
        for byte in uri {
            match byte {
                b'!'..=b'~' => encoded.push(*byte),
                _ => percent_escape(*byte, &mut encoded),
            }
        }
        let text = Text::known(encoded);
        let base = Text::known(self.machine.working_uri().unwrap_or_default());
        let release = self.release();
        let absolute = Uri::parse_for(&text, release).resolve(&Uri::parse_for(&base, release));
        let absolute = absolute.and_then(Text::into_known).ok_or(ErrorClass::NotSupported)?;
        Ok(absolute.into_owned())
    }

    /// The release of the build.
    pub(super) fn release(&self) -> Release {
        self.machine.settings.catalog().target().release()
    }

    /// Whether some interface is open and has an address.
    pub(super) fn is_configured(&self) -> bool {
        let settings = &self.machine.settings;
        settings.open_interfaces().iter().any(|interface| {
            let path = settings.path(*interface);
            ["/ip", "/ip6"].iter().any(|name| settings.read(&[&path, name.as_bytes()].concat()).is_ok())
        })
    }
}

/// The content of a `data:` URI: `[mediatype][;base64],content`.
fn inline_data(opaque: &[u8]) -> Result<Vec<u8>, Failure> {
    let comma = memchr::memchr(b',', opaque).ok_or(ErrorClass::Invalid)?;
    let (media_type, content) = opaque.split_at(comma);
    let mut content = percent_decode(content.get(1..).unwrap_or_default());
    if let Some(end) = memchr::memchr(0, &content) {
        content.truncate(end);
    }
    if media_type.ends_with(b";base64") {
        let malformed = || Failure::from(ErrorClass::Invalid).or_detail(errno::BASE64);
        return parse_value(SettingType::Base64, &content).map_err(|_| malformed());
    }
    Ok(content)
}
