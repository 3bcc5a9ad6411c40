//! Opening URIs: errors before any request is sent.

use ipxe_catalog::{Availability, Release, SchemeKind, SchemeSpec, SettingType};
use ipxe_language::{status::ErrorClass, uri::Uri, value::parse_value};

use super::Turn;
use crate::settings::Raw;
use crate::simulate::{ConnectRequest, Failure, errno};

/// A scheme of the build.
#[derive(Clone, Copy)]
pub(super) struct Scheme {
    pub(super) spec: &'static SchemeSpec,
    pub(super) kind: SchemeKind,
    /// Whether its servers can provide SAN drives.
    pub(super) has_drives: bool,
}

impl Scheme {
    pub(super) fn name(self) -> &'static str {
        self.spec.name
    }

    /// Whether opening succeeds without an answer from the server, which is only waited for later.
    pub(super) fn is_patient(self) -> bool {
        matches!(self.name(), "tftp" | "tftm" | "mtftp" | "udp")
    }

    /// Whether it is a transport for other schemes, which a script can only use by mistake.
    fn is_transport(self) -> bool {
        matches!(self.name(), "tcp" | "udp")
    }

    /// Whether its content can be downloaded.
    pub(super) fn is_download(self) -> bool {
        self.kind == SchemeKind::Download || self.is_transport()
    }
}

impl Turn<'_> {
    /// The scheme of that name, if the build has it. Since 2.0, upper and lower case are the same.
    pub(super) fn scheme(&self, name: &[u8]) -> Option<Scheme> {
        let catalog = self.machine.settings.catalog();
        let lower = name.to_ascii_lowercase();
        let name = if catalog.target().release() > Release::V1_21_1 { &lower } else { name };
        let has = |build| !matches!(catalog.availability(build), Availability::Nowhere { .. });
        let (spec, form) = catalog.uri_scheme(name).filter(|(_, form)| has(form.build))?;
        let kind = if form.sanboot_only { SchemeKind::San } else { spec.kind };
        let has_drives = kind == SchemeKind::San || form.san_build.is_some_and(has);
        Some(Scheme { spec, kind, has_drives })
    }

    /// Checks a URI for errors of its own, or on this machine. Returns its host.
    pub(super) fn open<'u>(&self, scheme: Scheme, uri: &Uri<'u>) -> Result<Option<&'u [u8]>, Failure> {
        let invalid = || Failure::from(ErrorClass::Invalid);
        match scheme.name() {
            "data" => uri.opaque.map(|_| None).ok_or_else(invalid),
            "iscsi" => {
                iscsi_server(uri).map(Some).map_err(|fault| invalid().or_detail(errno::of_iscsi(fault)))
            }
            // Ethernet frames are sent to all machines, but need an interface.
            "aoe" if self.machine.settings.open_interfaces().is_empty() => Err(ErrorClass::NoDevice.into()),
            "aoe" if !is_shelf(uri) => Err(invalid()),
            "aoe" | "fcp" | "ib_srp" | "usb" => Ok(None),
            "tftp" | "tftm" | "mtftp" if uri.path.is_none() => Err(invalid()),
            "nfs" if uri.host.is_none_or(|host| host.is_empty()) => Err(invalid()),
            _ => uri.host.map(|host| Some(host.bytes())).ok_or_else(invalid),
        }
    }

    /// Connects to a host that must answer before the URI can be used.
    pub(super) fn connect(&mut self, uri: &[u8], host: &[u8]) -> Result<(), ErrorClass> {
        let request = ConnectRequest {
            uri,
            host,
            configured: self.is_configured(),
            unreachable: self.unreachable_host(host),
        };
        self.environment.connect(&request)
    }

    /// The failure to reach a host without a network: its name cannot be resolved, or it does not answer.
    pub(super) fn unreachable_host(&self, host: &[u8]) -> ErrorClass {
        if is_address(host) {
            ErrorClass::NetworkUnreachable
        } else if self.has_name_server() {
            ErrorClass::TimedOut
        } else {
            ErrorClass::NoSuchAddress
        }
    }

    /// Whether the address of a name server is known. A value that is too short does not count.
    fn has_name_server(&self) -> bool {
        let settings = &self.machine.settings;
        [(&b"dns:hex"[..], 4), (b"dns6:hex", 16)].iter().any(|(name, length)| {
            settings.read(name).is_ok_and(|found| match found.value().raw() {
                Raw::Known(raw) => raw.len() >= *length,
                Raw::Unknown => true,
            })
        })
    }
}

