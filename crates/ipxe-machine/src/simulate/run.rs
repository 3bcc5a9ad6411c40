//! One step of a run.

use std::sync::Arc;

use ipxe_syntax::Span;

use super::command::{Done, Turn};
use super::frame::{Frame, Next};
use super::observer::CommandEffects;
use super::program::Program;
use super::{Budget, Environment, Failure, LimitReached, MachineState, Observer, Outcome, Status, errno};
use crate::settings::{Absence, Origin, Settings, Value};
use ipxe_language::expand::expand_counting;
use ipxe_language::{
    expand::{ExpandError, ExpandErrorKind, Limits, Reference},
    status::ErrorClass,
    text::Text,
};

/// The result of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Progress {
    /// The run continues.
    On,
    /// The run continues at another command than the next: it may have been in this state before.
    Jumped,
    /// The run is over.
    Ended(Outcome),
}

impl From<LimitReached> for Progress {
    fn from(limit: LimitReached) -> Self {
        Self::Ended(Outcome::Stopped(limit))
    }
}

impl MachineState {
    /// Executes one command, or ends a script that has no more commands.
    pub fn step(
        &mut self,
        environment: &mut dyn Environment,
        observer: &mut dyn Observer,
        budget: &mut Budget,
    ) -> Progress {
        let Some(frame) = self.frames.last_mut() else { return Progress::Ended(Outcome::Finished) };
        let unfinished = Failure::from(ErrorClass::Invalid).or_detail(errno::UNFINISHED);
        let at = match frame.advance(unfinished) {
            Next::End(status) => return self.leave(status, observer),
            Next::Command(at) => at,
        };
        let program = Arc::clone(&frame.program);
        let progress = self.execute(&program, at, environment, observer, budget);
        let progress = progress.unwrap_or_else(Progress::Ended);
        if self.memory().saturating_add(observer.memory()) > budget.limits().memory
            && !matches!(progress, Progress::Ended(_))
        {
            return LimitReached::Memory.into();
        }
        progress
    }

    fn execute(
        &mut self,
        program: &Program,
        at: usize,
        environment: &mut dyn Environment,
        observer: &mut dyn Observer,
        budget: &mut Budget,
    ) -> Result<Progress, Outcome> {
        budget.step().map_err(Outcome::Stopped)?;
        let span = program.command(at).map_or(Span::empty(0), |command| command.span);
        let words = self.expand(program, at, environment, budget)?;
        observer.begin(span, self.frames.len().saturating_sub(1), &words);
        let origin = Origin::Script { command: span };
        let mut turn = Turn::new(self, environment, budget.limits(), origin);
        let done = turn.dispatch(&words);
        let (effects, work) = turn.finish();
        budget.work(work).map_err(Outcome::Stopped)?;
        if !effects.changes.is_empty() {
            self.follow_server();
        }
        Ok(self.conclude(done, &effects, observer))
    }

    /// Carries out the decision of a command.
    fn conclude(
        &mut self,
        done: Result<Done, Failure>,
        effects: &CommandEffects,
        observer: &mut dyn Observer,
    ) -> Progress {
        let status = match done {
            Ok(Done::Enter(frame)) => {
                self.enter(*frame);
                return Progress::On;
            }
            Ok(Done::End(outcome)) => return Progress::Ended(*outcome),
            Ok(Done::Leave(status)) => Err(status),
            Ok(Done::Replace(frame)) => {
                observer.end(Ok(()), effects);
                self.exit();
                self.enter(*frame);
                return Progress::Jumped;
            }
            Ok(Done::Jump(to)) => {
                observer.end(Ok(()), effects);
                self.frames.last_mut().into_iter().for_each(|frame| frame.jump(to));
                return Progress::Jumped;
            }
            Ok(Done::Succeed) => Ok(Ok(())),
            Err(failure) => Ok(Err(failure)),
        };
        let (Ok(result) | Err(result)) = status;
        observer.end(result, effects);
        self.note(result);
        if status.is_err() {
            return self.leave(result, observer);
        }
        self.frames.last_mut().into_iter().for_each(|frame| frame.status = result);
        Progress::On
    }

    /// Ends the innermost script: the command that executed it has its status.
    fn leave(&mut self, status: Status, observer: &mut dyn Observer) -> Progress {
        self.note(status);
        let Some(Frame { image, .. }) = self.exit() else { return Progress::On };
        let Some(outer) = self.frames.last_mut() else { return Progress::Ended(Outcome::of(status)) };
        outer.status = status;
        if !image.autofree {
            self.images.register(image);
        }
        observer.end(status, &CommandEffects::default());
        Progress::On
    }

    /// The words of a command after expansion.
    fn expand<'p>(
        &mut self,
        program: &'p Program,
        at: usize,
        environment: &mut dyn Environment,
        budget: &mut Budget,
    ) -> Result<Vec<Text<'p>>, Outcome> {
        let Some(command) = program.command(at) else { return Ok(Vec::new()) };
        let all = program.words(command);
        let mut words = Vec::with_capacity(all.len());
        for (text, expands) in all {
            budget.work(text.len() + 8).map_err(Outcome::Stopped)?;
            let word = Text::from(text);
            words.push(if expands { self.expand_word(word, environment, budget)? } else { word });
        }
        Ok(words)
    }

    fn expand_word<'p>(
        &mut self,
        word: Text<'p>,
        environment: &mut dyn Environment,
        budget: &mut Budget,
    ) -> Result<Text<'p>, Outcome> {
        let mut limits = budget.limits().expansion;
        limits = Limits { work: limits.work.min(budget.work_left()), ..limits };
        let (mut steps, mut searched) = (0, 0);
        let settings = &mut self.settings;
        let lookup = |reference: &Reference<'_>| {
            searched += settings.block_count();
            Text::known(look_up(settings, reference.name.known_bytes(), environment))
        };
        let expanded = expand_counting(word, lookup, limits, &mut steps);
        budget.work(steps.saturating_add(searched)).map_err(Outcome::Stopped)?;
        expanded.map_err(|error| match error {
            ExpandError { kind: ExpandErrorKind::Endless, name, .. } => {
                Outcome::EndlessExpansion { name: name.known_bytes().to_vec() }
            }
            _ => Outcome::Stopped(LimitReached::Work),
        })
    }
}

/// The text of a setting; the value of an unknown one is requested, and then stored.
pub(super) fn look_up(settings: &mut Settings, name: &[u8], environment: &mut dyn Environment) -> Vec<u8> {
    let found = match settings.read(name) {
        Ok(found) => found,
        Err(absence) => {
            let open = absence == Absence::Unset;
            return open.then(|| environment.stand_in(settings, name)).flatten().unwrap_or_default();
        }
    };
    if let Some(text) = found.text().as_known() {
        return text.to_vec();
    }
    if let Some(text) = environment.stand_in(settings, name) {
        return text;
    }
    let (block, path, origin) = (found.block(), found.block_path(), found.value().origin());
    let (own_name, setting_type) = (found.name().to_vec(), found.value().setting_type());
    let question = super::UnknownSetting { block: &path, name: &own_name, setting_type };
    let answer = environment.setting(&question).filter(|text| !text.is_empty());
    let value = answer.and_then(|text| Value::parse(&Text::from(text), setting_type, origin).ok());
    settings.settle(block, &own_name, value);
    let text = settings.read(name).ok().and_then(|found| found.into_text().into_known());
    text.map(std::borrow::Cow::into_owned).unwrap_or_default()
}
