//! Outcomes as data.

use std::fmt::Display;

use ipxe_syntax::LineIndex;

use super::{Exploration, PossibleOutcome};
use crate::context::Secrets;
use crate::report::{Place, PlaceOrNone, Tool};
use crate::simulate::{
    BootPlan, LimitReached, Outcome, OutcomeKind, PlannedImage, Run, SanPlan, Step, Trace,
};

/// What a script boots, or how else it may end, for programs.
///
/// Texts are decoded for display: bytes that are not UTF-8 are replaced, and [`Secrets::MASK`] is a secret. Fields may
/// be added; one that is removed, or changes its meaning, changes [`PlanReport::VERSION`]. The feature `schema` gives
/// it a JSON schema.
#[derive(Clone, Debug, serde::Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(
        title = "Report of ipxe-lint plan and run",
        description = "What `ipxe-lint plan --format json` and `ipxe-lint run --format json` write. In texts, `<name>` stands for the value of a setting that is not known. Fields may be added; one that is removed, or changes its meaning, changes the version."
    )
)]
#[non_exhaustive]
pub struct PlanReport {
    /// The version of this structure.
    pub version: u32,
    /// The tool that wrote the report.
    pub tool: Tool,
    /// The path of the script, if it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(default))]
    pub path: Option<String>,
    /// The outcomes: that of a run, or every possible one.
    pub outcomes: Vec<ReportedOutcome>,
    /// Why the exploration is incomplete, if it is: there may be more outcomes, and more paths to these.
    pub cut: Option<String>,
    /// Number of paths that were not followed for that reason.
    pub left: usize,
    /// The trace of the script, in the form of `run --trace json`; only if requested.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(default, schema_with = "crate::testing::schema::trace"))]
    pub trace: Option<Trace>,
}

/// An outcome, and the conditions for it.
#[derive(Clone, Debug, serde::Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ReportedOutcome {
    /// What it is.
    pub kind: OutcomeKind,
    /// The same in words that continue "the script": `boots vmlinuz`.
    pub text: String,
    /// Whether it is a good end: an image or drive took over the machine, or the script ended normally.
    pub success: bool,
    /// What is executed.
    pub kernel: Option<ReportedImage>,
    /// The images that it gets, in order.
    pub initrds: Vec<ReportedImage>,
    /// The booted SAN drive.
    pub san: Option<ReportedDrive>,
    /// The command that failed, waits, boots, or exits with an unknown status, after expansion.
    pub command: Option<Vec<String>>,
    /// The position of that command; none if it is in another script.
    #[serde(flatten)]
    pub place: PlaceOrNone,
    /// The paths to it, each a list of conditions that hold together, in words. An empty list means always.
    pub ways: Vec<Vec<String>>,
    /// Whether there are more paths.
    pub more_ways: bool,
}

/// An image of a boot plan.
#[derive(Clone, Debug, serde::Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ReportedImage {
    /// Its name.
    pub name: String,
    /// Its absolute URI.
    pub uri: Option<String>,
    /// Its command line; empty if it has none.
    pub command_line: String,
    /// Whether the kernel's command line names it with `initrd=`: under UEFI, Linux before 5.7 finds no other. Always
    /// false for the kernel.
    pub named: bool,
}

/// A booted SAN drive.
#[derive(Clone, Debug, serde::Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ReportedDrive {
    /// The URIs of the drive; none for one that was hooked before, or a local one.
    pub uris: Vec<String>,
    /// Its number, if given.
    pub drive: Option<u32>,
    /// The booted file, if given.
    pub filename: Option<String>,
}

impl PlanReport {
    /// The version of the format.
    pub const VERSION: u32 = crate::report::VERSION;

    /// A report of every outcome of a script, with secrets masked.
    #[must_use]
    pub fn all(script: &[u8], found: &Exploration, secrets: &Secrets) -> Self {
        let reporter = Reporter { lines: LineIndex::new(script), secrets };
        let outcomes = found.outcomes.iter().map(|found| reporter.possible(found)).collect();
        Self { cut: found.cut.as_ref().map(LimitReached::to_string), left: found.left, ..Self::new(outcomes) }
    }

    /// The same report with the path of the script.
    #[must_use]
    pub fn with_path(self, path: impl Into<String>) -> Self {
        Self { path: Some(path.into()), ..self }
    }

