use std::{
    collections::{HashMap, hash_map::Entry},
    path::{Path, PathBuf},
    sync::Arc,
};

use ipxe_catalog::{Arch, Platform};
use ipxe_lint::{
    LintOptions, Surroundings,
    config::{Config, Layers, Override},
    host::Templating,
};
use ipxe_machine::{
    context::{Machine, NetworkContext},
    profile::Profile,
};

use crate::{ConfigFile, Failure, Finder, data_file, profile::profile};

/// The options for scripts: the command line, merged with the configuration of each. Scripts with the same result share
/// it.
#[derive(Debug)]
pub struct ScriptOptions<'a> {
    finder: &'a Finder,
    command_line: &'a Config,
    known: HashMap<(Option<PathBuf>, Vec<bool>, Templating), Arc<LintOptions>>,
}

impl<'a> ScriptOptions<'a> {
    /// Other options take precedence over the configurations.
    #[must_use]
    pub fn new(finder: &'a Finder, command_line: &'a Config) -> Self {
        Self { finder, command_line, known: HashMap::new() }
    }

    /// The options for checking a script, including those from its name.
    pub fn named(&mut self, path: &Path) -> Result<Arc<LintOptions>, Failure> {
        Ok(named(path, self.of(path)?))
    }

    /// The options for a script.
    pub fn of(&mut self, path: &Path) -> Result<Arc<LintOptions>, Failure> {
        let absolute = self.finder.here.absolute(path);
        let file = self.finder.of_absolute(&absolute)?;
        let file = file.as_deref();
        let overrides = file.map(|file| file.overrides(&absolute)).unwrap_or_default();
        let key = (file.map(|file| file.path.clone()), overrides, self.finder.templating(path)?);
        match self.known.entry(key) {
            Entry::Occupied(known) => Ok(Arc::clone(known.get())),
            Entry::Vacant(new) => {
                let (_, overrides, templating) = new.key();
                let options =
                    options(file, overrides, self.command_line)?.with_templating(templating.clone());
                Ok(Arc::clone(new.insert(Arc::new(options))))
            }
        }
    }
}

/// The options for a script, including those from its name.
fn named(path: &Path, options: Arc<LintOptions>) -> Arc<LintOptions> {
    let surroundings = Surroundings::named(path);
    if surroundings.is_empty() {
        return options;
    }
    Arc::new(LintOptions::clone(&options).with_surroundings(surroundings))
}

/// The options for the scripts to which some overrides of a file apply.
fn options(
    file: Option<&ConfigFile>,
    overrides: &[bool],
    command_line: &Config,
) -> Result<LintOptions, Failure> {
    // These are the user's own scripts: suppression comments apply.
    let mut own = Config::default();
    own.suppressions = Some(true);
    let layers = Layers::new([&own].into_iter().chain(file.map(|file| &file.config)).chain([command_line]));
    let context = context(file, command_line)?;
    let applies = |one: &Override| {
        let number = file.and_then(|file| file.number_of(one));
        number.is_some_and(|number| overrides.get(number) == Some(&true))
    };
    check_target(&layers)?;
    Ok(layers.options(context, provider(file, command_line)?, applies))
}

/// Checks that iPXE can be built for one of the machines in the configuration and on the command line, whatever the
/// context is.
pub fn check_target(layers: &Layers<'_>) -> Result<(), Failure> {
    let target = layers.world(&Machine::default(), None).target();
    if !target.machines().is_empty() {
        return Ok(());
    }
    let arches: Vec<_> = target.arches().iter().map(Arch::name).collect();
    let platforms: Vec<_> = target.platforms().iter().map(Platform::name).collect();
    let release = target.version().to_string();
    Err(Failure::NoMachine { release, arches: arches.join(", "), platforms: platforms.join(", ") })
}

/// The known facts about the machine: from the file on the command line, or otherwise in the configuration, and from
/// settings.
pub fn context(file: Option<&ConfigFile>, command_line: &Config) -> Result<NetworkContext, Failure> {
    let own = file.and_then(|file| Some((file, file.config.context.as_ref()?)));
    let mut context = match (&command_line.context, own) {
        (Some(path), _) => data_file::load(path)?,
        (None, Some((file, path))) => {
            data_file::load(path).map_err(|failure| file.blame(&["context"], failure))?
        }
        (None, None) => NetworkContext::new(),
    };
    Layers::new(file.map(|file| &file.config).into_iter().chain([command_line])).set_in(&mut context)?;
    Ok(context)
}

/// The settings that the provider supplies.
pub fn provider(file: Option<&ConfigFile>, command_line: &Config) -> Result<Option<Profile>, Failure> {
    let beside = Path::new("");
    let own = file.and_then(|file| Some((file, file.config.profile.as_ref()?)));
    match (&command_line.profile, own) {
        (Some(named), _) => profile(named, beside).map(Some),
        (None, Some((file, named))) => {
            profile(named, beside).map(Some).map_err(|failure| file.blame(&["profile"], failure))
        }
        (None, None) => Ok(None),
    }
}
