//! Downloads as data.

use ipxe_syntax::LineIndex;

use super::{Exploration, PossibleDownload};
use crate::context::Secrets;
use crate::report::{Place, PlaceOrNone, Tool, VERSION};
use crate::simulate::LimitReached;

/// The possible downloads of entry points, for programs.
///
/// Texts are decoded for display, as in a [`PlanReport`](super::PlanReport).
#[derive(Clone, Debug, serde::Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(
        title = "Report of ipxe-lint deps",
        description = "What `ipxe-lint deps --format json` writes. In texts, `<name>` stands for the value of a setting that is not known. Fields may be added; one that is removed, or changes its meaning, changes the version."
    )
)]
#[non_exhaustive]
pub struct DepsReport {
    /// The version of this structure.
    pub version: u32,
    /// The tool that wrote the report.
    pub tool: Tool,
    /// The scripts with which machines start.
    pub entries: Vec<EntryDownloads>,
}

/// The downloads of one entry point, and of all scripts that it starts.
#[derive(Clone, Debug, serde::Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct EntryDownloads {
    /// The script.
    pub path: String,
    /// The downloads, each once, in the order of the answers that lead there, and of the commands.
    pub downloads: Vec<ReportedDownload>,
    /// Why the exploration is incomplete, if it is: there may be more downloads, and more paths to these.
    pub cut: Option<String>,
    /// Number of paths that were not followed for that reason.
    pub left: usize,
}

/// A download, and the conditions for it.
#[derive(Clone, Debug, serde::Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ReportedDownload {
    /// The URI: absolute, or a path from the document root if its URL is unknown.
    pub uri: String,
    /// The file that the server has for it.
    pub file: Option<String>,
    /// The command: `chain`, `kernel`, `initrd`.
    pub command: String,
    /// Whether it is a script that was followed.
    pub is_script: bool,
    /// Whether the server is known not to have it.
    pub is_missing: bool,
    /// The script with the command: a file, or a URI.
    pub script: String,
    /// The place of the command in that script, if it is known.
    #[serde(flatten)]
    pub place: PlaceOrNone,
    /// The paths to it, each a list of conditions that hold together, in words. An empty list means always.
    pub ways: Vec<Vec<String>>,
    /// Whether there are more paths.
    pub more_ways: bool,
}

impl DepsReport {
    /// The report of some entry points.
    #[must_use]
    pub const fn new(entries: Vec<EntryDownloads>) -> Self {
        Self { version: VERSION, tool: Tool::THIS, entries }
    }
}

/// The path of a file, and its text if that is what is executed.
pub type RootFile = (String, Option<Vec<u8>>);

/// The files below the URI of a document root.
pub struct RootFiles<'r> {
    /// The URI, with its last slash.
    pub base: &'r str,
    /// Whether that URI is generated, and must not be shown.
    pub is_made_up: bool,
    /// The path and the text of the file at a URI; without the text if another one, after rendering, was executed.
    pub file_at: &'r dyn Fn(&[u8]) -> Option<RootFile>,
}

impl EntryDownloads {
    /// The report of an exploration of the script at a path, with secrets masked.
    #[must_use]
    pub fn new(
        path: impl Into<String>,
        found: &Exploration,
        files: &RootFiles<'_>,
        secrets: &Secrets,
    ) -> Self {
        let reporter = Reporter { files, secrets };
        Self {
            path: path.into(),
            downloads: found.downloads.iter().map(|download| reporter.download(download)).collect(),
            cut: found.cut.as_ref().map(LimitReached::to_string),
            left: found.left,
        }
    }
}

struct Reporter<'r> {
    files: &'r RootFiles<'r>,
    secrets: &'r Secrets,
}

impl Reporter<'_> {
    fn download(&self, found: &PossibleDownload) -> ReportedDownload {
        let by = found.script.as_deref().unwrap_or_default();
        let script = (self.files.file_at)(by);
        let place = script
            .as_ref()
            .and_then(|(_, text)| Some(Place::new(&LineIndex::new(text.as_ref()?), found.span)));
        let file = found.is_there.filter(|is_there| *is_there).and_then(|_| (self.files.file_at)(&found.uri));
        let shown =
            |condition: &super::Condition| self.without_base(&self.secrets.mask_str(&condition.to_string()));
        ReportedDownload {
            uri: self.text(&found.uri),
            file: file.map(|(path, _)| path),
            command: self.text(&found.command),
            is_script: found.is_script,
            is_missing: found.is_there == Some(false),
            script: script.map_or_else(|| self.text(by), |(path, _)| path),
            place: place.into(),
            ways: found.ways.iter().map(|way| way.conditions.iter().map(shown).collect()).collect(),
            more_ways: found.more_ways,
        }
    }

    fn text(&self, text: &[u8]) -> String {
        self.without_base(&String::from_utf8_lossy(&self.secrets.mask(text)))
    }

    fn without_base(&self, text: &str) -> String {
        if self.files.is_made_up { text.replace(self.files.base, "/") } else { text.to_owned() }
    }
}
