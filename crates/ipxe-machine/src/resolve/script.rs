//! A whole script, resolved without executing it.

use std::collections::BTreeSet;

use ipxe_syntax::{Command, OperatorKind, Script};

use super::writes::{self, Write};
use super::{ResolvedWord, Resolver};
use crate::settings::{Origin, Value};
use ipxe_language::text::Text;

/// A script with its expansions replaced.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ResolvedScript<'a> {
    /// Its commands in source order, as many as in the script, including empty ones.
    pub commands: Vec<ResolvedCommand<'a>>,
}

/// A command with its expansions replaced.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ResolvedCommand<'a> {
    /// Its words in order, as many as in the command.
    pub words: Vec<ResolvedWord<'a>>,
}

impl Resolver<'_> {
    /// Resolves every word of a script, from top to bottom, without executing anything.
    ///
    /// Settings that the script itself writes are included, as far as they are known without executing it:
    /// * a `set`, `clear` or `inc` that always runs with its line applies, with its value, up to the next label;
    /// * after a label, control may have come from anywhere. A setting that the script writes has an unknown value
    ///   there, unless it is written only once, before the first label and the first jump;
    /// * a write after `&&` or `||`, and one by another command (`read`, `choose`), makes the value unknown.
    ///
    /// All of these have the origin [`Origin::Script`]. A write to a setting with an unknown name is ignored. Changes
    /// by the network or another script during the run are not included: the settings are those when the network is up.
    /// Takes time linear in the script: all expansions together may use the steps that the limits allow for one word,
    /// and 16 more per byte of the script; the rest is not expanded.
    #[must_use]
    pub fn script<'a>(&self, script: &'a Script<'_>) -> ResolvedScript<'a> {
        let lasting = writes::lasting(script, self.settings.catalog());
        let mut walk = Walk {
            resolver: self.clone(),
            lasting,
            recent: Vec::new(),
            commands: Vec::new(),
            labelled: false,
            budget: self.limits.work.saturating_add(script.source().len().saturating_mul(16)),
        };
        for line in script.lines() {
            if line.label().is_some() {
                walk.enter_label();
            }
            for command in line.commands() {
                walk.command(command);
            }
        }
        ResolvedScript { commands: walk.commands }
    }
}

/// The walk from the top of a script to the bottom.
struct Walk<'r, 'a> {
    resolver: Resolver<'r>,
    /// Names of settings whose values last beyond labels; see [`writes::lasting`].
    lasting: writes::Lasting,
    /// Settings with a known value since the last label, and that the script also writes elsewhere.
    recent: Vec<(Vec<u8>, Origin)>,
    commands: Vec<ResolvedCommand<'a>>,
    /// Whether there was a label before.
    labelled: bool,
    /// The remaining steps for expansions.
    budget: usize,
}

impl<'a> Walk<'_, 'a> {
    fn command(&mut self, command: Command<'a, '_>) {
        let (resolver, budget) = (&self.resolver, &mut self.budget);
        let words: Vec<_> =
            command.words().map(|word| resolver.word_within(Text::from(word.text()), budget)).collect();
        let texts: Vec<_> = words.iter().map(|word| word.text.clone()).collect();
        let origin = Origin::Script { command: command.span() };
        let always = !matches!(
            command.operator().map(|operator| operator.kind),
            Some(OperatorKind::And | OperatorKind::Or)
        );
        let secret = words.iter().any(ResolvedWord::is_secret);
        for write in writes::of(&texts, self.resolver.settings.catalog()) {
            self.write(write, origin, always, secret);
        }
        self.commands.push(ResolvedCommand { words });
    }

    fn write(&mut self, write: Write, origin: Origin, always: bool, secret: bool) {
        let settings = &mut self.resolver.settings;
        let name = write.name().to_vec();
        // A setting whose write iPXE rejects keeps its value.
        let known = match write {
            Write::Set { name, text } if always && secret => {
                settings.write_secret(&name, &text, origin).map(|()| text.is_known())
            }
            Write::Set { name, text } if always => {
                settings.write(&name, &text, origin).map(|()| text.is_known())
            }
            Write::Clear { name } if always => settings.delete(&name).map(|()| true),
            Write::Increment { name, by: Some(by) } if always => {
                settings.increment(&name, by, origin).map(|()| true)
            }
            write => {
                let setting_type = settings.default_type(write.name());
                settings.put(write.name(), Value::unknown(setting_type, origin)).map(|()| false)
            }
        };
        if known == Ok(true) && !self.lasting.once.contains(&name) {
            self.recent.push((name, origin));
        }
    }

    /// Forgets the values that may be different if control comes from elsewhere.
    fn enter_label(&mut self) {
        let forgotten = if self.labelled { Vec::new() } else { std::mem::take(&mut self.lasting.others) };
        self.labelled = true;
        let settings = &mut self.resolver.settings;
        let mut seen = BTreeSet::new();
        for (name, origin) in forgotten.into_iter().chain(self.recent.drain(..)) {
            if seen.insert(name.clone()) {
                let setting_type = settings.default_type(&name);
                // A value that cannot be written at all was not written either.
                let _ = settings.put(&name, Value::unknown(setting_type, origin));
            }
        }
    }
}
