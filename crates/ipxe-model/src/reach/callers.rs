//! What a script shows of the scripts around it that nobody showed us: whether they set what it does not.

use crate::graph::Edge;
use foldhash::HashSet;
use ipxe_catalog::{Catalog, Implementation};
use ipxe_syntax::{Command, OperatorKind};

use crate::commands::uris::WrittenUri;
use crate::reach::Model;
use ipxe_language::setting_name::untyped;

/// Nobody misspells so many names: who misses as many has them from elsewhere.
const MANY: usize = 3;

/// How many writes are looked at for what nobody uses.
const LOOKED_AT: usize = 8;

/// Whether other scripts may well set what a script does not, or not yet.
#[derive(Debug)]
pub struct Callers {
    /// One that ran before it.
    before: bool,
    /// It makes the network come up, as the first script does.
    is_first: bool,
    /// Where the first script stands that this one starts and comes back from, whatever becomes of it.
    included: Option<u32>,
}

impl Callers {
    pub(crate) fn new(cx: &Model<'_, '_>) -> Self {
        let leans = || {
            begins_where_told(cx)
                || tests(cx)
                || misses_many(cx)
                || leaves_settings(cx)
                || has_no_server(cx)
                || goes_back(cx)
                || clears_foreign(cx)
        };
        // Whoever calls a script by what tells a machine from others, was itself started before.
        let is_first = opens_interface(cx);
        let before = cx.given.surroundings.is_for_one_machine() || !is_first && leans();
        Self { before, is_first, included: included(cx) }
    }

    /// Whether it makes the network come up, as only the first script does: then there is none that goes on after it.
    #[must_use]
    pub fn is_first(&self) -> bool {
        self.is_first
    }

    /// Whether it reads files that may set something.
    #[must_use]
    pub fn reads_files(&self) -> bool {
        self.included.is_some()
    }

    /// Whether one of them may have set what is used at this offset.
    #[must_use]
    pub fn may_set(&self, offset: u32) -> bool {
        self.before || self.included.is_some_and(|included| included < offset)
    }
}

/// Whether the script wants the network to come up, whatever it finds: then it is the first to run. What hangs on a
/// test, or what a menu leads to, is there for when the network is lost, or not there yet.
fn opens_interface(cx: &Model<'_, '_>) -> bool {
    use Implementation::{Autoboot, Dhcp, Ifconf, Ifopen};
    let opens =
        cx.invocations_where(&|form| matches!(form.implementation, Autoboot | Dhcp | Ifconf | Ifopen));
    let is_plain = |command: Command<'_, '_>| {
        command.operator().is_none_or(|operator| operator.kind == OperatorKind::Then)
    };
    let plain: Vec<_> = opens.map(|(command, _)| command).filter(|command| is_plain(*command)).collect();
    if plain.is_empty() {
        return false;
    }
    let straight = cx.flow.reachable_along(|_, edge| edge != Edge::Jump);
    plain.iter().any(|command| straight.contains(command.id()))
}

/// Whether it begins with a `goto` to a label that a setting names: the caller says where to go on.
fn begins_where_told(cx: &Model<'_, '_>) -> bool {
    // What only sets something may come before.
    let prepares = |form: &ipxe_catalog::CommandForm| {
        matches!(form.implementation, Implementation::Set | Implementation::Clear | Implementation::Echo)
    };
    let mut begun = cx.invocations().take(LOOKED_AT);
    let Some((first, invocation)) = begun.find(|(_, invocation)| !invocation.form().is_some_and(prepares))
    else {
        return false;
    };
    let is_goto = invocation.form().is_some_and(|form| form.implementation == Implementation::Goto);
    let mut names = first.expansions().filter_map(|expansion| expansion.inside().as_literal().map(untyped));
    is_goto && names.any(|name| !name.is_empty() && !cx.known().may_have_value(name))
}

/// Whether it asks about a setting that it never sets.
fn tests(cx: &Model<'_, '_>) -> bool {
    cx.tested().spelt_out().any(|name| !cx.is_setting(name))
        || cx.unset_settings().iter().any(|uses| uses.only_compared)
}

/// Whether it sets what it never uses and starts another script: in its family, scripts set things for each other.
fn leaves_settings(cx: &Model<'_, '_>) -> bool {
    use Implementation::{Chain, Imgexec};
    let starts = cx.invocations_where(&|form| matches!(form.implementation, Chain | Imgexec));
    let mut uris = starts.filter_map(|(_, invocation)| invocation.positional(0));
    let mut writes = cx.written().writes().iter().filter(|write| write.implementation == Implementation::Set);
    let is_used = |name: &[u8]| {
        cx.script.expansions().any(|expansion| expansion.inside().as_literal().map(untyped) == Some(name))
    };
    let is_left = |name: &[u8]| !is_used(name) && Catalog::setting_in_any_release(name).is_none();
    uris.next().is_some()
        && writes
            .by_ref()
            .take(LOOKED_AT)
            .any(|write| write.name.as_known().is_some_and(|name| is_left(untyped(name))))
}

