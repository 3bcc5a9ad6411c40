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

/// The options for checking a script: the target iPXE, what is known of its environment, and the rules that run.
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
    /// The stated target; nothing by default. [`world`](Self::world) returns the effective target.
    pub target: Target,
    /// The rules that report, and their levels.
    pub rules: RuleSelection,
    /// Options of rules.
    pub rule_options: RuleOptions,
    /// The machine and its network; nothing by default.
    pub context: NetworkContext,
    /// The settings that a provider's network supplies.
    pub profile: Option<Profile>,
    /// How other scripts of its [`Project`](crate::Project) use the script; nothing by default.
    pub surroundings: Surroundings,
    /// Whether the script is an entry point (`true`), or other scripts start it and may have set settings for it
    /// (`false`). By default, this is [assumed](crate::Assumption).
    pub entry: Option<bool>,
    /// The template engine that renders the script; by default the one that its text shows, if any.
    pub templating: Templating,
    /// Whether comments in the script, such as `# ipxe-lint: ignore-file[all]`, may suppress findings.
    ///
    /// Off by default: a service that validates other people's scripts decides what counts. The command enables it, for
    /// your own scripts. If it is off, such comments have no effect, and the rules about them find nothing.
    pub suppressions: bool,
}

impl LintOptions {
    /// The effective target: the stated [`target`](Self::target), completed from the context's machine and then the
    /// profile.
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

    /// Replaces the target.
    #[must_use]
    pub fn with_target(self, target: Target) -> Self {
        Self { target, ..self }
    }

    /// Replaces the selection of rules.
    #[must_use]
    pub fn with_rules(self, rules: RuleSelection) -> Self {
        Self { rules, ..self }
    }

    /// Replaces the options of rules.
    #[must_use]
    pub fn with_rule_options(self, rule_options: RuleOptions) -> Self {
        Self { rule_options, ..self }
    }

    /// Replaces the machine and network. Discards settings from [`with_setting`](Self::with_setting).
    #[must_use]
    pub fn with_context(self, context: NetworkContext) -> Self {
        Self { context, ..self }
    }

    /// Replaces the provider's network.
    #[must_use]
    pub fn with_profile(self, profile: Profile) -> Self {
        Self { profile: Some(profile), ..self }
    }

    /// Sets the scripts that start this one, or that it starts.
    ///
    /// ```
    /// use ipxe_lint::{LintOptions, Surroundings, lint};
    ///
    /// let script = ipxe_syntax::parse(b"#!ipxe\nchain http://192.0.2.1/boot?mac=${net0/mac} || shell\n");
    /// let options = LintOptions::default();
    /// assert_eq!(lint(&script, &options).diagnostics().len(), 1);
    ///
    /// // The author of a script for one machine knows its interfaces.
    /// let named = Surroundings::named("hosts/02-00-5e-00-53-01.ipxe");
    /// assert!(lint(&script, &options.with_surroundings(named)).is_empty());
    /// ```
    #[must_use]
    pub fn with_surroundings(self, surroundings: Surroundings) -> Self {
        Self { surroundings, ..self }
    }

    /// States whether the script is an entry point, or other scripts start it.
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

    /// Sets the template engine that renders the script.
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

    /// Sets whether comments in the script may suppress findings.
    #[must_use]
    pub fn with_suppressions(self, suppressions: bool) -> Self {
        Self { suppressions, ..self }
    }

    /// Sets a setting, named `[scope/]name[:type]`, which overrides the context.
    ///
    /// # Errors
    /// If the value does not fit the setting, or the type does not exist.
    pub fn with_setting(mut self, name: &str, value: &str) -> Result<Self, ContextError> {
        self.context.set(name, value)?;
        Ok(self)
    }
}
