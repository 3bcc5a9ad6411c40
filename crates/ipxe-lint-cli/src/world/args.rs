//! The options that describe a world.

#![expect(clippy::doc_markdown, reason = "these comments are the text of --help")]

use std::path::{Path, PathBuf};

use clap::Args;
use ipxe_catalog::{Arch, Banner, BuildSymbol, Platform, Version};
use ipxe_lint::config::Config;

use super::{Directory, World};
use crate::{
    config::{ConfigArgs, ScriptConfig},
    context::ContextArgs,
    failure::Failure,
    inputs::ValuesArgs,
    target::build_option,
};

/// What a script is executed in.
#[derive(Args, Debug)]
pub(crate) struct WorldArgs {
    /// Directory with the files below a URL; can be repeated
    ///
    /// A machine of which no network interface is known then has one that is up.
    #[arg(long, value_name = "URL=DIR", value_parser = served_option)]
    serve: Vec<(String, PathBuf)>,
    #[command(flatten)]
    pub(crate) config: ConfigArgs,
    #[command(flatten)]
    pub(crate) values: ValuesArgs,
    #[command(flatten)]
    context: ContextArgs,
    #[command(flatten)]
    build: Build,
}

/// Which iPXE executes a script.
#[derive(Args, Debug)]
#[command(next_help_heading = "Target")]
struct Build {
    /// Release of iPXE, or 1.21.1+ for snapshots after it [default: configuration, context, or 2.0.0+]
    #[arg(long, value_name = "RELEASE")]
    release: Option<Version>,
    /// What iPXE shows when it starts, as text, a file, or `-`: gives release, platform and build options
    ///
    /// Options that give these themselves take precedence. `ipxe-lint config --banner …` shows the result.
    #[arg(long, value_name = "TEXT|FILE|-", value_parser = crate::banner::named)]
    banner: Option<Banner>,
    /// Platform: pcbios, efi, linux, sbi [default: configuration, context, or efi]
    #[arg(long, value_name = "PLATFORM")]
    platform: Option<Platform>,
    /// Architecture, such as x86_64 or arm64 [default: configuration, context, or x86_64]
    #[arg(long, value_name = "ARCH")]
    arch: Option<Arch>,
    /// Build options that differ from the stock build, such as PING_CMD or NTP_CMD=off
    #[arg(id = "build_option", long = "build-option", value_name = "SYMBOL[=on|off]")]
    #[arg(value_delimiter = ',', value_parser = build_option)]
    options: Vec<(BuildSymbol, bool)>,
}

impl Build {
    /// Adds these options to a configuration.
    fn configure(&self, config: &mut Config) {
        let target = &mut config.target;
        target.release = self.release;
        target.banner.clone_from(&self.banner);
        target.platforms = self.platform.map(|platform| vec![platform]);
        target.arches = self.arch.map(|arch| vec![arch]);
        target.build_options = self.options.iter().copied().collect();
    }
}

impl WorldArgs {
    /// Which configuration counts.
    pub(crate) fn config(&self) -> &ConfigArgs {
        &self.config
    }

    /// The machine and network of a script according to the options, and the configuration.
    pub(crate) fn world(&self, script: &Path) -> Result<World, Failure> {
        let mut command_line = Config::default();
        self.context.read()?;
        self.context.configure(&mut command_line);
        self.build.configure(&mut command_line);
        let config = ScriptConfig::new(&self.config, script, command_line)?;
        World::of(&config, &self.serve)
    }
}

/// Opens the served directories: those in the options, and those of the configuration below other URLs.
pub(crate) fn serve(
    own: &[(String, PathBuf)],
    config: &ScriptConfig,
) -> Result<Vec<(String, Directory)>, Failure> {
    let own_directories =
        own.iter().map(|(url, path)| Directory::new(path).map(|directory| (url.clone(), directory)));
    let is_new = |url: &String| own.iter().all(|(other, _)| other != url);
    let configured = config.serve().into_iter().filter(|(url, _)| is_new(url)).map(|(url, path)| {
        let is_url = url.contains("://");
        let directory =
            if is_url { Directory::new(&path) } else { Err(Failure::ServedUrl { url: url.clone() }) };
        let directory = directory.map_err(|failure| config.blame_serving(&url, failure));
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
