use std::collections::BTreeMap;

use ipxe_catalog::Target;
use ipxe_machine::{
    context::{ContextError, Machine, NetworkContext},
    profile::Profile,
};

use super::{Config, Origin, Override, Resolved, RuleLevel, RuleTable, World};
use crate::{LintOptions, RuleId, RuleOptions, RuleSelection, RuleSelector};

/// Several configurations, the weakest first: each one provides the values that the stronger ones do not set.
///
/// A single value comes from the strongest configuration that sets it. The entries of tables (settings, build options,
/// directories) are merged. For rules, everything in a stronger configuration takes precedence over the weaker ones.
#[derive(Clone, Debug)]
pub struct Layers<'c>(Vec<&'c Config>);

impl<'c> Layers<'c> {
    /// Puts configurations together.
    pub fn new(weakest_first: impl IntoIterator<Item = &'c Config>) -> Self {
        Self(weakest_first.into_iter().collect())
    }

    /// The value of the strongest configuration that sets it.
    pub fn strongest<T>(&self, value: impl Fn(&'c Config) -> Option<T>) -> Option<T> {
        self.0.iter().rev().find_map(|config| value(config))
    }

    /// The entries of a table, each from the strongest configuration that has it.
    pub fn entries<K: Ord, V>(
        &self,
        table: impl Fn(&'c Config) -> &'c BTreeMap<K, V>,
    ) -> BTreeMap<&'c K, &'c V> {
        self.0.iter().flat_map(|config| table(config)).collect()
    }

    /// The target iPXE: from the configurations, the context's machine and the profile.
    ///
    /// A context is as strong as the configuration that names it, except for the target and the banner of that
    /// configuration, which are stronger. A profile is the weakest.
    #[must_use]
    pub fn world(&self, machine: &Machine, profile: Option<&Profile>) -> World {
        let names_context = self.0.iter().rposition(|config| config.context.is_some()).unwrap_or_default();
        let by_machine = machine.target();
        let own: Vec<Target> = self.0.iter().map(|config| config.target.target()).collect();
        let mut stated: Vec<(Origin, &Target)> = Vec::new();
        if let Some(profile) = profile {
            stated.push((Origin::Profile, &profile.target));
        }
        if own.is_empty() {
            stated.push((Origin::Context, &by_machine));
        }
        for (at, target) in own.iter().enumerate() {
            if at == names_context {
                stated.push((Origin::Context, &by_machine));
            }
            stated
                .extend(self.0[at].target.banner.iter().map(|banner| (Origin::Banner(at), banner.target())));
            stated.push((Origin::Config(at), target));
        }
        World::new(stated.into_iter().rev(), machine)
    }

    /// Sets the configured values of settings in a context.
    ///
    /// # Errors
    /// If a value does not fit its setting.
    pub fn set_in(&self, context: &mut NetworkContext) -> Result<(), ContextError> {
        let settings = self.entries(|config| &config.settings);
        settings.into_iter().try_for_each(|(name, value)| context.set(name, value.clone()))
    }

    /// The rules that report, and their options, for a script to which some overrides apply.
    pub fn rules(&self, applies: impl Fn(&Override) -> bool) -> (RuleSelection, RuleOptions) {
        self.rules_in_steps(applies, |_, _| ())
    }

    /// The level of each rule, and the configuration that sets it, for a script to which some overrides apply. `None`
    /// means that the rule reports at the default levels of its findings.
    pub fn levels(
        &self,
        applies: impl Fn(&Override) -> bool,
    ) -> BTreeMap<RuleId, Resolved<Option<RuleLevel>>> {
        let level = |rules: &RuleSelection, rule| match rules.level(rule).map(RuleLevel::Level) {
            level if rules.is_enabled(rule) => level,
            _ => Some(RuleLevel::Off),
        };
        let standard = RuleSelection::default();
        let all =
            RuleId::ALL.iter().map(|rule| (*rule, Resolved::new(level(&standard, *rule), Origin::Default)));
        let mut levels: BTreeMap<RuleId, _> = all.collect();
        self.rules_in_steps(applies, |at, rules| {
            for (rule, known) in &mut levels {
                let value = level(rules, *rule);
                if value != known.value {
                    *known = Resolved::new(value, Origin::Config(at));
                }
            }
        });
        levels
    }

    /// As [`rules`](Self::rules); calls `step` after each configuration.
    fn rules_in_steps(
        &self,
        applies: impl Fn(&Override) -> bool,
        mut step: impl FnMut(usize, &RuleSelection),
    ) -> (RuleSelection, RuleOptions) {
        let (mut selection, mut options) = (RuleSelection::default(), RuleOptions::default());
        for (at, config) in self.0.iter().enumerate() {
            Orders::of(config).apply(&mut selection, &mut options);
            for different in config.overrides.iter().filter(|different| applies(different)) {
                Orders::of_override(different).apply(&mut selection, &mut options);
            }
            step(at, &selection);
        }
        (selection, options)
    }

    /// Whether a script to which some overrides apply is an entry point, if a configuration states it: the last
    /// override that does, in the strongest such configuration.
    pub fn entry(&self, applies: impl Fn(&Override) -> bool) -> Option<bool> {
        let said = |config: &'c Config| {
            let mut overrides = config.overrides.iter().rev().filter(|different| applies(different));
            overrides.find_map(|different| different.entry).or(config.entry)
        };
        self.strongest(said)
    }

    /// The options for checking a script to which some overrides apply, on a machine and in a provider's network.
    pub fn options(
        &self,
        context: NetworkContext,
        profile: Option<Profile>,
        applies: impl Fn(&Override) -> bool,
    ) -> LintOptions {
        let entry = self.entry(&applies);
        let (rules, rule_options) = self.rules(applies);
        let options = LintOptions::default()
            .with_target(self.world(&context.machine, profile.as_ref()).target())
            .with_rules(rules)
            .with_rule_options(rule_options)
            .with_context(context)
            .with_entry(entry)
            .with_suppressions(self.strongest(|config| config.suppressions).unwrap_or_default());
        match profile {
            Some(profile) => options.with_profile(profile),
            None => options,
        }
    }
}

/// The rule settings of one source.
struct Orders<'c> {
    select: Option<&'c [RuleSelector]>,
    extend_select: &'c [RuleSelector],
    ignore: &'c [RuleSelector],
    table: &'c RuleTable,
}

