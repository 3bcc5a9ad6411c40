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
/// Texts are decoded to be shown: bytes that are not UTF-8 are replaced, and [`Secrets::MASK`] stands for what is
/// secret. Fields may be added; one that is removed, or changes its meaning, changes [`PlanReport::VERSION`]. The
/// feature `schema` gives it a JSON schema.
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
    /// What made the report.
    pub tool: Tool,
    /// The script, if it was said how it is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(default))]
    pub path: Option<String>,
    /// The outcomes: the one of a run, or every one that is possible.
    pub outcomes: Vec<ReportedOutcome>,
    /// Why not everything was looked at, if it was not: there may then be more outcomes, and more ways to these.
    pub cut: Option<String>,
    /// How many ways were not followed because of that.
    pub left: usize,
    /// What the script did, command by command, in the form of `run --trace json`; only there if it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(default, schema_with = "crate::testing::schema::trace"))]
    pub trace: Option<Trace>,
}

/// An outcome, and what leads to it.
#[derive(Clone, Debug, serde::Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ReportedOutcome {
    /// What it is.
    pub kind: OutcomeKind,
    /// The same in words that go on after "the script": `boots vmlinuz`.
    pub text: String,
    /// Whether the machine can be left alone: something took it over, or the script came to its end.
    pub success: bool,
    /// What is executed.
    pub kernel: Option<ReportedImage>,
    /// The images that are handed over to it, in order.
    pub initrds: Vec<ReportedImage>,
    /// What is booted from a SAN.
    pub san: Option<ReportedDrive>,
    /// The command that failed, waits, hands over, or exits with an unknown status, after expansion.
    pub command: Option<Vec<String>>,
    /// The place of that command; none if it is in another script.
    #[serde(flatten)]
    pub place: PlaceOrNone,
    /// Each of these leads to it: conditions that hold together, in words. An empty one: it always happens.
    pub ways: Vec<Vec<String>>,
    /// Whether there are more ways.
    pub more_ways: bool,
}

/// An image of a boot plan.
#[derive(Clone, Debug, serde::Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ReportedImage {
    /// Its name.
    pub name: String,
    /// The absolute URI that it came from.
    pub uri: Option<String>,
    /// Its command line; empty if it was given none.
    pub command_line: String,
    /// Whether the kernel's command line says `initrd=` and its name: under UEFI, Linux before 5.7 finds no other.
    /// Always false for the kernel.
    pub named: bool,
}

/// What is booted from a SAN.
#[derive(Clone, Debug, serde::Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ReportedDrive {
    /// The URIs of the drive; none for one that was hooked before, or a local one.
    pub uris: Vec<String>,
    /// Its number, if it was given.
    pub drive: Option<u32>,
    /// The file that is booted, if it was given.
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

    /// The same report with what the script did.
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
            // A command that executed scripts failed as one of theirs did.
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

/// Whether an outcome is told with the command that it came to.
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
