//! All open texts at one moment.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use gen_lsp_types::{TextDocumentPositionParams, Uri};
use ipxe_lint::{LintOptions, Report};

use crate::{checker::Checker, client::Client, embedded, snapshot::Snapshot};

/// All open texts at one moment. Answers to requests depend on it alone.
#[derive(Clone, Debug)]
pub(crate) struct World {
    pub(crate) texts: Arc<[Arc<Snapshot>]>,
    pub(crate) client: Arc<Client>,
    /// The maximum number of findings sent per text.
    pub(crate) most_findings: usize,
    pub(crate) checker: Arc<Mutex<Checker>>,
}

impl World {
    /// The text with a URI.
    pub(crate) fn text(&self, uri: &Uri) -> Option<&Arc<Snapshot>> {
        self.texts.iter().find(|text| text.uri == *uri)
    }

    /// The scripts of a text: itself, or those of a document.
    pub(crate) fn scripts(&self, uri: &Uri) -> Vec<Arc<Snapshot>> {
        self.text(uri).map(embedded::scripts).unwrap_or_default()
    }

    /// The script at a position.
    pub(crate) fn script_at(&self, place: &TextDocumentPositionParams) -> Option<Arc<Snapshot>> {
        let text = self.text(&place.text_document.uri)?;
        let offset = text.places().offset(place.position);
        let scripts = embedded::scripts(text);
        let is_itself = |script: &Arc<Snapshot>| Arc::ptr_eq(script, text);
        scripts.into_iter().find(|script| is_itself(script) || embedded::has(script, offset))
    }

    /// The findings in a text.
    pub(crate) fn report(&self, text: &Snapshot) -> Arc<Report> {
        self.checker().report(&self.texts, text)
    }

    /// The options of a text, including what the other texts set.
    pub(crate) fn options(&self, text: &Snapshot) -> LintOptions {
        let options = LintOptions::clone(&text.options);
        if !text.scope.follow {
            return options;
        }
        let surroundings = self.checker().surroundings(&self.texts, text);
        if surroundings.is_empty() { options } else { options.with_surroundings(surroundings) }
    }

    /// The cache stays valid after a panic.
    pub(crate) fn checker(&self) -> MutexGuard<'_, Checker> {
        self.checker.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
