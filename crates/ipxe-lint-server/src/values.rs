//! Descriptions of the state before a command.

use ipxe_language::text::{Certainty, Piece, Text};
use ipxe_lint::{
    LintOptions,
    machine::context::Secrets,
    printable,
    syntax::{CommandId, Script},
};
use ipxe_model::analysis::{Knowledge, Sources, State};

use crate::positions::Places;

/// The maximum number of values listed.
const MOST: usize = 8;

/// Describes the state, without secrets.
pub(crate) struct Values<'x> {
    script: &'x Script<'x>,
    places: &'x Places<'x>,
    secrets: Secrets,
}

impl<'x> Values<'x> {
    pub(crate) fn new(script: &'x Script<'x>, places: &'x Places<'x>, options: &LintOptions) -> Self {
        Self { script, places, secrets: Secrets::of(&options.context) }
    }

    /// A text, with `…` for unknown parts.
    pub(crate) fn text(&self, text: &Text<'_>) -> String {
        let pieces = text.pieces().map(|piece| match piece {
            Piece::Known(bytes) => printable(&String::from_utf8_lossy(&self.secrets.mask(bytes))),
            Piece::Unknown => "…".to_owned(),
        });
        pieces.collect()
    }

    /// The possible values of a setting at a position, as lines of a list.
    pub(crate) fn setting(&self, known: &Knowledge) -> String {
        let mut lines: Vec<String> =
            known.texts.iter().take(MOST).map(|text| format!("- {}", code(&self.text(text)))).collect();
        if known.texts.len() > MOST {
            lines.push(format!("- and {} more", known.texts.len() - MOST));
        }
        if known.others && !known.set_by.is_empty() {
            let what = if lines.is_empty() { "a value that is not known" } else { "another value" };
            lines.push(format!("- {what}{}", self.origin(&known.set_by)));
        }
        match known.presence() {
            Certainty::No => lines.push("- no value: it is empty here".to_owned()),
            Certainty::Maybe => {
                lines.push(format!("- no value, if nothing sets it{}", self.origin(&known.unset_by)));
            }
            Certainty::Yes => {}
        }
        let set_by: Vec<_> = known.set_by.commands().map(|command| self.line(command)).collect();
        if !set_by.is_empty() {
            let lines_of = if set_by.len() == 1 { "line" } else { "lines" };
            lines.push(format!("\nSet in {lines_of} {}.", set_by.join(", ")));
        }
        lines.join("\n")
    }

    fn origin(&self, sources: &Sources) -> String {
        let cleared: Vec<_> = sources.commands().map(|command| self.line(command)).collect();
        match (cleared.is_empty(), sources.has_others()) {
            (true, true) => ", from the network, another script or the keyboard".to_owned(),
            (true, false) => String::new(),
            (false, _) => format!(" (line {})", cleared.join(", ")),
        }
    }

    /// The line number of a command, from 1.
    pub(crate) fn line(&self, command: CommandId) -> String {
        let start = self.script.command(command).map_or(0, |command| command.span().start());
        (self.places.position(start).line + 1).to_string()
    }

    /// What was done to the network, and which images exist.
    pub(crate) fn machine(state: &State<'_, '_, '_>) -> String {
        let network = state.network();
        let mut lines = vec![format!("Network: {}", configured(network.configured))];
        let images: Vec<_> = state
            .images()
            .iter()
            .take(MOST)
            .map(|image| {
                let name = code(&printable(&String::from_utf8_lossy(&image.name)));
                if image.presence == Certainty::Yes { name } else { format!("{name} (perhaps)") }
            })
            .collect();
        if !images.is_empty() {
            lines.push(format!("Images: {}", images.join(", ")));
        } else if !state.may_have_other_images() {
            lines.push("Images: none".to_owned());
        }
        lines.join("  \n")
    }
}

const fn configured(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Yes => "configured by this script",
        Certainty::Maybe => "perhaps configured by this script",
        Certainty::No => "not configured by this script",
    }
}

/// A text as inline code in Markdown.
pub(crate) fn code(text: &str) -> String {
    let text = text.replace('\n', " ");
    if text.is_empty() {
        return "(empty)".to_owned();
    }
    if text.contains('`') { format!("`` {text} ``") } else { format!("`{text}`") }
}
