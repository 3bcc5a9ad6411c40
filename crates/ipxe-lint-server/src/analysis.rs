//! Finding mistakes on a separate thread. Only the latest texts are checked.

use std::{
    collections::HashMap,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
        mpsc::{Receiver, Sender, channel},
    },
    thread::{self, JoinHandle},
};

use gen_lsp_types::{PublishDiagnosticsNotification, PublishDiagnosticsParams, Uri};
use ipxe_lint::Report;

use crate::{diagnostics::diagnostics, outbox::Outbox, snapshot::Snapshot, world::World};

/// A thread that checks texts and sends the findings to the client.
#[derive(Debug)]
pub(crate) struct Analysis {
    send: Sender<Work>,
    /// The number of the latest work item.
    latest: Arc<AtomicU64>,
    thread: JoinHandle<()>,
}

/// Texts to check. A newer work item replaces an older one that is not finished.
#[derive(Debug)]
struct Work {
    number: u64,
    world: World,
    /// The changed text, which is checked first.
    first: Option<Uri>,
}

impl Analysis {
    pub(crate) fn start(outbox: Outbox) -> Self {
        let (send, receive) = channel();
        let latest = Arc::new(AtomicU64::new(0));
        let mut checks = Checks { outbox, latest: Arc::clone(&latest), sent: HashMap::new() };
        let thread = thread::spawn(move || checks.run(&receive));
        Self { send, latest, thread }
    }

    /// Checks the current texts.
    pub(crate) fn check(&self, world: World, first: Option<Uri>) {
        let number = self.latest.fetch_add(1, Ordering::SeqCst) + 1;
        // A thread that has ended checks nothing.
        let _ = self.send.send(Work { number, world, first });
    }

    /// Waits until all work is done.
    pub(crate) fn finish(self) {
        drop(self.send);
        let _ = self.thread.join();
    }
}

struct Checks {
    outbox: Outbox,
    latest: Arc<AtomicU64>,
    /// The last version and report sent, by URI.
    sent: HashMap<String, (i32, Arc<Report>)>,
}

impl Checks {
    fn run(&mut self, works: &Receiver<Work>) {
        while let Ok(work) = works.recv() {
            if self.is_stale(&work) {
                continue;
            }
            let is_first = |text: &&Arc<Snapshot>| work.first.as_ref() == Some(&text.uri);
            let texts = &work.world.texts;
            let (first, others): (Vec<_>, Vec<_>) = texts.iter().partition(is_first);
            for text in first.into_iter().chain(others) {
                if self.is_stale(&work) {
                    break;
                }
                self.check(&work, text);
            }
            self.sent.retain(|uri, _| texts.iter().any(|text| text.uri.0 == *uri));
        }
    }

    fn is_stale(&self, work: &Work) -> bool {
        self.latest.load(Ordering::SeqCst) != work.number
    }

    fn check(&mut self, work: &Work, text: &Arc<Snapshot>) {
        let check = AssertUnwindSafe(|| work.world.report(text));
        let Ok(report) = catch_unwind(check) else {
            self.outbox.log(format!("{} could not be checked: this is a bug of ipxe-lint", text.uri));
            return;
        };
        let sent = self.sent.get(&text.uri.0);
        let is_sent =
            sent.is_some_and(|(version, sent)| *version == text.version && Arc::ptr_eq(sent, &report));
        // Outdated findings are not shown: the next work item computes them again.
        if is_sent || self.is_stale(work) {
            return;
        }
        let found = diagnostics(text, &report, &work.world.client, work.world.most_findings);
        self.sent.insert(text.uri.0.clone(), (text.version, report));
        self.outbox.notify::<PublishDiagnosticsNotification>(PublishDiagnosticsParams {
            uri: text.uri.clone(),
            version: Some(text.version),
            diagnostics: found,
        });
    }
}
