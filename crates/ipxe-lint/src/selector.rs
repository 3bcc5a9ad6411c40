use std::{fmt, str::FromStr};

use crate::{Category, Level, RuleId};

/// A selection of rules, as on a command line or in a configuration: a rule's name or code, a family's name or the
/// beginning of its codes (`IPX4`), `security`, or `all`.
///
/// ```
/// use ipxe_lint::{RuleId, RuleSelector};
///
/// let flow: RuleSelector = "flow".parse().unwrap();
/// assert!(flow.contains(RuleId::UndefinedLabel));
/// assert_eq!("IPX4".parse(), Ok(flow));
/// assert!("undefined-lable".parse::<RuleSelector>().unwrap_err().to_string().contains("undefined-label"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RuleSelector {
    /// Every rule.
    All,
    /// The rules of a family.
    Category(Category),
    /// The rules [about security](RuleId::is_about_security), of any family, including those that are off by default.
    Security,
    /// One rule.
    Rule(RuleId),
}

impl RuleSelector {
    /// Whether it selects the rule.
    #[must_use]
    pub fn contains(self, rule: RuleId) -> bool {
        match self {
            Self::All => true,
            Self::Category(category) => rule.meta().category() == category,
            Self::Security => rule.is_about_security(),
            Self::Rule(only) => rule == only,
        }
    }

    /// How specific it is: if two selectors contain a rule, the more specific one decides.
    const fn specificity(self) -> u8 {
        match self {
            Self::All => 0,
            Self::Category(_) => 1,
            Self::Security => 2,
            Self::Rule(_) => 3,
        }
    }
}

/// A word that selects no rules.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no rule `{name}`{}", suggestion.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default())]
#[non_exhaustive]
pub struct UnknownRule {
    /// The word.
    pub name: String,
    /// The most similar name.
    pub suggestion: Option<&'static str>,
}

impl FromStr for RuleSelector {
    type Err = UnknownRule;

    fn from_str(text: &str) -> Result<Self, UnknownRule> {
        let category = |wanted: &Category| {
            wanted.as_str() == text
                || text.strip_prefix("IPX").is_some_and(|digits| digits == (*wanted as u8 + 1).to_string())
        };
        if text == "all" {
            return Ok(Self::All);
        }
        if text == "security" {
            return Ok(Self::Security);
        }
        if let Some(category) = Category::ALL.into_iter().find(category) {
            return Ok(Self::Category(category));
        }
        text.parse().map(Self::Rule)
    }
}

impl FromStr for RuleId {
    type Err = UnknownRule;

    /// Parses a rule's name or code.
    fn from_str(text: &str) -> Result<Self, UnknownRule> {
        let rule = Self::ALL.iter().find(|rule| rule.meta().name == text || rule.meta().code == text);
        rule.copied().ok_or_else(|| UnknownRule {
            name: text.to_owned(),
            suggestion: ipxe_catalog::did_you_mean(text, Self::ALL.iter().map(|rule| rule.meta().name)),
        })
    }
}

impl fmt::Display for RuleSelector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => f.pad("all"),
            Self::Category(category) => category.fmt(f),
            Self::Security => f.pad("security"),
            Self::Rule(rule) => rule.fmt(f),
        }
    }
}

impl serde::Serialize for RuleSelector {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Which rules report, and at which level.
///
/// Later entries take precedence over earlier ones that are as specific. An entry for one rule takes precedence over
/// one for its family, and that over one for all rules. Entries of a later [layer](Self::begin_layer) take precedence
/// over all earlier ones.
///
/// ```
/// use ipxe_lint::{Level, RuleId, RuleSelection, RuleSelector};
///
/// let mut rules = RuleSelection::default();
/// rules.ignore(RuleSelector::All);
/// rules.select("flow".parse().unwrap());
/// assert!(rules.is_enabled(RuleId::UndefinedLabel));
/// assert!(!rules.is_enabled(RuleId::UnknownCommand));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleSelection {
    layer: u32,
    enabled: Vec<Order<bool>>,
    levels: Vec<Order<Level>>,
}

/// One entry of a selection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Order<T> {
    layer: u32,
    rules: RuleSelector,
    wish: T,
}

impl RuleSelection {
    /// Starts a layer: entries after this take precedence over all entries before it, however specific those are. This
    /// is for a command line after a configuration file.
    ///
    /// ```
    /// use ipxe_lint::{RuleId, RuleSelection};
    ///
    /// let mut rules = RuleSelection::default();
    /// rules.ignore("undefined-label".parse()?);
    /// rules.begin_layer();
    /// rules.select("flow".parse()?);
    /// assert!(rules.is_enabled(RuleId::UndefinedLabel));
    /// # Ok::<(), ipxe_lint::UnknownRule>(())
    /// ```
    pub fn begin_layer(&mut self) {
        self.layer = self.layer.saturating_add(1);
    }

    /// Switches rules on.
    pub fn select(&mut self, rules: RuleSelector) {
        self.enabled.push(Order { layer: self.layer, rules, wish: true });
    }

