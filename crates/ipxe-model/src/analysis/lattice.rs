//! The lattice: the possible states before a command, and their join.

use std::{cell::RefCell, rc::Rc};

use foldhash::HashMap;
use ipxe_language::text::{Certainty, Text};
use smallvec::SmallVec;

use super::{
    Sources,
    fact::Fact,
    id_map::IdMap,
    names::NameId,
    variables::{VariableId, Variables},
};

/// The facts in one state. Copies are cheap.
#[derive(Clone, Debug)]
pub(super) struct Facts(Rc<Known>);

/// The contents of [`Facts`].
#[derive(Clone, Debug)]
pub(super) struct Known {
    /// The settings about which more is known than when the script began.
    settings: IdMap<Fact>,
    /// Whether other scripts or the network may have changed any setting since the start.
    pub(super) foreign: bool,
    pub(super) images: Images,
    pub(super) menus: Menus,
    pub(super) network: Network,
}

/// The images that may be registered.
#[derive(Clone, Debug, Default)]
pub(super) struct Images {
    /// By name.
    pub(super) known: IdMap<ImageFact>,
    /// Whether there may be other images, with unknown names.
    pub(super) others: bool,
    /// Whether these other images may have the name of a known one.
    pub(super) computed: bool,
    pub(super) selected: Selected,
}

/// What is known about the images of one name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ImageFact {
    /// Whether there certainly is one.
    pub(super) certain: bool,
    /// Whether there may be several.
    pub(super) several: bool,
    /// The sources that may have registered it.
    pub(super) by: Sources,
}

/// The image that `boot` would execute.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Selected {
    /// Perhaps none.
    pub(super) none: bool,
    /// Whether an image with an unknown name may be selected.
    pub(super) other: bool,
    /// The possible names, ascending.
    pub(super) names: SmallVec<[NameId; 2]>,
    /// Whether it may return after it is executed, as scripts do.
    pub(super) returns: bool,
}

/// Copies all names in one operation.
impl Clone for Selected {
    fn clone(&self) -> Self {
        Self { names: SmallVec::from_slice(&self.names), ..*self }
    }
}

impl Selected {
    /// Whether `boot` certainly executes an image that does not return.
    pub(super) fn surely_leaves(&self) -> bool {
        !self.none && !self.returns
    }
}

/// The menus and forms that may exist.
#[derive(Clone, Debug, Default)]
pub(super) struct Menus {
    /// By name.
    pub(super) known: IdMap<MenuFact>,
    /// Whether there may be others, with any name.
    pub(super) others: bool,
}

/// What is known about the menu of one name.
#[derive(Clone, Debug)]
pub(super) struct MenuFact {
    /// Whether it certainly exists.
    pub(super) certain: bool,
    pub(super) by: Sources,
    /// Its items, by the commands that add them.
    pub(super) items: IdMap<ItemFact>,
    /// Whether it may have other items.
    pub(super) others: bool,
}

/// What is known about an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ItemFact {
    /// Whether it certainly exists.
    pub(super) certain: bool,
    /// Its possible names; separators have none.
    pub(super) names: Vec<Text<'static>>,
    pub(super) default: bool,
}

/// What has happened to the network since the script began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Network {
    pub(super) opened: Certainty,
    pub(super) configured: Certainty,
    pub(super) downloaded: Certainty,
}

impl Default for Network {
    fn default() -> Self {
        Self { opened: Certainty::No, configured: Certainty::No, downloaded: Certainty::No }
    }
}

impl Facts {
    /// The state when a script begins; `first`: no other script ran before.
    pub(super) fn start(first: bool) -> Self {
        let images = Images {
            others: !first,
            selected: Selected { none: true, other: !first, returns: !first, ..Selected::default() },
            ..Images::default()
        };
        let menus = Menus { others: !first, ..Menus::default() };
        let known =
            Known { settings: IdMap::default(), foreign: false, images, menus, network: Network::default() };
        Self(Rc::new(known))
    }

