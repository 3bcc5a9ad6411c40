//! The values of settings, and their origins.

pub mod absent_settings;
pub mod adjusted_settings;
mod cases;
pub mod constants;
pub mod known_settings;
pub mod lost_jumps;
pub mod misspellings;
pub mod own_settings;
pub mod precedence;
pub mod unset_settings;
pub mod uri_settings;
pub mod written_settings;

use std::cell::OnceCell;
use std::ops::Deref;

use ipxe_syntax::{Command, Word};

use crate::analysis::{Analysis, Assumptions};
use crate::commands::{
    Commands, jumps::Jump, name_set::NameSet, tested_settings::tested, used_settings::used_settings,
};
use crate::graph::{CommandSet, Flow};
use adjusted_settings::{Adjusted, adjusted_settings};
use constants::Constants;
use ipxe_language::setting_name::untyped;
use known_settings::KnownSettings;
use own_settings::OwnSettings;
use unset_settings::{Uses, unset_settings};
use uri_settings::UriSettings;
use written_settings::WrittenSettings;

/// The values of a script's settings, and their origins.
pub struct SettingFacts<'a, 's> {
    commands: Commands<'a, 's>,
    analysis: OnceCell<Analysis<'a, 's>>,
    written: OnceCell<WrittenSettings<'a>>,
    known: OnceCell<KnownSettings<'a>>,
    tested: OnceCell<NameSet<'a>>,
    used: OnceCell<NameSet<'a>>,
    own: OnceCell<OwnSettings>,
    constants: OnceCell<Constants<'a>>,
    unset: OnceCell<Vec<Uses<'a, 's>>>,
    adjusted: OnceCell<Vec<Adjusted<'a, 's>>>,
    lost_jumps: OnceCell<Vec<Jump<'a, 's>>>,
    uri_settings: OnceCell<UriSettings<'a, 's>>,
}

impl<'a, 's> Deref for SettingFacts<'a, 's> {
    type Target = Commands<'a, 's>;

    fn deref(&self) -> &Self::Target {
        &self.commands
    }
}

impl<'a, 's> SettingFacts<'a, 's> {
    /// Adds this layer to the one below. Everything is computed on first use, once.
    #[must_use]
    pub fn new(commands: Commands<'a, 's>) -> Self {
        Self {
            commands,
            analysis: OnceCell::new(),
            written: OnceCell::new(),
            known: OnceCell::new(),
            tested: OnceCell::new(),
            used: OnceCell::new(),
            own: OnceCell::new(),
            constants: OnceCell::new(),
            unset: OnceCell::new(),
            adjusted: OnceCell::new(),
            lost_jumps: OnceCell::new(),
            uri_settings: OnceCell::new(),
        }
    }

    /// The same facts, with another graph: facts that do not depend on it are kept.
    pub(crate) fn on(self, flow: &'a Flow<'a>) -> Self {
        Self {
            commands: self.commands.on(flow),
            analysis: OnceCell::new(),
            lost_jumps: OnceCell::new(),
            uri_settings: OnceCell::new(),
            ..self
        }
    }

    /// The possible values of settings, images and menus before every command.
    ///
    /// This is the most expensive result of the model: a rule should only use it after it has found a candidate.
    pub fn analysis(&self) -> &Analysis<'a, 's> {
        self.analysis.get_or_init(|| self.analysis_with_kernels(CommandSet::default()))
    }

    /// Sets the result of [`analysis`](Self::analysis) to an existing analysis of the same script, unless it was
    /// computed already.
    pub fn use_analysis(&self, analysis: Analysis<'a, 's>) {
        self.analysis.get_or_init(|| analysis);
    }

    /// As [`analysis`](Self::analysis), but a new one that assumes that these commands download Linux kernels.
    #[must_use]
    pub fn analysis_with_kernels(&self, kernels: CommandSet) -> Analysis<'a, 's> {
        let mut assumptions = match self.given.profile {
            Some(profile) => {
                Assumptions::new(self.given.context.settings(self.catalog)).with_profile(profile)
            }
            None => Assumptions::new(self.known().provided().clone()),
        };
        if self.given.context.complete {
            assumptions = assumptions.complete();
        }
        let open = self.script.commands().filter(|command| command.name().is_some_and(Word::has_hole));
        let assumptions = assumptions.with_opaque(open.map(Command::id).collect());
        let assumptions = assumptions.with_holes(self.script.has_holes());
        Analysis::new(self.script, self.flow, self.catalog, assumptions.with_kernels(kernels))
    }

    /// The settings that the script writes.
    pub fn written(&self) -> &WrittenSettings<'a> {
        self.written.get_or_init(|| WrittenSettings::new(self))
    }

    /// The settings that the context, the profile and iPXE provide.
    pub fn known(&self) -> &KnownSettings<'a> {
        self.known.get_or_init(|| KnownSettings::new(self.catalog, self.given))
    }

    /// The settings that the script tests with `isset`.
    pub fn tested(&self) -> &NameSet<'a> {
        self.tested.get_or_init(|| tested(self))
    }

    /// The settings that the script reads, by name or in an expansion.
    pub fn used(&self) -> &NameSet<'a> {
        self.used.get_or_init(|| used_settings(self))
    }

    /// The settings that only the script itself sets.
    pub fn own_settings(&self) -> &OwnSettings {
        self.own.get_or_init(|| OwnSettings::new(self))
    }

    /// The settings that the script uses and that are never set.
    pub fn unset_settings(&self) -> &[Uses<'a, 's>] {
        self.unset.get_or_init(|| unset_settings(self))
    }

    /// The settings that the script changes, and whose first value has no known origin.
    pub fn adjusted_settings(&self) -> &[Adjusted<'a, 's>] {
        self.adjusted.get_or_init(|| adjusted_settings(self))
    }

    /// The settings that have the same value everywhere.
    pub fn constants(&self) -> &Constants<'a> {
        self.constants.get_or_init(|| Constants::new(self))
    }

    /// The settings whose values are URIs, or beginnings of URIs.
    pub fn uri_settings(&self) -> &UriSettings<'a, 's> {
        self.uri_settings.get_or_init(|| UriSettings::new(self))
    }

    /// Whether anything may set the setting of this name, `[scope/]name[:type]`: the script itself, another one of its
    /// project, the network, or iPXE.
    pub fn is_setting(&self, name: &[u8]) -> bool {
        self.written().names().has(name)
            || self.known().may_have_value(name)
            || self.given.surroundings.sets(untyped(name))
    }
}
