//! The options of `ipxe-lint test`.

#![expect(clippy::doc_markdown, reason = "these comments are the text of --help")]

use std::path::PathBuf;

use clap::{Args, ColorChoice, ValueEnum};

use crate::{config::ConfigArgs, secrets::SecretArgs};

/// Which tests to run, and how to report them.
#[derive(Args, Debug)]
#[command(before_help = EXAMPLES, after_help = NOTES)]
pub(crate) struct TestArgs {
    /// Test files, as TOML, JSON or YAML; paths in a file are relative to it
    #[arg(value_name = "FILE", required = true)]
    pub(super) files: Vec<PathBuf>,
    /// Run only tests whose name contains this
    #[arg(long, value_name = "TEXT")]
    pub(super) filter: Option<String>,
    /// Show every command that the scripts executed: of failed tests, or of all [default: failed]
    #[arg(long, value_name = "TESTS", num_args = 0..=1, require_equals = true, default_missing_value = "failed")]
    pub(super) trace: Option<TraceOf>,
    /// Report format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: TestFormat,
    #[command(flatten)]
    pub(super) secrets: SecretArgs,
    /// When to use colours; `auto` also follows NO_COLOR and CLICOLOR_FORCE
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

const EXAMPLES: &str = "\
Examples:
  ipxe-lint test tests/boot.toml                  Run the tests of a file
  ipxe-lint test tests/*.toml --filter web1       Run the tests with this name
  ipxe-lint test tests/*.toml --format junit      For CI systems";

const NOTES: &str = r#"A test file:
  [defaults]
  context = "rack7.toml"          # what is known about the machine, as for `run`

  [[test]]
  name = "web1 boots Debian"
  script = "rendered/web1.ipxe"   # or `source`, with the script itself
  set = { hostname = "web1" }

  [test.expect]                   # empty: the script ends without a failure
  kernel = "http://boot.example/debian/linux"
  command-line = { words = ["hostname=web1"], excludes = "debug" }
  initrds = ["http://boot.example/debian/initrd.gz"]
  variables = { role = "web" }

Keys of `expect`: outcome, status, kernel, command-line, initrds, san, variables, unset, output.
Texts: equals, starts-with, ends-with, contains, excludes, words; a plain string means equals.

Target, context, settings, profile and serve come from the ipxe-lint.toml nearest to the file, unless
the test gives them. A test with its own context ignores the configured context and settings.

Exit status:
  0  all tests passed
  1  a test failed
  2  not done: wrong usage, a file that cannot be read, no tests"#;
