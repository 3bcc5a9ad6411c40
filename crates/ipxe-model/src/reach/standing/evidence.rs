//! The evidence in a script of how it is started.

use crate::graph::Edge;
use foldhash::HashSet;
use ipxe_catalog::{Actions, Catalog, CommandForm, Implementation, Returns};
use ipxe_syntax::{Command, HeaderProblem, OperatorKind, Span, Word};

use super::Evidence;
use crate::commands::hosts::host_at_start;
use crate::commands::uris::{WrittenUri, scheme_length};
use crate::reach::Model;
use crate::settings::misspellings::{may_be_slip, near_predefined};
use crate::settings::unset_settings::Uses;
use ipxe_language::setting_name::{SettingName, untyped};

/// The maximum number of unused writes, and of unset settings, that are checked.
const LOOKED_AT: usize = 8;

/// The maximum number of names of the script's own settings with which these are compared.
const NEIGHBOURS: usize = 300;

/// The command that opens an interface on the straight path through the script: then it is the first script to run.
/// Commands after a test, or that a menu leads to, are for the case that the network is missing.
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

/// The first sign that it is only part of a script.
pub(super) fn of_whole(cx: &Model<'_, '_>) -> Option<Evidence> {
    if cx.script.header().problem() != Some(HeaderProblem::Absent) || cx.is_no_script() {
        return None;
    }
    let lost = cx.lost_jumps().iter().find(|jump| jump.target.is_known())?;
    Some(Evidence::LacksLabel { place: lost.word.span(), label: lost.word.text().to_vec() })
}

/// The first sign that other scripts start this one, and set settings for it.
pub(super) fn of_callers(cx: &Model<'_, '_>) -> Option<Evidence> {
    None.or_else(|| begins_where_told(cx))
        .or_else(|| asks(cx))
        .or_else(|| gives_default(cx))
        .or_else(|| clears_foreign(cx))
        .or_else(|| goes_back(cx))
        .or_else(|| misses(cx))
        .or_else(|| leaves_settings(cx))
}

/// Whether it begins with a `goto` to a label that a setting names: the caller decides where to continue.
fn begins_where_told(cx: &Model<'_, '_>) -> Option<Evidence> {
    // Commands that only test and set something may come before.
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

/// Whether it tests a setting that has no known origin.
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

/// Whether it begins with a test of a setting that it only sets afterwards: `isset ${x} || set x VALUE`.
fn gives_default(cx: &Model<'_, '_>) -> Option<Evidence> {
    // A command after a label may run again.
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

/// Whether it clears a setting that it neither sets nor uses: the setting belongs to the caller.
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

/// Whether a menu has an entry that returns to the caller: its text says so, and it ends the script or starts another
/// one.
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

/// The unset settings that are evidence: not those that may be misspellings of another name, or that a commented-out
/// command would set.
fn missed<'c>(cx: &'c Model<'_, '_>) -> Vec<&'c Uses<'c, 'c>> {
    let written = || cx.written().writes().iter().filter_map(|write| write.name.as_known());
    let own: Vec<&[u8]> = written().map(|name| SettingName::parse(name).name).take(NEIGHBOURS).collect();
    let is_slip = |name: &[u8]| {
        near_predefined(cx.catalog, name, false).is_some() || own.iter().any(|own| may_be_slip(name, own))
    };
    let unset = cx.unset_settings().iter().take(LOOKED_AT);
    let unset = unset.filter(|uses| SettingName::parse(uses.name).scope.is_empty() && !is_slip(uses.name));
    let unset: Vec<_> = unset.collect();
    if unset.is_empty() {
        return unset;
    }
    let off: HashSet<&[u8]> = comments(cx).filter_map(|(_, text)| set_in_comment(text)).collect();
    unset.into_iter().filter(|uses| !off.contains(uses.name)).collect()
}

/// The comments, each with its text after the `#`.
fn comments<'c>(cx: &'c Model<'_, '_>) -> impl Iterator<Item = (Span, &'c [u8])> {
    let spans = cx.script.lines().filter_map(ipxe_syntax::Line::comment);
    spans.map(|span| {
        let text = cx.script.slice(span).trim_ascii_start();
        let mark = text.iter().take_while(|byte| **byte == b'#').count();
        (span, text.get(mark..).unwrap_or_default())
    })
}

/// The words of a comment that would be a command without its `#`.
fn words(comment: &[u8]) -> impl Iterator<Item = &[u8]> {
    comment.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty())
}

/// The setting that a commented-out command would set.
fn set_in_comment(comment: &[u8]) -> Option<&[u8]> {
    let mut words = words(comment);
    words.next().filter(|word| *word == b"set")?;
    words.next()
}

