use ipxe_catalog::Target;

use crate::RuleSelection;

/// What a script is checked against: the iPXE it is meant for, what is known of its surroundings, and which
/// rules are to look at it.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct LintOptions {
    /// The iPXE in view; by default the newest release in its default build.
    pub target: Target,
    /// Which rules report, and at which level.
    pub rules: RuleSelection,
}

impl LintOptions {
    /// The same options for another target.
    #[must_use]
    pub fn with_target(self, target: Target) -> Self {
        Self { target, ..self }
    }

    /// The same options with another selection of rules.
    #[must_use]
    pub fn with_rules(self, rules: RuleSelection) -> Self {
        Self { rules, ..self }
    }
}
