//! The settings that matter to a script.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use foldhash::HashMap;
use ipxe_catalog::SettingType;
use ipxe_catalog::{Arch, Catalog, Platform, SettingScope};
use ipxe_language::{
    setting_name::{SettingName, parse_tag},
    text::{Piece, Text},
};
use ipxe_machine::settings::{Absence, Settings};
use ipxe_syntax::Script;
use smallvec::SmallVec;

use super::{
    Assumptions, Sources,
    fact::{Fact, Possible},
    lattice::{Havocked, NoOpJoins},
};

/// The number of a [`Variable`].
pub(super) type VariableId = u32;

/// The maximum number of distinguished settings besides those whose names are literal in the script.
const MAX_COMPUTED: usize = 4096;

/// A setting as it is read: the visible value under a name in a settings block, or in one of the blocks below it.
#[derive(Debug)]
pub(super) struct Variable {
    pub(super) scope: Box<[u8]>,
    pub(super) name: Box<[u8]>,
    /// When the script begins.
    initial: Rc<Fact>,
    /// The same, after havoc.
    havocked: Rc<Fact>,
    /// The visible value when the block itself has none.
    below: Rc<Fact>,
    /// Whether iPXE computes its value each time.
    pub(super) volatile: bool,
    /// Whether configuring the network may set it.
    pub(super) from_network: bool,
    /// The latest facts about it. Equal facts share one allocation, so that they can be compared by address.
    recent: RefCell<SmallVec<[Rc<Fact>; Self::RECENT]>>,
}

impl Variable {
    /// The maximum number of shared facts.
    const RECENT: usize = 4;

    /// A fact, shared with equal recent ones.
    pub(super) fn shared(&self, fact: Fact) -> Rc<Fact> {
        let mut recent = self.recent.borrow_mut();
        if let Some(known) = recent.iter().rev().find(|known| ***known == fact) {
            return Rc::clone(known);
        }
        if recent.len() >= Self::RECENT {
            recent.remove(0);
        }
        let fact = Rc::new(fact);
        recent.push(Rc::clone(&fact));
        fact
    }

    /// The fact about it, if nothing more is known.
    pub(super) fn base(&self, foreign: bool) -> &Rc<Fact> {
        if foreign { &self.havocked } else { &self.initial }
    }

    /// The visible value when the block itself has none.
    pub(super) fn below(&self, foreign: bool) -> &Rc<Fact> {
        if foreign { &self.havocked } else { &self.below }
    }
}

/// A setting as named in an expansion.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reference {
    pub(super) variable: VariableId,
    pub(super) requested: Requested,
}

/// The type in an expansion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Requested {
    Default,
    Type(SettingType),
    /// There is no such type: the expansion is empty.
    Unknown,
}

/// How a write to one setting affects another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Relation {
    /// Both are the same setting.
    Same,
    /// The written value is visible if no block above has one.
    Below,
    /// It may be the same setting under another name.
    Alias,
}

/// All settings that matter, and the fact about each of them at the start.
#[derive(Debug)]
pub(super) struct Variables<'a> {
    catalog: &'a Catalog,
    pub(super) assumptions: Assumptions<'a>,
    /// The settings without those of the root block, if that has any.
    below_root: Option<Settings>,
    table: RefCell<Table>,
    pub(super) joins: NoOpJoins,
    pub(super) havocked: Havocked,
    /// The work so far, in steps of very roughly a hundred instructions.
    work: Cell<usize>,
}

/// A settings block and a name in it.
type Place = (Box<[u8]>, Box<[u8]>);

#[derive(Debug, Default)]
struct Table {
    all: Vec<Rc<Variable>>,
    references: HashMap<Box<[u8]>, Reference>,
    by_name: HashMap<Box<[u8]>, Vec<VariableId>>,
    by_place: HashMap<Place, VariableId>,
    /// Written names that are not fully known.
    patterns: Vec<Text<'static>>,
    /// The maximum number of settings.
    limit: usize,
    /// Whether the execution has begun, so that a setting that is added now may have been changed before.
    started: bool,
}

impl<'a> Variables<'a> {
    /// The settings whose names are literal in the script's expansions.
    pub(super) fn new(script: &Script<'_>, catalog: &'a Catalog, assumptions: Assumptions<'a>) -> Self {
        let below_root = below_root(&assumptions.settings);
        let table = RefCell::new(Table { limit: usize::MAX, ..Table::default() });
        let (joins, havocked, work) = Default::default();
        let variables = Self { catalog, assumptions, below_root, table, joins, havocked, work };
        for expansion in script.expansions() {
            if let Some(name) = expansion.inside().as_literal() {
                variables.resolve(name);
            }
        }
        let mut table = variables.table.borrow_mut();
        table.limit = table.all.len() + script.commands().len().min(MAX_COMPUTED * 16) + MAX_COMPUTED;
        table.started = true;
        drop(table);
        variables
    }

