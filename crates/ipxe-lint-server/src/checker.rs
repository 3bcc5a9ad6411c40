//! The findings in the open texts. They are the same as those of the command in the files.

use std::{collections::HashMap, sync::Arc};

use ipxe_lint::{LintOptions, Outline, Report, Surroundings, lint, lint_with_outline};

use crate::snapshot::{Content, Snapshot};

/// Checks texts, and caches the reports of unchanged texts.
#[derive(Debug, Default)]
pub(crate) struct Checker {
    known: HashMap<String, Known>,
}

/// The cached results for a text.
#[derive(Debug)]
struct Known {
    version: i32,
    options: Arc<LintOptions>,
    outline: Outline,
    /// The report of the text alone, if it uses nothing that other scripts may set.
    alone: Option<Arc<Report>>,
    /// The last report that takes the other texts into account.
    together: Option<(Surroundings, Arc<Report>)>,
}

impl Known {
    fn is_of(&self, text: &Snapshot) -> bool {
        self.version == text.version && Arc::ptr_eq(&self.options, &text.options)
    }
}

impl Checker {
    /// The findings in one of the open texts.
    pub(crate) fn report(&mut self, all: &[Arc<Snapshot>], text: &Snapshot) -> Arc<Report> {
        self.known.retain(|uri, _| all.iter().any(|text| text.uri.0 == *uri));
        if !matches!(text.content(), Content::Script(_)) {
            return self.look(text).alone.clone().unwrap_or_default();
        }
        if !text.scope.follow {
            return self.with_surroundings(text, Surroundings::default());
        }
        let surroundings = self.surroundings(all, text);
        self.with_surroundings(text, surroundings)
    }

    /// What the other texts set for one text.
    pub(crate) fn surroundings(&mut self, all: &[Arc<Snapshot>], text: &Snapshot) -> Surroundings {
        let others = all.iter().map(AsRef::as_ref).filter(|other| other.uri != text.uri);
        let files = others.chain([text]).map(|text| (text.path.as_path(), self.look(text).outline.clone()));
        let files: Vec<_> = files.collect();
        let last = files.len() - 1;
        text.scope.project(files.into_iter()).surroundings(last)
    }

    fn with_surroundings(&mut self, text: &Snapshot, surroundings: Surroundings) -> Arc<Report> {
        let known = self.look(text);
        if let Some(report) = known.alone.as_ref().filter(|_| !surroundings.matter_otherwise()) {
            return Arc::clone(report);
        }
        if let Some((_, report)) = known.together.as_ref().filter(|(with, _)| *with == surroundings) {
            return Arc::clone(report);
        }
        let options = if surroundings.is_empty() {
            LintOptions::clone(&text.options)
        } else {
            LintOptions::clone(&text.options).with_surroundings(surroundings.clone())
        };
        let report = text.script().map(|script| lint(&script, &options)).unwrap_or_default();
        let report = Arc::new(text.scope.filtered(&text.path, text.bytes(), report));
        known.together = Some((surroundings, Arc::clone(&report)));
        report
    }

    /// The cached results for a text alone.
    fn look(&mut self, text: &Snapshot) -> &mut Known {
        let known = self.known.entry(text.uri.0.clone());
        let known = known.or_insert_with(|| Known::new(text));
        if !known.is_of(text) {
            *known = Known::new(text);
        }
        known
    }
}

impl Known {
    fn new(text: &Snapshot) -> Self {
        let (alone, outline) = match text.content() {
            Content::Script(script) => lint_with_outline(&script, &text.options),
            // The URLs of its scripts are unknown.
            Content::Document(document) => (Some(document.lint(&text.options)), Outline::default()),
            Content::Other => (Some(Report::default()), Outline::default()),
        };
        let alone = alone.map(|report| Arc::new(text.scope.filtered(&text.path, text.bytes(), report)));
        let (version, options) = (text.version, Arc::clone(&text.options));
        Self { version, options, outline, alone, together: None }
    }
}
