//! The options of `ipxe-lint test`.

#![expect(clippy::doc_markdown, reason = "these comments are the text of --help")]

use std::path::PathBuf;

use clap::{Args, ColorChoice, ValueEnum};

use crate::{config::ConfigArgs, secrets::SecretArgs};

/// Which tests to run, and how to tell what came of them.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLE)]
pub(crate) struct TestArgs {
    /// Files of tests, as TOML, JSON or YAML; paths in them are relative to them
    #[arg(value_name = "FILE", required = true)]
    pub(super) files: Vec<PathBuf>,
    /// Run only the tests whose names contain this
    #[arg(long, value_name = "TEXT")]
    pub(super) filter: Option<String>,
    /// Show what the scripts did, command by command; of tests that failed, if it is not said of which
    #[arg(long, value_name = "TESTS", num_args = 0..=1, require_equals = true, default_missing_value = "failed")]
    pub(super) trace: Option<TraceOf>,
    /// How the report is written
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: TestFormat,
    #[command(flatten)]
    pub(super) secrets: SecretArgs,
    /// When to use colours; NO_COLOR and CLICOLOR_FORCE are respected
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: ColorChoice,
    #[command(flatten)]
    pub(super) config: ConfigArgs,
}

/// The tests of which to show what the scripts did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum TraceOf {
    /// Of tests that failed
    Failed,
    /// Of all tests
    All,
}

/// The forms that the report can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum TestFormat {
    /// For people: a line per test, and what is not as expected
    Text,
    /// For programs
    Json,
    /// For CI systems that show results of tests: XML as JUnit writes it
    Junit,
}

const EXAMPLE: &str = r#"A file of tests:
  [defaults]
  context = "rack7.toml"          # what is known of the machine, as for `run`

  [[test]]
  name = "web1 boots Debian"
  script = "rendered/web1.ipxe"   # or `source`, with the script itself
  set = { hostname = "web1" }

  [test.expect]                   # nothing: the script comes to an end without a failure
  kernel = "http://boot.example/debian/linux"
  command-line = { words = ["hostname=web1"], excludes = "debug" }
  initrds = ["http://boot.example/debian/initrd.gz"]
  variables = { role = "web" }

Expected can be: outcome, status, kernel, command-line, initrds, san, variables, unset, output.
Of a text: equals, starts-with, ends-with, contains, excludes, words; a mere string is all of it.

What a test leaves open of target, context, settings, profile and serve, the ipxe-lint.toml
nearest to its file says. A test with a context of its own takes neither context nor settings.

Exit codes:
  0  all tests passed
  1  a test failed
  2  the job could not be done: wrong usage, a file that cannot be read, no tests"#;