    /// Nothing.
    pub(super) fn nothing() -> Self {
        let mut facts = Self::start(false);
        let known = facts.change();
        known.foreign = true;
        known.network =
            Network { opened: Certainty::Maybe, configured: Certainty::Maybe, downloaded: Certainty::Maybe };
        facts
    }

    /// Whether both are the same object, without a comparison of contents.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }

    pub(super) fn known(&self) -> &Known {
        &self.0
    }

    pub(super) fn change(&mut self) -> &mut Known {
        Rc::make_mut(&mut self.0)
    }

    /// The fact about a setting.
    pub(super) fn setting(&self, id: VariableId, variables: &Variables<'_>) -> Rc<Fact> {
        let known = self.0.settings.get(id).cloned();
        known
            .or_else(|| Some(Rc::clone(variables.get(id)?.base(self.0.foreign))))
            .unwrap_or_else(|| Rc::new(Fact::whatever(&Sources::others())))
    }

    /// The fact about a setting, if more is known than when the script began.
    pub(super) fn held(&self, id: VariableId) -> Option<&Rc<Fact>> {
        self.0.settings.get(id)
    }

    /// Sets the fact about a setting from here on.
    pub(super) fn set(&mut self, id: VariableId, fact: Fact, variables: &Variables<'_>) {
        let Some(variable) = variables.get(id) else { return };
        let is_base = **variable.base(self.0.foreign) == fact;
        let fact = (!is_base).then(|| variable.shared(fact));
        let is_held = match (self.held(id), &fact) {
            (Some(held), Some(fact)) => Rc::ptr_eq(held, fact),
            (held, fact) => held.is_none() && fact.is_none(),
        };
        if !is_held {
            self.change().settings.set(id, fact);
        }
    }

    /// Other scripts or the network may have changed any setting.
    pub(super) fn havoc_settings(&mut self, variables: &Variables<'_>) {
        let known = self.change();
        known.foreign = true;
        known.settings = variables.havocked.all(&known.settings, variables);
    }

    /// Joins with another state. Returns whether anything changed.
    pub(super) fn join(&mut self, other: &Self, widen: bool, variables: &Variables<'_>) -> bool {
        if self.is_same(other) || variables.joins.is_known(self, other) {
            return false;
        }
        let mut known = Known::clone(&self.0);
        let changed = known.join(&other.0, widen, variables);
        if changed {
            self.0 = if known.is_same(&other.0) { Rc::clone(&other.0) } else { Rc::new(known) };
        } else {
            variables.joins.note(self, other);
        }
        changed
    }
}

impl Known {
    /// Whether both are equal. Maps are compared by identity only.
    fn is_same(&self, other: &Self) -> bool {
        self.settings.is_same(&other.settings)
            && self.foreign == other.foreign
            && self.images.is_same(&other.images)
            && self.menus.known.is_same(&other.menus.known)
            && self.menus.others == other.menus.others
            && self.network == other.network
    }

    fn join(&mut self, other: &Self, widen: bool, variables: &Variables<'_>) -> bool {
        let (foreign, other_foreign) = (self.foreign, other.foreign);
        let both = foreign || other_foreign;
        let mut changed = both != foreign;
        self.foreign = both;
        changed |= self.settings.merge(&other.settings, &mut |id, old, new| {
            variables.charge(5);
            let variable = variables.get(id)?;
            let (from, with) =
                (old.unwrap_or(variable.base(foreign)), new.unwrap_or(variable.base(other_foreign)));
            if foreign == both && from.includes(with) {
                return old.cloned();
            }
            if other_foreign == both && !widen && with.includes(from) {
                return new.cloned();
            }
            let mut fact = Fact::clone(from);
            fact.add(with, widen);
            if fact == **variable.base(both) {
                return None;
            }
            Some(old.filter(|old| ***old == fact).map_or_else(|| variable.shared(fact), Rc::clone))
        });
        changed |= self.images.join(&other.images, variables);
        changed |= self.menus.join(&other.menus, variables);
        changed | self.network.join(other.network)
    }
}

