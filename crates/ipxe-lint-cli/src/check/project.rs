//! The scripts as a project: what they do for each other.

use std::{mem, path::PathBuf};

use clap::Args;
use ipxe_lint::{LintOptions, Outline, Project, Report, Served, Surroundings, lint_with_outline};
use rayon::prelude::*;

use super::{Script, check_source};
use crate::{
    cli::{CheckArgs, FixArgs},
    failure::Failure,
    inputs::{Input, read},
    world::served_option,
};

/// How scripts that start each other are found.
#[derive(Args, Debug)]
#[command(next_help_heading = "Scripts that start each other")]
pub(crate) struct ProjectArgs {
    /// Look at each script on its own, not at what scripts that start each other set
    #[arg(long)]
    pub(super) no_follow: bool,
    /// Look for the scripts below a URL in a directory; may be repeated
    ///
    /// Scripts are followed to those that are checked. Without this, the end of a URI tells which one is meant.
    #[arg(long, value_name = "URL=DIR", value_parser = served_option, conflicts_with = "no_follow")]
    serve: Vec<(String, PathBuf)>,
}

impl ProjectArgs {
    /// Links the scripts with each other.
    pub(super) fn project(&self, outlines: impl IntoIterator<Item = (PathBuf, Outline)>) -> Project {
        let served: Vec<_> = self.serve.iter().map(|(url, directory)| Served::new(url, directory)).collect();
        Project::new(outlines, &served)
    }
}

/// What was found in a script by itself.
struct FirstLook<'i> {
    input: &'i Input,
    source: Vec<u8>,
    outline: Outline,
    /// None: other scripts may make a difference to it; or the script is to be mended, which only makes sense with all
    /// that is known.
    report: Option<Report>,
}

/// Checks scripts in parallel: first those to which the others make no difference.
pub(super) fn check<'i>(
    inputs: &'i [Input],
    args: &CheckArgs,
    options: &LintOptions,
) -> Vec<Result<Option<Script<'i>>, Failure>> {
    let look = |input| FirstLook::new(input, options, args.fixes);
    let mut looks: Vec<_> = inputs.par_iter().map(look).collect();
    let outlines = inputs.iter().zip(&mut looks).map(|(input, look)| {
        let look = look.as_mut().ok().and_then(Option::as_mut);
        (input.path().to_path_buf(), look.map(|look| mem::take(&mut look.outline)).unwrap_or_default())
    });
    let project = args.project.project(outlines);
    let finished = looks.into_par_iter().enumerate().map(|(at, look)| {
        look?.map(|look| look.finish(project.surroundings(at), options, args.fixes)).transpose()
    });
    finished.collect()
}

impl<'i> FirstLook<'i> {
    /// None: the file is no script.
    fn new(input: &'i Input, options: &LintOptions, fixes: FixArgs) -> Result<Option<Self>, Failure> {
        let Some(source) = read(input)? else { return Ok(None) };
        let script = ipxe_syntax::parse(&source);
        let (report, outline) = if fixes.applicability().is_some() {
            (None, Outline::new(&script, options))
        } else {
            lint_with_outline(&script, options)
        };
        Ok(Some(Self { input, source, outline, report }))
    }

    fn finish(
        self,
        surroundings: Surroundings,
        options: &LintOptions,
        fixes: FixArgs,
    ) -> Result<Script<'i>, Failure> {
        let Self { input, source, report, .. } = self;
        match report {
            Some(report) => Ok(Script::new(input, source, report)),
            None if surroundings.is_empty() => check_source(input, source, options, fixes),
            None => check_source(input, source, &options.clone().with_surroundings(surroundings), fixes),
        }
    }
}
