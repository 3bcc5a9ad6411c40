//! SAN drives.

use ipxe_catalog::Platform;
use ipxe_language::{
    operation::{BootSan, HookSan},
    options::OptionValue,
    status::ErrorClass,
    text::Text,
    uri::{Uri, UriScheme},
};

use super::input::number;
use super::{Call, Done, Result, Turn};
use crate::settings::Raw;
use crate::simulate::{Failure, Outcome, SanPlan, errno};

impl Turn<'_> {
    pub(super) fn boot_san(&mut self, boot: &BootSan<'_>) -> Result {
        if !boot.uris.is_empty() {
            self.check_unused(boot.drive)?;
        }
        self.check_drives(boot.uris)?;
        let plan = SanPlan {
            uris: boot.uris.iter().map(Text::known_bytes).map(<[u8]>::to_vec).collect(),
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

    /// Whether drives at these URIs can be attached: all of them can be opened, and the first one whose host name
    /// resolves works.
    pub(super) fn check_drives(&mut self, uris: &[Text<'_>]) -> std::result::Result<(), Failure> {
        let mut paths = Vec::new();
        for uri in uris.iter().map(Text::known_bytes).filter(|uri| !self.is_open(uri)).collect::<Vec<_>>() {
            let absolute = self.absolute(uri)?;
            let host = self.open_drive(&absolute)?;
            paths.extend(host.map(|host| (absolute, host)));
        }
        let mut status = Ok(());
        for (absolute, (scheme, host)) in paths {
            let connected = self.connect(&absolute, &host);
            status =
                connected.map_err(|class| Failure::from(class).or_detail(errno::of_download(scheme, class)));
            if !matches!(connected, Err(ErrorClass::NoSuchAddress)) {
                break;
            }
        }
        status
    }

    /// The scheme of a drive's URI, and the host that must answer, if there is one.
    fn open_drive(
        &mut self,
        absolute: &[u8],
    ) -> std::result::Result<Option<(&'static str, Vec<u8>)>, Failure> {
        let text = Text::from(absolute);
        let uri = Uri::parse_for(&text, self.release());
        let UriScheme::Known(scheme) = uri.scheme else { return Err(ErrorClass::NotSupported.into()) };
        let scheme = self.scheme(scheme.bytes()).ok_or(ErrorClass::NotSupported)?;
        let detailed = |failure: Failure| {
            failure.or_detail(failure.class().map_or(0, |class| errno::of_download(scheme.name(), class)))
        };
        let host = self.open(scheme, &uri).map_err(detailed)?;
        let asked = host.filter(|_| !scheme.is_patient() && scheme.name() != "file");
        if !scheme.has_drives {
            let connected = asked.map_or(Ok(()), |host| self.connect(absolute, host));
            let class = connected.err().unwrap_or(ErrorClass::OperationNotSupported);
            return Err(detailed(class.into()));
        }
        Ok(asked.map(|host| (scheme.name(), host.to_vec())))
    }

    /// The number of a drive: the given one, or the default.
    fn drive_number(&self, given: Option<OptionValue<'_>>) -> u32 {
        number(given).unwrap_or_else(|| match self.machine.settings.read(b"san-drive") {
            Ok(found) => match found.value().raw() {
                Raw::Known(raw) => raw.last().copied().map_or(FIRST_DISK, u32::from),
                Raw::Unknown => FIRST_DISK,
            },
            Err(_) => FIRST_DISK,
        })
    }

    /// A drive number can only be attached once.
    fn check_unused(&self, drive: Option<OptionValue<'_>>) -> std::result::Result<(), Failure> {
        if self.machine.drives.contains(&self.drive_number(drive)) {
            return Err(Failure::from(ErrorClass::AddressInUse).or_detail(errno::SAN_DEVICES));
        }
        Ok(())
    }

    pub(super) fn hook_san(&mut self, hook: &HookSan<'_>, call: Call<'_>) -> Result {
        self.check_unused(hook.drive)?;
        let done = self.other(call)?;
        if !self.machine.is_only(Platform::Linux) {
            let drive = self.drive_number(hook.drive);
            self.machine.drives.insert(drive);
        }
        Ok(done)
    }

    pub(super) fn unhook_san(&mut self, drive: Option<OptionValue<'_>>, call: Call<'_>) -> Result {
        let done = self.other(call)?;
        let drive = self.drive_number(drive);
        self.machine.drives.remove(&drive);
        Ok(done)
    }
}

/// The number of a PC's first hard disk.
const FIRST_DISK: u32 = 0x80;
