use ipxe_catalog::Catalog;
use ipxe_machine::{
    context::Secrets,
    resolve::{ResolveReport, Resolver},
    simulate::{Exploration, ExploreLimits, Explorer, OpenFacts, PlanReport},
};
use ipxe_syntax::Script;

use crate::{LintOptions, Report, lint};

/// A script and its environment: the answers that a service needs.
///
/// All answers use the same options: findings, plans and values are about the same iPXE on the same machine. No method
/// fails or does I/O, whatever the script contains; a longer script only takes more time.
///
/// ```
/// use ipxe_lint::{Level, LintOptions, Model, machine::profile::Profile, syntax::parse};
///
/// let options = LintOptions::default().with_profile(Profile::flexmetal().clone());
/// let script = parse(b"#!ipxe\nkernel http://192.0.2.1/vmlinuz ip=${IPXE_BOOT_LINUX_IP_CONFIG} || shell\nboot\n");
/// let model = Model::new(&script, &options);
///
/// assert_eq!(model.lint().count(Level::Error), 0);
/// let plan = model.plan();
/// assert_eq!(plan.outcomes[0].text, "boots vmlinuz");
/// let kernel = plan.outcomes[0].kernel.as_ref().unwrap();
/// assert_eq!(kernel.uri.as_deref(), Some("http://192.0.2.1/vmlinuz"));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Model<'a, 's> {
    script: &'a Script<'s>,
    options: &'a LintOptions,
}

impl<'a, 's> Model<'a, 's> {
    /// A script in the environment that the options describe. This costs nothing: each answer is computed when it is
    /// requested.
    #[must_use]
    pub const fn new(script: &'a Script<'s>, options: &'a LintOptions) -> Self {
        Self { script, options }
    }

    /// The script.
    #[must_use]
    pub const fn script(&self) -> &'a Script<'s> {
        self.script
    }

    /// The findings, as [`lint`] returns them. Time and memory are linear in the script's length.
    #[must_use]
    pub fn lint(&self) -> Report {
        lint(self.script, self.options)
    }

    /// Every possible outcome of the script on the machine of the options, as data. Secrets of the context are masked.
    /// [`ExploreLimits`] bound time and memory; if they stop the exploration, the report says so.
    #[must_use]
    pub fn plan(&self) -> PlanReport {
        let secrets = Secrets::of(&self.options.context);
        PlanReport::all(self.script.source(), &self.explore(ExploreLimits::default()), &secrets)
    }

    /// Like [`plan`](Self::plan), with custom limits, and without masking secrets.
    #[must_use]
    pub fn explore(&self, limits: ExploreLimits) -> Exploration {
        let (machine, world) =
            self.options.world().open(self.options.context.clone(), self.options.profile.as_ref());
        let explorer = Explorer::new(machine, world).with_open(OpenFacts::default());
        explorer.with_limits(limits).explore(self.script.source())
    }

    /// Every command with the values of its settings, as far as the context and the profile provide them, and the
    /// source of each value. Secrets of the context are masked. Time is linear in the script's length and in that of
    /// the values.
    ///
    /// ```
    /// use ipxe_lint::{LintOptions, Model, syntax::parse};
    ///
    /// let options = LintOptions::default().with_setting("mirror", "http://192.0.2.1")?;
    /// let script = parse(b"#!ipxe\nchain ${mirror}/menu.ipxe || shell\n");
    /// let resolved = Model::new(&script, &options).resolve();
    /// assert_eq!(resolved.commands[0].words[1].text, "http://192.0.2.1/menu.ipxe");
    /// # Ok::<(), ipxe_lint::machine::context::ContextError>(())
    /// ```
    #[must_use]
    pub fn resolve(&self) -> ResolveReport {
        let world = self.options.world();
        let mut context = self.options.context.clone();
        context.machine = world.machine();
        let settings = context.settings(&Catalog::new(world.target()));
        let resolver = Resolver::new(settings);
        let resolver = match &self.options.profile {
            Some(profile) => resolver.with_profile(profile),
            None => resolver,
        };
        ResolveReport::new(self.script, &resolver.script(self.script), &Secrets::of(&self.options.context))
    }
}
