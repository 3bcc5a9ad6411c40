//! The options of `ipxe-lint run`.

#![expect(clippy::doc_markdown, reason = "these comments are the text of --help")]

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use ipxe_catalog::{Arch, BuildSymbol, Platform, Release};

use crate::{context::ContextArgs, target::build_option};

/// Which script to execute, where, and how to tell.
#[derive(Args, Debug)]
#[command(after_help = EXIT_CODES)]
pub(crate) struct RunArgs {
    /// The script; `-` for standard input
    #[arg(value_name = "SCRIPT")]
    pub(super) script: PathBuf,
    /// How to tell what happens
    #[arg(long, value_name = "FORM", default_value = "text")]
    pub(super) trace: TraceForm,
    /// Serve what a script downloads below a URL from a directory; may be repeated
    ///
    /// A machine of which no network interface is known then has one that is up.
    #[arg(long, value_name = "URL=DIR", value_parser = served)]
    pub(super) serve: Vec<(String, PathBuf)>,
    /// Read no configuration files
    #[arg(long)]
    pub(super) isolated: bool,
    #[command(flatten)]
    pub(super) context: ContextArgs,
    #[command(flatten)]
    pub(super) build: BuildArgs,
}

/// Which iPXE executes the script.
#[derive(Args, Debug)]
#[command(next_help_heading = "Target")]
pub(super) struct BuildArgs {
    /// The release of iPXE [default: the context's, or head]
    #[arg(long, value_name = "RELEASE")]
    pub(super) release: Option<Release>,
    /// Its platform: pcbios, efi, linux, sbi [default: the context's, or efi]
    #[arg(long, value_name = "PLATFORM")]
    pub(super) platform: Option<Platform>,
    /// Its processor architecture, such as x86_64 or arm64 [default: the context's, or x86_64]
    #[arg(long, value_name = "ARCH")]
    pub(super) arch: Option<Arch>,
    /// What your build of iPXE has that the stock build has not, such as PING_CMD, or the reverse, NTP_CMD=off
    #[arg(long, value_name = "SYMBOL[=on|off]", value_delimiter = ',', value_parser = build_option)]
    pub(super) build_option: Vec<(BuildSymbol, bool)>,
}

/// The forms that a trace can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum TraceForm {
    /// For people: each command after expansion, what it printed, how it failed
    Text,
    /// For programs
    Json,
}

const EXIT_CODES: &str = "\
Nothing is known of the machine but what these options say: without a context it has no network.

Exit codes:
  0  something took over the machine, or the script came to its end without a failure
  1  the script failed, waits for somebody at the keyboard, or never ends
  2  the job could not be done: wrong usage, a file that cannot be read";

/// Reads `URL=DIR`.
fn served(text: &str) -> Result<(String, PathBuf), String> {
    match text.split_once('=') {
        Some((base, directory)) if base.contains("://") && !directory.is_empty() => {
            Ok((base.to_owned(), directory.into()))
        }
        _ => Err("expected URL=DIR, such as `http://boot.example/=public`".to_owned()),
    }
}
