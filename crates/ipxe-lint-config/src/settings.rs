use std::path::PathBuf;

use ipxe_lint::config::{Config, FailOn, Layers, ReportFormat, RootDirectory};

/// The settings of a configuration for a whole run.
#[derive(Debug)]
pub struct RunSettings {
    /// The format of the findings.
    pub format: Option<ReportFormat>,
    /// Whether scripts that start each other are followed.
    pub follow: bool,
    /// The directories with the scripts below URLs.
    pub serve: Vec<(String, PathBuf)>,
    /// The document roots of servers.
    pub root: Vec<RootDirectory>,
    /// Known findings.
    pub baseline: Option<PathBuf>,
    /// The level that fails the run.
    pub fail_on: FailOn,
    /// The number of warnings that do not.
    pub max_warnings: Option<usize>,
}

impl RunSettings {
    /// Merges the settings of all layers.
    #[must_use]
    pub fn new(layers: &Layers<'_>) -> Self {
        let serve = layers.entries(|config| &config.serve).into_iter();
        Self {
            format: layers.strongest(|config: &Config| config.format),
            follow: layers.strongest(|config| config.follow).unwrap_or(true),
            serve: serve.map(|(url, folder)| (url.clone(), folder.clone())).collect(),
            root: layers
                .strongest(|config| (!config.root.is_empty()).then(|| config.root.clone()))
                .unwrap_or_default(),
            baseline: layers.strongest(|config| config.baseline.clone()),
            fail_on: layers.strongest(|config| config.fail_on).unwrap_or_default(),
            max_warnings: layers.strongest(|config| config.max_warnings),
        }
    }
}
