//! Settings whose values are beginnings of URIs.

use foldhash::{HashMap, HashSet};
use ipxe_catalog::{Role, world::Meaning};
use ipxe_language::{
    text::Text,
    uri::{Uri, UriScheme},
};
use ipxe_syntax::{CommandId, Expansion};

use crate::{
    commands::{
        hosts::{is_address, is_domain, is_ipv4},
        uris::{WrittenUri, scheme_length},
    },
    settings::SettingFacts,
};

/// The settings that a script sets to URIs, to beginnings of URIs, or to the values of other settings.
#[derive(Debug)]
pub struct UriSettings<'a, 's> {
    values: HashMap<&'a [u8], Vec<WrittenUri<'a, 's>>>,
    /// The settings with a value that begins with a scheme and `://`.
    urls: HashSet<&'a [u8]>,
}

/// How certain it is that a text ends in a host, so that a path after it needs a slash. From the least certain to the
/// most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HostEnd {
    /// It ends in a name to which letters may be added.
    Name,
    /// It ends in a complete host name.
    Domain,
    /// It ends in an address or a port.
    Address,
}

/// The maximum depth of settings whose values contain each other.
const DEPTH: usize = 4;

impl<'a, 's> UriSettings<'a, 's> {
    pub(crate) fn new(cx: &SettingFacts<'a, 's>) -> Self {
        let mut values: HashMap<&[u8], Vec<_>> = HashMap::default();
        for uri in cx.carried_uris().iter().filter(|uri| uri.role == Role::SettingValue) {
            let invocation = cx.flow.invocation(uri.command.id());
            let name = invocation.and_then(|invocation| invocation.positional(0)?.as_known());
            let is_uri = uri.text().starts_with(b"${") || memchr::memmem::find(uri.text(), b"://").is_some();
            if let Some(name) = name.filter(|_| is_uri) {
                values.entry(name).or_default().push(*uri);
            }
        }
        let is_url = |uri: &WrittenUri<'_, '_>| scheme_length(uri.text()).is_some();
        let urls = values.iter().filter(|(_, uris)| uris.iter().any(is_url)).map(|(name, _)| *name).collect();
        Self { values, urls }
    }

    /// Whether one of the values of a setting, as written, is a whole URL.
    #[must_use]
    pub fn may_be_url(&self, expansion: Expansion<'_, '_>) -> bool {
        expansion.inside().as_literal().is_some_and(|name| self.urls.contains(name))
    }

    /// The possible URIs among the values of a setting, as written.
    pub fn of(&self, expansion: Expansion<'_, '_>) -> &[WrittenUri<'a, 's>] {
        let values = expansion.inside().as_literal().and_then(|name| self.values.get(name));
        values.map_or(&[], Vec::as_slice)
    }
}

/// How a text that begins a URI ends, if it ends in a host; None otherwise. `last`: the expansion at its end, if there
/// is one, with the command that contains it.
pub fn host_end<'a, 's>(
    cx: &SettingFacts<'a, 's>,
    text: &Text<'_>,
    last: Option<(CommandId, Expansion<'a, 's>)>,
) -> Option<HostEnd> {
    let uri = Uri::parse(text);
    let UriScheme::Known(scheme) = uri.scheme else { return None };
    let is_over = uri.path.is_some() || uri.query.is_some() || uri.fragment.is_some();
    if is_over || !Meaning::HostScheme.is_in(scheme.bytes()) {
        return None;
    }
    if text.holes().last() == Some(&text.known_bytes().len()) {
        let (command, expansion) = last?;
        return ends_in_address(cx, command, expansion, DEPTH).then_some(HostEnd::Address);
    }
    if let Some(port) = uri.port {
        return port.as_known().filter(|port| !port.is_empty()).map(|_| HostEnd::Address);
    }
    let host = uri.host?.bytes();
    match host.last()? {
        b']' => Some(HostEnd::Address),
        _ if is_ipv4(host) => Some(HostEnd::Address),
        last if !last.is_ascii_alphanumeric() => None,
        _ if is_domain(host) => Some(HostEnd::Domain),
        _ => Some(HostEnd::Name),
    }
}

/// Whether the value of an expansion certainly ends in an address: the setting is one, or is set to a text that ends in
/// one.
fn ends_in_address<'a, 's>(
    cx: &SettingFacts<'a, 's>,
    command: CommandId,
    expansion: Expansion<'a, 's>,
    depth: usize,
) -> bool {
    let Some(name) = expansion.inside().as_literal() else { return false };
    if !cx.written().names().has(name) {
        return is_address(cx, expansion);
    }
    let Some(moment) = cx.analysis().before(command).filter(|_| depth > 0) else { return false };
    let sources = moment.setting(name).set_by;
    let values = cx.uri_settings().of(expansion);
    let ends = |source: CommandId| {
        let value = values.iter().find(|value| value.command.id() == source);
        let last = value
            .and_then(|value| value.expansions().last().filter(|(range, _)| range.end == value.text().len()));
        last.is_some_and(|(_, inner)| ends_in_address(cx, source, inner, depth - 1))
    };
    // Values from other scripts are unknown, and not considered.
    sources.commands().next().is_some() && sources.commands().all(ends)
}
