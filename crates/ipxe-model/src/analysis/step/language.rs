//! Tests and jumps, and the states after each outcome.

use std::collections::BTreeMap;

use foldhash::HashMap;
use ipxe_language::{operation::Operation, options::ParsedArguments, text::Text};
use ipxe_syntax::CommandId;
use smallvec::SmallVec;

use super::{Call, Machine, Next, Target, outcome_of_test};
use crate::analysis::{
    fact::{Choice, Fact},
    lattice::Facts,
    valuations::{Pick, Valuation},
    variables::VariableId,
};

/// A possible outcome of a test or jump, with the valuations in which it occurs.
#[derive(Default)]
struct Way<'r, 't> {
    valuations: Vec<&'r Valuation<'t>>,
}

/// A valuation in which a setting is compared with a text.
struct Comparison<'r> {
    pick: Pick,
    text: &'r [u8],
}

impl Machine<'_, '_> {
    pub(super) fn go_to(&self, call: Call<'_, '_>, target: &Text<'_>, facts: Facts) -> Next {
        let mut next = Next::default();
        if call.may_misfire {
            next.failure = Some(facts.clone());
        }
        self.jump(&mut next, target, facts);
        next
    }

    /// Jumps to a label, or fails.
    pub(super) fn jump(&self, next: &mut Next, target: &Text<'_>, facts: Facts) {
        let (labels, name) = (self.flow.labels(), target.as_known());
        let to = if let Some(line) = name.and_then(|name| labels.line(name)) {
            Target::Line(line)
        } else if name.is_some_and(|name| !labels.may_be_named(name)) {
            return super::join(&mut next.failure, Some(facts), &self.variables);
        } else {
            super::join(&mut next.failure, Some(facts.clone()), &self.variables);
            Target::Computed(target.clone().into_owned())
        };
        next.jumps.push((to, facts));
    }

