//! Expectations about a run.

use std::collections::BTreeMap;

use super::{ExpectedStatus, ImageExpectation, Mismatch, Requirement, TextExpectation};
use crate::context::over;
use crate::{
    settings::Settings,
    simulate::{BootPlan, Outcome, OutcomeKind, PlannedImage, Run},
};

/// Expectations about a run. Missing ones are not checked, except for the end: it must be a good one
/// ([`Outcome::is_success`]) unless `outcome` or `status` states otherwise.
///
/// ```
/// use ipxe_catalog::{Catalog, Target};
/// use ipxe_machine::{context::NetworkContext, simulate::{MachineState, Optimistic, Simulator}};
/// use ipxe_machine::testing::RunExpectation;
///
/// let expected: RunExpectation = serde_json::from_str(r#"{
///     "kernel": "http://192.0.2.1/vmlinuz",
///     "command-line": {"words": ["quiet", "host=web1"]}
/// }"#)?;
/// let settings = NetworkContext::new().settings(&Catalog::new(Target::default()));
/// let mut simulator = Simulator::new(MachineState::new(settings), Optimistic);
/// let run = simulator.run(b"#!ipxe\nkernel http://192.0.2.1/vmlinuz host=${host} quiet\nboot\n");
/// let mismatches = expected.check(&run, simulator.machine().settings());
/// assert_eq!(mismatches[0].to_string(), "command-line does not have the word `host=web1`");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct RunExpectation {
    /// How it ends.
    pub outcome: Option<OutcomeKind>,
    /// The status of the script.
    pub status: Option<ExpectedStatus>,
    /// The booted image.
    pub kernel: Option<ImageExpectation>,
    /// The command line of the booted image.
    pub command_line: Option<TextExpectation>,
    /// All other images of the boot, in their order.
    pub initrds: Option<Vec<ImageExpectation>>,
    /// The URIs of the booted SAN drive.
    pub san: Option<Vec<TextExpectation>>,
    /// Settings and their values at the end, by name as in a script.
    pub variables: BTreeMap<String, TextExpectation>,
    /// Settings that have no value at the end.
    pub unset: Vec<String>,
    /// The output of `echo` and `show`, without the last line end.
    pub output: Option<TextExpectation>,
}

impl RunExpectation {
    /// Completes this expectation with another one; variables are merged.
    #[must_use]
    pub fn over(self, lower: &Self) -> Self {
        // An expected failure cannot also be a boot.
        let ends = self.outcome.is_some() || self.status.is_some();
        let (outcome, status) =
            if ends { (self.outcome, self.status) } else { (lower.outcome, lower.status) };
        let unset = lower.unset.iter().filter(|name| !self.variables.contains_key(*name)).cloned();
        let mut variables = over(self.variables.clone(), &lower.variables);
        variables.retain(|name, _| !self.unset.contains(name));
        Self {
            outcome,
            status,
            kernel: self.kernel.or_else(|| lower.kernel.clone()),
            command_line: self.command_line.or_else(|| lower.command_line.clone()),
            initrds: self.initrds.or_else(|| lower.initrds.clone()),
            san: self.san.or_else(|| lower.san.clone()),
            unset: self.unset.iter().cloned().chain(unset).collect(),
            variables,
            output: self.output.or_else(|| lower.output.clone()),
        }
    }

    /// The mismatches of a run; `settings` are those at its end. The booted images are only checked if the run ends as
    /// expected.
    #[must_use]
    pub fn check(&self, run: &Run, settings: &Settings) -> Vec<Mismatch> {
        let mut found = Vec::new();
        self.check_end(&run.outcome, &mut found);
        if found.is_empty() {
            match &run.outcome {
                Outcome::Booted(plan) | Outcome::EnteredScript(plan) => self.check_plan(plan, &mut found),
                Outcome::BootedSan(plan) => self.check_san(&plan.uris, &mut found),
                _ => {}
            }
        }
        self.check_variables(settings, &mut found);
        if let Some(expected) = &self.output {
            let output = run.trace.output();
            expected.check("output", output.strip_suffix(b"\n").unwrap_or(&output), &mut found);
        }
        found
    }

