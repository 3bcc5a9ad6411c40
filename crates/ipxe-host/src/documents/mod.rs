//! Documents and programs that contain scripts.

mod asciidoc;
mod block;
mod heredoc;
mod host;
mod html;
mod lines;
mod literal;
mod markdown;
mod opening;
mod restructured;
mod yaml;

pub use host::Host;

use self::{
    block::{Block, Content, Precision},
    host::Language,
    lines::{begins_script, has_header, may_name_ours},
};
use crate::Composition;

/// A script that was found in a file.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Embedded<'s> {
    /// Its text, with its positions in the file.
    pub composition: Composition<'s>,
    /// Whether it is only part of a script: the document names its language, and it has no header.
    pub is_fragment: bool,
    /// Whether the document names its language.
    pub is_named: bool,
}

/// The maximum depth of nested hosts: a here-document in a YAML file, which is in a Markdown page. Deeper ones are
/// ignored.
const DEEPEST: usize = 4;

/// The scripts in a file, in order, without overlaps.
///
/// A text is a script if its first line is a script's header and more lines follow, or if the document marks it as
/// language `ipxe`. A header in running text, and a script that is joined from several texts, are not scripts.
///
/// ```
/// use ipxe_host::{Host, scripts};
///
/// let file = b"data:\n  boot.ipxe: |\n    #!ipxe\n    shell\n";
/// let found = scripts(file, Host::Yaml);
/// assert_eq!(found[0].composition.text(), b"#!ipxe\nshell\n");
/// assert!(scripts(b"# Scripts begin with `#!ipxe`.\n", Host::Markdown).is_empty());
/// ```
#[must_use]
pub fn scripts(source: &[u8], host: Host) -> Vec<Embedded<'_>> {
    let mut found = Vec::new();
    if has_header(source) || host.names_languages() && may_name_ours(source) {
        search(&Composition::whole(source), host, 0, &mut found);
    }
    found
}

fn search<'s>(around: &Composition<'s>, host: Host, depth: usize, found: &mut Vec<Embedded<'s>>) {
    let text = around.text();
    for block in host.blocks(text) {
        let Block { range, content, language, precision, layer } = block;
        let read = content.read(text, range, &layer);
        let is_named = language == Language::Ipxe;
        // The document does not state its language; the text itself may.
        let language = match language {
            Language::Host(Host::Unknown) => {
                Language::Host(Host::of_text(&read.text).unwrap_or(Host::Unknown))
            }
            language => language,
        };
        let is_script = begins_script(&read.text, precision == Precision::Exact);
        let is_fragment = is_named && !is_script && !read.text.trim_ascii().is_empty();
        if is_script || is_fragment {
            let composition = around.nest(&read, layer);
            found.push(Embedded { composition, is_fragment, is_named });
        } else if let Language::Host(host) = language
            && depth < DEEPEST
            && has_header(&read.text)
        {
            search(&around.nest(&read, layer), host, depth + 1, found);
        }
    }
}

impl Host {
    /// The parts of a text that may be scripts, or contain some.
    fn blocks(self, text: &[u8]) -> Vec<Block> {
        let mut blocks = match self {
            Self::Markdown => markdown::blocks(text),
            Self::AsciiDoc => asciidoc::blocks(text),
            Self::ReStructuredText => restructured::blocks(text),
            Self::Yaml | Self::Unknown => yaml::blocks(text),
            _ => Vec::new(),
        };
        opening::add(text, self, &mut blocks);
        blocks
    }
}

/// The script in a block, with the text around the block.
impl Content {
    fn read(
        &self,
        text: &[u8],
        range: std::ops::Range<usize>,
        layer: &crate::layer::Layer,
    ) -> crate::pieces::Pieces {
        let mut pieces = crate::pieces::Pieces::default();
        match self {
            Self::Ranges(ranges) => {
                pieces.begin(range.start);
                for part in ranges {
                    layer.dialect.read(text, part.clone(), &mut pieces);
                }
            }
            Self::Pieces(known) => pieces.clone_from(known),
        }
        pieces
    }
}
