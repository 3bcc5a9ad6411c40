//! Whether the target's machines have a feature.

use crate::MachineSet;

/// The machines of a target that have a feature.
///
/// With feature `serde`: `"everywhere"`, `{"partly": {"on": […], "off": […]}}` or
/// `{"nowhere": {"off": […]}}`, machines as `platform/architecture`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Availability {
    /// All of them. (Also if a target has no machine: nothing can fail there.)
    Everywhere,
    /// Some of them.
    Partly {
        /// Those that have it.
        on: MachineSet,
        /// Those that do not.
        off: MachineSet,
    },
    /// None of them.
    Nowhere {
        /// All of them.
        off: MachineSet,
    },
}

impl Availability {
    pub(crate) fn new(all: MachineSet, on: MachineSet) -> Self {
        let off = all.difference(on);
        match (on.is_empty(), off.is_empty()) {
            (_, true) => Self::Everywhere,
            (true, false) => Self::Nowhere { off },
            (false, false) => Self::Partly { on, off },
        }
    }

    /// The machines that lack it.
    #[must_use]
    pub fn off(self) -> MachineSet {
        match self {
            Self::Everywhere => MachineSet::NONE,
            Self::Partly { off, .. } | Self::Nowhere { off } => off,
        }
    }

    /// Whether no machine lacks it.
    #[must_use]
    pub fn is_everywhere(self) -> bool {
        self == Self::Everywhere
    }
}