    /// Charges this many steps.
    pub(super) fn charge(&self, steps: usize) {
        self.work.set(self.work.get().saturating_add(steps));
    }

    /// The work so far, in steps.
    pub(super) fn work(&self) -> usize {
        self.work.get()
    }

    pub(super) fn get(&self, id: VariableId) -> Option<Rc<Variable>> {
        self.table.borrow().all.get(id as usize).cloned()
    }

    /// All settings.
    pub(super) fn all(&self) -> Vec<Rc<Variable>> {
        self.charge(self.table.borrow().all.len() * 2);
        self.table.borrow().all.clone()
    }

    /// The setting that an expansion or a command names. None if there are too many.
    pub(super) fn resolve(&self, text: &[u8]) -> Option<Reference> {
        if let Some(reference) = self.table.borrow().references.get(text) {
            return Some(*reference);
        }
        let parsed = SettingName::parse(text);
        let requested = match parsed.setting_type {
            None => Requested::Default,
            Some(name) => self
                .catalog
                .setting_type(name)
                .map_or(Requested::Unknown, |spec| Requested::Type(spec.setting_type)),
        };
        let variable = self.variable(parsed.scope, parsed.name)?;
        let reference = Reference { variable, requested };
        self.table.borrow_mut().references.insert(text.into(), reference);
        Some(reference)
    }

    fn variable(&self, scope: &[u8], name: &[u8]) -> Option<VariableId> {
        let name = self.own_name(scope, name);
        let place: Place = (scope.into(), name);
        let table = self.table.borrow();
        if let Some(id) = table.by_place.get(&place) {
            return Some(*id);
        }
        if table.all.len() >= table.limit {
            return None;
        }
        let id = VariableId::try_from(table.all.len()).ok()?;
        let relatives = table.started && table.by_name.contains_key(&place.1);
        drop(table);
        let mut variable = self.describe(&place.0, &place.1, relatives);
        if self.table.borrow().patterns.iter().any(|pattern| may_be_written(&variable, pattern)) {
            variable = self.describe(&place.0, &place.1, true);
        }
        let variable = Rc::new(variable);
        let mut table = self.table.borrow_mut();
        table.all.push(variable);
        table.by_name.entry(place.1.clone()).or_default().push(id);
        table.by_place.insert(place, id);
        Some(id)
    }

    /// The name under which a block stores a setting: a predefined setting's own name instead of its number.
    fn own_name(&self, scope: &[u8], name: &[u8]) -> Box<[u8]> {
        let Some(tag) = parse_tag(name).filter(|_| !is_computed(scope)) else { return name.into() };
        match self.catalog.setting_by_tag(SettingScope::Dhcp, tag) {
            Some(known) => known.spec.name.as_bytes().into(),
            None => tag.to_string().into_bytes().into(),
        }
    }

    fn describe(&self, scope: &[u8], name: &[u8], uncertain: bool) -> Variable {
        let others = Fact::whatever(&Sources::others());
        let mut from_network = self.is_from_network(scope, name);
        let (initial, below) = if uncertain || from_network && self.table.borrow().started {
            from_network = true;
            let mut any = Fact::whatever(&Sources::start());
            any.add(&others, false);
            (any.clone(), any)
        } else {
            let found = Found::new(&self.assumptions.settings, scope, name);
            let below = if scope.is_empty() {
                let below_root = self.below_root.as_ref().map(|settings| Found::new(settings, scope, name));
                self.initial_below(below_root.as_ref().unwrap_or(&found), name)
            } else {
                // Blocks below are not distinguished.
                Fact::whatever(&Sources::start())
            };
            (self.initial(&found, scope, name), below)
        };
        let mut havocked = initial.clone();
        // No script is assumed to change what `${platform}` and `${buildarch}` say.
        let is_given = self.assumptions.machine.is_some() && self.of_machine(scope, name).is_some();
        if !is_given {
            havocked.add(&others, false);
        }
        let volatile = matches!(name, b"errno" | b"unixtime" | b"cwuri" | b"cwduri")
            && matches!(scope, b"" | b"builtin");
        Variable {
            scope: scope.into(),
            name: name.into(),
            initial: Rc::new(initial),
            havocked: Rc::new(havocked),
            below: Rc::new(below),
            volatile,
            from_network,
            recent: RefCell::default(),
        }
    }

