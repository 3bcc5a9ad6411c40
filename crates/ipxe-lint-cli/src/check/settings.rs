use std::path::PathBuf;

use ipxe_lint::config::{Config, FailOn, Layers, ReportFormat, RootDirectory};

/// What a configuration says of a run as a whole.
#[derive(Debug)]
pub(super) struct Settings {
    /// How findings are written.
    pub(super) format: Option<ReportFormat>,
    /// Whether scripts that start each other are followed.
    pub(super) follow: bool,
    /// Where scripts below URLs are.
    pub(super) serve: Vec<(String, PathBuf)>,
    /// The document roots of servers.
    pub(super) root: Vec<RootDirectory>,
    /// Known findings.
    pub(super) baseline: Option<PathBuf>,
    /// What fails the run.
    pub(super) fail_on: FailOn,
    /// How many warnings do not.
    pub(super) max_warnings: Option<usize>,
}

impl Settings {
    pub(super) fn new(layers: &Layers<'_>) -> Self {
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
