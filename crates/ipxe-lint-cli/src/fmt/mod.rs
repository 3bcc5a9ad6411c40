//! `ipxe-lint fmt`.

mod args;
mod text;

pub(crate) use args::FmtArgs;

use std::{borrow::Cow, path::PathBuf, sync::Arc};

use ipxe_lint::{
    Document,
    host::Templating,
    reports::{FormatReport, FormattedScript},
};
use ipxe_lint_config::Finder;
use ipxe_syntax::parse;
use rayon::prelude::*;

use crate::{
    bug,
    colors::Terminal,
    complain::{complain, not_followed},
    diff::diff,
    failure::Failure,
    inputs::{Input, document, find, left_out, links_to_others, read},
    json::{self, TextOrJson},
    outcome::Outcome,
    output,
    progress::Progress,
};

/// Formats scripts, or reports which are not formatted.
pub(crate) fn run(args: &FmtArgs) -> Result<Outcome, Failure> {
    let here = [PathBuf::from(".")];
    let paths = if args.paths.is_empty() { &here } else { args.paths.as_slice() };
    let finder = Arc::new(args.config.finder()?);
    let mut found = find(paths, args.stdin_filename.as_deref(), &finder, args.force_exclude)?;
    let is_filter = args.writes() && found.inputs.iter().any(Input::is_stdin);
    if is_filter && args.format == TextOrJson::Json {
        return Err(Failure::FormattedAndReported);
    }
    if is_filter && found.inputs.len() > 1 {
        return Err(Failure::FormattedWithOthers);
    }
    let mut scripts = Vec::new();
    let progress =
        if args.quiet { Progress::none() } else { Progress::new("Formatting", found.inputs.len()) };
    let one = |input| {
        let script = format(input, args, &finder);
        progress.one_more();
        script
    };
    let results: Vec<_> = found.inputs.par_iter().map(one).collect();
    progress.finish();
    for result in results {
        match result {
            Ok(script) => scripts.extend(script),
            Err(failure) => found.failures.push(failure),
        }
    }
    if scripts.is_empty() && found.failures.is_empty() && !args.force_exclude {
        return Err(Failure::NoScripts { paths: paths.to_vec(), why: left_out(paths, &finder) });
    }
    found.failures.iter().for_each(|failure| complain(failure, args.color));
    if !args.quiet {
        output::to_stderr(|out| text::left_alone(out, &scripts))?;
        not_followed(&links_to_others(&found.links, &found.inputs));
    }
    report(args, &scripts, is_filter)?;
    let is_any_wrong = !args.writes() && scripts.iter().any(|script| script.formatted.is_some());
    Ok(match (found.failures.is_empty(), is_any_wrong) {
        (true, false) => Outcome::Clean,
        (true, true) => Outcome::Findings,
        (false, _) => Outcome::CouldNot,
    })
}

/// A script, and the result.
struct Script<'i> {
    input: &'i Input,
    source: Vec<u8>,
    /// Its formatted text, if that differs.
    formatted: Option<Vec<u8>>,
    /// Whether iPXE does not recognize it as a script. It then stays as it is.
    is_foreign: bool,
}

impl Script<'_> {
    fn reported(&self) -> FormattedScript {
        let path = self.input.path().to_string_lossy();
        FormattedScript::new(path, self.formatted.is_some(), !self.is_foreign)
    }
}

/// Formats one script, and writes it if requested. None if the file is not a script.
fn format<'i>(input: &'i Input, args: &FmtArgs, finder: &Finder) -> Result<Option<Script<'i>>, Failure> {
    let Some(source) = read(input)? else { return Ok(None) };
    let document = document(input, &source);
    if document.as_ref().is_some_and(Document::is_empty) {
        return Ok(None);
    }
    let is_foreign = document.is_none() && !parse(&source).header().is_valid();
    let templating = finder.templating(input.path())?;
    let changed = |text: &[u8]| changed(text, &templating);
    let formatted = bug::while_at(input.path(), || match &document {
        Some(document) => Some(document.rewritten(changed)).filter(|text| *text != source),
        None => changed(&source),
    });
    if let Some(text) = formatted.as_ref().filter(|_| args.writes() && !input.is_stdin()) {
        let path = input.path();
        output::rewrite(path, &source, text)?;
    }
    Ok(Some(Script { input, source, formatted, is_foreign }))
}

/// The formatted script, if it differs.
fn changed(source: &[u8], templating: &Templating) -> Option<Vec<u8>> {
    match ipxe_format::format_as(&parse(source), templating) {
        Cow::Owned(text) => Some(text),
        Cow::Borrowed(_) => None,
    }
}

fn report(args: &FmtArgs, scripts: &[Script<'_>], is_filter: bool) -> Result<(), Failure> {
    let terminal = Terminal::new(args.color, false);
    output::deliver(None, |out| {
        if is_filter {
            let texts = scripts.iter().map(|script| script.formatted.as_ref().unwrap_or(&script.source));
            return texts.into_iter().try_for_each(|text| terminal.write_script(out, text));
        }
        if args.diff {
            let changed = scripts.iter().filter_map(|script| Some((script, script.formatted.as_ref()?)));
            return changed.into_iter().try_for_each(|(script, text)| {
                diff(out, script.input.path(), &script.source, text, terminal)
            });
        }
        if args.format == TextOrJson::Json {
            return json::write(out, &FormatReport::new(scripts.iter().map(Script::reported).collect()));
        }
        if args.check {
            text::found(out, scripts)?;
        }
        if args.quiet { Ok(()) } else { text::summary(out, scripts, args.check) }
    })
}
