//! SAN drives.

use ipxe_catalog::{Platform, SchemeKind};

use super::{Call, Done, Result, Turn};
use crate::simulate::{Failure, Outcome, SanPlan};
use ipxe_language::{
    status::ErrorClass,
    text::Text,
    uri::{Uri, UriScheme},
};

impl Turn<'_> {
    pub(super) fn boot_san(&mut self, call: Call<'_>) -> Result {
        self.check_san(call.arguments())?;
        let plan = SanPlan {
            uris: call.arguments().iter().map(Text::bytes).map(<[u8]>::to_vec).collect(),
            drive: call.number("drive"),
            filename: call.option("filename").map(<[u8]>::to_vec),
        };
        self.environment.boot_san(&plan)?;
        Ok(Done::end(Outcome::BootedSan(plan)))
    }

    /// Whether drives can be attached at all, and can be where these URIs say. A build for Linux has none.
    pub(super) fn check_san(&self, uris: &[Text<'_>]) -> std::result::Result<(), Failure> {
        if self.machine.is_only(Platform::Linux) {
            return Err(ErrorClass::OperationNotSupported.into());
        }
        Ok(uris.iter().try_for_each(|uri| self.check_drive(uri.bytes()))?)
    }

    fn check_drive(&self, uri: &[u8]) -> std::result::Result<(), ErrorClass> {
        if self.is_open(uri) {
            return Ok(());
        }
        let text = Text::known(self.absolute(uri)?);
        let uri = Uri::parse(&text);
        let UriScheme::Known(scheme) = uri.scheme else { return Err(ErrorClass::NotSupported) };
        match self.scheme(scheme.bytes()) {
            None | Some((SchemeKind::Internal, _)) => Err(ErrorClass::NotSupported),
            Some((_, false)) => Err(ErrorClass::OperationNotSupported),
            Some((SchemeKind::Download, true)) if uri.host.is_none() => Err(ErrorClass::Invalid),
            Some(_) => Ok(()),
        }
    }
}
