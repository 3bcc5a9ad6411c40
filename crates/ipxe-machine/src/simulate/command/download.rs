//! Downloads.

use std::borrow::Cow;

use ipxe_catalog::{Availability, SchemeKind, SettingType};

use super::{Call, Turn};
use crate::simulate::image::Image;
use crate::simulate::{Content, Failure, FetchRequest, errno};
use ipxe_language::value::{percent_decode, percent_escape};
use ipxe_language::{
    status::ErrorClass,
    text::Text,
    uri::{Uri, UriScheme},
    value::parse_value,
};

impl Turn<'_> {
    /// Downloads an image.
    pub(super) fn download(&mut self, uri: &[u8], call: Call<'_>) -> Result<Image, Failure> {
        if self.is_open(uri) {
            return Ok(self.download_somewhere(uri, call)?);
        }
        let absolute = self.absolute(uri)?;
        let text = Text::from(&*absolute);
        let uri = Uri::parse(&text);
        let UriScheme::Known(scheme) = uri.scheme else { return Err(ErrorClass::NotSupported.into()) };
        let scheme = scheme.bytes();
        if !self.scheme(scheme).is_some_and(|(kind, _)| kind == SchemeKind::Download) {
            return Err(ErrorClass::NotSupported.into());
        }
        let content = self.content(scheme, &absolute, &uri, call);
        let content =
            content.map_err(|class| Failure::from(class).or_detail(errno::of_download(scheme, class)))?;
        let name = self.image_name(&uri, call);
        Ok(Image::new(name, Some(absolute.into()), content))
    }

    /// What an absolute URI gives.
    fn content(
        &mut self,
        scheme: &[u8],
        absolute: &[u8],
        uri: &Uri<'_>,
        call: Call<'_>,
    ) -> Result<Content, ErrorClass> {
        if scheme == b"data" {
            let opaque = uri.opaque.ok_or(ErrorClass::Invalid)?;
            return Ok(Content::bytes(inline_data(opaque.bytes())?));
        }
        match uri.host {
            None => Err(ErrorClass::Invalid),
            Some(_) if scheme == b"tftp" && uri.path.is_none() => Err(ErrorClass::Invalid),
            Some(host) if host.is_empty() && scheme != b"file" => Err(ErrorClass::NoSuchAddress),
            Some(_) => self.request(absolute, uri, call),
        }
    }

    /// The name that a command gives an image, else that in its URI.
    fn image_name(&mut self, uri: &Uri<'_>, call: Call<'_>) -> Vec<u8> {
        let own_name = || uri.image_name().and_then(Text::into_known).map(Cow::into_owned);
        let name = call.option("name").map(<[u8]>::to_vec).or_else(own_name);
        name.unwrap_or_else(|| self.machine.images.next_name())
    }

    /// Whether a URI begins with what stands for something unknown: even its scheme is not known then.
    pub(super) fn is_open(&self, uri: &[u8]) -> bool {
        let end = memchr::memchr(b'>', uri).filter(|_| uri.first() == Some(&b'<'));
        end.and_then(|end| uri.get(..=end)).is_some_and(|start| self.environment.is_stand_in(start))
    }

    /// Downloads an image from a URI that begins with something unknown.
    fn download_somewhere(&mut self, uri: &[u8], call: Call<'_>) -> Result<Image, ErrorClass> {
        let text = Text::from(uri);
        let parsed = Uri::parse(&text);
        let content = self.request(uri, &parsed, call)?;
        let name = self.image_name(&parsed, call);
        Ok(Image::new(name, Some(uri.into()), content))
    }

    fn request(&mut self, absolute: &[u8], uri: &Uri<'_>, call: Call<'_>) -> Result<Content, ErrorClass> {
        let submitted = uri.params().and_then(|name| self.take_parameters(name.bytes()));
        let end = uri.fragment.map_or(absolute.len(), |fragment| fragment.range().start.saturating_sub(1));
        let configured = self.is_configured();
        self.environment.fetch(&FetchRequest {
            uri: absolute.get(..end).unwrap_or(absolute),
            parameters: submitted.as_ref(),
            command: call.form.implementation,
            configured,
        })
    }

    /// The absolute URI that one means here, with everything percent-encoded that has no place in a URI.
    pub(super) fn absolute(&self, uri: &[u8]) -> Result<Vec<u8>, ErrorClass> {
        let mut encoded = Vec::with_capacity(uri.len());
        for byte in uri {
            match byte {
                b'!'..=b'~' => encoded.push(*byte),
                _ => percent_escape(*byte, &mut encoded),
            }
        }
        let text = Text::known(encoded);
        let base = Text::known(self.machine.working_uri().unwrap_or_default());
        let absolute = Uri::parse(&text).resolve(&Uri::parse(&base));
        let absolute = absolute.and_then(Text::into_known).ok_or(ErrorClass::NotSupported)?;
        Ok(absolute.into_owned())
    }

    /// What a scheme is for, if the build has it, and whether its servers can hold SAN drives.
    pub(super) fn scheme(&self, name: &[u8]) -> Option<(SchemeKind, bool)> {
        let catalog = self.machine.settings.catalog();
        let has = |build| !matches!(catalog.availability(build), Availability::Nowhere { .. });
        let (spec, form) = catalog.uri_scheme(name).filter(|(_, form)| has(form.build))?;
        let kind = if form.sanboot_only { SchemeKind::San } else { spec.kind };
        Some((kind, kind == SchemeKind::San || form.san_build.is_some_and(has)))
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

/// What a `data:` URI carries: `[mediatype][;base64],content`.
fn inline_data(opaque: &[u8]) -> Result<Vec<u8>, ErrorClass> {
    let comma = memchr::memchr(b',', opaque).ok_or(ErrorClass::Invalid)?;
    let (media_type, content) = opaque.split_at(comma);
    let content = percent_decode(content.get(1..).unwrap_or_default());
    if media_type.ends_with(b";base64") {
        return parse_value(SettingType::Base64, &content).map_err(|_| ErrorClass::Invalid);
    }
    Ok(content)
}
