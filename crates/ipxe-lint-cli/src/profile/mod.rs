//! `ipxe-lint profile`.

mod text;

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use ipxe_machine::profile::{Profile, ProfileReport};

use crate::{failure::Failure, json, offered, outcome::Outcome, output};

/// Of which profile to say what it supplies.
#[derive(Args, Debug)]
pub(crate) struct ProfileArgs {
    /// A built-in profile, or a file; without it, all built-in ones are listed
    #[arg(value_name = "NAME|FILE", value_parser = offered::profile(), hide_possible_values = true)]
    profile: Option<PathBuf>,
    /// Report format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: ProfileFormat,
}

/// The forms that profiles can have.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum ProfileFormat {
    /// For people
    Text,
    /// For programs, with all that a profile says
    Json,
}

/// Lists the built-in profiles, or shows what one supplies.
pub(crate) fn run(args: &ProfileArgs) -> Result<Outcome, Failure> {
    let one =
        args.profile.as_ref().map(|named| ipxe_lint_config::profile(named, Path::new(""))).transpose()?;
    output::deliver(None, |out| match (args.format, &one) {
        (ProfileFormat::Text, None) => text::list(out, Profile::all_built_in()),
        (ProfileFormat::Text, Some(profile)) => text::show(out, profile),
        (ProfileFormat::Json, _) => {
            let profiles = one.map_or_else(|| Profile::all_built_in().to_vec(), |profile| vec![profile]);
            json::write(out, &ProfileReport::of(profiles))
        }
    })?;
    Ok(Outcome::Clean)
}
