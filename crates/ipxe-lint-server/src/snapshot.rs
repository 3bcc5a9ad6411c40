//! A text as it is at one moment, with all that decides what is said of it.

use std::{path::PathBuf, sync::Arc};

use gen_lsp_types::Uri;
use ipxe_lint::{
    Document, LintOptions,
    host::Host,
    syntax::{Script, Unit, parse},
};
use ipxe_lint_config::has_script_name;

use crate::{positions::Places, project::Scope};

/// A text as it is at one moment. Answers to requests depend on it and on nothing else.
#[derive(Clone, Debug)]
pub(crate) struct Snapshot {
    pub(crate) uri: Uri,
    pub(crate) version: i32,
    /// Whether the client calls it a script, or a configuration does.
    pub(crate) is_script: bool,
    /// Where its file is, from the root on.
    pub(crate) path: PathBuf,
    pub(crate) text: Arc<str>,
    /// What it is checked with.
    pub(crate) options: Arc<LintOptions>,
    /// What counts for it and others together.
    pub(crate) scope: Arc<Scope>,
    /// What the client counts columns in.
    pub(crate) unit: Unit,
}

/// What a text is.
#[derive(Debug)]
pub(crate) enum Content<'s> {
    /// A script, or a template of one.
    Script(Script<'s>),
    /// A page, a program or data, with scripts in it or not.
    Document(Document<'s>),
    /// Nothing that is known here.
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

    /// What it is. What is opened in an editor need not be about iPXE: of a page, only what it says is in the language `ipxe` counts,
    /// as when the command searches a directory.
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

    /// The script that it is, if it is one.
    pub(crate) fn script(&self) -> Option<Script<'_>> {
        match self.content() {
            Content::Script(script) => Some(script),
            Content::Document(_) | Content::Other => None,
        }
    }
}
