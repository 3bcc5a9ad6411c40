//! The options that describe the target.

#![expect(clippy::doc_markdown, reason = "these comments are the text of --help")]

use std::str::FromStr;

use clap::Args;
use ipxe_catalog::{Arch, Banner, BuildSymbol, Platform, Release, Version};
use ipxe_lint::config::Config;

use crate::offered::offered;

/// Which iPXE the scripts are for.
#[derive(Args, Debug)]
#[command(next_help_heading = "Target")]
pub(crate) struct TargetArgs {
    /// Release of iPXE that runs the scripts, or 1.21.1+ for snapshots after it [default: 2.0.0+]
    #[arg(long, value_name = "RELEASE")]
    #[arg(value_parser = offered(<Version as FromStr>::from_str, releases), hide_possible_values = true)]
    release: Option<Version>,
    /// What iPXE shows when it starts, as text, a file, or `-`: gives release, platform and build options
    ///
    /// Options that give these themselves take precedence. `ipxe-lint config --banner …` shows the result.
    #[arg(long, value_name = "TEXT|FILE|-", value_parser = crate::banner::named)]
    banner: Option<Banner>,
    /// Platforms that run the scripts: pcbios, efi, linux, sbi [default: pcbios,efi]
    #[arg(long, value_name = "PLATFORM", value_delimiter = ',')]
    #[arg(value_parser = offered(<Platform as FromStr>::from_str, platforms), hide_possible_values = true)]
    platform: Vec<Platform>,
    /// Architectures that run the scripts, such as x86_64 or arm64 [default: all]
    #[arg(long, value_name = "ARCH", value_delimiter = ',')]
    #[arg(value_parser = offered(<Arch as FromStr>::from_str, arches), hide_possible_values = true)]
    arch: Vec<Arch>,
    /// Build options that differ from the stock build, such as PING_CMD or NTP_CMD=off
    #[arg(long, value_name = "SYMBOL[=on|off]", value_delimiter = ',')]
    #[arg(value_parser = offered(build_option, symbols), hide_possible_values = true)]
    build_option: Vec<(BuildSymbol, bool)>,
}

impl TargetArgs {
    /// Adds these options to a configuration.
    pub(crate) fn configure(&self, config: &mut Config) {
        let target = &mut config.target;
        target.release = self.release;
        target.banner.clone_from(&self.banner);
        target.platforms = Some(self.platform.clone()).filter(|platforms| !platforms.is_empty());
        target.arches = Some(self.arch.clone()).filter(|arches| !arches.is_empty());
        target.build_options = self.build_option.iter().copied().collect();
    }
}

fn releases() -> Vec<&'static str> {
    Release::ALL.iter().map(|release| release.name()).collect()
}

fn platforms() -> Vec<&'static str> {
    Platform::ALL.iter().map(|platform| platform.name()).collect()
}

fn arches() -> Vec<&'static str> {
    Arch::ALL.iter().map(|arch| arch.name()).collect()
}

/// The names of all build options.
fn symbols() -> Vec<&'static str> {
    BuildSymbol::all().map(BuildSymbol::name).collect()
}

/// Parses `SYMBOL`, `SYMBOL=on` or `SYMBOL=off`.
pub(crate) fn build_option(text: &str) -> Result<(BuildSymbol, bool), String> {
    let (symbol, state) = text.split_once('=').unwrap_or((text, "on"));
    let on = match state {
        "on" => true,
        "off" => false,
        _ => return Err(format!("a build option is `on` or `off`, not `{state}`")),
    };
    Ok((BuildSymbol::parse(symbol).map_err(|error| error.to_string())?, on))
}
