//! The command line, as types.

#![expect(clippy::doc_markdown, reason = "these comments are the text of --help")]

use std::{path::PathBuf, str::FromStr};

use clap::{Args, ColorChoice, CommandFactory, Parser, Subcommand};
use ipxe_catalog::did_you_mean;
use ipxe_lint::{
    Applicability, RuleId, RuleSelector, UnknownRule,
    config::{Config, ReportFormat, RuleLevel, UnknownRuleLevel},
};

use crate::{
    adoption::AdoptionArgs,
    check::{self, ProjectArgs},
    complain::complain,
    completions::{self, CompletionsArgs},
    config::{self, ConfigArgs, InitArgs, ShowArgs},
    context::ContextArgs,
    deps::{self, DepsArgs},
    explain::{self, ExplainArgs},
    failure::Failure,
    fmt::{self, FmtArgs},
    inputs::ValuesArgs,
    man::{self, ManArgs},
    offered::{self, offered},
    outcome::Outcome,
    plan::{self, PlanArgs},
    profile::{self, ProfileArgs},
    report::{ReportFile, report_format},
    resolve::{self, ResolveArgs},
    rules::{self, RulesArgs},
    run::{self, RunArgs},
    schema::{self, SchemaArgs},
    target::TargetArgs,
    test::{self, TestArgs},
};

#[cfg(feature = "server")]
use crate::server::{self, ServerArgs};

/// Finds mistakes in iPXE boot scripts, before a machine does.
#[derive(Debug, Parser)]
#[command(name = "ipxe-lint", version, args_conflicts_with_subcommands = true, arg_required_else_help = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    check: CheckArgs,
}

const EXAMPLES: &str = "\
Examples:
  ipxe-lint boot.ipxe                       Check a script
  ipxe-lint .                               Check all scripts below the current directory
  curl -s URL | ipxe-lint -                 Check the script that a server sends
  ipxe-lint --platform efi --select IPX9 .  Find what does not work on UEFI machines
  ipxe-lint --diff --unsafe-fixes .         Show what can be fixed
  ipxe-lint --diff-only origin/main .       Check the lines that a branch changed";

const EXIT_STATUS: &str = "\
Exit status:
  0  nothing found, or only advice; --fail-on and --max-warnings change this
  1  errors or warnings found; with --fix: left over; with --diff: something to fix
  2  not done: wrong usage, a file that cannot be read, no scripts";

#[derive(Debug, Subcommand)]
enum Command {
    /// Check scripts: the default without a command
    Check(Box<CheckArgs>),
    /// Format scripts: spacing, menu items in columns, continued lines
    Fmt(FmtArgs),
    /// Show a script with its variables replaced
    Resolve(ResolveArgs),
    /// Execute a script as iPXE would, and show what happens
    Run(RunArgs),
    /// Show what a script boots, or with --all every way it can end
    Plan(PlanArgs),
    /// List what scripts, and those that they chain to, download
    Deps(DepsArgs),
    /// Run tests of what scripts boot
    Test(TestArgs),
    /// Serve an editor: the language server, over standard input and output
    #[cfg(feature = "server")]
    Server(ServerArgs),
    /// Explain a rule
    Explain(ExplainArgs),
    /// List all rules
    Rules(RulesArgs),
    /// List the built-in provider profiles, or show what one supplies
    Profile(ProfileArgs),
    /// Print the JSON schema of a file or a report
    Schema(SchemaArgs),
    /// Print shell completions
    ///
    /// For bash: `ipxe-lint completions bash > ~/.local/share/bash-completion/completions/ipxe-lint`
    Completions(CompletionsArgs),
    #[command(hide = true)]
    Man(ManArgs),
    /// Show the configuration of a script, and where each value comes from
    Config(ShowArgs),
    /// Write a configuration file to start from
    Init(InitArgs),
}

