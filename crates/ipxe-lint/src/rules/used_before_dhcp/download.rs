//! Downloads before the command that configures the network for them.

use ipxe_catalog::{Actions, CommandForm, Implementation, world::Meaning};
use ipxe_language::{
    text::{Certainty, Text},
    uri::{Uri, UriScheme},
};
use ipxe_model::{commands::any_interface, graph::Edge, reach::standing::Role};
use ipxe_syntax::{Command, CommandId, Span};

use crate::{Diagnostic, Level, RuleId, context::Context};

/// The maximum number of downloads checked.
const LOOKED_AT: usize = 16;

/// A script that downloads on every path to its first `dhcp`, unless the network was configured before the script.
pub(super) fn check(cx: &Context<'_, '_>) -> Option<Diagnostic> {
    let (asks, _) = cx.invocations_of(Implementation::Ifconf).next()?;
    let prepares = |form: &CommandForm| {
        form.effects.actions.intersects(Actions::OPENS_INTERFACE.union(Actions::CONFIGURES_NETWORK))
    };
    let is_first =
        cx.invocations_that_may(&prepares).next().is_some_and(|(first, _)| first.id() == asks.id());
    let is_for_any = any_interface::configuring(cx).next().is_some_and(|first| first.id() == asks.id());
    if !is_first || !is_for_any || cx.standing().role != Role::EntryPoint || cx.known().is_provided(b"ip") {
        return None;
    }
    let above = cx.uris().iter().take(LOOKED_AT).take_while(|uri| uri.command.id() < asks.id());
    let mut above = above.filter(|uri| uri.role.is_uri() && fetches(cx, uri.command.id())).peekable();
    above.peek()?;
    let (command, place, moment) = above.find_map(|uri| {
        let moment = cx.analysis().before(uri.command.id())?;
        let texts = moment.texts(uri.word.text());
        let is_remote = !texts.is_empty() && texts.iter().all(is_remote);
        is_remote.then(|| (uri.command, uri.word.span(), moment))
    })?;
    // A user at a shell may do anything, and is there because something failed.
    let is_shell = |id| cx.form_of(id).is_some_and(|form| form.implementation == Implementation::Shell);
    let otherwise =
        cx.flow.reachable_along(|id, edge| !is_shell(id) && (id != command.id() || edge != Edge::Success));
    if moment.network().configured != Certainty::No || otherwise.contains(asks.id()) {
        return None;
    }
    Some(describe(command, place, asks))
}

fn fetches(cx: &Context<'_, '_>, command: CommandId) -> bool {
    cx.form_of(command).is_some_and(|form| form.effects.actions.contains(Actions::FETCHES))
}

fn is_remote(uri: &Text<'_>) -> bool {
    match Uri::parse(uri).scheme {
        UriScheme::Known(scheme) => Meaning::HostScheme.is_in(scheme.bytes()),
        _ => false,
    }
}

fn describe(command: Command<'_, '_>, place: Span, asks: Command<'_, '_>) -> Diagnostic {
    let name = command.name().map(|name| crate::text::quote(name.text())).unwrap_or_default();
    let message = format!("{name} downloads before the network is configured");
    let label = "this works only if DHCP ran before the script started";
    let finding = Diagnostic::new(RuleId::UsedBeforeDhcp, place, message, label).at_level(Level::Warning);
    finding.and_label(asks.span(), "DHCP runs here").help("move `dhcp` above the first download")
}
