//! Runs, with secrets masked.

use std::borrow::Cow;

use super::{Outcome, PlannedImage, Run};
use crate::context::Secrets;

impl Secrets {
    /// A run with masked secrets in all texts that the script can influence.
    #[must_use]
    pub fn mask_run(&self, run: Run) -> Run {
        if self.is_empty() {
            return run;
        }
        Run { trace: run.trace.map_texts(|text| self.mask(text)), outcome: self.mask_outcome(run.outcome) }
    }

    /// An outcome with masked secrets in all texts that the script can influence.
    #[must_use]
    pub fn mask_outcome(&self, mut outcome: Outcome) -> Outcome {
        match &mut outcome {
            Outcome::Booted(plan) | Outcome::EnteredScript(plan) => {
                for PlannedImage { name, uri, command_line } in
                    std::iter::once(&mut plan.kernel).chain(&mut plan.initrds)
                {
                    self.mask_all(uri.iter_mut().chain([name, command_line]));
                }
            }
            Outcome::BootedSan(plan) => self.mask_all(plan.uris.iter_mut().chain(&mut plan.filename)),
            Outcome::HandedOver { command } => self.mask_all(command),
            Outcome::NoSuchEntry { entry, title, entries } => {
                self.mask_all(entries.iter_mut().chain([entry, title]));
            }
            Outcome::EndlessExpansion { name } => self.mask_all([name]),
            _ => {}
        }
        outcome
    }

    fn mask_all<'t>(&self, texts: impl IntoIterator<Item = &'t mut Vec<u8>>) {
        for text in texts {
            if let Cow::Owned(masked) = self.mask(text) {
                *text = masked;
            }
        }
    }
}
