//! Locates the texts of a template in the output of a real engine: notes in the template are copied to the output with
//! the text.

use std::ops::Range;

use super::{
    Template,
    tree::{BlockKind, Node},
};
use crate::{
    Composition,
    pieces::{PieceKind, Pieces},
};

/// The start and the end of a note: characters that are not used otherwise.
const OPEN: &str = "\u{F0000}";
const CLOSE: &str = "\u{F0001}";

impl<'s> Template<'s> {
    /// The template with a note at each of its texts, to be rendered by a real engine. None if it already contains such
    /// notes.
    ///
    /// ```
    /// use ipxe_host::Template;
    ///
    /// let template = Template::read(b"#!ipxe\n{% for x in y %}\necho {{ x }}!\n{% endfor %}\n").unwrap();
    /// // An engine repeats, omits and inserts text; here, it only removes the marks.
    /// let noted = String::from_utf8(template.noted().unwrap()).unwrap();
    /// let output = noted.replace("{% for x in y %}", "").replace("{{ x }}", "a").replace("{% endfor %}", "");
    /// let rendering = template.rendering(output.as_bytes()).unwrap();
    /// assert_eq!(rendering.text(), b"#!ipxe\n\necho a!\n\n");
    /// assert_eq!(rendering.source_range(13..14), 29..36);
    /// ```
    #[must_use]
    pub fn noted(&self) -> Option<Vec<u8>> {
        if memchr::memmem::find(self.source, OPEN.as_bytes()).is_some() {
            return None;
        }
        let mut texts = Vec::new();
        collect(self.source, &self.nodes, &mut texts);
        let mut noted = Vec::with_capacity(self.source.len() + 24 * texts.len());
        let mut at = 0;
        for place in texts.iter().flat_map(|text| [text.start, text.end]) {
            noted.extend_from_slice(&self.source[at..place]);
            noted.extend_from_slice(format!("{OPEN}{place}{CLOSE}").as_bytes());
            at = place;
        }
        noted.extend_from_slice(&self.source[at..]);
        Some(noted)
    }

    /// The engine's rendering of the template with notes. None if the notes were changed.
    #[must_use]
    pub fn rendering(&self, output: &[u8]) -> Option<Composition<'s>> {
        let mut pieces = Pieces::default();
        let mut rest = output;
        let mut from = 0;
        let mut is_text = false;
        while let Some(note) = memchr::memmem::find(rest, OPEN.as_bytes()) {
            let after = &rest[note + OPEN.len()..];
            let length = memchr::memmem::find(after, CLOSE.as_bytes())?;
            let place: usize = std::str::from_utf8(&after[..length]).ok()?.parse().ok()?;
            if is_text && self.source.get(from..place) == Some(&rest[..note]) {
                pieces.text(self.source, from..place);
            } else {
                self.filled_in(&mut pieces, from, place, &rest[..note]);
            }
            is_text = !is_text;
            (from, rest) = (place, &after[length + CLOSE.len()..]);
        }
        self.filled_in(&mut pieces, from, self.source.len(), rest);
        Some(Composition::whole(self.source).nest(&pieces, self.layer()))
    }

    /// Adds the text between two template texts: white space of the template at both ends, and an inserted value.
    fn filled_in(&self, pieces: &mut Pieces, from: usize, until: usize, output: &[u8]) {
        // Another iteration of a loop begins before the last one ends.
        let between = self.source.get(from..until).unwrap_or_default();
        let is_same = |(ours, theirs): &(&u8, &u8)| ours == theirs && ours.is_ascii_whitespace();
        let before = output.iter().zip(between).take_while(is_same).count();
        let rest = (&output[before..], &between[before..]);
        let after = rest.0.iter().rev().zip(rest.1.iter().rev()).take_while(is_same).count();
        let (end, place) = (output.len() - after, until.max(from) - after);
        pieces.text(self.source, from..from + before);
        if before < end {
            let start = (from + before).min(place);
            pieces.add(start..place, &output[before..end], PieceKind::Replaced);
        }
        pieces.text(self.source, place..place + after);
    }
}

/// The texts that are copied unchanged, without the white space around them, which engines may remove.
fn collect(source: &[u8], nodes: &[Node], texts: &mut Vec<Range<usize>>) {
    for node in nodes {
        match node {
            Node::Text(range) => {
                let text = &source[range.clone()];
                let start = range.end - text.trim_ascii_start().len();
                let end = start + source[start..range.end].trim_ascii_end().len();
                if start < end {
                    texts.push(start..end);
                }
            }
            Node::Hole(_) | Node::Replaced(..) => {}
            Node::Block(block) if block.kind == BlockKind::Definition => {}
            Node::Block(block) => block.arms.iter().for_each(|arm| collect(source, &arm.nodes, texts)),
        }
    }
}
