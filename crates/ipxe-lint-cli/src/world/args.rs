//! The options that describe a world.

#![expect(clippy::doc_markdown, reason = "these comments are the text of --help")]

use std::path::{Path, PathBuf};

use clap::Args;
use ipxe_catalog::{Arch, BuildSymbol, Platform, Release};

use super::World;
use crate::{context::ContextArgs, failure::Failure, target::build_option};

/// What a script is executed in.
#[derive(Args, Debug)]
pub(crate) struct WorldArgs {
    /// Serve what a script downloads below a URL from a directory; may be repeated
    ///
    /// A machine of which no network interface is known then has one that is up.
    #[arg(long, value_name = "URL=DIR", value_parser = served_option)]
    serve: Vec<(String, PathBuf)>,
    /// Read no configuration files
    #[arg(long)]
    isolated: bool,
    #[command(flatten)]
    pub(crate) context: ContextArgs,
    #[command(flatten)]
    build: Build,
}

/// Which iPXE executes a script.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Target")]
pub(crate) struct Build {
    /// The release of iPXE [default: the context's, or head]
    #[arg(long, value_name = "RELEASE")]
    pub(crate) release: Option<Release>,
    /// Its platform: pcbios, efi, linux, sbi [default: the context's, or efi]
    #[arg(long, value_name = "PLATFORM")]
    pub(crate) platform: Option<Platform>,
    /// Its processor architecture, such as x86_64 or arm64 [default: the context's, or x86_64]
    #[arg(long, value_name = "ARCH")]
    pub(crate) arch: Option<Arch>,
    /// What your build of iPXE has that the stock build has not, such as PING_CMD, or the reverse, NTP_CMD=off
    #[arg(id = "build_option", long = "build-option", value_name = "SYMBOL[=on|off]")]
    #[arg(value_delimiter = ',', value_parser = build_option)]
    pub(crate) options: Vec<(BuildSymbol, bool)>,
}

impl WorldArgs {
    /// The world that the options describe.
    pub(crate) fn world(&self) -> Result<World, Failure> {
        let beside = self.context.file().and_then(Path::parent).unwrap_or(Path::new("")).to_path_buf();
        Ok(World {
            context: self.context.context()?,
            beside,
            profile: self.context.profile()?,
            serve: self.serve.clone(),
            build: self.build.clone(),
        })
    }
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
