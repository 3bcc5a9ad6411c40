//! Follows a script with nothing but this crate, and compares every step.

use ipxe_language::{
    expand::{Limits, Reference, expand},
    text::Text,
};
use ipxe_machine::{context::NetworkContext, settings::Settings};
use ipxe_syntax::{Command, Line, OperatorKind, Script};
use serde_json::Value as Json;

/// Why a script cannot be followed further here: a command needs more than settings.
pub(super) struct Beyond;

type Status = Option<String>;

/// Follows a script with nothing but this crate, and compares every step.
pub(super) struct Follower<'e> {
    pub(super) settings: Settings,
    pub(super) context: NetworkContext,
    pub(super) expected: &'e [Json],
    pub(super) at: usize,
    /// The labels of the script.
    pub(super) labels: Vec<Vec<u8>>,
}

impl Follower<'_> {
    /// Gives how many steps were compared.
    pub(super) fn follow(&mut self, script: &Script<'_>) -> Result<(), Beyond> {
        let lines: Vec<Line<'_, '_>> = script.lines().collect();
        self.labels = script.labels().map(|label| label.name().to_vec()).collect();
        let mut next = 0;
        while let Some(line) = lines.get(next) {
            next += 1;
            if line.is_unfinished() {
                return Ok(());
            }
            let mut status: Status = None;
            for command in line.commands() {
                let run = match command.operator().map(|operator| operator.kind) {
                    Some(OperatorKind::And) => status.is_none(),
                    Some(OperatorKind::Or) => status.is_some(),
                    _ => true,
                };
                if !run {
                    continue;
                }
                if command.is_empty() {
                    status = None;
                    continue;
                }
                let words = self.words(command)?;
                status = self.step(&words)?;
                let name = words[0].as_known().unwrap_or_default();
                if name == b"goto" && status.is_none() {
                    let label = words[1].as_known().unwrap_or_default().to_vec();
                    next = lines
                        .iter()
                        .position(|line| line.label().is_some_and(|known| known.name() == label))
                        .unwrap();
                    status = None;
                    break;
                }
                if name == b"exit" && status.is_none() {
                    return Ok(());
                }
            }
            if status.is_some() {
                return Ok(());
            }
        }
        Ok(())
    }

    fn words(&self, command: Command<'_, '_>) -> Result<Vec<Text<'static>>, Beyond> {
        let lookup = |reference: &Reference<'_>| match self.settings.read(reference.name.bytes()) {
            Ok(found) => found.into_text().into_owned(),
            Err(_) => Text::default(),
        };
        command
            .words()
            .map(|word| expand(Text::from(word.text().to_vec()), lookup, Limits::default()).unwrap())
            .map(|text| if text.is_known() { Ok(text) } else { Err(Beyond) })
            .collect()
    }

    /// One command: its words, its status and its output must be those of the oracle.
    fn step(&mut self, words: &[Text<'_>]) -> Result<Status, Beyond> {
        let expected = &self.expected.get(self.at).unwrap_or_else(|| panic!("{words:?} was not executed"));
        let text = |text: &Text<'_>| text.bytes().iter().map(|byte| char::from(*byte)).collect::<String>();
        let argv: Vec<String> = words.iter().map(text).collect();
        assert_eq!(expected["argv"], Json::from(argv.clone()), "words of step {}", self.at);
        let (status, output) = self.run(words)?;
        let status = status.err().map(|class| class.to_string());
        assert_eq!(expected["rc"].as_str().map(str::to_owned), status, "status of {argv:?}");
        if let Some(output) = output {
            assert_eq!(expected["output"].as_str(), Some(&*output), "output of {argv:?}");
        }
        self.at += 1;
        Ok(status)
    }
}