    fn check_end(&self, outcome: &Outcome, found: &mut Vec<Mismatch>) {
        let boots = self.kernel.is_some() || self.command_line.is_some() || self.initrds.is_some();
        let implied = match (boots, &self.san) {
            (true, _) => Some(OutcomeKind::Booted),
            (_, Some(_)) => Some(OutcomeKind::BootedSan),
            _ => None,
        };
        let expected = self.outcome.or(implied.filter(|_| self.status.is_none()));
        let kind = outcome.kind();
        match expected {
            // An executed image may be a script, if the expectation names it.
            Some(OutcomeKind::Booted) if self.outcome.is_none() && kind == OutcomeKind::EnteredScript => {}
            Some(expected) if expected != kind => {
                found.push(Mismatch::new("outcome", Requirement::Equals, expected.name(), Some(kind.name())));
            }
            None if self.status.is_none() && !outcome.is_success() => {
                found.push(Mismatch::new("outcome", Requirement::Succeeds, "", Some(kind.name())));
            }
            _ => {}
        }
        if let Some(expected) = self.status.filter(|expected| !expected.is(outcome.status())) {
            let shown = outcome.status().map(|status| ExpectedStatus::from(status).to_string());
            let mismatch =
                Mismatch::new("status", Requirement::Equals, &expected.to_string(), shown.as_deref());
            found.push(mismatch);
        }
    }

    fn check_plan(&self, plan: &BootPlan, found: &mut Vec<Mismatch>) {
        if let Some(expected) = &self.kernel {
            expected.check("kernel", &plan.kernel, found);
        }
        if let Some(expected) = &self.command_line {
            expected.check("command-line", &plan.kernel.command_line, found);
        }
        let Some(expected) = &self.initrds else { return };
        if expected.len() == plan.initrds.len() {
            for (at, (expected, initrd)) in expected.iter().zip(&plan.initrds).enumerate() {
                expected.check(&format!("initrds[{at}]"), initrd, found);
            }
        } else {
            // An image that an expectation matches is shown as in the expectation, so that only the differences remain.
            let called = |initrd: &PlannedImage| {
                let expected = expected.iter().find(|expected| expected.is_met(initrd));
                expected.map_or_else(|| super::image::shown(initrd), ImageExpectation::to_string)
            };
            let shown = lines(plan.initrds.iter().map(called));
            let expected = lines(expected.iter().map(ImageExpectation::to_string));
            found.push(Mismatch::new("initrds", Requirement::Equals, &expected, Some(&shown)));
        }
    }

    fn check_san(&self, uris: &[Vec<u8>], found: &mut Vec<Mismatch>) {
        let Some(expected) = &self.san else { return };
        if expected.len() == uris.len() {
            for (at, (expected, uri)) in expected.iter().zip(uris).enumerate() {
                expected.check(&format!("san[{at}]"), uri, found);
            }
        } else {
            let expected = lines(expected.iter().map(TextExpectation::to_string));
            let shown = lines(uris.iter().map(|uri| String::from_utf8_lossy(uri).into_owned()));
            found.push(Mismatch::new("san", Requirement::Equals, &expected, Some(&shown)));
        }
    }

    fn check_variables(&self, settings: &Settings, found: &mut Vec<Mismatch>) {
        for (name, expected) in &self.variables {
            let subject = format!("variables.{name}");
            match settings.read(name.as_bytes()) {
                Ok(value) => expected.check(&subject, value.text().known_bytes(), found),
                Err(_) => {
                    found.push(Mismatch::new(&subject, Requirement::IsSet, &expected.to_string(), None));
                }
            }
        }
        for name in &self.unset {
            if let Ok(value) = settings.read(name.as_bytes()) {
                let shown = String::from_utf8_lossy(value.text().known_bytes()).into_owned();
                let subject = format!("variables.{name}");
                found.push(Mismatch::new(&subject, Requirement::IsUnset, "", Some(&shown)));
            }
        }
    }
}

fn lines(items: impl Iterator<Item = String>) -> String {
    items.collect::<Vec<_>>().join("\n")
}