/// What to check, against what, and how to report it.
#[derive(Args, Debug)]
#[command(before_help = EXAMPLES, after_help = EXIT_STATUS)]
pub(crate) struct CheckArgs {
    /// Scripts, or directories to search for scripts; `-` for standard input [default: .]
    ///
    /// In directories, files called *.ipxe or *.gpxe are checked, their templates (*.ipxe.j2), and files that start with #!ipxe or
    /// #!gpxe, unless a .gitignore or .ignore file excludes them. Symbolic links are not followed. A file that is named here
    /// is always checked.
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Name of the script on standard input in reports
    #[arg(long, value_name = "PATH")]
    pub(crate) stdin_filename: Option<PathBuf>,
    /// Skip named files that the configuration excludes or that are not scripts, for hooks
    #[arg(long)]
    pub(crate) force_exclude: bool,
    /// List the scripts that would be checked, and check nothing
    #[arg(long, conflicts_with_all = ["watch", "fix", "diff", "statistics", "list_suppressions"])]
    pub(crate) show_files: bool,
    /// Check again whenever a script or its configuration changes
    #[arg(long, short, conflicts_with = "diff")]
    pub(crate) watch: bool,
    #[command(flatten)]
    pub(crate) config: ConfigArgs,
    #[command(flatten)]
    pub(crate) values: ValuesArgs,
    #[command(flatten)]
    pub(crate) context: ContextArgs,
    #[command(flatten)]
    pub(crate) target: TargetArgs,
    #[command(flatten)]
    pub(crate) project: ProjectArgs,
    #[command(flatten)]
    pub(crate) rules: RuleArgs,
    #[command(flatten)]
    pub(crate) adoption: AdoptionArgs,
    #[command(flatten)]
    pub(crate) fixes: FixArgs,
    #[command(flatten)]
    pub(crate) report: ReportArgs,
}

/// What to do about findings that have a fix.
#[derive(Args, Clone, Copy, Debug)]
#[command(next_help_heading = "Fixes")]
pub(crate) struct FixArgs {
    /// Apply safe fixes, and report what is left
    ///
    /// Each file is replaced as a whole, or not at all. A script on standard input is written to standard output, and the
    /// report to standard error.
    #[arg(long)]
    pub(crate) fix: bool,
    /// With --fix or --diff: also apply fixes that can change what a script does
    #[arg(long)]
    pub(crate) unsafe_fixes: bool,
    /// Show what --fix would change as a unified diff, and change nothing; fails if there is anything to fix
    #[arg(long, conflicts_with_all = ["format", "statistics", "list_suppressions"])]
    pub(crate) diff: bool,
}

impl FixArgs {
    /// The highest risk of the fixes to apply. None if no fixes are applied.
    pub(crate) fn applicability(self) -> Option<Applicability> {
        let risk = if self.unsafe_fixes { Applicability::Unsafe } else { Applicability::Safe };
        (self.fix || self.diff).then_some(risk)
    }
}

/// Which rules report, and at which level.
///
/// RULES is a rule's name or code, a family of rules (`flow`, or the beginning of its codes, `IPX4`),
/// `security`, or `all`.
#[derive(Args, Debug)]
#[command(next_help_heading = "Rules")]
pub(crate) struct RuleArgs {
    /// Report only these rules: names, codes, families such as `flow` or `IPX4`, `security`, or `all`
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    #[arg(value_parser = offered(<RuleSelector as FromStr>::from_str, offered::rules), hide_possible_values = true)]
    select: Vec<RuleSelector>,
    /// Also report these rules: some are off by default, such as those that `security` adds
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    #[arg(value_parser = offered(<RuleSelector as FromStr>::from_str, offered::rules), hide_possible_values = true)]
    extend_select: Vec<RuleSelector>,
    /// Do not report these rules
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    #[arg(value_parser = offered(<RuleSelector as FromStr>::from_str, offered::rules), hide_possible_values = true)]
    ignore: Vec<RuleSelector>,
    /// Report these rules as `error`, `warning` or `advice`, or not at all with `off`
    ///
    /// A level also switches on a single rule that is off by default.
    #[arg(long, value_name = "RULES=LEVEL", value_delimiter = ',', value_parser = rule_level)]
    level: Vec<(RuleSelector, RuleLevel)>,
    /// Ignore suppression comments such as `# ipxe-lint: ignore[RULES]`
    #[arg(long)]
    pub(crate) no_suppressions: bool,
    /// Report suppression comments that give no reason
    #[arg(long)]
    require_suppression_reason: bool,
}

impl RuleArgs {
    /// Adds these options to a configuration.
    pub(crate) fn configure(&self, config: &mut Config) {
        config.select = Some(self.select.clone()).filter(|rules| !rules.is_empty());
        config.extend_select.clone_from(&self.extend_select);
        if self.require_suppression_reason {
            config.extend_select.push(RuleSelector::Rule(RuleId::SuppressionWithoutReason));
        }
        config.ignore.clone_from(&self.ignore);
        config.rules = self.level.iter().copied().collect();
        config.suppressions = self.no_suppressions.then_some(false);
    }
}

