use crate::RuleId;

/// A set of rules, with one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct RuleSet([u128; 2]);

impl RuleSet {
    /// The rules for which a condition is true.
    pub(crate) fn of(is_in: impl Fn(RuleId) -> bool) -> Self {
        let mut set = Self::default();
        for rule in RuleId::ALL.iter().copied().filter(|rule| is_in(*rule)) {
            set.insert(rule);
        }
        set
    }

    pub(crate) fn contains(self, rule: RuleId) -> bool {
        let (half, bit) = place(rule);
        self.0[half] & bit != 0
    }

    pub(crate) fn union(self, other: Self) -> Self {
        Self([self.0[0] | other.0[0], self.0[1] | other.0[1]])
    }

    pub(crate) fn insert(&mut self, rule: RuleId) {
        let (half, bit) = place(rule);
        self.0[half] |= bit;
    }

    /// Its rules that are not in the other one.
    pub(crate) fn without(self, other: Self) -> Self {
        Self([self.0[0] & !other.0[0], self.0[1] & !other.0[1]])
    }
}

/// The half, and the bit in it.
const fn place(rule: RuleId) -> (usize, u128) {
    let at = rule as u8;
    ((at >> 7) as usize, 1 << (at & 127))
}
