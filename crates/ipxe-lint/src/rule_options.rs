use crate::RuleId;

/// Options of rules.
///
/// ```
/// use ipxe_lint::{LintOptions, RuleOptions, lint};
///
/// let mut ours = RuleOptions::default();
/// ours.known_commands.push("frobnicate".to_owned());
/// let options = LintOptions::default().with_rule_options(ours);
/// assert!(lint(&ipxe_syntax::parse(b"#!ipxe\nfrobnicate || shell\n"), &options).is_empty());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RuleOptions {
    /// `overlong-command-line`, option `longest`: the maximum length of a command line in bytes.
    pub longest_command_line: usize,
    /// `unknown-command`, option `known`: commands that the machines' iPXE has, but no release of iPXE.
    pub known_commands: Vec<String>,
}

impl RuleOptions {
    /// The maximum number of bytes of a command line on x86 and Arm, without the NUL byte at its end.
    pub(crate) const LONGEST_COMMAND_LINE: usize = 2047;
}

impl Default for RuleOptions {
    fn default() -> Self {
        Self { longest_command_line: Self::LONGEST_COMMAND_LINE, known_commands: Vec::new() }
    }
}

/// An option of a rule, by its name in configurations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RuleOption {
    /// `longest`: a number of bytes.
    Longest,
    /// `known`: a list of names.
    Known,
}

impl RuleOption {
    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Longest => "longest",
            Self::Known => "known",
        }
    }
}

impl RuleId {
    /// The options of the rule.
    #[must_use]
    pub const fn options(self) -> &'static [RuleOption] {
        match self {
            Self::OverlongCommandLine => &[RuleOption::Longest],
            Self::UnknownCommand => &[RuleOption::Known],
            _ => &[],
        }
    }
}
