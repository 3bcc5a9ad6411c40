//! The options that describe a world.

#![expect(clippy::doc_markdown, reason = "these comments are the text of --help")]

use std::path::{Path, PathBuf};

use clap::Args;
use ipxe_catalog::{Arch, BuildSymbol, Platform, Release};
use ipxe_lint::config::Config;

use super::{Builds, Directory, World};
use crate::{
    config::{ConfigArgs, ScriptConfig},
    context::ContextArgs,
    failure::Failure,
    target::build_option,
};

/// What a script is executed in.
#[derive(Args, Debug)]
pub(crate) struct WorldArgs {
    /// Serve what a script downloads below a URL from a directory; may be repeated
    ///
    /// A machine of which no network interface is known then has one that is up.
    #[arg(long, value_name = "URL=DIR", value_parser = served_option)]
    serve: Vec<(String, PathBuf)>,
    #[command(flatten)]
    config: ConfigArgs,
    #[command(flatten)]
    context: ContextArgs,
    #[command(flatten)]
    build: Build,
}

/// Which iPXE executes a script.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Target")]
pub(crate) struct Build {
    /// The release of iPXE [default: the configuration's, the context's, or head]
    #[arg(long, value_name = "RELEASE")]
    pub(crate) release: Option<Release>,
    /// Its platform: pcbios, efi, linux, sbi [default: the configuration's, the context's, or efi]
    #[arg(long, value_name = "PLATFORM")]
    pub(crate) platform: Option<Platform>,
    /// Its processor architecture, such as x86_64 or arm64 [default: the configuration's, the context's, or x86_64]
    #[arg(long, value_name = "ARCH")]
    pub(crate) arch: Option<Arch>,
    /// What your build of iPXE has that the stock build has not, such as PING_CMD, or the reverse, NTP_CMD=off
    #[arg(id = "build_option", long = "build-option", value_name = "SYMBOL[=on|off]")]
    #[arg(value_delimiter = ',', value_parser = build_option)]
    pub(crate) options: Vec<(BuildSymbol, bool)>,
}

impl WorldArgs {
    /// The world of a script that the options describe, and the configuration.
    pub(crate) fn world(&self, script: &Path) -> Result<World, Failure> {
        let mut command_line = Config::default();
        self.context.configure(&mut command_line);
        let has_own_context = command_line.context.is_some();
        let config = ScriptConfig::new(&self.config, script, command_line)?;
        Ok(World {
            context: config.context()?,
            beside: config.beside_context(),
            profile: config.profile()?,
            serve: serve(&self.serve, &config)?,
            builds: Builds { own: self.build.clone(), has_own_context, configured: config.target_of_file() },
        })
    }
}

/// Opens the directories that are served: those named here, and those of the configuration that are below other URLs.
pub(crate) fn serve(
    own: &[(String, PathBuf)],
    config: &ScriptConfig,
) -> Result<Vec<(String, Directory)>, Failure> {
    let own_directories =
        own.iter().map(|(url, path)| Directory::new(path).map(|directory| (url.clone(), directory)));
    let is_new = |url: &String| own.iter().all(|(other, _)| other != url);
    let configured = config.serve().into_iter().filter(|(url, _)| is_new(url)).map(|(url, path)| {
        let directory = Directory::new(&path).map_err(|failure| config.blame_serving(&url, failure));
        directory.map(|directory| (url, directory))
    });
    own_directories.chain(configured).collect()
}

/// Reads `URL=DIR`.
pub(crate) fn served_option(text: &str) -> Result<(String, PathBuf), String> {
    match text.split_once('=') {
        Some((base, directory)) if base.contains("://") && !directory.is_empty() => {
            Ok((base.to_owned(), directory.into()))
        }
        _ => Err("expected URL=DIR, such as `http://boot.example/=public`".to_owned()),
    }
}
