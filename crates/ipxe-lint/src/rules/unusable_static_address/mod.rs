//! Static addresses of interfaces with which nothing can be downloaded.

use std::{collections::BTreeMap, net::Ipv4Addr};

use ipxe_catalog::{Actions, CommandForm, Implementation, world::Meaning};
use ipxe_language::{
    setting_name::SettingName,
    text::{Certainty, Text},
    uri::{Uri, UriScheme},
};
use ipxe_syntax::{Command, CommandId, Span};

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_model::{
    analysis::{Knowledge, State},
    commands::{hosts::is_ipv4, name_set::is_interface, positional_words},
    reach::standing::Role,
};

pub(super) const META: RuleMeta = RuleMeta {
    name: "unusable-static-address",
    code: "IPX345",
    summary: "an interface gets a static address that it cannot use",
    level: Level::Warning,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// The maximum number of commands whose states are checked.
const LOOKED_AT: usize = 64;

/// An interface that the script configures, and the place.
struct Interface<'a> {
    name: &'a [u8],
    place: Span,
}

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let interfaces = interfaces(cx);
    if interfaces.is_empty() || cx.written().names().is_open() {
        return;
    }
    let moments = moments(cx);
    out.extend(interfaces.iter().filter_map(|interface| unreachable_gateway(cx, &moments, interface)));
    out.extend(gateway_elsewhere(cx, &interfaces));
    // Earlier changes to the network by others are unknown.
    if cx.standing().role == Role::EntryPoint && !cx.known().is_provided(b"ip") {
        out.extend(never_opened(cx, &interfaces).or_else(|| another_opened(cx, &interfaces)));
        out.extend(without_name_server(cx, &interfaces));
    }
}

/// The interfaces, each once.
fn interfaces<'a>(cx: &Context<'a, '_>) -> Vec<Interface<'a>> {
    let mut found: BTreeMap<&[u8], Span> = BTreeMap::new();
    for (command, invocation) in cx.invocations_of(Implementation::Set) {
        let name = invocation.positional(0).and_then(Text::as_known).map(SettingName::parse);
        let name = name.filter(|name| name.name == b"ip" && is_interface(name.scope));
        let value = positional_words(command, invocation).nth(1);
        if let (Some(name), Some(value)) = (name, value) {
            found.entry(name.scope).or_insert(value.span());
        }
    }
    found.into_iter().map(|(name, place)| Interface { name, place }).collect()
}

/// The states before the first downloads from another machine.
fn downloads<'c, 'a, 's>(
    cx: &'c Context<'a, 's>,
) -> impl Iterator<Item = (Command<'a, 's>, Span, Vec<Text<'static>>, State<'c, 'a, 's>)> {
    let fetches =
        |form: &CommandForm| form.effects.actions.intersects(Actions::FETCHES.union(Actions::EXECUTES));
    let uris =
        cx.uris().iter().filter(move |uri| uri.role.is_uri() && cx.form(uri.command).is_some_and(fetches));
    uris.take(LOOKED_AT).filter_map(|uri| {
        let moment = cx.analysis().before(uri.command.id())?;
        let texts = moment.texts(uri.word.text());
        let is_remote = |text: &Text<'_>| match Uri::parse(text).scheme {
            UriScheme::Known(scheme) => Meaning::HostScheme.is_in(scheme.bytes()),
            _ => false,
        };
        (!texts.is_empty() && texts.iter().all(is_remote))
            .then(|| (uri.command, uri.word.span(), texts, moment))
    })
}

/// Whether an interface has the address that the script sets.
fn has_address(moment: &State<'_, '_, '_>, interface: &Interface<'_>) -> bool {
    let known = moment.setting(&[interface.name, b"/ip"].concat());
    known.set_by.commands().next().is_some() && is_own(&known)
}

