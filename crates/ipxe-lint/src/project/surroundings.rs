use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::Arc,
};

/// What the other scripts of its project do for a script that misses settings. By default nothing: a script on its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Surroundings {
    /// Of the settings that it misses, those that another script may have set; named as it does.
    sets: Arc<BTreeSet<Vec<u8>>>,
    /// One of the scripts that start it.
    starter: Option<PathBuf>,
    starters: usize,
}

impl Surroundings {
    pub(super) fn new(sets: BTreeSet<Vec<u8>>) -> Self {
        Self { sets: Arc::new(sets), ..Self::default() }
    }

    pub(super) fn add_starter(&mut self, path: &Path) {
        self.starter.get_or_insert_with(|| path.to_path_buf());
        self.starters += 1;
    }

    /// How many other scripts may start it.
    pub(crate) fn starters(&self) -> usize {
        self.starters
    }

    /// The first of the scripts that may start it.
    pub(crate) fn starter(&self) -> Option<&Path> {
        self.starter.as_deref()
    }

    /// Whether a script that comes before may have set `[scope/]name`, which this one misses.
    #[must_use]
    pub fn sets(&self, name: &[u8]) -> bool {
        self.sets.contains(name)
    }

    /// Whether it makes no difference to what is found in the script: it misses nothing, or no other script starts it
    /// and those that it starts set nothing that it misses.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.starters == 0 && self.sets.is_empty()
    }
}
