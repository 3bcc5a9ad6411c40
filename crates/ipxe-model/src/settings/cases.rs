//! `first || second && third`, where the first and the second are two cases of one task.

use ipxe_catalog::{Actions, Fails, Implementation, Tested};
use ipxe_language::setting_name::untyped;
use ipxe_syntax::Command;

use crate::{
    commands::{failures::speaks_of_failure, unguarded::asks_somebody},
    settings::{SettingFacts, precedence::Why},
};

/// The three commands, none of which leaves the line.
pub(super) struct Cases<'c, 'a, 's> {
    pub(super) cx: &'c SettingFacts<'a, 's>,
    pub(super) first: Command<'a, 's>,
    pub(super) second: Command<'a, 's>,
    pub(super) third: Command<'a, 's>,
}

impl Cases<'_, '_, '_> {
    /// Why the third cannot have been meant for the success of the first. `follows`: the first runs if a command before
    /// it succeeds.
    pub(super) fn why(&self, follows: bool) -> Option<Why> {
        let first = self.cx.form(self.first)?.effects.fails;
        let (is_test, is_fallible) = (self.is_test(self.first), first == Fails::Yes);
        if self.is_asked() {
            return Some(Why::Asked);
        }
        let is_sure = self.is_sure(self.second);
        if is_sure && !is_test && is_fallible {
            return self.goes_on_with_second().then_some(Why::Always);
        }
        let is_case = if is_test {
            is_sure && (!self.second_makes_true() || self.gives_defaults())
        } else {
            follows && self.prepares(self.first)
        };
        let belongs = is_case && !self.is_test(self.second) && self.belongs_to_second();
        (belongs || follows && self.asks_for_what_is_there()).then_some(Why::OtherCase)
    }

    /// Whether the second asks the user what to do after a failure, so that the third acts on the answer.
    pub(super) fn is_asked(&self) -> bool {
        let is_fallible = self.cx.form(self.first).is_some_and(|form| form.effects.fails == Fails::Yes);
        self.asks(self.second) && !self.asks(self.first) && !self.is_test(self.first) && is_fallible
    }

    /// Whether the command asks the user.
    fn asks(&self, command: Command<'_, '_>) -> bool {
        self.cx.flow.invocation(command.id()).is_some_and(asks_somebody)
    }

    fn is_test(&self, command: Command<'_, '_>) -> bool {
        self.cx.form(command).is_some_and(|form| form.effects.tested == Tested::Always)
    }

    /// Whether the command never fails, whatever the state of the network and the machine.
    fn is_sure(&self, command: Command<'_, '_>) -> bool {
        self.cx.form(command).is_some_and(|form| {
            form.effects.fails != Fails::Yes || form.implementation == Implementation::Inc
        })
    }

    /// Whether the third only makes sense after the second, which handles a failure.
    fn goes_on_with_second(&self) -> bool {
        let says = |command: Command<'_, '_>| speaks_of_failure(self.cx.script.slice(command.span()));
        match self.cx.form(self.third) {
            None => false,
            Some(form) if matches!(form.implementation, Implementation::Echo | Implementation::Sleep) => {
                says(self.second) || says(self.third)
            }
            // A boot may be meant for either case.
            Some(form) => !form.effects.actions.intersects(Actions::EXECUTES.union(Actions::BOOTS)),
        }
    }

    /// Whether the third only prepares something, as the second does, and uses no result of either.
    fn belongs_to_second(&self) -> bool {
        if !self.prepares(self.second) || !self.prepares(self.third) {
            return false;
        }
        let (own, other) = (self.second_writes(), self.writes(self.first));
        // A setting that both have set is used for both.
        !own.is_some_and(|own| uses(self.third, own) && (other == Some(own) || uses(self.first, own)))
    }

    /// Whether the third asks the user for a value that the test before the first has found to exist.
    fn asks_for_what_is_there(&self) -> bool {
        let is_read =
            self.cx.form(self.third).is_some_and(|form| form.implementation == Implementation::Read);
        let test = self.cx.command_before(self.first.id()).filter(|test| self.is_test(*test));
        is_read && test.zip(self.writes(self.third)).is_some_and(|(test, name)| uses(test, name))
    }

    /// Whether the second sets the setting that the first tests, so that the third can rely on it.
    fn second_makes_true(&self) -> bool {
        self.second_writes().is_none_or(|name| uses(self.first, name))
    }

    /// Whether the second and the third each set a setting, independently of each other: the second sets a default, and
    /// the third was meant to, but nothing tests its setting.
    fn gives_defaults(&self) -> bool {
        let sets =
            |command| self.cx.form(command).is_some_and(|form| form.implementation == Implementation::Set);
        let (one, other) = (self.second_writes(), self.writes(self.third));
        sets(self.second)
            && sets(self.third)
            && one.zip(other).is_some_and(|(one, other)| {
                one != other
                    && !uses(self.third, one)
                    && !uses(self.first, other)
                    && !uses(self.second, other)
            })
    }

    fn second_writes(&self) -> Option<&[u8]> {
        self.writes(self.second)
    }

    /// The setting that a command writes, if its name is literal.
    fn writes(&self, command: Command<'_, '_>) -> Option<&[u8]> {
        use Implementation::{Clear, Inc, Read, Set};
        let invocation = self.cx.flow.invocation(command.id())?;
        let is_write = matches!(invocation.form()?.implementation, Clear | Inc | Read | Set);
        Some(untyped(invocation.positional(0).filter(|_| is_write)?.as_known()?))
    }

    /// Whether the command only prepares something: if it fails, then by its own fault.
    fn prepares(&self, command: Command<'_, '_>) -> bool {
        use Implementation::{Clear, Inc, Item, Param, Set};
        let form = self.cx.form(command);
        form.is_some_and(|form| matches!(form.implementation, Clear | Inc | Item | Param | Set))
    }
}

/// Whether a command uses a setting, or may.
fn uses(command: Command<'_, '_>, name: &[u8]) -> bool {
    command
        .expansions()
        .any(|used| used.has_nested() || used.inside().as_literal().is_none_or(|used| untyped(used) == name))
}
