//! What a script shows of how it is started.

use crate::graph::Edge;
use foldhash::HashSet;
use ipxe_catalog::{Actions, Catalog, CommandForm, Implementation, Returns};
use ipxe_syntax::{Command, OperatorKind};

use super::Evidence;
use crate::commands::uris::WrittenUri;
use crate::reach::Model;
use ipxe_language::setting_name::untyped;

/// How many writes are looked at for what nobody uses.
const LOOKED_AT: usize = 8;

/// Where a script wants the network to come up, whatever it finds: then it is the first to run. What hangs on a test, or
/// what a menu leads to, is there for when the network is lost, or not there yet.
pub(super) fn opens_interface(cx: &Model<'_, '_>) -> Option<Evidence> {
    use Implementation::{Autoboot, Dhcp, Ifconf, Ifopen};
    let opens =
        cx.invocations_where(&|form| matches!(form.implementation, Autoboot | Dhcp | Ifconf | Ifopen));
    let is_plain = |command: Command<'_, '_>| {
        command.operator().is_none_or(|operator| operator.kind == OperatorKind::Then)
    };
    let plain: Vec<_> = opens.map(|(command, _)| command).filter(|command| is_plain(*command)).collect();
    if plain.is_empty() {
        return None;
    }
    let straight = cx.flow.reachable_along(|_, edge| edge != Edge::Jump);
    let first = plain.iter().find(|command| straight.contains(command.id()))?;
    Some(Evidence::OpensInterface(first.span()))
}

/// The first sign that others start a script, and set things for it.
pub(super) fn of_callers(cx: &Model<'_, '_>) -> Option<Evidence> {
    None.or_else(|| begins_where_told(cx))
        .or_else(|| asks(cx))
        .or_else(|| gives_default(cx))
        .or_else(|| clears_foreign(cx))
        .or_else(|| goes_back(cx))
        .or_else(|| has_no_server(cx))
        .or_else(|| leaves_settings(cx))
}

/// Whether it begins with a `goto` to a label that a setting names: the caller says where to go on.
fn begins_where_told(cx: &Model<'_, '_>) -> Option<Evidence> {
    // What only tests and sets something may come before.
    let prepares = |form: &CommandForm| {
        let idle = Actions::PRINTS.union(Actions::WRITES_SETTINGS).union(Actions::CHANGES_CONSOLE);
        form.effects.returns == Returns::Always && idle.contains(form.effects.actions)
    };
    let mut begun = cx.invocations();
    let (first, invocation) = begun.find(|(_, invocation)| !invocation.form().is_some_and(prepares))?;
    invocation.form().filter(|form| form.implementation == Implementation::Goto)?;
    let told = first.expansions().find_map(|expansion| {
        let name = expansion.inside().as_literal().map(untyped)?;
        (!name.is_empty() && !cx.known().may_have_value(name)).then_some((expansion.span(), name))
    });
    told.map(|(place, name)| Evidence::GoesWhereTold { place, setting: name.to_vec() })
}

/// Whether it asks about a setting that nobody sets who is known.
fn asks(cx: &Model<'_, '_>) -> Option<Evidence> {
    let used = cx.invocations_of(Implementation::Isset).flat_map(|(command, _)| command.expansions());
    let mut named = used.filter_map(|used| Some((used.span(), used.inside().as_literal().map(untyped)?)));
    let asked = named.find(|(_, name)| !name.is_empty() && !cx.is_setting(name));
    let compared = || {
        let mut compared = cx.unset_settings().iter().filter(|uses| uses.only_compared);
        compared.find_map(|uses| Some((uses.places.first()?.span(), uses.name)))
    };
    let (place, name) = asked.or_else(compared)?;
    Some(Evidence::Asks { place, setting: name.to_vec() })
}

/// Whether it begins by asking about a setting that it only sets afterwards: `isset ${x} || set x VALUE`.
fn gives_default(cx: &Model<'_, '_>) -> Option<Evidence> {
    // What stands behind a label may run again.
    let end = cx.script.labels().next().map_or(u32::MAX, |label| label.span().start());
    let asked = cx.invocations_of(Implementation::Isset).map(|(command, _)| command);
    let mut used = asked.take_while(|command| command.span().start() < end).flat_map(Command::expansions);
    used.find_map(|used| {
        let name = used.inside().as_literal().map(untyped)?;
        let mut writes = cx.written().writes().iter();
        let first = writes.find(|write| write.name.as_known().map(untyped) == Some(name))?;
        let is_later = cx.script.command(first.command)?.span().start() > used.span().start();
        let is_own = is_later && !cx.known().may_have_value(name);
        is_own.then(|| Evidence::Asks { place: used.span(), setting: name.to_vec() })
    })
}

