//! SAN drives.

use ipxe_catalog::Platform;
use ipxe_language::{
    operation::BootSan,
    status::ErrorClass,
    text::Text,
    uri::{Uri, UriScheme},
};

use super::input::number;
use super::open::Scheme;
use super::{Done, Result, Turn};
use crate::simulate::{Failure, Outcome, SanPlan, errno};

impl Turn<'_> {
    pub(super) fn boot_san(&mut self, boot: &BootSan<'_>) -> Result {
        self.check_drives(boot.uris)?;
        let plan = SanPlan {
            uris: boot.uris.iter().map(Text::bytes).map(<[u8]>::to_vec).collect(),
            drive: number(boot.drive),
            filename: boot.filename.map(|name| name.text.bytes().to_vec()),
        };
        self.boot_drive(plan)
    }

    /// Boots from a drive that can be attached. A build for Linux cannot boot from any.
    pub(super) fn boot_drive(&mut self, plan: SanPlan) -> Result {
        if self.machine.is_only(Platform::Linux) {
            return Err(ErrorClass::OperationNotSupported.into());
        }
        self.environment.boot_san(&plan)?;
        Ok(Done::end(Outcome::BootedSan(plan)))
    }

    /// Whether drives can be attached where these URIs say.
    pub(super) fn check_drives(&mut self, uris: &[Text<'_>]) -> std::result::Result<(), Failure> {
        uris.iter().try_for_each(|uri| self.check_drive(uri.bytes()))
    }

    fn check_drive(&mut self, uri: &[u8]) -> std::result::Result<(), Failure> {
        if self.is_open(uri) {
            return Ok(());
        }
        let text = Text::known(self.absolute(uri)?);
        let uri = Uri::parse_for(&text, self.release());
        let UriScheme::Known(scheme) = uri.scheme else { return Err(ErrorClass::NotSupported.into()) };
        let scheme = self.scheme(scheme.bytes()).ok_or(ErrorClass::NotSupported)?;
        let attached = self.attach(scheme, &uri);
        attached.map_err(|failure| {
            failure.or_detail(failure.class().map_or(0, |class| errno::of_download(scheme.name(), class)))
        })
    }

    fn attach(&mut self, scheme: Scheme, uri: &Uri<'_>) -> std::result::Result<(), Failure> {
        if let Some(host) = self.open(scheme, uri)?
            && !scheme.is_patient()
            && scheme.name() != "file"
        {
            self.connect(host)?;
        }
        if scheme.has_drives { Ok(()) } else { Err(ErrorClass::OperationNotSupported.into()) }
    }
}