    /// Adds the trace of the script.
    #[must_use]
    pub fn with_trace(self, trace: Trace) -> Self {
        Self { trace: Some(trace), ..self }
    }

    fn new(outcomes: Vec<ReportedOutcome>) -> Self {
        Self {
            version: Self::VERSION,
            tool: Tool::THIS,
            path: None,
            outcomes,
            cut: None,
            left: 0,
            trace: None,
        }
    }

    /// A report of the outcome of one run, with secrets masked.
    #[must_use]
    pub fn of(script: &[u8], run: &Run, secrets: &Secrets) -> Self {
        let reporter = Reporter { lines: LineIndex::new(script), secrets };
        let mut outcome = reporter.outcome(&run.outcome);
        let failed = |step: &Step<'_>| {
            let failed = matches!(step.status(), Some(Err(_)));
            // A command that executed scripts failed because a command in them did.
            if matches!(run.outcome, Outcome::Failed(_)) {
                failed && step.steps().next().is_none()
            } else {
                true
            }
        };
        if tells_command(&run.outcome)
            && let Some(step) = run.trace.all().rfind(failed)
        {
            outcome.command = Some(step.words().map(|word| reporter.text(word)).collect());
            outcome.place = (step.depth() == 0).then(|| reporter.place(step.span())).into();
        }
        outcome.ways.push(Vec::new());
        Self::new(vec![outcome])
    }
}

/// Whether the report of an outcome includes the last command.
pub(super) const fn tells_command(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Failed(_) | Outcome::Waits(_) | Outcome::Exited { status: None })
}

struct Reporter<'s> {
    lines: LineIndex<'s>,
    secrets: &'s Secrets,
}

impl Reporter<'_> {
    fn possible(&self, found: &PossibleOutcome) -> ReportedOutcome {
        let words = |words: &Vec<Vec<u8>>| words.iter().map(|word| self.text(word)).collect();
        let own = self.outcome(&found.outcome);
        ReportedOutcome {
            command: found.command.as_ref().map(words).or(own.command.clone()),
            place: found.span.map(|span| self.place(span)).into(),
            ways: found
                .ways
                .iter()
                .map(|way| way.conditions.iter().map(|one| self.shown(one)).collect())
                .collect(),
            more_ways: found.more_ways,
            ..own
        }
    }

    fn outcome(&self, outcome: &Outcome) -> ReportedOutcome {
        let (plan, san, command) = match outcome {
            Outcome::Booted(plan) | Outcome::EnteredScript(plan) => (Some(plan), None, None),
            Outcome::BootedSan(plan) => (None, Some(plan), None),
            Outcome::HandedOver { command } => (None, None, Some(command)),
            _ => (None, None, None),
        };
        ReportedOutcome {
            kind: outcome.kind(),
            text: self.shown(outcome),
            success: outcome.is_success(),
            kernel: plan.map(|plan| self.image(&plan.kernel, false)),
            initrds: plan.map_or(Vec::new(), |plan| self.initrds(plan)),
            san: san.map(|plan| self.drive(plan)),
            command: command.map(|words| words.iter().map(|word| self.text(word)).collect()),
            place: PlaceOrNone::default(),
            ways: Vec::new(),
            more_ways: false,
        }
    }

    fn initrds(&self, plan: &BootPlan) -> Vec<ReportedImage> {
        plan.initrds.iter().map(|initrd| self.image(initrd, plan.names_initrd(initrd))).collect()
    }

    fn image(&self, image: &PlannedImage, named: bool) -> ReportedImage {
        ReportedImage {
            name: self.text(&image.name),
            uri: image.uri.as_ref().map(|uri| self.text(uri)),
            command_line: self.text(&image.command_line),
            named,
        }
    }

    fn drive(&self, plan: &SanPlan) -> ReportedDrive {
        ReportedDrive {
            uris: plan.uris.iter().map(|uri| self.text(uri)).collect(),
            drive: plan.drive,
            filename: plan.filename.as_ref().map(|name| self.text(name)),
        }
    }

    fn place(&self, span: ipxe_syntax::Span) -> Place {
        Place::new(&self.lines, span)
    }

    fn text(&self, text: &[u8]) -> String {
        String::from_utf8_lossy(&self.secrets.mask(text)).into_owned()
    }

    fn shown(&self, what: &impl Display) -> String {
        self.secrets.mask_str(&what.to_string()).into_owned()
    }
}