    /// Executes a test or a jump in all its valuations. The state after each outcome is restricted to the valuations
    /// that lead to it.
    pub(super) fn decide(&self, id: CommandId, valuations: &[Valuation<'_>], facts: &Facts) -> Next {
        let is_mistaken = self.is_mistaken(id);
        let (mut success, mut failure) = (Way::default(), Way::default());
        let mut jumps: HashMap<Target, Way<'_, '_>> = HashMap::default();
        let mut order = Vec::new();
        let mut jump = |target: Target, valuation| {
            let way = jumps.entry(target.clone()).or_insert_with(|| {
                order.push(target);
                Way::default()
            });
            way.valuations.push(valuation);
        };
        for valuation in valuations {
            let invocation = self.bind(id, &valuation.words);
            let is_refused = invocation.is_mistaken();
            let arguments = invocation.meant().map(|(_, arguments)| arguments);
            let operation = invocation.meant_operation().filter(|_| !is_refused || is_mistaken);
            let Some(operation) = operation else {
                failure.valuations.push(valuation);
                continue;
            };
            let may_misfire = is_refused || !arguments.is_some_and(ParsedArguments::is_certain);
            if let Operation::Goto { label } = operation {
                if may_misfire {
                    failure.valuations.push(valuation);
                }
                let mut next = Next::default();
                self.jump(&mut next, label, facts.clone());
                next.jumps.into_iter().for_each(|(target, _)| jump(target, valuation));
                if next.failure.is_some() && !may_misfire {
                    failure.valuations.push(valuation);
                }
                continue;
            }
            let (may_succeed, may_fail) = self.outcome(&operation, may_misfire, valuation, facts);
            if may_succeed {
                success.valuations.push(valuation);
            }
            if may_fail {
                failure.valuations.push(valuation);
            }
        }
        let after =
            |way: &Way<'_, '_>| (!way.valuations.is_empty()).then(|| self.refined(facts, &way.valuations));
        let jumps = order.into_iter().filter_map(|target| {
            let facts = after(jumps.get(&target)?)?;
            Some((target, facts))
        });
        let mut next = Next { jumps: jumps.collect(), ..Next::default() };
        next.success = after(&success).map(|facts| self.compared(facts, &success.valuations, true));
        next.failure = after(&failure).map(|facts| self.compared(facts, &failure.valuations, false));
        next
    }

    /// Whether a test may succeed, and whether it may fail, given the excluded values of a setting.
    fn outcome(
        &self,
        test: &Operation<'_>,
        may_misfire: bool,
        valuation: &Valuation<'_>,
        facts: &Facts,
    ) -> (bool, bool) {
        let (may_succeed, may_fail) = outcome_of_test(test, may_misfire);
        let excluded = comparison(valuation).is_some_and(|Comparison { pick, text }| {
            facts.setting(pick.variable, &self.variables).excludes(text)
        });
        if !excluded {
            return (may_succeed, may_fail);
        }
        if matches!(test, Operation::IsSet { .. }) { (true, may_misfire) } else { (false, true) }
    }

    /// The facts if one of these valuations applies.
    pub(super) fn refined(&self, facts: &Facts, valuations: &[&Valuation<'_>]) -> Facts {
        let Some((first, _)) = valuations.split_first() else { return facts.clone() };
        let mut refined = facts.clone();
        for Pick { variable, .. } in &first.picks {
            let picks = valuations
                .iter()
                .map(|valuation| valuation.picks.iter().find(|pick| pick.variable == *variable));
            // A setting that does not matter can have any value.
            let Some(mut choices) =
                picks.map(|pick| Some(pick?.choice)).collect::<Option<SmallVec<[_; 4]>>>()
            else {
                continue;
            };
            choices.sort_unstable();
            let keep = |choice| choices.binary_search(&choice).is_ok();
            let fact = facts.setting(*variable, &self.variables);
            if fact.choices().all(keep) || self.is_volatile(*variable, &fact) {
                continue;
            }
            refined.set(*variable, fact.restricted(&keep), &self.variables);
        }
        refined
    }

    fn is_volatile(&self, variable: VariableId, fact: &Fact) -> bool {
        !fact.own && self.variables.get(variable).is_some_and(|variable| variable.volatile)
    }

    /// The state after settings with unknown values were compared with texts, and found equal or not. (`isset` compares
    /// with the empty text, and succeeds if they differ.)
    fn compared(&self, mut facts: Facts, valuations: &[&Valuation<'_>], success: bool) -> Facts {
        let mut unknown: BTreeMap<VariableId, Option<Vec<&[u8]>>> = BTreeMap::new();
        let Some(name) = valuations.first().and_then(|valuation| valuation.words.first()) else {
            return facts;
        };
        let is_isset = name.as_known() == Some(b"isset");
        if is_isset && !success {
            // A text that starts with `-` fails as well.
            return facts;
        }
        let equal = success && !is_isset;
        for valuation in valuations {
            let compared = comparison(valuation);
            for pick in valuation.picks.iter().filter(|pick| pick.choice == Choice::Other) {
                let text = compared.as_ref().filter(|compared| compared.pick.variable == pick.variable);
                let texts = unknown.entry(pick.variable).or_insert_with(|| Some(Vec::new()));
                match (texts.as_mut(), text) {
                    (Some(texts), Some(compared)) => texts.push(compared.text),
                    _ => *texts = None,
                }
            }
        }
        for (variable, texts) in unknown {
            // A valuation without the setting says nothing about it.
            let looks =
                |valuation: &&Valuation<'_>| valuation.picks.iter().any(|pick| pick.variable == variable);
            let Some(mut texts) = texts.filter(|_| valuations.iter().all(looks)) else { continue };
            texts.sort_unstable();
            texts.dedup();
            let old = facts.setting(variable, &self.variables);
            if self.is_volatile(variable, &old) {
                continue;
            }
            let mut fact = Fact::clone(&old);
            if equal {
                fact = fact.restricted(&|choice| choice != Choice::Other);
                fact.set_by = old.set_by.clone();
                for text in &texts {
                    fact.add_shown(text);
                }
            } else if let [text] = texts.as_slice()
                && !text.starts_with(b"-")
            {
                fact.exclude(text);
            }
            facts.set(variable, fact, &self.variables);
        }
        facts
    }
}

/// The setting of unknown value that a test compares with a known text, if there is one.
fn comparison<'r>(valuation: &'r Valuation<'_>) -> Option<Comparison<'r>> {
    let unknown = |at: usize| {
        let pick = valuation.picks.iter().find(|pick| pick.whole_word == Some(at));
        pick.filter(|pick| pick.choice == Choice::Other).copied()
    };
    match valuation.words.as_slice() {
        [name, _] if name.as_known() == Some(b"isset") => Some(Comparison { pick: unknown(1)?, text: b"" }),
        [name, left, right] if name.as_known() == Some(b"iseq") => {
            let (pick, text) = match unknown(1) {
                Some(pick) => (pick, right),
                None => (unknown(2)?, left),
            };
            Some(Comparison { pick, text: text.as_known()? })
        }
        _ => None,
    }
}