/// A cache of havocked settings: the same settings are often havocked again. The cached result is the same object, so a
/// join with it is trivial.
#[derive(Debug, Default)]
pub(super) struct Havocked {
    last: RefCell<Option<(IdMap<Fact>, IdMap<Fact>)>>,
    /// Facts about single settings, by address; the map keeps each fact alive, so its address stays unique.
    facts: RefCell<HashMap<usize, BeforeAndAfter>>,
}

type BeforeAndAfter = (Rc<Fact>, Rc<Fact>);

impl Havocked {
    /// The maximum number of remembered facts.
    const FACTS: usize = 1 << 14;

    fn all(&self, settings: &IdMap<Fact>, variables: &Variables<'_>) -> IdMap<Fact> {
        let mut last = self.last.borrow_mut();
        match &*last {
            Some((before, after)) if before.is_same(settings) => after.clone(),
            _ => {
                let others = Fact::whatever(&Sources::others());
                let mut havocked = settings.clone();
                havocked.update(|fact| {
                    variables.charge(3);
                    Some(self.fact(fact, &others))
                });
                last.insert((settings.clone(), havocked)).1.clone()
            }
        }
    }

    fn fact(&self, fact: &Rc<Fact>, others: &Fact) -> Rc<Fact> {
        if fact.includes(others) {
            return Rc::clone(fact);
        }
        let mut facts = self.facts.borrow_mut();
        if facts.len() >= Self::FACTS {
            facts.clear();
        }
        let (_, havocked) = facts.entry(Rc::as_ptr(fact).addr()).or_insert_with(|| {
            let mut havocked = Fact::clone(fact);
            havocked.add(others, false);
            (Rc::clone(fact), Rc::new(havocked))
        });
        Rc::clone(havocked)
    }
}

/// Joins that changed nothing: the same joins are often tried again.
#[derive(Debug, Default)]
pub(super) struct NoOpJoins(RefCell<Vec<Option<(Facts, Facts)>>>);

impl NoOpJoins {
    const SLOTS: usize = 1024;

    fn slot(left: &Facts, right: &Facts) -> usize {
        let address = |facts: &Facts| Rc::as_ptr(&facts.0).addr() / 32;
        (address(left) ^ address(right).wrapping_mul(31)) % Self::SLOTS
    }

    fn is_known(&self, left: &Facts, right: &Facts) -> bool {
        let joins = self.0.borrow();
        let known = joins.get(Self::slot(left, right)).and_then(Option::as_ref);
        known.is_some_and(|(known, other)| known.is_same(left) && other.is_same(right))
    }

    fn note(&self, left: &Facts, right: &Facts) {
        let mut joins = self.0.borrow_mut();
        if joins.is_empty() {
            joins.resize(Self::SLOTS, None);
        }
        if let Some(place) = joins.get_mut(Self::slot(left, right)) {
            *place = Some((left.clone(), right.clone()));
        }
    }
}

impl Images {
    fn is_same(&self, other: &Self) -> bool {
        self.known.is_same(&other.known)
            && (self.others, self.computed) == (other.others, other.computed)
            && self.selected == other.selected
    }

    /// Each image may have been freed, or selected.
    pub(super) fn each_uncertain(&mut self, variables: &Variables<'_>) {
        self.selected.none = true;
        self.known.update(|image| {
            variables.charge(3);
            let uncertain = ImageFact { certain: false, several: true, by: image.by.clone() };
            Some(kept(Some(image), None, uncertain))
        });
    }

    fn join(&mut self, other: &Self, variables: &Variables<'_>) -> bool {
        let mut changed = raise(&mut self.others, other.others);
        changed |= raise(&mut self.computed, other.computed);
        changed |= self.selected.join(&other.selected);
        changed
            | self.known.merge(&other.known, &mut |_, old, new| {
                variables.charge(2);
                join_images(old, new)
            })
    }
}

impl ImageFact {
    /// Whether joining with another one changes nothing.
    fn includes(&self, other: Option<&Rc<Self>>) -> bool {
        let Some(other) = other else { return !self.certain };
        (other.certain || !self.certain) && (self.several || !other.several) && self.by.includes(&other.by)
    }
}

