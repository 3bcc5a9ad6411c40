//! What a script shows of the scripts around it that nobody showed us: whether they set what it does not.

use ipxe_catalog::Implementation;
use ipxe_syntax::{Command, OperatorKind};

use super::known_settings::untyped;
use crate::context::Context;

/// Nobody misspells so many names: who misses as many has them from elsewhere.
const MANY: usize = 3;

/// Whether other scripts may well set what a script does not, or not yet.
#[derive(Debug)]
pub(crate) struct Callers {
    /// One that ran before it.
    before: bool,
    /// Where the first script stands that this one starts and comes back from, whatever becomes of it.
    included: Option<u32>,
}

impl Callers {
    pub(crate) fn new(cx: &Context<'_, '_>) -> Self {
        let leans = || begins_where_told(cx) || tests(cx) || misses_many(cx);
        Self { before: !opens_interface(cx) && leans(), included: included(cx) }
    }

    /// Whether one of them may have set what is used at this offset.
    pub(crate) fn may_set(&self, offset: u32) -> bool {
        self.before || self.included.is_some_and(|included| included < offset)
    }
}

/// Whether the script wants the network to come up: then it is the first to run.
fn opens_interface(cx: &Context<'_, '_>) -> bool {
    use Implementation::{Autoboot, Dhcp, Ifconf, Ifopen};
    cx.invocations_where(&|form| matches!(form.implementation, Autoboot | Dhcp | Ifconf | Ifopen))
        .next()
        .is_some()
}

/// Whether it begins with a `goto` to a label that a setting names: the caller says where to go on.
fn begins_where_told(cx: &Context<'_, '_>) -> bool {
    let Some((first, invocation)) = cx.invocations().next() else { return false };
    let is_goto = invocation.form().is_some_and(|form| form.implementation == Implementation::Goto);
    let mut names = first.expansions().filter_map(|expansion| expansion.inside().as_literal().map(untyped));
    is_goto && names.any(|name| !name.is_empty() && !cx.known().may_have_value(name))
}

/// Whether it asks about a setting that it never sets.
fn tests(cx: &Context<'_, '_>) -> bool {
    cx.tested().spelt_out().any(|name| !cx.is_setting(name))
        || cx.unset_settings().iter().any(|uses| uses.only_compared)
}

fn misses_many(cx: &Context<'_, '_>) -> bool {
    cx.unset_settings().len() >= MANY
}

/// Where the first `chain FILE ||` with nothing behind it stands: the way to read a file of settings, if it is there.
fn included(cx: &Context<'_, '_>) -> Option<u32> {
    use Implementation::{Chain, Imgexec};
    let mut starts = cx.invocations_where(&|form| matches!(form.implementation, Chain | Imgexec));
    starts.find(|(command, _)| is_optional(*command)).map(|(command, _)| command.span().start())
}

/// Whether its line goes on with an empty command if it fails.
fn is_optional(command: Command<'_, '_>) -> bool {
    let next = command.line().commands().find(|next| next.id() > command.id());
    let is_or =
        |next: &Command<'_, '_>| next.operator().is_some_and(|operator| operator.kind == OperatorKind::Or);
    next.filter(is_or).is_some_and(Command::is_empty)
}