/// Reads `RULES=LEVEL`.
fn rule_level(text: &str) -> Result<(RuleSelector, RuleLevel), String> {
    let (rules, level) = text.split_once('=').ok_or("expected RULES=LEVEL, such as `flow=error`")?;
    let rules = rules.parse().map_err(|error: UnknownRule| error.to_string())?;
    Ok((rules, level.parse().map_err(|error: UnknownRuleLevel| error.to_string())?))
}

/// How to report.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Report")]
#[expect(clippy::struct_excessive_bools, reason = "each is an option")]
pub(crate) struct ReportArgs {
    /// Report format [default: full]
    #[arg(long, value_name = "FORMAT", value_parser = report_format())]
    pub(crate) format: Option<ReportFormat>,
    /// Write the report to a file, which is replaced when the report is complete
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Also write a report in another format to a file; can be repeated
    ///
    /// `--report sarif=findings.sarif --report html=findings.html` makes both in one run, beside the report that --format
    /// asks for. Each file is replaced when its report is complete.
    #[arg(long, value_name = "FORMAT=FILE", conflicts_with = "diff")]
    pub(crate) report: Vec<ReportFile>,
    /// Also report what each script boots on the machine of the context, as `ipxe-lint plan` does
    ///
    /// As text or as JSON. Only findings decide the exit status.
    #[arg(long, conflicts_with_all = ["diff", "statistics", "list_suppressions"])]
    pub(crate) plan: bool,
    /// Report only findings, without a summary
    #[arg(long, short)]
    pub(crate) quiet: bool,
    /// Report how often each rule found something, as text or JSON
    #[arg(long)]
    pub(crate) statistics: bool,
    /// List suppression comments instead of findings, as text or JSON
    #[arg(long, conflicts_with_all = ["statistics", "no_suppressions"])]
    pub(crate) list_suppressions: bool,
    /// When to use colours; `auto` also follows NO_COLOR and CLICOLOR_FORCE
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: ColorChoice,
}

impl ReportArgs {
    /// How findings are written.
    pub(crate) fn format(&self) -> ReportFormat {
        self.format.unwrap_or(ReportFormat::Full)
    }

    /// The forms of all reports.
    pub(crate) fn formats(&self) -> impl Iterator<Item = ReportFormat> {
        self.report.iter().map(|file| file.format).chain([self.format()])
    }
}

impl Cli {
    /// Checks the named paths, unless one is a mistyped command.
    fn check_paths(&self) -> Result<Outcome, Failure> {
        let first = self.check.paths.first().filter(|path| !path.exists());
        let commands = Self::command();
        let names = commands.get_subcommands().filter(|command| !command.is_hide_set());
        let names = names.map(clap::Command::get_name);
        match first.and_then(|path| Some((path, did_you_mean(path.to_str()?, names)?))) {
            Some((path, near)) => Err(Failure::UnknownCommand { path: path.clone(), near: near.to_owned() }),
            None => check::run(&self.check),
        }
    }

    /// Carries out the command.
    pub(crate) fn run(self) -> Outcome {
        let (done, color) = match &self.command {
            Some(Command::Check(args)) => (check::run(args), args.report.color),
            Some(Command::Fmt(args)) => (fmt::run(args), args.color),
            Some(Command::Resolve(args)) => (resolve::run(args), ColorChoice::Auto),
            Some(Command::Run(args)) => (run::run(args), ColorChoice::Auto),
            Some(Command::Plan(args)) => (plan::run(args), ColorChoice::Auto),
            Some(Command::Deps(args)) => (deps::run(args), ColorChoice::Auto),
            Some(Command::Test(args)) => (test::run(args), args.color),
            #[cfg(feature = "server")]
            Some(Command::Server(args)) => (server::run(args), ColorChoice::Auto),
            Some(Command::Explain(args)) => (explain::run(args), ColorChoice::Auto),
            Some(Command::Rules(args)) => (rules::run(args), ColorChoice::Auto),
            Some(Command::Profile(args)) => (profile::run(args), ColorChoice::Auto),
            Some(Command::Schema(args)) => (schema::run(args), ColorChoice::Auto),
            Some(Command::Completions(args)) => (completions::run(args), ColorChoice::Auto),
            Some(Command::Man(args)) => (man::run(args), ColorChoice::Auto),
            Some(Command::Config(args)) => (config::show(args), ColorChoice::Auto),
            Some(Command::Init(args)) => (config::init(args), ColorChoice::Auto),
            None => (self.check_paths(), self.check.report.color),
        };
        done.unwrap_or_else(|failure| {
            complain(&failure, color);
            Outcome::CouldNot
        })
    }
}
