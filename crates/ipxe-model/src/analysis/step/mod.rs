//! The transfer function: the effect of a command on a state.

mod image;
mod language;
mod memo;
mod menu;
mod network;
mod setting;

use std::{cell::RefCell, rc::Rc};

use ipxe_catalog::{
    Actions, Availability, Catalog, CommandForm, Fails, Implementation, Repeat, Returns, Role,
};
use ipxe_language::{
    integer::parse_integer,
    invocation::Invocation,
    operation::Operation,
    options::ParsedArguments,
    text::{Certainty, Slice, Text},
};
use ipxe_machine::settings::Settings;
use ipxe_syntax::{Command, CommandId, LineId, Script};
use smallvec::SmallVec;

use self::{
    image::names_image,
    memo::{Expanded, Kept, Memo},
};
use super::{
    Assumptions, Sources,
    lattice::Facts,
    names::Names,
    valuations::{MAX_VALUATIONS, Unknowns, Valuation, Valuations, valuations},
    variables::Variables,
};
use crate::graph::{Flow, transfer};

/// The maximum number of valuations of a command that are executed one by one; beyond that, differing words are
/// unknown.
const MAX_EXECUTED: usize = 16;

/// Executes commands on states.
#[derive(Debug)]
pub(super) struct Machine<'a, 's> {
    pub(super) script: &'a Script<'s>,
    pub(super) flow: &'a Flow<'a>,
    pub(super) catalog: &'a Catalog,
    pub(super) variables: Variables<'a>,
    pub(super) names: Names,
    /// Settings to which values are written to see the result; empty in between.
    scratch: RefCell<Settings>,
    memo: RefCell<Memo<'s>>,
    kept: RefCell<Kept>,
    expanded: RefCell<Expanded<'a>>,
}

/// The states after a command, by its outcome. None if the outcome is impossible.
#[derive(Debug, Default)]
pub(super) struct Next {
    pub(super) success: Option<Facts>,
    pub(super) failure: Option<Facts>,
    pub(super) jumps: SmallVec<[(Target, Facts); 1]>,
}

/// The target of a `goto`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Target {
    /// To this line.
    Line(LineId),
    /// Any label that matches.
    Computed(Text<'static>),
}

impl Next {
    fn both(facts: Facts) -> Self {
        Self { success: Some(facts.clone()), failure: Some(facts), ..Self::default() }
    }

    fn success(facts: Facts) -> Self {
        Self { success: Some(facts), ..Self::default() }
    }

    fn failure(facts: Facts) -> Self {
        Self { failure: Some(facts), ..Self::default() }
    }

    /// Whether it has the same possible outcomes as another.
    fn goes_as(&self, other: &Self) -> bool {
        let same_jumps =
            || self.jumps.iter().map(|(target, _)| target).eq(other.jumps.iter().map(|(target, _)| target));
        self.success.is_some() == other.success.is_some()
            && self.failure.is_some() == other.failure.is_some()
            && same_jumps()
    }

    /// Adds another possible outcome.
    fn add(&mut self, other: Self, variables: &Variables<'_>) {
        join(&mut self.success, other.success, variables);
        join(&mut self.failure, other.failure, variables);
        for (target, facts) in other.jumps {
            match self.jumps.iter_mut().find(|(known, _)| *known == target) {
                Some((_, known)) => _ = known.join(&facts, false, variables),
                None => self.jumps.push((target, facts)),
            }
        }
    }
}

/// Adds the state of another path.
pub(super) fn join(facts: &mut Option<Facts>, other: Option<Facts>, variables: &Variables<'_>) {
    match (facts.as_mut(), other) {
        (Some(facts), Some(other)) => _ = facts.join(&other, false, variables),
        (None, other) => *facts = other,
        (Some(_), None) => {}
    }
}

/// A command with its words, as far as they are known.
#[derive(Clone, Copy)]
struct Call<'c, 'w> {
    id: CommandId,
    form: &'static CommandForm,
    arguments: &'c ParsedArguments<'w>,
    /// Whether it may fail only because of its usage, or because the build lacks it.
    may_misfire: bool,
}

