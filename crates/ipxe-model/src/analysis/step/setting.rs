//! Commands that write settings.

use std::rc::Rc;

use ipxe_catalog::Actions;
use ipxe_catalog::SettingType;
use ipxe_language::{
    integer::parse_integer,
    operation::Joined,
    setting_name::SettingName,
    text::{Certainty, Text},
};
use ipxe_machine::settings::{Origin, Settings, Value};
use ipxe_syntax::Command;

use super::{Call, MAX_EXECUTED, Machine, Next, memo::Stored};
use crate::analysis::{
    Sources,
    fact::{Fact, Possible},
    lattice::Facts,
    valuations::{MAX_VALUATIONS, Unknowns, Valuation},
    variables::{Relation, VariableId},
};

/// The effect of a write.
struct Written {
    /// The setting's values after the write succeeded. None if it cannot succeed.
    fact: Option<Fact>,
    may_fail: bool,
}

impl<'a, 's> Machine<'a, 's> {
    pub(super) fn set(&self, call: Call<'_, '_>, name: &Text<'_>, value: Joined<'_>, facts: Facts) -> Next {
        let written = self.written(name, &value.to_text(), &call.source());
        self.conclude(call, name, written, facts)
    }

    /// `set` in all its valuations at once.
    pub(super) fn set_all(&self, command: Command<'a, 's>, facts: &Facts) -> Next {
        let (id, valuations) =
            (command.id(), self.valuations(command, facts, Unknowns::Together, MAX_VALUATIONS));
        let same_name = valuations.windows(2).all(|pair| pair[0].words.get(1) == pair[1].words.get(1));
        let is_option = |valuation: &Valuation<'_>| {
            valuation.words.get(1).is_none_or(|name| !name.starts_with(b"-").is_no())
        };
        let first = match &**valuations {
            [first, _, ..] if same_name && !is_option(first) => first,
            _ if valuations.len() <= MAX_EXECUTED => return self.execute_each(id, &valuations, facts),
            _ => return self.execute_all(command, facts),
        };
        let mut may_fail = false;
        let facts_written = valuations.iter().filter_map(|valuation| {
            let value = valuation.words.get(2..)?;
            let written =
                self.written(&valuation.words[1], &Joined::new(value).to_text(), &Sources::command(id));
            may_fail |= written.may_fail || written.fact.is_none();
            written.fact
        });
        let union = Written { fact: Fact::any_of(facts_written), may_fail };
        let invocation = self.bind(id, &first.words);
        let meant = invocation.meant().filter(|_| !invocation.is_mistaken() || self.is_mistaken(id));
        let Some((form, arguments)) = meant else { return Next::failure(facts.clone()) };
        let call = Call { id, form, arguments, may_misfire: invocation.is_mistaken() };
        self.conclude(call, &first.words[1], union, facts.clone())
    }

    fn conclude(&self, call: Call<'_, '_>, name: &Text<'_>, written: Written, facts: Facts) -> Next {
        let failure = (written.may_fail || call.may_misfire).then(|| facts.clone());
        let success = written.fact.map(|fact| {
            let mut facts = facts;
            self.write(&mut facts, name, &fact, &call.source());
            facts
        });
        Next { success, failure, ..Next::default() }
    }

    /// The values of a setting of that name after the text is written to it.
    fn written(&self, name: &Text<'_>, text: &Text<'_>, by: &Sources) -> Written {
        let may_fail = name.as_known().is_none_or(is_scoped);
        if text.is_empty().is_yes() {
            return Written { fact: Some(Fact::unset(by.clone())), may_fail: may_fail || has_type(name) };
        }
        let (mut fact, certain) = match self.stored(name, text) {
            Err(()) => return Written { fact: None, may_fail: true },
            Ok(Stored::Nothing) => (Fact::unset(by.clone()), true),
            // An unknown text may be any text.
            Ok(Stored::Value(value)) if *value.text == Text::unknown() => (Fact::any(by.clone()), true),
            Ok(Stored::Value(value)) => (Fact::one_of([value], by.clone()), true),
            Ok(Stored::Unknown { may_be_nothing: true }) => (Fact::whatever(by), text.is_known()),
            Ok(Stored::Unknown { may_be_nothing: false }) => (Fact::any(by.clone()), text.is_known()),
        };
        if text.is_empty() == Certainty::Maybe {
            fact.unset_by = by.clone();
        }
        Written { fact: Some(fact), may_fail: may_fail || !certain || !name.is_known() }
    }

    /// The stored value, as far as it is known; an error if it certainly cannot be stored.
    fn stored(&self, name: &Text<'_>, text: &Text<'_>) -> Result<Stored, ()> {
        let unknown = |may_be_nothing| Ok(Stored::Unknown { may_be_nothing });
        let Some(name) = name.as_known() else { return unknown(true) };
        let SettingName { scope, .. } = SettingName::parse(name);
        let local = name.get(if scope.is_empty() { 0 } else { scope.len() + 1 }..).unwrap_or_default();
        let Some(known) = text.as_known() else {
            let keeps_text = self.kept.borrow_mut().keeps_text(local, || self.keeps_text(local));
            if keeps_text {
                let kept = Possible::new(text.clone().into_owned(), Some(SettingType::String));
                return Ok(Stored::Value(kept));
            }
            return unknown(self.reads_nothing(local));
        };
        if !scope.is_empty() && !self.is_ordinary(scope) {
            // The result in a block of another kind is unknown.
            return unknown(self.reads_nothing(local));
        }
        self.kept.borrow_mut().get(local, known, || {
            let mut scratch = self.scratch.borrow_mut();
            let result = scratch.write(local, text, Origin::Computed);
            let kept = match only_value(&scratch) {
                Some(value) => {
                    Possible::of(&value).map_or(Stored::Unknown { may_be_nothing: false }, Stored::Value)
                }
                // A setting without a name is not stored anywhere, but nothing can read it either.
                None => Stored::Nothing,
            };
            clear(&mut scratch);
            result.map(|()| kept).map_err(drop)
        })
    }

    /// Whether a non-empty text can encode no bytes in a setting of that name: only Base64 has such texts.
    fn reads_nothing(&self, name: &[u8]) -> bool {
        self.scratch.borrow().default_type(name) == SettingType::Base64
    }

    /// Whether a setting of that name stores any text unchanged.
    fn keeps_text(&self, name: &[u8]) -> bool {
        let scratch = self.scratch.borrow();
        let is_text = |name: &[u8]| scratch.default_type(name) == SettingType::String;
        is_text(name) && is_text(untyped(name)) && self.has_known_type(name)
    }

    fn has_known_type(&self, name: &[u8]) -> bool {
        let requested = SettingName::parse(name).setting_type;
        requested.is_none_or(|name| self.catalog.setting_type(name).is_some())
    }

    /// Whether a block stores values as the root does.
    fn is_ordinary(&self, scope: &[u8]) -> bool {
        use ipxe_machine::settings::BlockKind::{Dhcp, Interface, Plain};
        let settings = &self.variables.assumptions.settings;
        let kind = settings.find(scope).and_then(|block| settings.kind(block));
        kind.is_none_or(|kind| matches!(kind, Dhcp | Interface | Plain)) && !scope.ends_with(b"dhcpv6")
    }

    /// Records that a setting was written.
    pub(super) fn write(&self, facts: &mut Facts, name: &Text<'_>, fact: &Fact, by: &Sources) {
        let Some(known) = name.as_known() else { return self.write_somewhere(facts, name, by) };
        let Some(reference) = self.variables.resolve(known) else {
            return facts.havoc_settings(&self.variables);
        };
        let deleted = !fact.may_be_set();
        for (other, relation) in self.variables.related(reference.variable) {
            match relation {
                Relation::Same => {
                    let mut fact = Fact { own: true, ..fact.clone() };
                    if fact.may_be_unset() {
                        fact.own = false;
                        let below = self.below(other, facts, by);
                        if below.may_be_set() {
                            fact.add(&below, false);
                        }
                    }
                    facts.set(other, fact, &self.variables);
                }
                Relation::Below if self.hides_below(other, facts) => {}
                Relation::Below | Relation::Alias => {
                    let mut joined = Fact::clone(&facts.setting(other, &self.variables));
                    joined.add(&Fact { own: false, ..fact.clone() }, false);
                    if deleted || fact.may_be_unset() {
                        // Another setting may be visible now.
                        joined.add(&Fact::whatever(by), false);
                    }
                    facts.set(other, joined, &self.variables);
                }
            }
        }
    }

    fn hides_below(&self, variable: VariableId, facts: &Facts) -> bool {
        let fact = facts.setting(variable, &self.variables);
        fact.own && !fact.may_be_unset()
    }

    /// The value that is visible when the block itself has none.
    fn below(&self, id: VariableId, facts: &Facts, by: &Sources) -> Fact {
        let Some(variable) = self.variables.get(id) else { return Fact::whatever(by) };
        let configured = variable.from_network && !facts.known().network.configured.is_no();
        if configured || self.variables.has_relatives(id) {
            return Fact::whatever(by);
        }
        Fact::clone(variable.below(facts.known().foreign && variable.from_network))
    }

    /// A write to a setting whose name is not fully known.
    fn write_somewhere(&self, facts: &mut Facts, name: &Text<'_>, by: &Sources) {
        let anything = Fact::whatever(by);
        for id in self.variables.matching(name) {
            self.join_setting(facts, id, &anything);
        }
    }

    pub(super) fn join_setting(&self, facts: &mut Facts, id: VariableId, otherwise: &Fact) {
        let old = facts.setting(id, &self.variables);
        if !old.includes(otherwise) {
            let mut fact = Fact::clone(&old);
            fact.add(otherwise, false);
            facts.set(id, fact, &self.variables);
        }
    }

    pub(super) fn clear(&self, call: Call<'_, '_>, name: &Text<'_>, facts: Facts) -> Next {
        let may_fail = name.as_known().is_none_or(is_scoped) || has_type(name);
        let written = Written { fact: Some(Fact::unset(call.source())), may_fail };
        self.conclude(call, name, written, facts)
    }

    pub(super) fn increment(
        &self,
        call: Call<'_, '_>,
        name: &Text<'_>,
        by: Option<&Text<'_>>,
        facts: Facts,
    ) -> Next {
        let by = match by {
            None => Some(Ok(1)),
            Some(by) => by.as_known().map(parse_integer),
        };
        let old = name.as_known().and_then(|known| Some((known, self.variables.resolve(known)?)));
        let has_no_name = name.as_known().is_some_and(|name| SettingName::parse(name).name.is_empty());
        let written = match (by, old) {
            (Some(Err(_)), _) => return Next::failure(facts),
            // A setting without a name is not stored, and that is not an error.
            _ if has_no_name => return Next::both(facts),
            (Some(Ok(by)), Some((name, reference))) => {
                let old = facts.setting(reference.variable, &self.variables);
                self.incremented(name, &old, by, &call.source())
            }
            _ => Written { fact: Some(Fact::any(call.source())), may_fail: true },
        };
        self.conclude(call, name, written, facts)
    }

    fn incremented(&self, name: &[u8], old: &Rc<Fact>, by: u32, source: &Sources) -> Written {
        let SettingName { scope, .. } = SettingName::parse(name);
        let local = name.get(if is_scoped(name) { scope.len() + 1 } else { 0 }..).unwrap_or_default();
        let plain = untyped(local);
        let mut written = Written { fact: None, may_fail: is_scoped(name) };
        let mut sums = Vec::new();
        let mut unknown = old.other.is_some() || is_scoped(name) && !self.is_ordinary(scope);
        let mut scratch = self.scratch.borrow_mut();
        let before = old.listed.iter().map(Some).chain(old.may_be_unset().then_some(None));
        for before in before {
            if let Some(Possible { text, kept_as }) = before {
                let (Some(raw), Some(kept_as)) = (text.as_known(), kept_as) else {
                    unknown |= *kept_as != Some(SettingType::String);
                    written.may_fail = true;
                    continue;
                };
                let raw = ipxe_machine::settings::Raw::Known(raw.to_vec());
                // The root accepts any value.
                let _ = scratch.put(plain, Value::new(raw, *kept_as, Origin::Computed));
            }
            let result = scratch.increment(local, by, Origin::Computed);
            match only_value(&scratch).filter(|_| result.is_ok()).and_then(|sum| Possible::of(&sum)) {
                Some(sum) => sums.push(sum),
                None => written.may_fail = true,
            }
            clear(&mut scratch);
        }
        if !sums.is_empty() {
            written.fact = Some(Fact::one_of(sums, source.clone()));
        }
        if unknown {
            let mut any = Fact::any(source.clone());
            if let Some(known) = &written.fact {
                any.add(known, false);
            }
            (written.fact, written.may_fail) = (Some(any), true);
        }
        written
    }

    /// `read`: any text that the user types.
    pub(super) fn read(&self, call: Call<'_, '_>, name: &Text<'_>, facts: Facts) -> Next {
        let written = Written { fact: Some(Fact::whatever(&call.source())), may_fail: true };
        self.conclude(call, name, written, facts)
    }

    /// A command that stores one of these texts; for None, an unknown one.
    pub(super) fn store_one_of(
        &self,
        call: Call<'_, '_>,
        name: &Text<'_>,
        texts: &[Option<Text<'static>>],
        facts: &mut Facts,
    ) {
        let union = Fact::any_of(texts.iter().filter_map(|text| match text {
            Some(text) => self.written(name, text, &call.source()).fact,
            None => Some(Fact::whatever(&call.source())),
        }));
        if let Some(fact) = union {
            self.write(facts, name, &fact, &call.source());
        }
    }

    /// The possible writes of a command about which nothing else is known.
    pub(super) fn write_settings(&self, call: Call<'_, '_>, facts: &mut Facts) {
        let anything = Fact::whatever(&call.source());
        let mut write = |name: &Text<'_>| match name.as_known() {
            Some(known) => match self.variables.resolve(known) {
                Some(reference) => {
                    for (other, _) in self.variables.related(reference.variable) {
                        self.join_setting(facts, other, &anything);
                    }
                }
                None => facts.havoc_settings(&self.variables),
            },
            None => self.write_somewhere(facts, name, &call.source()),
        };
        for (at, word) in call.positionals().iter().enumerate() {
            if call.form.argument(at).is_some_and(|argument| argument.role.writes_setting()) {
                write(word);
            }
        }
        for option in call.arguments.options.iter().filter(|option| option.spec.role.writes_setting()) {
            if let Some(value) = option.value {
                write(&value.text.to_text());
            }
        }
        if call.does(Actions::WRITES_SETTINGS) {
            call.form.effects.writes.iter().for_each(|name| write(&Text::from(*name)));
        }
    }
}

fn is_scoped(name: &[u8]) -> bool {
    !SettingName::parse(name).scope.is_empty()
}

/// Whether a name has a type, which may not exist.
fn has_type(name: &Text<'_>) -> bool {
    name.as_known().is_none_or(|name| SettingName::parse(name).setting_type.is_some())
}

fn untyped(name: &[u8]) -> &[u8] {
    let length = SettingName::parse(name).setting_type.map_or(0, |setting_type| setting_type.len() + 1);
    name.get(..name.len() - length).unwrap_or(name)
}

/// The value that was just written, if there is only one.
fn only_value(settings: &Settings) -> Option<Value> {
    settings.values(Settings::ROOT).next().map(|(_, value)| value.clone())
}

fn clear(settings: &mut Settings) {
    let names: Vec<_> = settings.values(Settings::ROOT).map(|(name, _)| name.to_vec()).collect();
    for name in names {
        // The root allows every setting to be deleted.
        let _ = settings.delete(&name);
    }
}
