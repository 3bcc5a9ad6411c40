//! The facts about one setting in one state.

use std::{cmp::Ordering, rc::Rc};

use ipxe_catalog::SettingType;
use ipxe_language::text::Text;
use ipxe_machine::settings::{Origin, Raw, Settings, Value};
use smallvec::SmallVec;

use super::Sources;

/// The maximum number of values of a setting that are distinguished: enough for the entries of a menu.
pub(super) const MAX_VALUES: usize = 128;
/// The maximum number of excluded texts of a setting.
const MAX_EXCLUDED: usize = 32;
/// Values longer than this, in bytes, are unknown: settings that double each other grow without bound.
pub(super) const MAX_LENGTH: usize = 2048;

/// Whether a setting has a value, and which ones are possible.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fact {
    /// Reasons why it may have no value. Empty if it certainly has one.
    pub(super) unset_by: Sources,
    /// Reasons why it may have a value. Empty if it certainly has none.
    pub(super) set_by: Sources,
    /// The listed values, sorted.
    pub(super) listed: Listed,
    /// Whether a value that is not listed is possible, and the sorted texts that no such value shows.
    pub(super) other: Option<Vec<Rc<[u8]>>>,
    /// Whether the script certainly wrote the value to the block that iPXE reads first, so that no other block can hide
    /// it.
    pub(super) own: bool,
}

/// Sorted values; most settings have one.
pub(super) type Listed = SmallVec<[Possible; 1]>;

/// A possible value of a setting. Copies are cheap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Possible {
    /// The bytes as stored, of known type; or as shown, if only that is known.
    pub(super) text: Rc<Text<'static>>,
    pub(super) kept_as: Option<SettingType>,
}

/// One possible state of a setting.
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

    /// A value in the engine's representation.
    pub(super) fn of(value: &Value) -> Option<Self> {
        match value.raw() {
            Raw::Known(raw) if raw.len() <= MAX_LENGTH => {
                Some(Self::new(Text::from(raw.clone()), Some(value.setting_type())))
            }
            _ => None,
        }
    }

    /// The text that an expansion shows, on a machine with these settings.
    pub(super) fn shown(&self, requested: Option<SettingType>, settings: &Settings) -> Text<'static> {
        let text = || Text::clone(&self.text);
        let Some(kept_as) = self.kept_as else {
            return if requested.is_none() { text() } else { Text::unknown() };
        };
        let setting_type = requested.unwrap_or(kept_as);
        match self.text.as_known() {
            // Text is shown as stored.
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

    /// The text, if only the shown text is known.
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
    /// The setting has no value.
    pub(super) fn unset(by: Sources) -> Self {
        Self { unset_by: by, set_by: Sources::default(), listed: Listed::new(), other: None, own: false }
    }

    /// The setting has a value, which is unknown.
    pub(super) fn any(by: Sources) -> Self {
        Self { other: Some(Vec::new()), ..Self::one_of(Listed::new(), by) }
    }

    /// The setting has one of these values.
    pub(super) fn one_of(values: impl IntoIterator<Item = Possible>, by: Sources) -> Self {
        let mut listed = Listed::from_iter(values);
        listed.sort_by(Possible::order);
        listed.dedup();
        let mut fact = Self { unset_by: Sources::default(), set_by: by, listed, other: None, own: false };
        fact.bound();
        fact
    }

    /// Any state: other scripts or the network may have set it.
    pub(super) fn whatever(by: &Sources) -> Self {
        Self { unset_by: by.clone(), ..Self::any(by.clone()) }
    }

    pub(super) fn may_be_unset(&self) -> bool {
        !self.unset_by.is_empty()
    }

    pub(super) fn may_be_set(&self) -> bool {
        self.other.is_some() || !self.listed.is_empty()
    }

    /// The possible states; empty if there is none.
    pub(super) fn choices(&self) -> impl Iterator<Item = Choice> {
        let unset = self.may_be_unset().then_some(Choice::Unset);
        let listed = (0..self.listed.len()).map(Choice::Listed);
        unset.into_iter().chain(listed).chain(self.other.is_some().then_some(Choice::Other))
    }

    /// The text that an expansion shows in this state.
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

    /// Whether no unlisted value shows this text.
    pub(super) fn excludes(&self, text: &[u8]) -> bool {
        self.other.as_ref().is_some_and(|excluded| contains(excluded, text))
    }

    /// The same fact, restricted to the states that `keep` accepts.
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

    /// Excludes a text: no unlisted value shows it.
    pub(super) fn exclude(&mut self, text: &[u8]) {
        if let Some(excluded) = &mut self.other
            && excluded.len() < MAX_EXCLUDED
            && let Err(at) = excluded.binary_search_by(|other| (**other).cmp(text))
        {
            excluded.insert(at, text.into());
        }
    }

    /// Adds a value whose shown text is known.
    pub(super) fn add_shown(&mut self, text: &[u8]) {
        let shown = Possible::new(Text::from(text.to_vec()), None);
        if let Err(at) = self.listed.binary_search_by(|other| other.order(&shown)) {
            self.listed.insert(at, shown);
        }
    }

    /// Whether joining with another fact would change nothing.
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
        // Both are sorted, and often equal: a linear merge is faster than a search for each.
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

    /// Joins with another fact. With `widen`, new values become unknown ones.
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

    /// The join of several facts; the empty fact for none. Equal to pairwise joins, but sorts the values only once.
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

    /// Drops listed values that the unlisted ones include, and exclusions that a listed value cancels.
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
