use ipxe_catalog::Target;
use ipxe_host::Templating;
use ipxe_machine::{
    context::{ContextError, NetworkContext},
    profile::Profile,
};

use crate::{
    RuleOptions, RuleSelection, Surroundings,
    world::{Origin, World},
};

/// What a script is checked against: the iPXE it is meant for, what is known of its surroundings, and which
/// rules are to look at it.
///
/// ```
/// use ipxe_machine::profile::Profile;
/// use ipxe_lint::{LintOptions, lint};
///
/// let script = ipxe_syntax::parse(b"#!ipxe\nchain http://${IPXE_BOOT_HOSTNAME}.example/${role}.ipxe || shell\n");
/// let options = LintOptions::default();
/// assert_eq!(lint(&script, &options).diagnostics().len(), 2);
///
/// let options = options.with_profile(Profile::flexmetal().clone()).with_setting("role", "web")?;
/// assert!(lint(&script, &options).is_empty());
/// # Ok::<(), ipxe_machine::context::ContextError>(())
/// ```
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct LintOptions {
    /// What is stated of the iPXE in view; by default nothing. What counts in the end, [`world`](Self::world) says.
    pub target: Target,
    /// Which rules report, and at which level.
    pub rules: RuleSelection,
    /// What rules leave to their users.
    pub rule_options: RuleOptions,
    /// What is known of the machine and its network; by default nothing.
    pub context: NetworkContext,
    /// What a provider's network supplies.
    pub profile: Option<Profile>,
    /// What other scripts of its [`Project`](crate::Project) do for the script; by default nothing.
    pub surroundings: Surroundings,
    /// Whether the script is an entry point (`true`), or one that other scripts start and may have set things for
    /// (`false`). Where nobody says, it is [taken](crate::Assumption) for what it shows.
    pub entry: Option<bool>,
    /// Which template engine renders the script; by default the one that its text shows, if it shows any.
    pub templating: Templating,
    /// Whether comments in the script, such as `# ipxe-lint: ignore-file[all]`, may hold findings back.
    ///
    /// By default they may not: whoever validates scripts of others decides what counts. For scripts of one's own, as the
    /// command does, it is switched on. Where it is off, such comments mean nothing, and the rules about them find nothing.
    pub suppressions: bool,
}

impl LintOptions {
    /// The iPXE that scripts are checked for: what the [`target`](Self::target) states; what it leaves open, as the context's
    /// machine and then the profile have it.
    ///
    /// ```
    /// use ipxe_catalog::{Platform, PlatformSet};
    /// use ipxe_machine::context::NetworkContext;
    /// use ipxe_lint::LintOptions;
    ///
    /// let options = LintOptions::default().with_context(NetworkContext::new().platform(Platform::Efi));
    /// assert_eq!(options.world().platforms.value, PlatformSet::of(&[Platform::Efi]));
    /// ```
    #[must_use]
    pub fn world(&self) -> World {
        let by_machine = self.context.machine.target();
        let by_profile = self.profile.as_ref().map(|profile| (Origin::Profile, &profile.target));
        let stated = [(Origin::Config(0), &self.target), (Origin::Context, &by_machine)];
        World::new(stated.into_iter().chain(by_profile), &self.context.machine)
    }

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

    /// The same options with other answers to what rules leave open.
    #[must_use]
    pub fn with_rule_options(self, rule_options: RuleOptions) -> Self {
        Self { rule_options, ..self }
    }

    /// The same options for another machine and network. Drops what [`with_setting`](Self::with_setting) gave.
    #[must_use]
    pub fn with_context(self, context: NetworkContext) -> Self {
        Self { context, ..self }
    }

    /// The same options for a provider's network.
    #[must_use]
    pub fn with_profile(self, profile: Profile) -> Self {
        Self { profile: Some(profile), ..self }
    }

    /// The same options for a script that other scripts start, or that starts others.
    ///
    /// ```
    /// use ipxe_lint::{LintOptions, Surroundings, lint};
    ///
    /// let script = ipxe_syntax::parse(b"#!ipxe\nchain http://192.0.2.1/boot?mac=${net0/mac} || shell\n");
    /// let options = LintOptions::default();
    /// assert_eq!(lint(&script, &options).diagnostics().len(), 1);
    ///
    /// // Who wrote it for one machine, knows its interfaces.
    /// let named = Surroundings::named("hosts/02-00-5e-00-53-01.ipxe");
    /// assert!(lint(&script, &options.with_surroundings(named)).is_empty());
    /// ```
    #[must_use]
    pub fn with_surroundings(self, surroundings: Surroundings) -> Self {
        Self { surroundings, ..self }
    }

    /// The same options for a script of which it is known whether it is an entry point or one that others start.
    ///
    /// ```
    /// use ipxe_lint::{Level, LintOptions, lint};
    ///
    /// let script = ipxe_syntax::parse(b"#!ipxe\nchain http://192.0.2.1/${role}.ipxe || shell\n");
    /// let level = |options: &LintOptions| lint(&script, options).worst();
    /// let options = LintOptions::default();
    /// assert_eq!(level(&options.clone().with_entry(Some(false))), Some(Level::Advice));
    /// assert_eq!(level(&options.with_entry(Some(true))), Some(Level::Warning));
    /// ```
    #[must_use]
    pub fn with_entry(self, entry: Option<bool>) -> Self {
        Self { entry, ..self }
    }

    /// The same options for a script that a template engine renders.
    ///
    /// ```
    /// use ipxe_lint::{LintOptions, host::{TemplateEngine, Templating}, lint};
    ///
    /// let script = ipxe_syntax::parse(b"#!ipxe\nchain http://${SERVER}/boot.ipxe || shell\n");
    /// let options = LintOptions::default();
    /// assert_eq!(lint(&script, &options).diagnostics().len(), 1);
    ///
    /// let envsubst = Templating::of(TemplateEngine::Envsubst).with_variables(["SERVER"]);
    /// assert!(lint(&script, &options.with_templating(envsubst)).is_empty());
    /// ```
    #[must_use]
    pub fn with_templating(self, templating: Templating) -> Self {
        Self { templating, ..self }
    }

    /// The same options, with comments in the script allowed to hold findings back, or not.
    #[must_use]
    pub fn with_suppressions(self, suppressions: bool) -> Self {
        Self { suppressions, ..self }
    }

    /// The same options with a setting, named `[scope/]name[:type]`, in place of what the context has for it.
    ///
    /// # Errors
    /// A value that does not fit the setting, or a type that there is not.
    pub fn with_setting(mut self, name: &str, value: &str) -> Result<Self, ContextError> {
        self.context.set(name, value)?;
        Ok(self)
    }
}