/// Whether it asks some server for all that it downloads, and does not say which: it begins its URIs with a setting that
/// it does not set, and names no server anywhere.
fn has_no_server(cx: &Model<'_, '_>) -> bool {
    let names_server = |text: &[u8]| memchr::memmem::find(text, b"://").is_some();
    // A name that is used once may well be a slip.
    let again = cx.unset_settings().iter().filter(|uses| uses.places.len() > 1);
    let used_again: HashSet<&[u8]> = again.map(|uses| uses.name).collect();
    let begins_with_unset = |uri: &WrittenUri<'_, '_>| {
        let base = uri.expansions().next().filter(|(range, _)| range.start == 0);
        let name = base.and_then(|(_, base)| base.inside().as_literal()).map(untyped);
        name.is_some_and(|name| used_again.contains(name))
    };
    !used_again.is_empty()
        && cx.written_uris().any(|uri| begins_with_unset(&uri))
        && !cx.script.words().any(|word| names_server(word.text()))
}

/// Whether a menu has a way back to where the script was started: an entry that says so, and ends the script or starts
/// another one.
fn goes_back(cx: &Model<'_, '_>) -> bool {
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
    let items = cx.menus().menus().iter().flat_map(|menu| &menu.items);
    items.filter_map(|item| item.name.as_known()).any(|name| says_back(name) && leaves(name))
}

/// Whether it clears a setting that it neither sets nor uses: it is the caller's.
fn clears_foreign(cx: &Model<'_, '_>) -> bool {
    let writes = cx.written().writes();
    let cleared = writes.iter().filter(|write| write.implementation == Implementation::Clear).take(LOOKED_AT);
    let mut names = cleared.filter_map(|write| write.name.as_known().map(untyped));
    names.any(|name| {
        let is_set = writes.iter().any(|write| {
            write.implementation != Implementation::Clear && write.name.as_known().map(untyped) == Some(name)
        });
        let is_used =
            || cx.script.expansions().any(|used| used.inside().as_literal().map(untyped) == Some(name));
        !is_set && !cx.known().may_have_value(name) && !is_used()
    })
}

fn misses_many(cx: &Model<'_, '_>) -> bool {
    cx.unset_settings().len() >= MANY
}

/// Where the first script is started that this one goes on after: the way to read a file of settings.
fn included(cx: &Model<'_, '_>) -> Option<u32> {
    use Implementation::{Chain, Imgexec};
    let starts = cx.invocations_where(&|form| matches!(form.implementation, Chain | Imgexec));
    let named =
        starts.filter(|(_, invocation)| invocation.positional(0).is_some()).map(|(command, _)| command);
    named.filter(|command| goes_on_after(cx, *command)).map(|command| command.span().start()).next()
}

/// Whether the script means to go on after what the command starts: `chain FILE ||`, or a line that follows and is
/// no section of its own.
fn goes_on_after<'a, 's>(cx: &Model<'a, 's>, command: Command<'a, 's>) -> bool {
    let mut rest = command.line().commands().filter(|next| next.id() > command.id());
    let is_or =
        |next: &Command<'_, '_>| next.operator().is_some_and(|operator| operator.kind == OperatorKind::Or);
    match rest.next() {
        Some(next) if is_or(&next) && next.is_empty() => true,
        Some(next) if !is_or(&next) => false,
        _ => is_followed(cx, command),
    }
}

/// Whether a line follows without a label that does more than end.
fn is_followed<'a, 's>(cx: &Model<'a, 's>, command: Command<'a, 's>) -> bool {
    use Implementation::{Chain, Exit, Goto, Imgexec, Poweroff, Prompt, Reboot, Shell, Sleep};
    let after = cx.commands_from(command.id().index() + 1);
    let next = after.filter(|next| next.line_id() != command.line_id()).find(|next| !next.is_empty());
    next.is_some_and(|next| {
        let ends = |form: &ipxe_catalog::CommandForm| {
            matches!(
                form.implementation,
                Chain | Exit | Goto | Imgexec | Poweroff | Prompt | Reboot | Shell | Sleep
            )
        };
        cx.label_between(command, next).is_none() && !cx.form(next).is_some_and(ends)
    })
}
