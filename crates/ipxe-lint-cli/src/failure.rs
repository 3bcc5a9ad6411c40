use std::{io, path::PathBuf};

use ipxe_lint_config::reason;

pub(crate) use ipxe_lint_config::shown;

use crate::inputs::LARGEST_SCRIPT;

/// Why a command failed, completely or in part.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// A path that does not exist, or that cannot be read.
    #[error("cannot read `{}`: {}", shown(path), reason(error))]
    Unreadable { path: PathBuf, error: io::Error },
    /// A word that is probably a mistyped command.
    #[error("no file or command `{}`; did you mean `{near}`?", shown(path))]
    UnknownCommand { path: PathBuf, near: String },
    /// More bytes than any script has.
    #[error("`{}` is too large for a script: the limit is {} MiB", shown(path), LARGEST_SCRIPT >> 20)]
    TooLarge { path: PathBuf },
    /// A template that cannot be rendered.
    #[error("cannot render `{}` with `{}`: {problem}", shown(path), shown(values))]
    Unrendered { path: PathBuf, values: PathBuf, problem: String },
    /// A file that contains scripts, where one script is executed.
    #[error(
        "`{}` is a document that holds {scripts} script{}: to execute one, save it in a file of its own",
        shown(path),
        if *scripts == 1 { "" } else { "s" }
    )]
    ExecutedDocument { path: PathBuf, scripts: usize },
    /// A template, where a script is executed.
    #[error(
        "`{}` is a template: {}; with `--template none` it is executed as it is",
        shown(path),
        if *is_jinja { "add `--values FILE` to render it" } else { "render it, and execute the result" }
    )]
    ExecutedTemplate { path: PathBuf, is_jinja: bool },
    /// A script cannot be executed with several sets of values.
    #[error("a template is executed with one file of values, not with {count}")]
    ManyValues { count: usize },
    /// Directories without scripts.
    #[error("no iPXE scripts in {}{why}", list(paths))]
    NoScripts { paths: Vec<PathBuf>, why: String },
    /// A script that the server does not have.
    #[error("`{}` is not in the document root `{}`", shown(path), shown(root))]
    OutsideRoot { path: PathBuf, root: PathBuf },
    /// Two inputs from a source that can only be read once.
    #[error("`-` is given twice: standard input can only be read once")]
    StdinTwice,
    /// A data file whose name does not show its format.
    #[error("unknown format of `{}`: add `--context-format` with toml, json or yaml", shown(path))]
    UnknownContextFormat { path: PathBuf },
    /// A target that does not exist in any iPXE.
    #[error(transparent)]
    Target(#[from] ipxe_catalog::UnknownName),
    /// A served URL that is not a URL.
    #[error("`{url}` is no URL: expected one such as `http://boot.example/`")]
    ServedUrl { url: String },
    /// The configuration cannot be used.
    #[error(transparent)]
    Config(#[from] ipxe_lint_config::Failure),
    /// A value that does not fit its setting.
    #[error(transparent)]
    Setting(#[from] ipxe_machine::context::ContextError),
    /// A file of tests without a test.
    #[error("`{}` contains no tests: a test is a table `[[test]]`", shown(path))]
    EmptySuite { path: PathBuf },
    /// No test remains to be run.
    #[error("{}", no_tests(filter.as_deref()))]
    NoTests { filter: Option<String> },
    /// A test without a script, or with two.
    #[error("{}", if *both { "`script` and `source` cannot both be given" } else { "neither `script` nor `source` is given" })]
    TestScript { both: bool },
    /// Statistics in a format for single findings.
    #[error("--statistics needs `--format full`, `concise` or `json`")]
    StatisticsFormat,
    /// Permission for unsafe fixes, without `--fix`.
    #[error("--unsafe-fixes needs --fix or --diff")]
    UnsafeFixesAlone,
    /// A fixed script needs an output, which is used by something else.
    #[error(
        "with --fix, standard input is fixed to standard output: it cannot be checked together with files"
    )]
    FixedWithOthers,
    /// A formatted script needs an output, which is used by something else.
    #[error(
        "standard input is formatted to standard output: without --check or --diff, it cannot be formatted together with files"
    )]
    FormattedWithOthers,
    /// A formatted script and a report, both for standard output.
    #[error("standard input is formatted to standard output: --format json needs --check")]
    FormattedAndReported,
    /// Plans in a format for findings.
    #[error("--plan needs `--format full`, `concise` or `json`")]
    PlansFormat,
    /// A list of suppressions in a format for findings.
    #[error("--list-suppressions needs `--format full`, `concise` or `json`")]
    SuppressionsFormat,
    /// A file that would be overwritten.
    #[error("`{}` already exists, and is not overwritten", shown(path))]
    ConfigExists { path: PathBuf },
    /// The changes cannot be determined.
    #[error("--diff-only: {problem}")]
    Git { problem: String },
    /// A text without a revision.
    #[error("--diff-only cannot check standard input")]
    ChangedStdin,
    /// A baseline that would be incomplete.
    #[error("the baseline is not written, because some scripts could not be checked")]
    BaselineIncomplete,
    /// An input that cannot change.
    #[error("--watch cannot check standard input")]
    WatchedStdin,
    /// An editor that does not follow the protocol.
    #[cfg(feature = "server")]
    #[error("the client does not follow the protocol of language servers: {problem}")]
    Served { problem: String },
    /// Files that cannot be watched.
    #[error("cannot watch `{}`: {problem}", shown(path))]
    Unwatchable { path: PathBuf, problem: String },
    /// Reports that would overwrite each other.
    #[error("two reports cannot both be written to `{}`", shown(path))]
    SameReport { path: PathBuf },
    /// A report that would overwrite a script.
    #[error("the report would overwrite `{}`, which is checked", shown(path))]
    ReportOverScript { path: PathBuf },
    /// A script that somebody else wrote to.
    #[error("`{}` has changed since it was read, and is not overwritten: run this again", shown(path))]
    Changed { path: PathBuf },
    /// A report that could not be written.
    #[error("cannot write {}: {}", target(path.as_ref()), reason(error))]
    Unwritable { path: Option<PathBuf>, error: io::Error },
}

fn list(paths: &[PathBuf]) -> String {
    paths.iter().map(|path| format!("`{}`", shown(path))).collect::<Vec<_>>().join(", ")
}

fn no_tests(filter: Option<&str>) -> String {
    let of = filter.map(|text| format!(" whose name contains `{}`", ipxe_lint::printable(text)));
    format!("there is no test{}", of.unwrap_or_default())
}

fn target(path: Option<&PathBuf>) -> String {
    path.map_or_else(|| "the report".to_owned(), |path| format!("`{}`", shown(path)))
}