impl<'c> Orders<'c> {
    fn of(config: &'c Config) -> Self {
        let Config { select, extend_select, ignore, rules, .. } = config;
        Self { select: select.as_deref(), extend_select, ignore, table: rules }
    }

    fn of_override(different: &'c Override) -> Self {
        let Override { select, extend_select, ignore, rules, .. } = different;
        Self { select: select.as_deref(), extend_select, ignore, table: rules }
    }

    /// Applies them as a new layer.
    fn apply(&self, selection: &mut RuleSelection, options: &mut RuleOptions) {
        selection.begin_layer();
        if self.select.is_some() {
            selection.ignore(RuleSelector::All);
        }
        let selected = self.select.into_iter().flatten().chain(self.extend_select);
        selected.for_each(|rules| selection.select(*rules));
        self.ignore.iter().for_each(|rules| selection.ignore(*rules));
        self.table.apply(selection, options);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Level;

    fn config(json: &str) -> Config {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn the_stronger_says_which_rules_report_however_narrow_the_weaker_is() {
        let file = config(r#"{ "ignore": ["undefined-label"], "rules": { "unknown-command": "error" } }"#);
        let line = config(r#"{ "select": ["flow"] }"#);
        let (rules, _) = Layers::new([&file, &line]).rules(|_| false);
        assert!(rules.is_enabled(RuleId::UndefinedLabel) && !rules.is_enabled(RuleId::UnknownCommand));
        assert_eq!(rules.level(RuleId::UnknownCommand), Some(Level::Error));
    }

    #[test]
    fn a_level_switches_a_single_rule_on_but_no_family() {
        let (rules, _) = Layers::new([&config(
            r#"{ "rules": { "all": "advice", "unverified-download": "warning", "menus": "off" } }"#,
        )])
        .rules(|_| false);
        assert!(rules.is_enabled(RuleId::UnverifiedDownload));
        assert!(!rules.is_enabled(RuleId::SuppressionWithoutReason) && !rules.is_enabled(RuleId::UsedUpMenu));
        assert_eq!(rules.level(RuleId::UnverifiedDownload), Some(Level::Warning));
        assert_eq!(rules.level(RuleId::UndefinedLabel), Some(Level::Advice));
    }

    #[test]
    fn which_scripts_are_entry_points_is_said_by_the_last_override_that_does() {
        let file = config(
            r#"{ "entry": true, "overrides": [{ "paths": ["a"], "entry": false }, { "paths": ["b"] }] }"#,
        );
        let entry = |paths: &[&str]| {
            Layers::new([&file, &Config::default()])
                .entry(|different| different.paths.iter().any(|path| paths.contains(&path.as_str())))
        };
        assert_eq!((entry(&[]), entry(&["a", "b"]), entry(&["b"])), (Some(true), Some(false), Some(true)));
        assert_eq!(Layers::new([&Config::default()]).entry(|_| true), None);
    }

    #[test]
    fn tables_are_put_together_and_single_values_are_the_strongest() {
        let file = config(
            r#"{ "target": { "platforms": ["efi"], "build-options": { "PING_CMD": true, "NTP_CMD": true } } }"#,
        );
        let line = config(r#"{ "target": { "release": "1.21.1", "build-options": { "NTP_CMD": false } } }"#);
        let target = Layers::new([&file, &line]).world(&Machine::default(), None).target();
        let options: Vec<_> = target.options().map(|(symbol, on)| (symbol.name(), on)).collect();
        assert_eq!(options, [("NTP_CMD", false), ("PING_CMD", true)]);
        assert_eq!(
            (target.release().to_string(), target.platforms().to_string()),
            ("1.21.1".into(), "efi".into())
        );
    }

    #[test]
    fn overrides_win_over_their_file_and_lose_to_what_is_stronger() {
        let file = config(r#"{ "overrides": [{ "paths": ["a"], "ignore": ["flow"] }] }"#);
        let line = config(r#"{ "extend-select": ["unused-label"] }"#);
        let (rules, _) = Layers::new([&file, &line]).rules(|_| true);
        assert!(rules.is_enabled(RuleId::UnusedLabel) && !rules.is_enabled(RuleId::UndefinedLabel));
        let (rules, _) = Layers::new([&file]).rules(|_| false);
        assert!(rules.is_enabled(RuleId::UndefinedLabel));
    }

    #[test]
    fn levels_have_the_configuration_that_said_so_last() {
        let file = config(r#"{ "rules": { "unknown-command": "advice", "menus": "off" } }"#);
        let line =
            config(r#"{ "rules": { "unknown-command": "error" }, "extend-select": ["unused-label"] }"#);
        let layers = Layers::new([&file, &line]);
        let levels = layers.levels(|_| false);
        let (error, off) = (Some(RuleLevel::Level(Level::Error)), Some(RuleLevel::Off));
        assert_eq!(levels[&RuleId::UnknownCommand], Resolved::new(error, Origin::Config(1)));
        assert_eq!(levels[&RuleId::UsedUpMenu], Resolved::new(off, Origin::Config(0)));
        assert_eq!(levels[&RuleId::UndefinedLabel], Resolved::new(None, Origin::Default));
        assert_eq!(levels[&RuleId::UnverifiedDownload], Resolved::new(off, Origin::Default));
        let (rules, _) = layers.rules(|_| false);
        assert!(levels.iter().all(|(rule, level)| rules.is_enabled(*rule) != (level.value == off)));
    }

    #[test]
    fn what_is_written_is_what_was_read() {
        let json =
            r#"{"ignore":["flow"],"rules":{"undefined-label":"off","unknown-command":{"known":["x"]}}}"#;
        assert_eq!(serde_json::to_string(&config(json)).unwrap(), json);
    }
}
