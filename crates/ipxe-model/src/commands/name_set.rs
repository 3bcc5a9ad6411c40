//! Names of settings as written in a script, including computed ones.

use foldhash::{HashMap, HashSet};
use ipxe_language::{
    setting_name::SettingName,
    text::{Piece, Text},
};

/// The maximum number of distinguished computed names; a script with more of them may name any setting.
const PATTERNS: usize = 64;

/// A set of setting names. Types are ignored. All interfaces are the same block, because the interface that a script
/// means (`netX`, `net0`) differs between machines.
#[derive(Debug, Default)]
pub struct NameSet<'a> {
    names: HashSet<&'a [u8]>,
    /// Outermost block and name.
    scoped: HashSet<(&'a [u8], &'a [u8])>,
    blocks: HashSet<&'a [u8]>,
    /// Names with unknown pieces.
    patterns: Vec<Text<'static>>,
    /// Whether it contains a name of which nothing is known.
    any: bool,
}

impl<'a> NameSet<'a> {
    /// Adds a name, `[scope/]name[:type]`.
    pub fn insert(&mut self, name: &'a [u8]) {
        let SettingName { scope, name, .. } = SettingName::parse(name);
        self.names.insert(name);
        if !scope.is_empty() {
            self.scoped.insert((block(scope), name));
            self.blocks.insert(block(scope));
        }
    }

    /// Adds a name that may have unknown pieces.
    pub fn insert_text(&mut self, name: &'a Text<'a>) {
        match name.as_known() {
            Some(name) => self.insert(name),
            None => self.insert_computed(name),
        }
    }

    /// Adds the text before an equals sign in a name: the setting that `set a=b` was meant to set.
    pub fn insert_before_equals(&mut self, name: &'a Text<'a>) {
        let head = name.head();
        if let Some(equals) = memchr::memchr(b'=', head) {
            self.insert(head.get(..equals).unwrap_or_default());
        }
    }

    /// Adds a name with unknown pieces.
    pub fn insert_computed(&mut self, name: &Text<'_>) {
        let pattern = name_proper(name);
        if pattern.known_bytes().is_empty() || self.patterns.len() >= PATTERNS {
            self.any = true;
        } else if !self.patterns.contains(&pattern) {
            self.patterns.push(pattern);
        }
    }

    /// Whether the name, `[scope/]name[:type]`, is or may be in the set. A name without a scope also matches this name
    /// in any block: iPXE searches all of them.
    #[must_use]
    pub fn has(&self, name: &[u8]) -> bool {
        let SettingName { scope, name, .. } = SettingName::parse(name);
        let spelt_out = if scope.is_empty() {
            self.names.contains(name)
        } else {
            self.scoped.contains(&(block(scope), name))
        };
        spelt_out || self.any || self.patterns.iter().any(|pattern| pattern.may_equal(name))
    }

    /// Whether the set contains a name of that block.
    #[must_use]
    pub fn has_block(&self, scope: &[u8]) -> bool {
        self.any || self.blocks.contains(block(scope))
    }

    /// A copy of the set that owns its names.
    #[must_use]
    pub fn to_owned_names(&self) -> OwnedNames {
        let owned = |(scope, name): (&[u8], &[u8])| (scope.into(), name.into());
        let anywhere = self.names.iter().map(|name| (&b""[..], *name));
        OwnedNames {
            names: anywhere.chain(self.scoped.iter().copied()).map(owned).collect(),
            patterns: self.patterns.clone(),
            any: self.any,
        }
    }

    /// Whether the set contains a name of which nothing is known, which may be any name.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.any
    }

    /// The literal names, without scope and type.
    pub fn spelt_out(&self) -> impl Iterator<Item = &'a [u8]> {
        self.names.iter().copied()
    }
}

/// The outermost block, if any, and the name.
type OwnedName = (Box<[u8]>, Box<[u8]>);

/// A [`NameSet`] that outlives its script.
#[derive(Clone, Debug, Default)]
pub struct OwnedNames {
    /// All names without their blocks, and those with blocks once more with them.
    names: Vec<OwnedName>,
    patterns: Vec<Text<'static>>,
    any: bool,
}

impl OwnedNames {
    /// Whether the set contains a name of which nothing is known, which may be any name.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.any
    }
}

