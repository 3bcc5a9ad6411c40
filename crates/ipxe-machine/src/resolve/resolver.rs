//! The resolver.

use super::{ExpansionSource, ResolvedExpansion, ResolvedWord};
use crate::{
    profile::Profile,
    settings::{Absence, Settings},
};
use ipxe_language::expand::expand_counting;
use ipxe_language::{
    expand::{ExpandError, ExpandErrorKind, Limits, Lookup, Reference},
    setting_name::SettingName,
    text::Text,
};

/// Expands a script's expansions with the settings of a machine.
///
/// ```
/// use ipxe_catalog::{Catalog, Target};
/// use ipxe_machine::{context::NetworkContext, resolve::{ExpansionSource, Resolver}, settings::Absence};
/// use ipxe_language::text::Text;
///
/// let context = NetworkContext::new().setting("host", "web1")?;
/// let resolver = Resolver::new(context.settings(&Catalog::new(Target::default())));
///
/// let word = resolver.word(Text::from("http://${host}/${arch}"));
/// assert_eq!(word.text, Text::from("http://web1/"));
/// assert_eq!(word.expansions[1].source, ExpansionSource::Empty(Absence::Unset));
/// assert_eq!(word.expansions[1].place, 15..22);
/// # Ok::<(), ipxe_machine::context::ContextError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Resolver<'p> {
    pub(super) settings: Settings,
    pub(super) profile: Option<&'p Profile>,
    pub(super) limits: Limits,
}

impl<'p> Resolver<'p> {
    /// A resolver for these settings, with the default limits.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        Self { settings, profile: None, limits: Limits::default() }
    }

    /// Adds the settings of a profile.
    #[must_use]
    pub fn with_profile(mut self, profile: &'p Profile) -> Self {
        profile.apply(&mut self.settings);
        Self { profile: Some(profile), ..self }
    }

    /// Sets the limits.
    #[must_use]
    pub fn with_limits(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// The settings.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The settings, for changes.
    pub fn settings_mut(&mut self) -> &mut Settings {
        &mut self.settings
    }

    /// Resolves one word. Its unknown pieces stay unknown.
    #[must_use]
    pub fn word<'t>(&self, word: Text<'t>) -> ResolvedWord<'t> {
        let mut budget = usize::MAX;
        self.word_within(word, &mut budget)
    }

    /// Resolves one word within the remaining budget of steps.
    pub(super) fn word_within<'t>(&self, word: Text<'t>, budget: &mut usize) -> ResolvedWord<'t> {
        let mut recorder = Recorder { resolver: self, expansions: Vec::new() };
        let limits = Limits { work: self.limits.work.min(*budget), ..self.limits };
        let mut steps = 0;
        let result = expand_counting(word, &mut recorder, limits, &mut steps);
        *budget = budget.saturating_sub(steps);
        match result {
            Ok(text) => ResolvedWord { text, expansions: recorder.expansions, error: None },
            Err(error) => {
                let mut expansions = recorder.expansions;
                expansions.push(last_straw(&error));
                ResolvedWord { text: Text::unknown(), expansions, error: Some(error) }
            }
        }
    }

    fn source(&self, name: &Text<'_>) -> ExpansionSource {
        let Some(name) = name.as_known() else { return ExpansionSource::UnknownName };
        match self.settings.read(name) {
            Ok(found) => ExpansionSource::Setting {
                block: found.block_path(),
                name: found.name().to_vec(),
                setting_type: found.setting_type(),
                origin: found.value().origin(),
                secret: found.value().is_secret(),
                text: found.into_text().into_owned(),
            },
            Err(Absence::Unset) if self.supplies(name) => ExpansionSource::Supplied,
            Err(absence) => ExpansionSource::Empty(absence),
        }
    }

    fn supplies(&self, name: &[u8]) -> bool {
        let scoped = !SettingName::parse(name).scope.is_empty();
        !scoped && self.profile.is_some_and(|profile| profile.supplies(name).is_some())
    }
}

/// Looks names up, and records the results.
struct Recorder<'r> {
    resolver: &'r Resolver<'r>,
    expansions: Vec<ResolvedExpansion>,
}

impl Lookup<'static> for &mut Recorder<'_> {
    fn look_up(&mut self, reference: &Reference<'_>) -> Text<'static> {
        let source = self.resolver.source(&reference.name);
        let text = match &source {
            ExpansionSource::Setting { text, .. } => text.clone(),
            ExpansionSource::Supplied | ExpansionSource::UnknownName => Text::unknown(),
            _ => Text::default(),
        };
        self.expansions.push(ResolvedExpansion {
            name: reference.name.clone().into_owned(),
            place: reference.place.clone(),
            in_word: reference.in_word,
            source,
        });
        text
    }
}

/// The expansion at which the budget was exhausted.
fn last_straw(error: &ExpandError) -> ResolvedExpansion {
    let source = match error.kind {
        ExpandErrorKind::Endless => ExpansionSource::Endless,
        _ => ExpansionSource::LimitExceeded,
    };
    ResolvedExpansion { name: error.name.clone(), place: error.place.clone(), in_word: false, source }
}