fn join_images(old: Option<&Rc<ImageFact>>, new: Option<&Rc<ImageFact>>) -> Option<Rc<ImageFact>> {
    if let Some(old) = old.filter(|old| old.includes(new)) {
        return Some(Rc::clone(old));
    }
    if let Some(new) = new.filter(|new| new.includes(old)) {
        return Some(Rc::clone(new));
    }
    let mut fact = ImageFact::clone(old.or(new)?);
    fact.certain = old.zip(new).is_some_and(|(old, new)| old.certain && new.certain);
    if let Some(new) = new {
        fact.several |= new.several;
        fact.by.add(&new.by);
    }
    Some(kept(old, new, fact))
}

impl Selected {
    fn join(&mut self, other: &Self) -> bool {
        let mut changed = raise(&mut self.none, other.none);
        changed |= raise(&mut self.other, other.other);
        changed |= raise(&mut self.returns, other.returns);
        for name in &other.names {
            if let Err(at) = self.names.binary_search(name) {
                self.names.insert(at, *name);
                changed = true;
            }
        }
        if self.names.len() > MAX_SELECTED {
            self.names.clear();
            self.other = true;
        }
        changed
    }
}

/// The maximum number of images distinguished as the selected one.
const MAX_SELECTED: usize = 16;

impl Menus {
    fn join(&mut self, other: &Self, variables: &Variables<'_>) -> bool {
        let changed = raise(&mut self.others, other.others);
        changed
            | self.known.merge(&other.known, &mut |_, old, new| {
                let mut fact = MenuFact::clone(old.or(new)?);
                let mut differs = old.is_none();
                let certain = old.zip(new).is_some_and(|(old, new)| old.certain && new.certain);
                differs |= fact.certain != certain;
                fact.certain = certain;
                if let (Some(old), Some(new)) = (old, new) {
                    fact.by.add(&new.by);
                    differs |= fact.by != old.by;
                    differs |= raise(&mut fact.others, new.others);
                    differs |= fact.items.merge(&new.items, &mut |_, old, new| {
                        variables.charge(2);
                        join_items(old, new)
                    });
                }
                Some(match old {
                    Some(old) if !differs => Rc::clone(old),
                    _ => Rc::new(fact),
                })
            })
    }
}

fn join_items(old: Option<&Rc<ItemFact>>, new: Option<&Rc<ItemFact>>) -> Option<Rc<ItemFact>> {
    let mut fact = ItemFact::clone(old.or(new)?);
    fact.certain = old.zip(new).is_some_and(|(old, new)| old.certain && new.certain);
    if let Some(new) = new {
        fact.add_names(&new.names);
        fact.default |= new.default;
    }
    Some(kept(old, new, fact))
}

impl ItemFact {
    pub(super) fn add_names(&mut self, names: &[Text<'static>]) {
        for name in names {
            if !self.names.contains(name) && !self.names.contains(&Text::unknown()) {
                self.names.push(name.clone());
            }
        }
        if self.names.len() > MAX_ITEM_NAMES {
            self.names = vec![Text::unknown()];
        }
    }
}

/// The maximum number of distinguished names of one item.
const MAX_ITEM_NAMES: usize = 16;

impl Network {
    /// Other scripts may have changed it.
    pub(super) fn havoc(&mut self) {
        let maybe = Certainty::Maybe;
        self.join(Self { opened: maybe, configured: maybe, downloaded: maybe });
    }

    fn join(&mut self, other: Self) -> bool {
        let before = *self;
        self.opened = either(self.opened, other.opened);
        self.configured = either(self.configured, other.configured);
        self.downloaded = either(self.downloaded, other.downloaded);
        *self != before
    }
}

fn either(left: Certainty, right: Certainty) -> Certainty {
    if left == right { left } else { Certainty::Maybe }
}

fn raise(flag: &mut bool, other: bool) -> bool {
    let changed = other && !*flag;
    *flag |= other;
    changed
}

/// One of the joined values, if it equals the result.
fn kept<T: PartialEq>(old: Option<&Rc<T>>, new: Option<&Rc<T>>, joined: T) -> Rc<T> {
    let same = [old, new].into_iter().flatten().find(|known| ***known == joined);
    same.map_or_else(|| Rc::new(joined), Rc::clone)
}