    /// The fact about a setting when the script begins.
    fn initial(&self, found: &Found, scope: &[u8], name: &[u8]) -> Fact {
        let start = Sources::start();
        if matches!(name, b"errno" | b"unixtime" | b"cwuri" | b"cwduri") {
            return Fact::whatever(&start);
        }
        match found {
            Found::Value(Some(value)) if self.assumptions.machine.is_none() => {
                Fact::one_of([value.clone()], start)
            }
            Found::Value(value) => self.of_machine(scope, name).unwrap_or_else(|| match value {
                Some(value) => Fact::one_of([value.clone()], start),
                None => Fact::any(start),
            }),
            Found::Unshown => Fact::any(start),
            Found::Unset | Found::Unknown if self.may_be_provided(scope, name) => Fact::whatever(&start),
            Found::Unset | Found::Unknown => Fact::unset(start),
        }
    }

    /// The fact about a setting that identifies the machine: one of few values.
    fn of_machine(&self, scope: &[u8], name: &[u8]) -> Option<Fact> {
        if !matches!(scope, b"" | b"builtin") {
            return None;
        }
        let machine = self.assumptions.machine.as_ref();
        let platforms = || machine.map_or(Platform::ALL, |(platform, _)| std::slice::from_ref(platform));
        let archs = || machine.map_or(Arch::ALL, |(_, archs)| archs);
        let names: Vec<_> = match name {
            b"platform" => platforms().iter().map(|platform| platform.name()).collect(),
            b"buildarch" => archs().iter().map(|arch| arch.name()).collect(),
            _ => return None,
        };
        let kept_as = Some(SettingType::String);
        let possible = |name: &str| Possible { text: Text::from(name.as_bytes().to_vec()).into(), kept_as };
        Some(Fact::one_of(names.into_iter().map(possible), Sources::start()))
    }

    /// The visible value of a setting that the root does not have.
    fn initial_below(&self, found: &Found, name: &[u8]) -> Fact {
        match found {
            Found::Unset if !self.is_from_network(b"", name) => Fact::unset(Sources::start()),
            _ => self.initial(found, b"", name),
        }
    }

    /// Whether a setting that the assumptions do not name may have a value.
    fn may_be_provided(&self, scope: &[u8], name: &[u8]) -> bool {
        let full = || full_name(scope, name);
        let by_profile =
            || self.assumptions.profile.is_some_and(|profile| profile.supplies(&full()).is_some());
        !self.assumptions.complete || by_profile() || self.is_computed_setting(scope, name)
    }

    /// Whether iPXE computes its value.
    fn is_computed_setting(&self, scope: &[u8], name: &[u8]) -> bool {
        use SettingScope::{Builtin, Cpuid, Memmap, Netdev, Smbios};
        let defined = self.catalog.setting(name).is_some_and(|known| {
            known
                .definitions
                .iter()
                .any(|definition| matches!(definition.scope, Builtin | Cpuid | Memmap | Netdev | Smbios))
        });
        defined || is_computed(scope)
    }

    fn is_from_network(&self, scope: &[u8], name: &[u8]) -> bool {
        use SettingScope::{Builtin, Cpuid, Memmap, Smbios};
        if !scope.is_empty() {
            return !is_computed(scope);
        }
        let fixed = |scope| matches!(scope, Builtin | Cpuid | Memmap | Smbios);
        let known = self.catalog.setting(name);
        known.is_some_and(|known| known.definitions.iter().any(|definition| !fixed(definition.scope)))
            || parse_tag(name).is_some()
    }

    /// The settings that a write to this one affects.
    pub(super) fn related(&self, id: VariableId) -> SmallVec<[(VariableId, Relation); 2]> {
        let table = self.table.borrow();
        let Some(written) = table.all.get(id as usize) else { return SmallVec::new() };
        let relatives = table.by_name.get(&written.name).map_or(&[][..], Vec::as_slice);
        let related = relatives.iter().filter_map(|other| {
            let variable = table.all.get(*other as usize)?;
            let relation =
                if *other == id { Relation::Same } else { relation(&variable.scope, &written.scope)? };
            Some((*other, relation))
        });
        related.collect()
    }

    /// Whether a write to another setting may affect this one.
    pub(super) fn has_relatives(&self, id: VariableId) -> bool {
        let table = self.table.borrow();
        let Some(variable) = table.all.get(id as usize) else { return true };
        !table.patterns.is_empty() || table.by_name.get(&variable.name).is_some_and(|all| all.len() > 1)
    }