/// An interface that no command opens before a download.
fn never_opened(cx: &Context<'_, '_>, interfaces: &[Interface<'_>]) -> Option<Diagnostic> {
    let opens = |form: &CommandForm| {
        form.effects.actions.intersects(Actions::OPENS_INTERFACE.union(Actions::CONFIGURES_NETWORK))
    };
    if cx.invocations_that_may(&opens).next().is_some() {
        return None;
    }
    let (interface, place) = downloads(cx).find_map(|(_, place, _, moment)| {
        let is_closed = moment.network().opened != Certainty::Yes;
        let given = interfaces.iter().find(|interface| has_address(&moment, interface));
        given.filter(|_| is_closed).map(|interface| (interface, place))
    })?;
    let name = quote(interface.name);
    let message = format!("{name} gets an address, but no command opens it");
    let label = "a closed interface sends nothing: \"Network unreachable\"";
    let finding = Diagnostic::new(RuleId::UnusableStaticAddress, interface.place, message, label);
    let plain = String::from_utf8_lossy(interface.name);
    Some(
        finding
            .and_label(place, "this is downloaded")
            .help(format!("add `ifopen {plain}` after its settings")),
    )
}

/// An interface with an address, where the script opens only another one.
fn another_opened(cx: &Context<'_, '_>, interfaces: &[Interface<'_>]) -> Option<Diagnostic> {
    let opens = |form: &CommandForm| {
        form.effects.actions.intersects(Actions::OPENS_INTERFACE.union(Actions::CONFIGURES_NETWORK))
    };
    let mut opened = Vec::new();
    for (command, invocation) in cx.invocations_that_may(&opens) {
        let words = command.arguments().skip(invocation.arguments()?.first_positional);
        let names: Vec<_> =
            words.map(|word| Some((word.as_literal()?, word.span()))).collect::<Option<_>>()?;
        // Without a name, the command opens all interfaces.
        names.first()?;
        opened.extend(names);
    }
    let is_opened = |name: &[u8]| opened.iter().any(|(other, _)| *other == name || *other == b"netX");
    // Further interfaces may be intended for the booted system.
    if interfaces.iter().any(|interface| is_opened(interface.name)) {
        return None;
    }
    let (interface, (other, place)) = (interfaces.first()?, opened.first()?);
    let leases = |form: &CommandForm| form.effects.actions.contains(Actions::CONFIGURES_NETWORK);
    if interface.name == b"netX" || cx.invocations_that_may(&leases).next().is_some() {
        return None;
    }
    let name = quote(interface.name);
    let message = format!("{name} gets an address, but the script opens {} only", quote(other));
    let label = "a closed interface sends nothing: \"Network unreachable\"";
    let finding = Diagnostic::new(RuleId::UnusableStaticAddress, interface.place, message, label);
    Some(finding.and_label(*place, "another interface is opened here").help("use the same interface in both"))
}

/// A download from a host by its name, without a name server.
fn without_name_server(cx: &Context<'_, '_>, interfaces: &[Interface<'_>]) -> Option<Diagnostic> {
    let names_server = |name: &[u8]| matches!(SettingName::parse(name).name, b"dns" | b"dns6");
    let is_set = cx.written().writes().iter().any(|write| write.name.as_known().is_none_or(names_server));
    let asks = |form: &CommandForm| form.effects.actions.contains(Actions::CONFIGURES_NETWORK);
    if is_set || cx.known().is_provided(b"dns") || cx.invocations_that_may(&asks).next().is_some() {
        return None;
    }
    let (interface, place, host) = downloads(cx).find_map(|(_, place, texts, moment)| {
        let hosts = texts.iter().map(|text| host_name(text)).collect::<Option<Vec<_>>>()?;
        let is_static = moment.network().configured != Certainty::Yes;
        let given =
            interfaces.iter().find(|interface| has_address(&moment, interface)).filter(|_| is_static)?;
        Some((given, place, hosts.into_iter().next()?))
    })?;
    let message = format!("no name server is set to resolve {}", quote(&host));
    let label = "without DHCP, nothing else sets a name server, and this host is not found";
    let finding = Diagnostic::new(RuleId::UnusableStaticAddress, place, message, label);
    let help = "set a name server, `set dns ADDRESS`, or write the host's address";
    Some(finding.and_label(interface.place, "the interface's address is set here").help(help))
}

/// The host of a URI, if it is a name.
fn host_name(uri: &Text<'_>) -> Option<Vec<u8>> {
    let host = Uri::parse(uri).host?.as_known().filter(|host| !host.is_empty() && !host.starts_with(b"["))?;
    let is_name = host.iter().any(u8::is_ascii_alphabetic) && !is_ipv4(host);
    is_name.then(|| host.to_vec())
}

/// The states before the first uses of interfaces.
fn moments<'c, 'a, 's>(cx: &'c Context<'a, 's>) -> Vec<State<'c, 'a, 's>> {
    let uses = |form: &CommandForm| {
        form.effects.actions.intersects(Actions::OPENS_INTERFACE.union(Actions::FETCHES))
    };
    let used = cx.invocations_where(&uses).take(LOOKED_AT);
    used.filter_map(|(command, _)| cx.analysis().before(command.id())).collect()
}

/// A gateway in another network than the address.
fn unreachable_gateway(
    cx: &Context<'_, '_>,
    moments: &[State<'_, '_, '_>],
    interface: &Interface<'_>,
) -> Option<Diagnostic> {
    let (network, gateway, at) = moments.iter().find_map(|moment| {
        let [ip, netmask, gateway] = [&b"/ip"[..], b"/netmask", b"/gateway"]
            .map(|name| only_address(&moment.setting(&[interface.name, name].concat())));
        let ((ip, _), (netmask, _), (gateway, at)) = (ip?, netmask?, gateway?);
        let network = |address: Ipv4Addr| u32::from(address) & u32::from(netmask);
        // A gateway for a single address is a special case.
        let is_wrong = network(ip) != network(gateway) && netmask != Ipv4Addr::BROADCAST;
        let prefix = u32::from(netmask).leading_ones();
        is_wrong.then(|| (format!("{}/{prefix}", Ipv4Addr::from(network(ip))), gateway, at))
    })?;
    let set = cx.script.command(at)?;
    let word = positional_words(set, cx.flow.invocation(at)?).nth(1)?;
    let message = format!("the gateway {gateway} is not in the network {network}");
    let label = "the gateway cannot be used, so only that network can be reached";
    let finding = Diagnostic::new(RuleId::UnusableStaticAddress, word.span(), message, label);
    let finding = finding.and_label(interface.place, "the interface's address is set here");
    Some(finding.help("one of address, netmask and gateway is wrong"))
}

/// A gateway of an interface that has no address, where another one has an address and no gateway.
fn gateway_elsewhere(cx: &Context<'_, '_>, interfaces: &[Interface<'_>]) -> Option<Diagnostic> {
    let leases = |form: &CommandForm| form.effects.actions.contains(Actions::CONFIGURES_NETWORK);
    let [interface] = interfaces else { return None };
    let gateways = cx.invocations_of(Implementation::Set).filter_map(|(command, invocation)| {
        let name = invocation.positional(0).and_then(Text::as_known).map(SettingName::parse)?;
        (name.name == b"gateway").then_some((command, name.scope))
    });
    let gateways: Vec<_> = gateways.collect();
    let is_elsewhere = |scope: &[u8]| is_interface(scope) && scope != b"netX" && scope != interface.name;
    let (command, scope) =
        gateways.first().filter(|_| gateways.iter().all(|(_, scope)| is_elsewhere(scope)))?;
    if interface.name == b"netX" || cx.invocations_that_may(&leases).next().is_some() {
        return None;
    }
    let word = command.arguments().next()?;
    let message =
        format!("{} gets a gateway, but the address belongs to {}", quote(scope), quote(interface.name));
    let label = "iPXE does not use the gateway of an interface without an address";
    let finding =
        Diagnostic::new(RuleId::UnusableStaticAddress, word.span_at(0..scope.len()), message, label);
    let finding = finding.and_label(interface.place, "the address is set here");
    Some(finding.help("set both for the same interface"))
}

/// The address in a setting, if the script set it, and the command that did.
fn only_address(known: &Knowledge) -> Option<(Ipv4Addr, CommandId)> {
    let [text] = known.texts.as_slice() else { return None };
    let set = known.set_by.commands().last()?;
    let address = std::str::from_utf8(text.as_known()?).ok()?.parse().ok()?;
    is_own(known).then_some((address, set))
}

/// Whether the script set it on all paths: the network, or an executed script in between, may have set another value,
/// but that is unlikely.
fn is_own(known: &Knowledge) -> bool {
    !known.set_by.has_start() && !known.unset_by.has_start()
}