impl<'w> Call<'_, 'w> {
    fn positionals(self) -> &'w [Text<'w>] {
        self.arguments.positionals
    }

    fn does(self, actions: Actions) -> bool {
        self.form.effects.actions.intersects(actions)
    }

    fn source(self) -> Sources {
        Sources::command(self.id)
    }
}

impl<'a, 's> Machine<'a, 's> {
    pub(super) fn new(
        script: &'a Script<'s>,
        flow: &'a Flow<'a>,
        catalog: &'a Catalog,
        assumptions: Assumptions<'a>,
    ) -> Self {
        let variables = Variables::new(script, catalog, assumptions);
        let scratch = RefCell::new(Settings::new(catalog.clone()));
        let (names, memo, kept, expanded) = Default::default();
        Self { script, flow, catalog, variables, names, scratch, memo, kept, expanded }
    }

    /// The states after a command that runs with these facts.
    pub(super) fn execute(&self, command: Command<'a, 's>, facts: Facts) -> Next {
        let Some(invocation) = self.flow.invocation(command.id()).filter(|bound| !bound.is_empty()) else {
            return Next::success(facts);
        };
        if self.variables.assumptions.opaque.contains(command.id()) {
            return self.execute_opaque(invocation, facts);
        }
        let is_literal = invocation.words().iter().all(Text::is_known);
        let form = invocation.meant().map(|(form, _)| form);
        if is_literal || form.is_some_and(is_plain) {
            return self.perform(command.id(), invocation, facts);
        }
        let implementation = form.map(|form| form.implementation);
        if matches!(implementation, Some(Implementation::Isset | Implementation::Iseq)) {
            return self.test(command, &facts);
        }
        match implementation {
            Some(Implementation::Goto) => self.decide(
                command.id(),
                &self.valuations(command, &facts, Unknowns::Apart, MAX_VALUATIONS),
                &facts,
            ),
            Some(Implementation::Set) => self.set_all(command, &facts),
            _ => self.execute_all(command, &facts),
        }
    }

    fn valuations(
        &self,
        command: Command<'a, 's>,
        facts: &Facts,
        unknowns: Unknowns,
        most: usize,
    ) -> Rc<Valuations<'a>> {
        let look = (command.id(), unknowns, most);
        if let Some(known) = self.expanded.borrow().get(look, facts) {
            self.variables.charge(known.steps());
            return known;
        }
        let words: SmallVec<[&'a [u8]; 8]> = command.words().map(ipxe_syntax::Word::text).collect();
        let needed = self.flow.invocation(command.id()).map_or(words.len(), needed_words);
        let valuations = Rc::new(valuations(&words, needed, facts, &self.variables, unknowns, most));
        self.expanded.borrow_mut().put(look, &valuations);
        valuations
    }

    /// A test; its result is looked up if it ran with the same facts before.
    fn test(&self, command: Command<'a, 's>, facts: &Facts) -> Next {
        let text = self.script.slice(command.span());
        if let Some((success, failure)) = self.memo.borrow().get(text, facts) {
            return Next { success, failure, ..Next::default() };
        }
        let next = self.decide(
            command.id(),
            &self.valuations(command, facts, Unknowns::Apart, MAX_VALUATIONS),
            facts,
        );
        self.memo.borrow_mut().put(text, facts.clone(), next.success.clone(), next.failure.clone());
        next
    }

    fn execute_all(&self, command: Command<'a, 's>, facts: &Facts) -> Next {
        // Once is enough if the difference between the valuations does not matter.
        let common = self.valuations(command, facts, Unknowns::Together, 1);
        if let [only] = &**common {
            let invocation = self.bind(command.id(), &only.words);
            let names_image = || invocation.operation().is_some_and(|operation| names_image(&operation));
            if !common.is_summary || names_image() {
                return self.perform(command.id(), &invocation, facts.clone());
            }
        }
        self.execute_each(
            command.id(),
            &self.valuations(command, facts, Unknowns::Together, MAX_EXECUTED),
            facts,
        )
    }

