//! Texts that begin with a header, recognized by the text before it: here-documents, string literals, HTML elements.

use std::ops::Range;

use super::{
    Host,
    block::{Block, Content, Precision},
    heredoc,
    host::Language,
    html,
    lines::{dedented, indent, is_blank, line_before, line_start, lines},
    literal::{self, Unclosed},
};
use crate::layer::{Dialect, HoleMark, Layer};

/// The text before a header.
pub(super) struct Opening<'t> {
    pub(super) text: &'t [u8],
    /// The position of the header.
    pub(super) header: usize,
    /// The start of its line.
    pub(super) line: usize,
    /// The text before it on the line; if there is none, the last line before it that is not blank.
    pub(super) before: Range<usize>,
}

impl<'t> Opening<'t> {
    fn new(text: &'t [u8], header: usize) -> Self {
        let line = line_start(text, header);
        let mut before = line..header;
        let mut start = line;
        while is_blank(&text[before.clone()]) {
            let Some(previous) = line_before(text, start) else { break };
            start = previous.start;
            before = previous;
        }
        Self { text, header, line, before }
    }

    /// Whether the header is the first on its line.
    pub(super) fn is_on_own_line(&self) -> bool {
        self.before.end <= self.line
    }

    /// The text before it, without white space at its end.
    pub(super) fn lead(&self) -> &'t [u8] {
        self.text[self.before.clone()].trim_ascii_end()
    }

    /// The lines up to `end`, without the header's indentation.
    pub(super) fn dedented(&self, end: usize) -> Vec<Range<usize>> {
        let columns = self.header - self.line;
        if self.is_on_own_line() {
            dedented(self.text, self.line..end, columns)
        } else {
            std::iter::once(self.header..end).collect()
        }
    }

    /// The text at the start of its lines.
    pub(super) fn indent(&self) -> Vec<u8> {
        let blanks = indent(&self.text[self.line..self.header]);
        if self.is_on_own_line() { self.text[self.line..self.line + blanks].to_vec() } else { Vec::new() }
    }

    /// Its start in the text.
    pub(super) fn start(&self) -> usize {
        if self.is_on_own_line() { self.line } else { self.header }
    }
}

/// Adds the blocks that begin with a header, and are outside of the known ones.
pub(super) fn add(text: &[u8], host: Host, blocks: &mut Vec<Block>) {
    let known: Vec<Range<usize>> = blocks.iter().map(|block| block.range.clone()).collect();
    let mut unclosed = Unclosed::default();
    let mut end = 0;
    for header in super::lines::headers(text) {
        let next = known.get(known.partition_point(|range| range.end <= header));
        if header < end || next.is_some_and(|range| range.contains(&header)) {
            continue;
        }
        let opening = Opening::new(text, header);
        let found = block(&opening, host, &mut unclosed);
        // A block that would extend into a known one ends there, because its end belongs to something else.
        if let Some(block) = found.filter(|block| next.is_none_or(|next| block.range.end <= next.start)) {
            end = block.range.end;
            blocks.push(block);
        }
    }
    blocks.sort_by_key(|block| block.range.start);
}

fn block(opening: &Opening<'_>, host: Host, unclosed: &mut Unclosed) -> Option<Block> {
    match host {
        Host::Markdown => html::block(opening).or_else(|| shortcode(opening)),
        Host::Html => html::block(opening),
        Host::Make => defined(opening).or_else(|| heredoc::block(opening, host)),
        _ => heredoc::block(opening, host).or_else(|| literal::block(opening, host, unclosed)),
    }
}

/// Shortcodes of Hugo and Jekyll: `{{< highlight ipxe >}} … {{< /highlight >}}`.
fn shortcode(opening: &Opening<'_>) -> Option<Block> {
    let lead = opening.lead().trim_ascii_start();
    let closing = if lead.starts_with(b"{{< highlight") || lead.starts_with(b"{{< code") {
        b"{{< /".as_slice()
    } else if lead.starts_with(b"{% highlight") {
        b"{% endhighlight"
    } else {
        return None;
    };
    enclosed(opening, closing, Dialect::default())
}

/// Make's `define NAME … endef`.
fn defined(opening: &Opening<'_>) -> Option<Block> {
    let is_definition = opening.lead().trim_ascii_start().starts_with(b"define ");
    let dialect = Dialect {
        pairs: &[(b"$$", b"$")],
        holes: &[HoleMark::DollarParenthesis, HoleMark::DollarBrace],
        ..Dialect::default()
    };
    is_definition.then(|| enclosed(opening, b"endef", dialect))?
}

/// Lines up to one that begins like this.
fn enclosed(opening: &Opening<'_>, closing: &[u8], dialect: Dialect) -> Option<Block> {
    let text = opening.text;
    let first = opening.is_on_own_line().then_some(opening.line)?;
    let mut rest = lines(text, first..text.len());
    let end = rest.find(|line| text[line.clone()].trim_ascii_start().starts_with(closing))?.start;
    Some(Block {
        range: first..end,
        content: Content::Ranges(opening.dedented(end)),
        language: Language::Host(Host::Unknown),
        precision: Precision::Shown,
        layer: Layer { indent: opening.indent(), dialect },
    })
}
