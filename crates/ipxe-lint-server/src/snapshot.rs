//! A text at one moment, with all that the answers about it depend on.

use std::{path::PathBuf, sync::Arc};

use gen_lsp_types::Uri;
use ipxe_lint::{
    Document, LintOptions,
    host::Host,
    syntax::{Script, Unit, parse},
};
use ipxe_lint_config::has_script_name;

use crate::{positions::Places, project::Scope};

/// A text at one moment. Answers to requests depend on it alone.
#[derive(Clone, Debug)]
pub(crate) struct Snapshot {
    pub(crate) uri: Uri,
    pub(crate) version: i32,
    /// Whether the client or a configuration declares it a script.
    pub(crate) is_script: bool,
    /// The absolute path of its file.
    pub(crate) path: PathBuf,
    pub(crate) text: Arc<str>,
    /// The options it is checked with.
    pub(crate) options: Arc<LintOptions>,
    /// The options that apply to several texts together.
    pub(crate) scope: Arc<Scope>,
    /// The unit of columns of the client.
    pub(crate) unit: Unit,
}

/// The content of a text.
#[derive(Debug)]
pub(crate) enum Content<'s> {
    /// A script, or a template of a script.
    Script(Script<'s>),
    /// A page, a program or data, which may contain scripts.
    Document(Document<'s>),
    /// An unsupported format.
    Other,
}

impl Snapshot {
    pub(crate) fn bytes(&self) -> &[u8] {
        self.text.as_bytes()
    }

    /// Its lines.
    pub(crate) fn places(&self) -> Places<'_> {
        Places::new(self.bytes(), self.unit)
    }

    /// Parses the text. A file that is open in an editor may have nothing to do with iPXE: of a page, only code blocks
    /// in the language `ipxe` are checked, as when the command searches a directory.
    pub(crate) fn content(&self) -> Content<'_> {
        if !self.is_script
            && let Some(document) = Document::read(&self.path, self.bytes())
        {
            let is_page = Host::of_path(&self.path).is_some_and(Host::names_languages);
            return Content::Document(if is_page { document.only_named() } else { document });
        }
        let has_header = [b"#!ipxe", b"#!gpxe"].iter().any(|header| self.bytes().starts_with(*header));
        if self.is_script || has_script_name(&self.path) || has_header {
            Content::Script(parse(self.bytes()))
        } else {
            Content::Other
        }
    }

    /// The script, if the text is one.
    pub(crate) fn script(&self) -> Option<Script<'_>> {
        match self.content() {
            Content::Script(script) => Some(script),
            Content::Document(_) | Content::Other => None,
        }
    }
}