/// Whether it clears a setting that it neither sets nor uses: it is the caller's.
fn clears_foreign(cx: &Model<'_, '_>) -> Option<Evidence> {
    let writes = cx.written().writes();
    let is_clear = |implementation| implementation == Implementation::Clear;
    let cleared = writes.iter().filter(|write| is_clear(write.implementation)).take(LOOKED_AT);
    let mut named = cleared.filter_map(|write| Some((write, write.name.as_known().map(untyped)?)));
    let (write, name) = named.find(|(_, name)| {
        let is_set = writes.iter().any(|write| {
            !is_clear(write.implementation) && write.name.as_known().map(untyped) == Some(*name)
        });
        !is_set && !cx.known().may_have_value(name) && !is_used(cx, name)
    })?;
    let place = cx.script.command(write.command)?.span();
    Some(Evidence::Clears { place, setting: name.to_vec() })
}

/// Whether a menu has a way back to where the script was started: an entry that says so, and ends the script or starts
/// another one.
fn goes_back(cx: &Model<'_, '_>) -> Option<Evidence> {
    let says_back = |name: &[u8]| {
        let name = name.to_ascii_lowercase();
        [b"back".as_slice(), b"return"].iter().any(|word| memchr::memmem::find(&name, word).is_some())
    };
    let leaves = |name: &[u8]| {
        use Implementation::{Chain, Exit, Imgexec};
        let first = cx.label(name).and_then(|label| cx.command_at(label));
        let mut below = first.into_iter().flat_map(|first| cx.commands_from(first.id().index()));
        let form = below.find(|command| !command.is_empty()).and_then(|command| cx.form(command));
        form.is_some_and(|form| matches!(form.implementation, Chain | Exit | Imgexec))
    };
    let mut items = cx.menus().menus().iter().flat_map(|menu| &menu.items);
    let back = items.find(|item| item.name.as_known().is_some_and(|name| says_back(name) && leaves(name)))?;
    Some(Evidence::GoesBack(back.command.span()))
}

/// Whether it asks some server for all that it downloads, and does not say which: it begins its URIs with a setting that
/// it does not set, and names no server anywhere.
fn has_no_server(cx: &Model<'_, '_>) -> Option<Evidence> {
    let names_server = |text: &[u8]| {
        let authority = |at: usize| text.get(at + b"://".len()..).unwrap_or_default();
        memchr::memmem::find_iter(text, b"://").any(|at| !authority(at).starts_with(b"$"))
    };
    let unset: HashSet<&[u8]> = cx.unset_settings().iter().map(|uses| uses.name).collect();
    let begins_with_unset = |uri: WrittenUri<'_, '_>| {
        let (_, base) = uri.expansions().next().filter(|(range, _)| range.start == 0)?;
        let name = base.inside().as_literal().map(untyped).filter(|name| unset.contains(name))?;
        Some(Evidence::HasNoServer { place: base.span(), setting: name.to_vec() })
    };
    if unset.is_empty() || cx.script.words().any(|word| names_server(word.text())) {
        return None;
    }
    cx.written_uris().find_map(begins_with_unset)
}

/// Whether it sets what it never uses and starts another script: in its family, scripts set things for each other.
fn leaves_settings(cx: &Model<'_, '_>) -> Option<Evidence> {
    use Implementation::{Chain, Imgexec};
    let mut starts = cx.invocations_where(&|form| matches!(form.implementation, Chain | Imgexec));
    starts.find_map(|(_, invocation)| invocation.positional(0))?;
    let writes = cx.written().writes().iter().filter(|write| write.implementation == Implementation::Set);
    let mut named =
        writes.take(LOOKED_AT).filter_map(|write| Some((write, write.name.as_known().map(untyped)?)));
    let (write, name) =
        named.find(|(_, name)| !is_used(cx, name) && Catalog::setting_in_any_release(name).is_none())?;
    let place = cx.script.command(write.command)?.span();
    Some(Evidence::LeavesSetting { place, setting: name.to_vec() })
}

/// Whether a setting is used by its name somewhere.
fn is_used(cx: &Model<'_, '_>, name: &[u8]) -> bool {
    cx.script.expansions().any(|used| used.inside().as_literal().map(untyped) == Some(name))
}
