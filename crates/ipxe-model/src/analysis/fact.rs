//! What is known of one setting at one place.

use std::{cmp::Ordering, rc::Rc};

use ipxe_catalog::SettingType;
use ipxe_language::text::Text;
use ipxe_machine::settings::{Origin, Raw, Settings, Value};
use smallvec::SmallVec;

use super::Sources;

/// The most values of a setting that are told apart: a menu's entries fit.
pub(super) const MAX_VALUES: usize = 128;
/// The most texts that a setting is known not to show.
const MAX_EXCLUDED: usize = 32;
/// Values longer than this, in bytes, are unknown: settings that double each other grow without end.
pub(super) const MAX_LENGTH: usize = 2048;

/// What is known of a setting: whether it is set, and to what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fact {
    /// Why it may have no value; empty if it surely has one.
    pub(super) unset_by: Sources,
    /// Why it may have a value; empty if it surely has none.
    pub(super) set_by: Sources,
    /// Values that it may have, sorted.
    pub(super) listed: Listed,
    /// Whether it may have a value that is not listed, and the texts that none of these shows, sorted.
    pub(super) other: Option<Vec<Rc<[u8]>>>,
    /// Whether the script surely has put the value where it is read first, so that nothing elsewhere can hide it.
    pub(super) own: bool,
}

/// Values, sorted; most settings have one.
pub(super) type Listed = SmallVec<[Possible; 1]>;

/// A value that a setting may have. Copies are cheap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Possible {
    /// Its bytes as they are kept, of known type; or as they are shown, if all that is known is that.
    pub(super) text: Rc<Text<'static>>,
    pub(super) kept_as: Option<SettingType>,
}

/// One of the ways a setting may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Choice {
    Unset,
    /// The value at this index of the list.
    Listed(usize),
    Other,
}

impl Possible {
    pub(super) fn new(text: Text<'static>, kept_as: Option<SettingType>) -> Self {
        Self { text: Rc::new(text), kept_as }
    }

    /// A value as the engine keeps it.
    pub(super) fn of(value: &Value) -> Option<Self> {
        match value.raw() {
            Raw::Known(raw) if raw.len() <= MAX_LENGTH => {
                Some(Self::new(Text::from(raw.clone()), Some(value.setting_type())))
            }
            _ => None,
        }
    }

    /// What an expansion shows of it on a machine with such settings.
    pub(super) fn shown(&self, requested: Option<SettingType>, settings: &Settings) -> Text<'static> {
        let text = || Text::clone(&self.text);
        let Some(kept_as) = self.kept_as else {
            return if requested.is_none() { text() } else { Text::unknown() };
        };
        let setting_type = requested.unwrap_or(kept_as);
        match self.text.as_known() {
            // Text is shown as it is kept.
            Some(_) if setting_type == SettingType::String && kept_as == SettingType::String => {
                text().until_nul()
            }
            Some(raw) => {
                let value = Value::new(Raw::Known(raw.to_vec()), kept_as, Origin::Computed);
                settings.format(&value, setting_type).map_or_else(|_| Text::default(), Text::into_owned)
            }
            None if setting_type == SettingType::String => text().until_nul(),
            None => Text::unknown(),
        }
    }

    /// The text, if all that is known is what is shown.
    fn as_shown(&self) -> Option<&[u8]> {
        self.text.as_known().filter(|_| self.kept_as.is_none())
    }

    fn key(&self) -> (&[u8], &[usize], Option<SettingType>) {
        (self.text.known_bytes(), self.text.holes(), self.kept_as)
    }

    fn order(&self, other: &Self) -> Ordering {
        if Rc::ptr_eq(&self.text, &other.text) && self.kept_as == other.kept_as {
            return Ordering::Equal;
        }
        self.key().cmp(&other.key())
    }
}

impl Fact {
    /// It has no value.
    pub(super) fn unset(by: Sources) -> Self {
        Self { unset_by: by, set_by: Sources::default(), listed: Listed::new(), other: None, own: false }
    }

    /// It has some value.
    pub(super) fn any(by: Sources) -> Self {
        Self { other: Some(Vec::new()), ..Self::one_of(Listed::new(), by) }
    }

    /// It has one of these values.
    pub(super) fn one_of(values: impl IntoIterator<Item = Possible>, by: Sources) -> Self {
        let mut listed = Listed::from_iter(values);
        listed.sort_by(Possible::order);
        listed.dedup();
        let mut fact = Self { unset_by: Sources::default(), set_by: by, listed, other: None, own: false };
        fact.bound();
        fact
    }

    /// Whatever others may have done.
    pub(super) fn whatever(by: &Sources) -> Self {
        Self { unset_by: by.clone(), ..Self::any(by.clone()) }
    }

    pub(super) fn may_be_unset(&self) -> bool {
        !self.unset_by.is_empty()
    }

    pub(super) fn may_be_set(&self) -> bool {
        self.other.is_some() || !self.listed.is_empty()
    }

    /// The ways it may be; none if it cannot be any.
    pub(super) fn choices(&self) -> impl Iterator<Item = Choice> {
        let unset = self.may_be_unset().then_some(Choice::Unset);
        let listed = (0..self.listed.len()).map(Choice::Listed);
        unset.into_iter().chain(listed).chain(self.other.is_some().then_some(Choice::Other))
    }

