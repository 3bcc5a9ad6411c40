//! The scripts as a project: what they do for each other.

use std::{mem, path::PathBuf};

use clap::Args;
use ipxe_lint::{
    LintOptions, Outline, Project, Report, Served, Surroundings,
    config::{Config, RootDirectory},
    lint_with_outline, outline,
};
use ipxe_lint_config::path_in;
use rayon::prelude::*;

use super::{Job, Script};
use crate::{
    failure::Failure,
    inputs::{Input, document, read},
    world::{Directory, served_option},
};

/// How scripts that start each other are found.
#[derive(Args, Debug)]
#[command(next_help_heading = "Chained scripts")]
pub(crate) struct ProjectArgs {
    /// Check each script on its own, without what scripts that chain to it set
    #[arg(long)]
    no_follow: bool,
    /// Directory with the scripts below a URL; can be repeated
    ///
    /// Chained scripts are found among those that are checked. Without this option, the end of the URI decides which one it is.
    #[arg(long, value_name = "URL=DIR", value_parser = served_option, conflicts_with = "no_follow")]
    serve: Vec<(String, PathBuf)>,
    /// Document root of a server, with its URL if that is known; can be repeated
    ///
    /// Scripts that others chain to, and that are not in it, are reported.
    #[arg(long, value_name = "DIR[=URL]", conflicts_with = "no_follow")]
    root: Vec<RootDirectory>,
}

impl ProjectArgs {
    /// Checks that the directories exist.
    pub(crate) fn check_directories(&self) -> Result<(), Failure> {
        self.serve.iter().try_for_each(|(_, path)| Directory::new(path).map(|_| ()))
    }

    /// Adds these options to a configuration.
    pub(crate) fn configure(&self, config: &mut Config) {
        // Stating where scripts are also requests that they are followed.
        let follow = (!self.serve.is_empty() || !self.root.is_empty()).then_some(true);
        config.follow = if self.no_follow { Some(false) } else { follow };
        config.root.clone_from(&self.root);
        config.serve = self.serve.iter().cloned().collect();
    }
}

/// The findings in a script alone.
struct FirstLook<'i> {
    input: &'i Input,
    options: &'i LintOptions,
    source: Vec<u8>,
    outline: Outline,
    /// None: it uses settings that it does not set, and that other scripts may set; or the script will be fixed, which
    /// requires complete information.
    report: Option<Report>,
}

/// Checks scripts in parallel: first those that do not depend on the others.
pub(super) fn check(job: &Job) -> Vec<Result<Option<Script<'_>>, Failure>> {
    let look = |input| FirstLook::new(job, input);
    let mut looks: Vec<_> = job.inputs().map(look).collect();
    let outlines = job.found.inputs.iter().zip(&mut looks).map(|(input, look)| {
        let look = look.as_mut().ok().and_then(Option::as_mut);
        let path = path_in(&job.settings.root, input.path(), &job.finder.here);
        (path, look.map(|look| mem::take(&mut look.outline)).unwrap_or_default())
    });
    let served: Vec<_> = job.settings.serve.iter().map(|(url, folder)| Served::new(url, folder)).collect();
    let project = Project::with_roots(outlines, &served, &job.roots);
    let finished = looks.into_par_iter().enumerate().with_max_len(1).map(|(at, look)| {
        let script =
            look.and_then(|look| look.map_or(Ok(None), |look| look.finish(job, project.surroundings(at))));
        job.progress.one_more();
        script
    });
    finished.collect()
}

impl<'i> FirstLook<'i> {
    /// None: the file is not a script.
    fn new(job: &Job, (input, options): (&'i Input, &'i LintOptions)) -> Result<Option<Self>, Failure> {
        let Some(source) = read(input)? else { return Ok(None) };
        if document(input, &source).is_some() {
            // The URLs of its scripts are unknown.
            job.progress.one_more();
            return Ok(Some(Self { input, options, source, outline: Outline::default(), report: None }));
        }
        let script = ipxe_syntax::parse(&source);
        let (report, outline) = if job.fixes.applicability().is_some() || job.has_values() {
            (None, outline(&script, options))
        } else {
            lint_with_outline(&script, options)
        };
        job.progress.one_more();
        Ok(Some(Self { input, options, source, outline, report }))
    }

    fn finish(self, job: &Job, surroundings: Surroundings) -> Result<Option<Script<'i>>, Failure> {
        let Self { input, options, source, report, .. } = self;
        match report {
            Some(report) if !surroundings.matter_otherwise() => Ok(Some(job.report(input, source, report))),
            _ if surroundings.is_empty() => job.check_source(input, source, options),
            _ => job.check_source(input, source, &options.clone().with_surroundings(surroundings)),
        }
    }
}