/// The evidence from the way in which an unset setting is used.
fn misses(cx: &Model<'_, '_>) -> Option<Evidence> {
    let missed = missed(cx);
    if missed.is_empty() {
        return None;
    }
    let names: HashSet<&[u8]> = missed.iter().map(|uses| uses.name).collect();
    let shown = || missed.iter().find(|uses| uses.only_shown);
    builds_on(cx, &names)
        .or_else(|| begins_with(cx, &names))
        .or_else(|| {
            let (uses, place) = shown().and_then(|uses| Some((uses, uses.places.first()?.span())))?;
            Some(Evidence::Shows { place, setting: uses.name.to_vec() })
        })
        .or_else(|| documents(cx, &names))
}

/// Whether a URI begins with such a setting. If the script sets a server that it neither uses nor could set for another
/// script, that one was probably intended.
fn builds_on(cx: &Model<'_, '_>, names: &HashSet<&[u8]>) -> Option<Evidence> {
    let mut unused_here = unused(cx).filter(|_| !starts_scripts(cx));
    if unused_here.any(|(command, _)| sets_server(command)) {
        return None;
    }
    let begins_with_unset = |uri: WrittenUri<'_, '_>| {
        let (range, base) = uri.expansions().next().filter(|(range, _)| range.start == 0)?;
        let is_path = uri.role.is_uri() || uri.text().get(range.end) == Some(&b'/');
        let name = base.inside().as_literal().map(untyped).filter(|name| is_path && names.contains(name))?;
        Some(Evidence::BuildsOn { place: base.span(), setting: name.to_vec() })
    };
    cx.written_uris().find_map(begins_with_unset)
}

/// Whether it begins by deriving a value from such a setting, as from a parameter.
fn begins_with(cx: &Model<'_, '_>, names: &HashSet<&[u8]>) -> Option<Evidence> {
    let (first, _) = cx.invocations().next().filter(|(first, _)| {
        cx.form(*first).is_some_and(|form| form.implementation == Implementation::Set)
    })?;
    let mut used =
        first.expansions().filter_map(|used| Some((used, used.inside().as_literal().map(untyped)?)));
    let (used, name) = used.find(|(_, name)| names.contains(name))?;
    Some(Evidence::BeginsWith { place: used.span(), setting: name.to_vec() })
}

/// Whether a comment names such a setting: a word that can only be a name, in a comment that is not a command.
fn documents(cx: &Model<'_, '_>, names: &HashSet<&[u8]>) -> Option<Evidence> {
    let is_command =
        |text| words(text).next().is_some_and(|word| Catalog::command_in_any_release(word).is_some());
    let mut named = comments(cx).filter(|(_, text)| !is_command(text)).flat_map(|(place, text)| {
        let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_".contains(byte);
        text.split(move |byte| !is_part(byte)).map(move |word| (place, word))
    });
    let is_name = |word: &[u8]| word.iter().any(|byte| b"-_".contains(byte));
    let (place, name) = named.find(|(_, word)| is_name(word) && names.contains(word))?;
    Some(Evidence::Documents { place, setting: name.to_vec() })
}

/// Whether it sets settings that it never uses, and starts another script: related scripts then pass settings to each
/// other.
fn leaves_settings(cx: &Model<'_, '_>) -> Option<Evidence> {
    let (command, name) = unused(cx).next().filter(|_| starts_scripts(cx))?;
    Some(Evidence::LeavesSetting { place: command.span(), setting: name.to_vec() })
}

/// Whether it starts other scripts.
fn starts_scripts(cx: &Model<'_, '_>) -> bool {
    use Implementation::{Chain, Imgexec};
    let mut starts = cx.invocations_where(&|form| matches!(form.implementation, Chain | Imgexec));
    starts.any(|(_, invocation)| invocation.positional(0).is_some())
}

/// The settings that it sets and never uses, each with the command that sets it.
fn unused<'c, 's>(cx: &'c Model<'_, 's>) -> impl Iterator<Item = (Command<'c, 's>, &'c [u8])> {
    let writes = cx.written().writes().iter().filter(|write| write.implementation == Implementation::Set);
    let named = writes.take(LOOKED_AT).filter_map(|write| Some((write, write.name.as_known().map(untyped)?)));
    let unused = named.filter(|(_, name)| {
        !is_used(cx, name) && Catalog::setting_in_any_release(SettingName::parse(name).name).is_none()
    });
    unused.filter_map(|(write, name)| Some((cx.script.command(write.command)?, name)))
}

/// Whether the value of a `set` is the address of a server.
fn sets_server(set: Command<'_, '_>) -> bool {
    let value = set.arguments().nth(1).map(Word::text).unwrap_or_default();
    scheme_length(value).is_some() || host_at_start(value, true).is_some()
}

/// Whether a setting is used by its name anywhere.
fn is_used(cx: &Model<'_, '_>, name: &[u8]) -> bool {
    cx.script.expansions().any(|used| used.inside().as_literal().map(untyped) == Some(name))
}