    fn execute_each(&self, id: CommandId, valuations: &[Valuation<'_>], facts: &Facts) -> Next {
        let perform = |valuation: &Valuation<'_>, facts: Facts| {
            self.perform(id, &self.bind(id, &valuation.words), facts)
        };
        let (mut all, mut menus) = (SmallVec::<[Next; 4]>::new(), SmallVec::<[_; 4]>::new());
        for valuation in valuations {
            let invocation = self.bind(id, &valuation.words);
            let menu = shown(&invocation);
            if menu.is_none_or(|menu| !menus.contains(&menu)) {
                menus.extend(menu);
                all.push(self.perform(id, &invocation, facts.clone()));
            }
        }
        if all.windows(2).all(|pair| pair[0].goes_as(&pair[1])) {
            return self.any_of(all);
        }
        // The outcome identifies the valuations that led to it.
        let refined = |valuation| self.refined(facts, &[valuation]);
        self.any_of(valuations.iter().map(|valuation| perform(valuation, refined(valuation))))
    }

    fn any_of(&self, all: impl IntoIterator<Item = Next>) -> Next {
        let mut any = Next::default();
        all.into_iter().for_each(|next| any.add(next, &self.variables));
        any
    }

    /// A command whose words iPXE will not see as written.
    fn execute_opaque(&self, invocation: &Invocation<'_>, mut facts: Facts) -> Next {
        let form = invocation.form();
        if form.is_none_or(|form| !is_plain(form)) {
            self.havoc(&mut facts);
        }
        let mut next = Next::both(facts.clone());
        if form.is_none_or(|form| form.effects.returns == Returns::Jumps) {
            next.jumps.push((Target::Computed(Text::unknown()), facts));
        }
        next
    }

    /// The effect of a command with these words, as far as they are known.
    fn perform(&self, id: CommandId, invocation: &Invocation<'_>, facts: Facts) -> Next {
        let Some((form, arguments)) = invocation.meant() else {
            return self.perform_computed(invocation, facts);
        };
        if !invocation.is_mistaken() {
            return self.perform_as_meant(id, invocation, (form, arguments), facts);
        }
        if !self.is_mistaken(id) {
            return self.refused(id, facts);
        }
        // The command is assumed to be corrected later, so that it causes no other findings.
        let mut next = if arguments.positionals.len() < usize::from(form.min_args) {
            self.perform_with_any_arguments(form, facts.clone())
        } else {
            self.perform_as_meant(id, invocation, (form, arguments), facts.clone())
        };
        next.add(Next::failure(facts), &self.variables);
        next
    }