/// Whether a host is an address, which need not be resolved. An IPv6 address is in brackets in a URI.
pub(super) fn is_address(host: &[u8]) -> bool {
    let bare = host.strip_prefix(b"[").and_then(|host| host.strip_suffix(b"]")).unwrap_or(host);
    parse_value(SettingType::Ipv4, host).is_ok() || parse_value(SettingType::Ipv6, bare).is_ok()
}

/// Whether a URI contains a shelf and a slot in it, as `aoe:e0.1` does.
fn is_shelf(uri: &Uri<'_>) -> bool {
    let text = uri.opaque.map(|opaque| opaque.bytes()).unwrap_or_default();
    let Some(rest) = text.strip_prefix(b"e") else { return false };
    let end = rest.iter().position(|byte| !byte.is_ascii_hexdigit() && *byte != b'x');
    end.is_some_and(|end| rest.get(end) == Some(&b'.'))
}

/// The error in the URI of an iSCSI drive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::simulate) enum IscsiFault {
    /// It is a URI with an authority or a path.
    NoDrive,
    /// It has fewer than five fields.
    TooShort,
    /// Its unit number is invalid.
    Unit,
}

/// The server of `iscsi:server:protocol:port:lun:target`.
fn iscsi_server<'u>(uri: &Uri<'u>) -> Result<&'u [u8], IscsiFault> {
    let opaque = uri.opaque.ok_or(IscsiFault::NoDrive)?.bytes();
    let start = if opaque.starts_with(b"[") { memchr::memchr(b']', opaque).unwrap_or(0) } else { 0 };
    let end = memchr::memchr(b':', opaque.get(start..).unwrap_or_default()).ok_or(IscsiFault::TooShort)?;
    let (server, rest) = opaque.split_at(start + end);
    let mut fields = rest.get(1..).unwrap_or_default().splitn(4, |byte| *byte == b':');
    let (Some(_), Some(_), Some(lun), Some(_)) = (fields.next(), fields.next(), fields.next(), fields.next())
    else {
        return Err(IscsiFault::TooShort);
    };
    let is_lun = lun.iter().all(|byte| byte.is_ascii_hexdigit() || *byte == b'-');
    if is_lun { Ok(server) } else { Err(IscsiFault::Unit) }
}

#[cfg(test)]
mod tests {
    use ipxe_language::text::Text;

    use super::*;

    fn server(uri: &str) -> Result<String, IscsiFault> {
        let text = Text::from(uri);
        let server = iscsi_server(&Uri::parse(&text))?;
        Ok(String::from_utf8_lossy(server).into_owned())
    }

    #[test]
    fn an_iscsi_uri_has_five_fields_and_a_lun_of_hexadecimal_digits() {
        for (uri, fault) in [
            ("iscsi:", IscsiFault::TooShort),
            ("iscsi:x", IscsiFault::TooShort),
            ("iscsi:192.0.2.1:::x", IscsiFault::TooShort),
            ("iscsi:a:::zz:x", IscsiFault::Unit),
            ("iscsi://a/x", IscsiFault::NoDrive),
        ] {
            assert_eq!(server(uri), Err(fault), "{uri}");
        }
        assert_eq!(server("iscsi:192.0.2.1::3260:1:iqn.2010-04.org.x:y"), Ok("192.0.2.1".to_owned()));
        assert_eq!(server("iscsi:[fe80::1]::::x"), Ok("[fe80::1]".to_owned()));
        assert_eq!(server("iscsi:::::"), Ok(String::new()));
    }

    #[test]
    fn addresses_are_told_from_names() {
        assert!(is_address(b"192.0.2.1") && is_address(b"[::1]") && is_address(b"fe80::1"));
        assert!(
            !is_address(b"1.2.3") && !is_address(b"boot.example") && !is_address(b"[x]") && !is_address(b"")
        );
    }
}