/// Names, `[scope/]name`, to search for in many sets: this is faster than the other way round.
pub struct Questions<'a> {
    /// Their numbers, by block and name.
    numbers: HashMap<(&'a [u8], &'a [u8]), Vec<usize>>,
    names: Vec<&'a [u8]>,
}

impl<'a> Questions<'a> {
    /// The set of these names.
    #[must_use]
    pub fn new(names: &[&'a [u8]]) -> Self {
        let mut numbers: HashMap<_, Vec<usize>> = HashMap::default();
        let parsed = names.iter().map(|name| SettingName::parse(name));
        let asked: Vec<_> = parsed.map(|parsed| (block_of(parsed.scope), parsed.name)).collect();
        for (number, asked) in asked.iter().enumerate() {
            numbers.entry(*asked).or_default().push(number);
        }
        Self { numbers, names: asked.into_iter().map(|(_, name)| name).collect() }
    }

    /// Calls back with the number of every name that a set [has](NameSet::has).
    pub fn answers(&self, set: &OwnedNames, tell: &mut dyn FnMut(usize)) {
        if set.any {
            return (0..self.names.len()).for_each(tell);
        }
        for (block, name) in &set.names {
            self.numbers.get(&(&**block, &**name)).into_iter().flatten().for_each(|number| tell(*number));
        }
        for (number, name) in self.names.iter().enumerate() {
            if set.patterns.iter().any(|pattern| pattern.may_equal(name)) {
                tell(number);
            }
        }
    }
}

/// The [`block`] of a scope. None for an empty scope.
fn block_of(scope: &[u8]) -> &[u8] {
    if scope.is_empty() { scope } else { block(scope) }
}

/// The outermost block of a scope; the same one for all interfaces.
fn block(scope: &[u8]) -> &[u8] {
    let first = scope.split(|byte| *byte == b'.').next().unwrap_or_default();
    if is_interface(first) { b"netX" } else { first }
}

/// Whether a block is that of an interface: `net0`, `net1-100`, `netX`.
#[must_use]
pub fn is_interface(block: &[u8]) -> bool {
    block == b"netX"
        || block.strip_prefix(b"net").is_some_and(|rest| rest.first().is_some_and(u8::is_ascii_digit))
}

/// The text between scope and type.
fn name_proper(text: &Text<'_>) -> Text<'static> {
    let (mut name, mut in_scope, mut ended) = (Text::default(), true, false);
    for piece in text.pieces() {
        match piece {
            _ if ended => {}
            Piece::Unknown => name.push_unknown(),
            Piece::Known(mut bytes) => {
                if in_scope && let Some(slash) = memchr::memchr(b'/', bytes) {
                    (name, in_scope) = (Text::default(), false);
                    bytes = bytes.get(slash + 1..).unwrap_or_default();
                }
                let end = memchr::memchr(b':', bytes);
                ended = end.is_some();
                name.push_bytes(bytes.get(..end.unwrap_or(bytes.len())).unwrap_or_default());
            }
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set<'a>(names: &[&'a str]) -> NameSet<'a> {
        let mut set = NameSet::default();
        for name in names {
            set.insert(name.as_bytes());
        }
        set
    }

    #[test]
    fn a_name_without_scope_is_looked_for_everywhere() {
        let set = set(&["net0/ip:ipv4", "arch"]);
        for name in [&b"ip"[..], b"net1/ip", b"netX/ip:hex", b"arch:hex"] {
            assert!(set.has(name), "{}", name.escape_ascii());
        }
        for name in [&b"net0/arch"[..], b"other/ip", b"Arch"] {
            assert!(!set.has(name), "{}", name.escape_ascii());
        }
    }

    #[test]
    fn a_computed_name_stands_for_all_that_it_may_be() {
        let mut name = Text::from("net");
        name.push_unknown();
        name.push_bytes(b"/speed:");
        name.push_unknown();
        let mut set = NameSet::default();
        set.insert_computed(&name);
        assert!(set.has(b"net7/speed") && set.has(b"speed") && !set.has(b"net7/ip"));
        set.insert_computed(&Text::unknown());
        assert!(set.has(b"net7/ip"));
    }
}