    fn perform_as_meant<'w>(
        &self,
        id: CommandId,
        invocation: &Invocation<'w>,
        (form, arguments): (&'static CommandForm, &ParsedArguments<'w>),
        mut facts: Facts,
    ) -> Next {
        let transfer = transfer(invocation);
        let Some(operation) = invocation.meant_operation() else { return Next::failure(facts) };
        let missing = !matches!(self.catalog.availability(form.build), Availability::Everywhere);
        let call = Call { id, form, arguments, may_misfire: !arguments.is_certain() || missing };
        if is_plain(form) {
            let may_fail =
                call.may_misfire || form.effects.fails != Fails::OnUsage || !has_numbers_in_order(call);
            return if may_fail { Next::both(facts) } else { Next::success(facts) };
        }
        let mut next = match operation {
            Operation::Goto { label } => self.go_to(call, label, facts),
            Operation::Exit { .. } => {
                let failure = (transfer.failure || call.may_misfire).then_some(facts);
                Next { failure, ..Next::default() }
            }
            Operation::IsSet { .. } | Operation::IsEqual { .. } => {
                let (success, failure) = outcome_of_test(&operation, call.may_misfire);
                let failure = failure.then(|| facts.clone());
                Next { success: success.then_some(facts), failure, ..Next::default() }
            }
            Operation::Set { setting, value } => self.set(call, setting, value, facts),
            Operation::Clear { setting } => self.clear(call, setting, facts),
            Operation::Increment { setting, by } => self.increment(call, setting, by, facts),
            Operation::Read { setting, .. } => self.read(call, setting, facts),
            Operation::Menu(menu) => self.menu(call, menu, facts),
            Operation::Item(item) => self.item(call, item, facts),
            Operation::Choose(choose) => self.choose(call, choose, &facts),
            Operation::Present(present) => self.present(call, present, &facts),
            Operation::Fetch(source) => self.fetch_image(call, source, facts),
            Operation::Select(source) => self.select_image(call, source, facts),
            Operation::SetArguments(source) => self.set_image_arguments(call, source, facts),
            Operation::ExtractImage(source) => self.extract_image(call, source, facts),
            Operation::Execute(execute) => self.execute_image(call, execute, facts),
            Operation::FreeImages { names } => self.free_images(call, names, facts),
            Operation::Time { command } => self.time(call, command, facts),
            _ if form.implementation == Implementation::Shell && self.variables.assumptions.unattended => {
                return Next::default();
            }
            _ => {
                self.other(call, &mut facts);
                let mut success = facts.clone();
                Self::succeed_network(call, &mut success);
                Next { success: Some(success), failure: Some(facts), ..Next::default() }
            }
        };
        next.success = next.success.filter(|_| transfer.success);
        next
    }

    /// Whether iPXE rejects a command whatever the values of settings are.
    fn is_mistaken(&self, id: CommandId) -> bool {
        self.flow.invocation(id).is_some_and(Invocation::is_mistaken)
    }

    /// A command with the words of one valuation.
    fn bind<'w>(&self, id: CommandId, words: &'w [Text<'w>]) -> Invocation<'w> {
        if self.is_mistaken(id) {
            Invocation::bind_as_meant(words, self.catalog)
        } else {
            Invocation::bind(words, self.catalog)
        }
    }

    /// A command that iPXE rejects because of the values of settings. Where that ends the script, the lines below are
    /// not unreachable for good.
    fn refused(&self, id: CommandId, facts: Facts) -> Next {
        if self.flow.failure_is_fatal(id) { Next::both(facts) } else { Next::failure(facts) }
    }

    /// A command that lacks arguments, whatever these are.
    fn perform_with_any_arguments(&self, form: &'static CommandForm, mut facts: Facts) -> Next {
        let actions = form.effects.actions;
        let writes = form.arguments.iter().any(|argument| argument.role.writes_setting());
        if writes || actions.intersects(Actions::WRITES_SETTINGS.union(Actions::WRITES_ANY_SETTING)) {
            facts.havoc_settings(&self.variables);
        }
        if form.arguments.iter().any(|argument| argument.role.is_image() || argument.role.is_uri()) {
            self.havoc_images(&mut facts);
        }
        if actions.intersects(Actions::CREATES_MENU.union(Actions::DISCARDS_MENU)) {
            Self::havoc_menus(&mut facts);
        }
        let comes_back = !matches!(form.effects.returns, Returns::Jumps | Returns::EndsScript);
        if comes_back { Next::success(facts) } else { Next::default() }
    }

    /// A command with a computed name. If the name cannot be that of a command, it is also assumed to be corrected
    /// later.
    fn perform_computed(&self, invocation: &Invocation<'_>, mut facts: Facts) -> Next {
        if invocation.is_unknown() {
            return Next::both(facts);
        }
        self.havoc(&mut facts);
        let mut next = Next::both(facts.clone());
        let may_jump = invocation.name().is_some_and(|name| name.may_equal(b"goto"));
        if let [_, target] = invocation.words()
            && may_jump
        {
            self.jump(&mut next, target, facts);
        }
        next
    }

    /// Runs another command, which is among its words.
    fn time(&self, call: Call<'_, '_>, command: &[Text<'_>], facts: Facts) -> Next {
        let invocation = Invocation::bind(command, self.catalog);
        let again = invocation.form().is_some_and(|form| form.implementation == Implementation::Time);
        let mut next = if again || call.may_misfire {
            let mut facts = facts.clone();
            self.havoc(&mut facts);
            let mut next = Next::both(facts.clone());
            next.jumps.push((Target::Computed(Text::unknown()), facts));
            next
        } else {
            self.perform(call.id, &invocation, facts.clone())
        };
        if call.may_misfire {
            next.add(Next::failure(facts), &self.variables);
        }
        next
    }

    /// A command about which only the catalog's information is known.
    fn other(&self, call: Call<'_, '_>, facts: &mut Facts) {
        self.write_settings(call, facts);
        if call.does(Actions::WRITES_ANY_SETTING) && call.form.implementation != Implementation::Shell {
            facts.havoc_settings(&self.variables);
        }
        let runs = Actions::RUNS_COMMANDS.union(Actions::EXECUTES);
        if call.form.implementation == Implementation::Shell {
            // It is assumed not to set the settings that the script needs.
            self.havoc_all_but_settings(facts);
        } else if call.does(runs) || call.form.effects.returns == Returns::AfterExecution {
            self.havoc(facts);
        }
        self.touch_images(call, facts);
        self.touch_network(call, facts);
        if call.does(Actions::CREATES_MENU.union(Actions::DISCARDS_MENU)) {
            Self::havoc_menus(facts);
        }
    }

    /// Anything may have happened.
    fn havoc(&self, facts: &mut Facts) {
        facts.havoc_settings(&self.variables);
        self.havoc_all_but_settings(facts);
    }

    /// Anything may have happened, except to settings.
    fn havoc_all_but_settings(&self, facts: &mut Facts) {
        self.havoc_images(facts);
        Self::havoc_menus(facts);
        let network = &mut facts.change().network;
        network.havoc();
    }
}

/// How many words of a command affect its result: not words that are only printed, or passed to an image.
fn needed_words(invocation: &Invocation<'_>) -> usize {
    let all = invocation.words().len();
    let Some((form, arguments)) = invocation.form().zip(invocation.arguments()) else { return all };
    let last = form.arguments.split_last().filter(|(last, _)| {
        last.repeat == Repeat::Joined && matches!(last.role, Role::Text | Role::CommandLine)
    });
    // The name matters, and so do options.
    last.map_or(all, |(_, before)| 1 + arguments.first_positional + before.len())
}

/// Whether a command leaves the state unchanged.
fn is_plain(form: &'static CommandForm) -> bool {
    let idle = Actions::PRINTS
        .union(Actions::WAITS)
        .union(Actions::CHANGES_CONSOLE)
        .union(Actions::CREATES_PARAMS)
        .union(Actions::USES_PARAMS)
        .union(Actions::CHANGES_TRUST);
    let tests = matches!(
        form.implementation,
        Implementation::Isset | Implementation::Iseq | Implementation::Goto | Implementation::Exit
    );
    let actions = form.effects.actions;
    let only_idle = actions == Actions::NONE || idle.contains(actions);
    let prompts = form.implementation == Implementation::Prompt;
    form.effects.returns == Returns::Always
        && !tests
        && (only_idle || prompts)
        && form.effects.writes.is_empty()
        && !form.arguments.iter().any(|argument| argument.role.writes_setting() || argument.role.is_uri())
        && !form.options.iter().any(|option| option.role.writes_setting())
}

/// What affects the state after a command that shows a menu: not the preselected entry, nor the timeout.
fn shown<'w>(invocation: &Invocation<'w>) -> Option<(Option<Slice<'w>>, &'w Text<'w>, bool)> {
    let is_certain = invocation.arguments().is_some_and(ParsedArguments::is_certain);
    match invocation.operation().filter(|_| is_certain && !invocation.is_mistaken())? {
        Operation::Choose(choose) => Some((choose.menu.map(|menu| menu.text), choose.setting, choose.keep)),
        _ => None,
    }
}

/// Whether every argument that must be a number certainly is one, within range.
fn has_numbers_in_order(call: Call<'_, '_>) -> bool {
    call.positionals().iter().enumerate().all(|(at, word)| {
        let role = call.form.argument(at).map(|argument| argument.role).filter(|role| role.is_integer());
        let number = || word.as_known().and_then(|text| parse_integer(text).ok());
        role.is_none_or(|role| number().is_some_and(|number| number <= role.greatest()))
    })
}

/// Whether a test with these words may succeed, and whether it may fail.
fn outcome_of_test(test: &Operation<'_>, may_misfire: bool) -> (bool, bool) {
    let holds = match test {
        Operation::IsSet { value } => !value.is_empty(),
        Operation::IsEqual { left, right } => left.equals(right),
        _ => Certainty::Maybe,
    };
    (!holds.is_no(), !holds.is_yes() || may_misfire)
}