    /// Switches rules off.
    pub fn ignore(&mut self, rules: RuleSelector) {
        self.enabled.push(Order { layer: self.layer, rules, wish: false });
    }

    /// Sets the level of all findings of some rules.
    pub fn set_level(&mut self, rules: RuleSelector, level: Level) {
        self.levels.push(Order { layer: self.layer, rules, wish: level });
    }

    /// Whether the rule reports.
    ///
    /// A rule that is [off by default](RuleId::is_on_by_default) reports if it is selected by its name, with `all` or
    /// with `security`, but not if its family is selected.
    #[must_use]
    pub fn is_enabled(&self, rule: RuleId) -> bool {
        if rule.is_on_by_default() {
            return narrowest(self.enabled.iter(), rule).unwrap_or(true);
        }
        let asks = |order: &&Order<bool>| !(order.wish && matches!(order.rules, RuleSelector::Category(_)));
        narrowest(self.enabled.iter().filter(asks), rule).unwrap_or(false)
    }

    /// The level that was set for the rule's findings. `None` means each finding's own level.
    #[must_use]
    pub fn level(&self, rule: RuleId) -> Option<Level> {
        narrowest(self.levels.iter(), rule)
    }
}

/// The most specific entry of the last layer that contains a rule; the last one of several equally specific ones.
fn narrowest<'o, T: Copy + 'o>(orders: impl Iterator<Item = &'o Order<T>>, rule: RuleId) -> Option<T> {
    let holding = orders.filter(|order| order.rules.contains(rule));
    holding.max_by_key(|order| (order.layer, order.rules.specificity())).map(|order| order.wish)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_that_are_off_by_default_are_asked_for_by_name_or_with_all() {
        let rule = RuleId::SuppressionWithoutReason;
        let selected = |selector: RuleSelector| {
            let mut rules = RuleSelection::default();
            rules.ignore(RuleSelector::All);
            rules.select(selector);
            rules.is_enabled(rule)
        };
        assert!(!RuleSelection::default().is_enabled(rule));
        assert!(selected(RuleSelector::Rule(rule)) && selected(RuleSelector::All));
        assert!(!selected(RuleSelector::Category(Category::Script)));
    }

    #[test]
    fn security_is_a_set_of_rules_of_several_families() {
        let mut rules = RuleSelection::default();
        assert!(!rules.is_enabled(RuleId::UnverifiedDownload));
        rules.select(RuleSelector::Security);
        rules.ignore(RuleSelector::Category(Category::Uris));
        assert!(rules.is_enabled(RuleId::UnverifiedDownload) && rules.is_enabled(RuleId::SecretInScript));
        assert!(!rules.is_enabled(RuleId::MalformedUri));
        rules.ignore(RuleSelector::Rule(RuleId::SecretInScript));
        assert!(!rules.is_enabled(RuleId::SecretInScript));
    }

    #[test]
    fn the_narrowest_order_wins_and_then_the_last() {
        let mut rules = RuleSelection::default();
        let rule = RuleSelector::Rule(RuleId::UndefinedLabel);
        rules.select(rule);
        rules.ignore(RuleSelector::All);
        rules.ignore(RuleSelector::Category(Category::Flow));
        assert!(rules.is_enabled(RuleId::UndefinedLabel));
        rules.ignore(rule);
        assert!(!rules.is_enabled(RuleId::UndefinedLabel));
        rules.set_level(rule, Level::Advice);
        rules.set_level(RuleSelector::All, Level::Error);
        assert_eq!(rules.level(RuleId::UndefinedLabel), Some(Level::Advice));
    }

    #[test]
    fn a_later_layer_wins_over_narrower_orders() {
        let mut rules = RuleSelection::default();
        let rule = RuleSelector::Rule(RuleId::UndefinedLabel);
        rules.ignore(rule);
        rules.set_level(rule, Level::Advice);
        rules.begin_layer();
        rules.select(RuleSelector::All);
        assert!(rules.is_enabled(RuleId::UndefinedLabel));
        assert_eq!(
            rules.level(RuleId::UndefinedLabel),
            Some(Level::Advice),
            "of levels the layer says nothing"
        );
        rules.set_level(RuleSelector::All, Level::Error);
        assert_eq!(rules.level(RuleId::UndefinedLabel), Some(Level::Error));
    }

    #[test]
    fn names_codes_families_and_all_are_understood() {
        for (text, expected) in [
            ("undefined-label", RuleSelector::Rule(RuleId::UndefinedLabel)),
            ("IPX401", RuleSelector::Rule(RuleId::UndefinedLabel)),
            ("IPX4", RuleSelector::Category(Category::Flow)),
            ("kernel-command-line", RuleSelector::Category(Category::KernelCommandLine)),
            ("all", RuleSelector::All),
            ("security", RuleSelector::Security),
        ] {
            assert_eq!(text.parse(), Ok(expected));
        }
        for text in ["", "IPX", "IPX0", "IPX40", "ipx401", "IPX4x"] {
            assert!(text.parse::<RuleSelector>().is_err(), "{text}");
        }
    }
}
