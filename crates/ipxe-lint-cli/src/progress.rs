use std::{
    io::{self, IsTerminal},
    sync::{
        OnceLock,
        mpsc::{self, Receiver, RecvTimeoutError, Sender},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Work that takes less time shows no progress.
const PATIENCE: Duration = Duration::from_millis(500);

/// The interval of the activity indicator.
const TICK: Duration = Duration::from_millis(100);

/// The progress of long work: shown only on a terminal.
#[derive(Debug)]
pub(crate) struct Progress(Option<Work>);

/// Work that may take long.
#[derive(Debug)]
struct Work {
    bar: ProgressBar,
    begin: Instant,
    is_shown: OnceLock<()>,
}

impl Progress {
    /// Progress on standard error, with this number of steps.
    pub(crate) fn new(doing: &'static str, steps: usize) -> Self {
        if steps < 2 || !io::stderr().is_terminal() {
            Self::none()
        } else {
            Self(Some(Work::new(doing, steps)))
        }
    }

    /// No progress.
    pub(crate) const fn none() -> Self {
        Self(None)
    }

    /// One more step is done.
    pub(crate) fn one_more(&self) {
        if let Some(work) = &self.0 {
            work.step(ProgressDrawTarget::stderr);
        }
    }

    /// All steps are done: the display is removed from the terminal.
    pub(crate) fn finish(&self) {
        if let Some(Work { bar, .. }) = &self.0 {
            bar.finish_and_clear();
        }
    }
}

impl Work {
    fn new(doing: &'static str, steps: usize) -> Self {
        let bar = ProgressBar::with_draw_target(u64::try_from(steps).ok(), ProgressDrawTarget::hidden());
        let style = ProgressStyle::with_template("{msg} {wide_bar} {percent:>3} %, {eta} left");
        let style = style.unwrap_or_else(|_| ProgressStyle::default_bar());
        Self {
            bar: bar.with_style(style).with_message(doing),
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

/// Work of unknown duration: an activity indicator, only on a terminal, until this is dropped.
#[derive(Debug)]
pub(crate) struct Patience {
    /// Closed when the work is done.
    done: Option<Sender<()>>,
    sign: Option<JoinHandle<()>>,
}

impl Patience {
    pub(crate) fn new(doing: &'static str) -> Self {
        if !io::stderr().is_terminal() {
            return Self { done: None, sign: None };
        }
        let (done, is_done) = mpsc::channel();
        let sign = move || show_until(&is_done, doing, ProgressDrawTarget::stderr);
        // If there is no thread for it, there is no indicator; the work is done anyway.
        let sign = thread::Builder::new().spawn(sign).ok();
        Self { done: Some(done), sign }
    }
}

impl Drop for Patience {
    fn drop(&mut self) {
        self.done = None;
        if let Some(sign) = self.sign.take() {
            // Others may only write after it is removed.
            let _ = sign.join();
        }
    }
}

/// Shows an indicator after a while, and removes it when the work is done.
fn show_until(is_done: &Receiver<()>, doing: &'static str, target: impl FnOnce() -> ProgressDrawTarget) {
    if is_done.recv_timeout(PATIENCE) != Err(RecvTimeoutError::Timeout) {
        return;
    }
    let style = ProgressStyle::with_template("{msg} {spinner} {elapsed}");
    let bar = ProgressBar::with_draw_target(None, target()).with_message(doing);
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
    while is_done.recv_timeout(TICK) == Err(RecvTimeoutError::Timeout) {
        bar.tick();
    }
    bar.finish_and_clear();
}

#[cfg(test)]
mod tests {
    use indicatif::InMemoryTerm;

    use super::*;

    fn shown_after(time: Duration) -> String {
        let terminal = InMemoryTerm::new(3, 60);
        let mut work = Work::new("Checking", 4);
        work.begin = Instant::now().checked_sub(time).expect("the machine runs longer");
        work.step(|| ProgressDrawTarget::term_like(Box::new(terminal.clone())));
        let shown = terminal.contents();
        Progress(Some(work)).finish();
        assert_eq!(terminal.contents(), "", "nothing is left of it");
        shown
    }

    #[test]
    fn a_sign_goes_away_with_the_work() {
        let terminal = InMemoryTerm::new(3, 60);
        let (done, is_done) = mpsc::channel::<()>();
        let target = ProgressDrawTarget::term_like(Box::new(terminal.clone()));
        let sign = thread::spawn(move || show_until(&is_done, "Looking", || target));
        let waits = Instant::now();
        while !terminal.contents().starts_with("Looking") {
            assert!(waits.elapsed() < Duration::from_mins(1), "there is no sign");
            thread::sleep(TICK);
        }
        drop(done);
        sign.join().expect("the thread ends");
        assert_eq!(terminal.contents(), "", "nothing is left of it");
    }

    #[test]
    fn only_long_work_shows_progress() {
        assert_eq!(shown_after(Duration::ZERO), "");
        let shown = shown_after(Duration::from_secs(2));
        assert!(shown.starts_with("Checking") && shown.contains("25 %"), "{shown}");
    }
}
