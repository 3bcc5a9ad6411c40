//! A resolved script as data.

use ipxe_syntax::{LineIndex, Script, Word};

use super::{ExpansionSource, ResolvedExpansion, ResolvedScript, ResolvedWord};
use crate::{
    context::Secrets,
    report::{Place, Tool},
    settings::Origin,
};
use ipxe_language::text::{Piece, Text};

/// The resolved script, for programs.
///
/// Texts are decoded for display: bytes that are not UTF-8 are replaced, `…` is an unknown piece, and [`Secrets::MASK`]
/// is a secret. Fields may be added; one that is removed, or changes its meaning, changes [`ResolveReport::VERSION`].
/// The feature `schema` gives it a JSON schema.
#[derive(Clone, Debug, serde::Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(
        title = "Report of ipxe-lint resolve",
        description = "What `ipxe-lint resolve --format json` writes. In texts, `…` stands for what is not known. Fields may be added; one that is removed, or changes its meaning, changes the version."
    )
)]
#[non_exhaustive]
pub struct ResolveReport {
    /// The version of this structure.
    pub version: u32,
    /// The tool that wrote the report.
    pub tool: Tool,
    /// The path of the script, if it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(default))]
    pub path: Option<String>,
    /// The commands in the order of the script, without empty ones.
    pub commands: Vec<ReportedCommand>,
}

/// A command with its expansions replaced.
#[derive(Clone, Debug, serde::Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ReportedCommand {
    /// Its place.
    #[serde(flatten)]
    pub place: Place,
    /// Its words, beginning with the name.
    pub words: Vec<ReportedWord>,
}

/// A word with its expansions replaced.
#[derive(Clone, Debug, serde::Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ReportedWord {
    /// Its place.
    #[serde(flatten)]
    pub place: Place,
    /// The text in the script.
    pub written: String,
    /// The text that iPXE executes.
    pub text: String,
    /// Whether all of the text is known.
    pub known: bool,
    /// The expansions in it; those inside the values of others come before these.
    pub expansions: Vec<ReportedExpansion>,
}

/// The result of one `${…}`.
#[derive(Clone, Debug, serde::Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ReportedExpansion {
    /// The text between the braces.
    pub name: String,
    /// The source of its value, or why it has none.
    pub source: ReportedSource,
    /// The value; `None` if it is unknown, or there is none.
    pub value: Option<String>,
    /// The setting with the value, `net0.dhcp/ip:ipv4`, if there is one.
    pub setting: Option<String>,
    /// Whether the value is secret.
    pub secret: bool,
    /// The line that sets it, from 1.
    pub line: Option<u32>,
    /// Why there is no value, in words.
    pub reason: Option<String>,
}

/// The source of a value, or why there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum ReportedSource {
    /// The network context.
    Context,
    /// The profile of a provider.
    Profile,
    /// iPXE computes it.
    Computed,
    /// The script.
    Script,
    /// The name of the setting depends on an unknown value.
    UnknownName,
    /// There is no value: it is empty.
    Empty,
    /// The value contains itself: iPXE would never finish.
    Endless,
    /// It is too long to be expanded.
    TooLong,
}

impl ResolveReport {
    /// The version of the format.
    pub const VERSION: u32 = crate::report::VERSION;

    /// A report of a resolved script, with secrets masked.
    #[must_use]
    pub fn new(script: &Script<'_>, resolved: &ResolvedScript<'_>, secrets: &Secrets) -> Self {
        let lines = LineIndex::new(script.source());
        let reporter = Reporter { lines: &lines, secrets };
        let commands = script.commands().zip(&resolved.commands).filter(|(_, words)| !words.words.is_empty());
        let commands = commands.map(|(command, resolved)| ReportedCommand {
            place: Place::new(&lines, command.span()),
            words: command
                .words()
                .zip(&resolved.words)
                .map(|(written, word)| reporter.word(written, word))
                .collect(),
        });
        Self { version: Self::VERSION, tool: Tool::THIS, path: None, commands: commands.collect() }
    }

    /// The same report with the path of the script.
    #[must_use]
    pub fn with_path(self, path: impl Into<String>) -> Self {
        Self { path: Some(path.into()), ..self }
    }
}

struct Reporter<'s> {
    lines: &'s LineIndex<'s>,
    secrets: &'s Secrets,
}

impl Reporter<'_> {
    fn word(&self, written: Word<'_, '_>, word: &ResolvedWord<'_>) -> ReportedWord {
        ReportedWord {
            place: Place::new(self.lines, written.span()),
            written: self.text(&Text::from(written.text())),
            text: self.text(&self.secrets.mask_word(word)),
            known: word.text.is_known(),
            expansions: word.expansions.iter().map(|expansion| self.expansion(expansion)).collect(),
        }
    }

    fn expansion(&self, expansion: &ResolvedExpansion) -> ReportedExpansion {
        let name = self.text(&expansion.name);
        let reported = |source| ReportedExpansion {
            name,
            source,
            value: None,
            setting: None,
            secret: false,
            line: None,
            reason: None,
        };
        match &expansion.source {
            ExpansionSource::Setting { block, name, setting_type, origin, secret, text } => {
                let hidden = *secret && !self.secrets.is_empty();
                let value = if hidden { Secrets::MASK.to_owned() } else { self.text(text) };
                let slash = if block.is_empty() { "" } else { "/" };
                let path = [block, slash.as_bytes(), name].concat();
                ReportedExpansion {
                    value: text.is_known().then_some(value),
                    setting: Some(format!("{}:{setting_type}", self.text(&Text::known(path)))),
                    secret: *secret,
                    line: match origin {
                        Origin::Script { command } => Some(self.lines.line_of(command.start()) + 1),
                        _ => None,
                    },
                    ..reported(match origin {
                        Origin::Context => ReportedSource::Context,
                        Origin::Profile => ReportedSource::Profile,
                        Origin::Computed => ReportedSource::Computed,
                        Origin::Script { .. } => ReportedSource::Script,
                    })
                }
            }
            ExpansionSource::Supplied => reported(ReportedSource::Profile),
            ExpansionSource::UnknownName => reported(ReportedSource::UnknownName),
            ExpansionSource::Empty(absence) => {
                let reason = Some(absence.to_string());
                ReportedExpansion { value: Some(String::new()), reason, ..reported(ReportedSource::Empty) }
            }
            ExpansionSource::Endless => reported(ReportedSource::Endless),
            ExpansionSource::LimitExceeded => reported(ReportedSource::TooLong),
        }
    }

    fn text(&self, text: &Text<'_>) -> String {
        let pieces = text.pieces().map(|piece| match piece {
            Piece::Known(bytes) => String::from_utf8_lossy(&self.secrets.mask(bytes)).into_owned(),
            Piece::Unknown => "…".to_owned(),
        });
        pieces.collect()
    }
}
