use std::{
    io::{self, IsTerminal},
    sync::OnceLock,
    time::{Duration, Instant},
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Work that takes no longer shows no progress.
const PATIENCE: Duration = Duration::from_millis(500);

/// How far long work is: shown on a terminal, and nowhere else.
#[derive(Debug)]
pub(crate) struct Progress(Option<Work>);

/// Work that may turn out to be long.
#[derive(Debug)]
struct Work {
    bar: ProgressBar,
    begin: Instant,
    is_shown: OnceLock<()>,
}

impl Progress {
    /// Progress on standard error, over so many steps.
    pub(crate) fn new(steps: usize) -> Self {
        if steps < 2 || !io::stderr().is_terminal() { Self::none() } else { Self(Some(Work::new(steps))) }
    }

    /// No progress.
    pub(crate) const fn none() -> Self {
        Self(None)
    }

    /// Another step is done.
    pub(crate) fn one_more(&self) {
        if let Some(work) = &self.0 {
            work.step(ProgressDrawTarget::stderr);
        }
    }

    /// All is done: nothing is left of it on the terminal.
    pub(crate) fn finish(&self) {
        if let Some(Work { bar, .. }) = &self.0 {
            bar.finish_and_clear();
        }
    }
}

impl Work {
    fn new(steps: usize) -> Self {
        let bar = ProgressBar::with_draw_target(u64::try_from(steps).ok(), ProgressDrawTarget::hidden());
        let style = ProgressStyle::with_template("{msg} {wide_bar} {percent:>3} %, {eta} left");
        let style = style.unwrap_or_else(|_| ProgressStyle::default_bar());
        Self {
            bar: bar.with_style(style).with_message("Checking"),
            begin: Instant::now(),
            is_shown: OnceLock::new(),
        }
    }

    fn step(&self, target: impl FnOnce() -> ProgressDrawTarget) {
        if self.begin.elapsed() >= PATIENCE {
            self.is_shown.get_or_init(|| self.bar.set_draw_target(target()));
        }
        self.bar.inc(1);
    }
}

#[cfg(test)]
mod tests {
    use indicatif::InMemoryTerm;

    use super::*;

    fn shown_after(time: Duration) -> String {
        let terminal = InMemoryTerm::new(3, 60);
        let mut work = Work::new(4);
        work.begin = Instant::now().checked_sub(time).expect("the machine runs longer");
        work.step(|| ProgressDrawTarget::term_like(Box::new(terminal.clone())));
        let shown = terminal.contents();
        Progress(Some(work)).finish();
        assert_eq!(terminal.contents(), "", "nothing is left of it");
        shown
    }

    #[test]
    fn only_long_work_shows_progress() {
        assert_eq!(shown_after(Duration::ZERO), "");
        let shown = shown_after(Duration::from_secs(2));
        assert!(shown.starts_with("Checking") && shown.contains("25 %"), "{shown}");
    }
}