    /// What an expansion shows when the setting is in that way.
    pub(super) fn shown(
        &self,
        choice: Choice,
        requested: Option<SettingType>,
        settings: &Settings,
    ) -> Text<'static> {
        match choice {
            Choice::Unset => Text::default(),
            Choice::Listed(at) => {
                self.listed.get(at).map_or_else(Text::unknown, |value| value.shown(requested, settings))
            }
            Choice::Other => Text::unknown(),
        }
    }

    /// Whether a value that is not listed surely shows another text than this.
    pub(super) fn excludes(&self, text: &[u8]) -> bool {
        self.other.as_ref().is_some_and(|excluded| contains(excluded, text))
    }

    /// The same fact without the ways that `keep` does not admit.
    pub(super) fn restricted(&self, keep: &dyn Fn(Choice) -> bool) -> Self {
        let numbered = self.listed.iter().enumerate();
        let listed: Listed =
            numbered.filter(|(at, _)| keep(Choice::Listed(*at))).map(|(_, value)| value.clone()).collect();
        let other = self.other.clone().filter(|_| keep(Choice::Other));
        let (mut unset_by, mut set_by) = (Sources::default(), Sources::default());
        if keep(Choice::Unset) {
            unset_by = self.unset_by.clone();
        }
        if other.is_some() || !listed.is_empty() {
            set_by = self.set_by.clone();
        }
        Self { unset_by, set_by, listed, other, own: self.own }
    }

    /// Has a value that is not listed show another text than this.
    pub(super) fn exclude(&mut self, text: &[u8]) {
        if let Some(excluded) = &mut self.other
            && excluded.len() < MAX_EXCLUDED
            && let Err(at) = excluded.binary_search_by(|other| (**other).cmp(text))
        {
            excluded.insert(at, text.into());
        }
    }

    /// Adds a value of which it is known what it shows.
    pub(super) fn add_shown(&mut self, text: &[u8]) {
        let shown = Possible::new(Text::from(text.to_vec()), None);
        if let Err(at) = self.listed.binary_search_by(|other| other.order(&shown)) {
            self.listed.insert(at, shown);
        }
    }

    /// Whether adding another fact would change nothing.
    pub(super) fn includes(&self, other: &Self) -> bool {
        let others = match (&self.other, &other.other) {
            (_, None) => true,
            (None, Some(_)) => false,
            (Some(excluded), Some(others)) => excluded.iter().all(|text| contains(others, text)),
        };
        others
            && (other.own || !self.own)
            && self.unset_by.includes(&other.unset_by)
            && self.set_by.includes(&other.set_by)
            && self.includes_values(&other.listed)
    }

    fn includes_values(&self, values: &[Possible]) -> bool {
        // Both are sorted, and often the same: walking along both beats searching for each.
        let mut rest = self.listed.iter();
        let mut is_listed = |value: &Possible| {
            rest.find_map(|known| match known.order(value) {
                Ordering::Less => None,
                order => Some(order.is_eq()),
            })
        };
        values.iter().all(|value| match (&self.other, value.as_shown()) {
            (Some(excluded), Some(text)) => !contains(excluded, text),
            _ => is_listed(value) == Some(true),
        })
    }

    /// Adds all ways of another fact. With `widen`, values that are new become unknown ones.
    pub(super) fn add(&mut self, other: &Self, widen: bool) {
        self.own &= other.own;
        self.unset_by.add(&other.unset_by);
        self.set_by.add(&other.set_by);
        self.other = match (self.other.take(), &other.other) {
            (Some(mut excluded), Some(others)) => {
                excluded.retain(|text| contains(others, text));
                Some(excluded)
            }
            (Some(excluded), None) => Some(excluded),
            (None, excluded) => excluded.clone(),
        };
        let before = self.listed.len();
        for value in &other.listed {
            if let Err(at) = self.listed.binary_search_by(|known| known.order(value)) {
                self.listed.insert(at, value.clone());
            }
        }
        if widen && self.listed.len() > before {
            (self.listed, self.other) = (Listed::new(), Some(Vec::new()));
        }
        self.bound();
        self.absorb();
    }

    /// All ways of several facts; none of none. As adding one to the other, but sorts their values only once.
    pub(super) fn any_of(facts: impl IntoIterator<Item = Self>) -> Option<Self> {
        let mut facts = facts.into_iter();
        let mut any = facts.next()?;
        let mut listed: Vec<Possible> = std::mem::take(&mut any.listed).into_vec();
        for mut fact in facts {
            listed.append(&mut std::mem::take(&mut fact.listed).into_vec());
            any.add(&fact, false);
        }
        listed.sort_by(Possible::order);
        listed.dedup();
        any.listed = Listed::from_vec(listed);
        any.bound();
        any.absorb();
        Some(any)
    }

    /// Drops listed values that the others include, and exclusions that a listed value fills.
    fn absorb(&mut self) {
        let Some(excluded) = &mut self.other else { return };
        self.listed.retain(|value| {
            let Some(text) = value.as_shown() else { return true };
            excluded.retain(|other| **other != *text);
            false
        });
    }

    fn bound(&mut self) {
        let long = |value: &Possible| value.text.known_bytes().len() > MAX_LENGTH;
        if self.listed.len() > MAX_VALUES || self.listed.iter().any(long) {
            (self.listed, self.other) = (Listed::new(), Some(Vec::new()));
        }
    }
}

fn contains(sorted: &[Rc<[u8]>], text: &[u8]) -> bool {
    sorted.binary_search_by(|other| (**other).cmp(text)).is_ok()
}