    /// The settings that a write may affect whose name is not fully known. Settings that are added later count as
    /// written, too.
    pub(super) fn matching(&self, name: &Text<'_>) -> Vec<VariableId> {
        self.charge(self.table.borrow().all.len());
        let mut table = self.table.borrow_mut();
        if !table.patterns.contains(name) {
            table.patterns.push(name.clone().into_owned());
        }
        let ids = (0..).zip(&table.all);
        ids.filter(|(_, variable)| may_be_written(variable, name)).map(|(id, _)| id).collect()
    }
}

/// The result of reading a name in settings.
enum Found {
    /// A value, if it is known.
    Value(Option<Possible>),
    /// A value that cannot be displayed.
    Unshown,
    Unset,
    /// There is no such block, or type.
    Unknown,
}

impl Found {
    fn new(settings: &Settings, scope: &[u8], name: &[u8]) -> Self {
        match settings.read(&full_name(scope, name)) {
            Ok(found) => Self::Value(Possible::of(found.value())),
            Err(Absence::NotFormattable { .. }) => Self::Unshown,
            Err(Absence::Unset) => Self::Unset,
            Err(_) => Self::Unknown,
        }
    }
}

/// The settings without those of the root block, if that has any.
fn below_root(settings: &Settings) -> Option<Settings> {
    let names: Vec<_> = settings.values(Settings::ROOT).map(|(name, _)| name.to_vec()).collect();
    let mut below = (!names.is_empty()).then(|| settings.clone())?;
    for name in names {
        below.undefine(Settings::ROOT, &name);
        // The root allows every setting to be deleted.
        let _ = below.delete(&name);
    }
    Some(below)
}

/// Whether a write under a name with unknown pieces may affect a setting. These pieces are assumed to contain neither
/// `/` nor `:`.
fn may_be_written(variable: &Variable, name: &Text<'_>) -> bool {
    let (scope, name) = match cut(name, b'/') {
        (scope, Some(name)) => (scope, name),
        (name, None) => (Text::default(), name),
    };
    let (name, _) = cut(&name, b':');
    let may_be_number = name
        .as_known()
        .map_or_else(|| name.head().first().is_none_or(u8::is_ascii_digit), |name| parse_tag(name).is_some());
    let named = name.may_equal(&variable.name) || may_be_number && variable.from_network;
    named
        && scope.as_known().is_none_or(|scope| {
            variable.scope.as_ref() == scope || relation(&variable.scope, scope).is_some()
        })
}

/// The text before the first such byte, and the text after it.
fn cut(text: &Text<'_>, separator: u8) -> (Text<'static>, Option<Text<'static>>) {
    let (mut before, mut after) = (Text::default(), None::<Text<'static>>);
    for piece in text.pieces() {
        match (piece, &mut after) {
            (Piece::Unknown, Some(part)) => part.push_unknown(),
            (Piece::Unknown, None) => before.push_unknown(),
            (Piece::Known(bytes), Some(part)) => part.push_bytes(bytes),
            (Piece::Known(bytes), None) => {
                let at = bytes.iter().position(|byte| *byte == separator);
                let (head, rest) = bytes.split_at(at.unwrap_or(bytes.len()));
                before.push_bytes(head);
                after = rest.split_first().map(|(_, rest)| Text::from(rest.to_vec()));
            }
        }
    }
    (before, after)
}

/// Whether and how a write to one block may affect another: from above, or under the name of another interface.
fn relation(reader: &[u8], written: &[u8]) -> Option<Relation> {
    let is_above = |reader: &[u8], written: &[u8]| {
        reader.is_empty()
            || written.strip_prefix(reader).is_some_and(|rest| rest.is_empty() || rest.starts_with(b"."))
    };
    let is_alias = |scope: &[u8]| scope == b"netX" || scope.starts_with(b"netX.");
    if !reader.is_empty() && !written.is_empty() && (is_alias(reader) || is_alias(written)) {
        return is_above(below_first(reader), below_first(written)).then_some(Relation::Alias);
    }
    is_above(reader, written).then_some(Relation::Below)
}

/// The part of a path after its first block.
fn below_first(scope: &[u8]) -> &[u8] {
    let at = scope.iter().position(|byte| *byte == b'.').unwrap_or(scope.len());
    scope.get(at..).unwrap_or_default()
}

/// Whether a block's settings are computed and cannot be written.
fn is_computed(scope: &[u8]) -> bool {
    let first = scope.split(|byte| *byte == b'.').next().unwrap_or_default();
    matches!(
        first,
        b"builtin" | b"smbios" | b"pci" | b"cpuid" | b"memmap" | b"usb" | b"acpi" | b"efi" | b"vmware"
    )
}

fn full_name(scope: &[u8], name: &[u8]) -> Vec<u8> {
    if scope.is_empty() { name.to_vec() } else { [scope, b"/", name].concat() }
}
