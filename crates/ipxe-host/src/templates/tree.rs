//! A template as a tree: text, values, and blocks around them.

use std::ops::Range;

use memchr::memchr;

use super::{
    Templating,
    rows::{Role, Row},
    tokens::{Token, TokenKind, Trim},
};

/// A part of a template.
#[derive(Clone, Debug)]
pub(super) enum Node {
    Text(Range<usize>),
    /// Bytes that represent others.
    Replaced(Range<usize>, &'static [u8]),
    /// A value on a line with other text.
    Hole(Range<usize>),
    Block(Block),
}

/// Several parts, one of which is included.
#[derive(Clone, Debug)]
pub(super) struct Block {
    pub(super) kind: BlockKind,
    pub(super) arms: Vec<Arm>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BlockKind {
    /// One of the arms, by their conditions.
    Alternatives,
    /// Any number of times.
    Repetition,
    /// Stored for later.
    Definition,
    /// Included as it is.
    Plain,
}

/// One arm of a block.
#[derive(Clone, Debug)]
pub(super) struct Arm {
    /// The condition for the arm. None: in all other cases.
    pub(super) condition: Option<Vec<u8>>,
    pub(super) nodes: Vec<Node>,
}

/// The maximum depth of nested blocks; deeper ones are ignored.
const DEEPEST: usize = 48;

/// The parts of a template.
pub(super) fn build(source: &[u8], tokens: Vec<Token>, row: &Row, templating: &Templating) -> Vec<Node> {
    let mut builder = Builder { open: vec![Open::root()] };
    let (mut at, mut before) = (0, Edge::Plain);
    for token in tokens {
        let [start, end] = edges(&token, row, templating);
        builder.text(source, at..token.range.start, (before, start));
        (at, before) = (token.range.end, end);
        match token.kind {
            TokenKind::Value => builder.push(Node::Hole(token.range)),
            TokenKind::Nothing => {}
            TokenKind::Escape(meant) => builder.push(Node::Replaced(token.range, meant)),
            TokenKind::Statement { role, text, condition } => {
                builder.statement(role, &source[text], &source[condition], token.range);
            }
        }
    }
    builder.text(source, at..source.len(), (before, Edge::Plain));
    builder.finish()
}

/// What is removed at an edge of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Edge {
    /// Nothing.
    Plain,
    /// White space and line ends.
    Blanks,
    /// The white space at the start of a line, or the rest of a line if that is white space only.
    Line,
    /// The white space at the start of a line, or the line end that follows.
    LineEnd,
}

/// What a mark removes before and after it.
fn edges(token: &Token, row: &Row, templating: &Templating) -> [Edge; 2] {
    let is_block = matches!(token.kind, TokenKind::Statement { .. } | TokenKind::Nothing);
    let has_options = is_block && row.has_block_options();
    let edge = |trim: Trim, option: bool| match trim {
        Trim::Blanks if row.trims_line => Edge::Line,
        Trim::Blanks => Edge::Blanks,
        Trim::Default if has_options && option => Edge::LineEnd,
        Trim::Default | Trim::Nothing => Edge::Plain,
    };
    [edge(token.trims.0, templating.lstrip_blocks), edge(token.trims.1, templating.trim_blocks)]
}

/// A text without the part removed at its start.
fn trimmed_start(text: &[u8], edge: Edge) -> &[u8] {
    match edge {
        Edge::Plain => text,
        Edge::Blanks => text.trim_ascii_start(),
        Edge::Line => memchr(b'\n', text)
            .filter(|end| text[..*end].trim_ascii().is_empty())
            .map_or(text, |end| &text[end + 1..]),
        Edge::LineEnd => text.strip_prefix(b"\n").or_else(|| text.strip_prefix(b"\r\n")).unwrap_or(text),
    }
}

/// The length of a text without the part removed at its end.
fn trimmed_end(source: &[u8], range: Range<usize>, edge: Edge) -> usize {
    let text = &source[range.clone()];
    match edge {
        Edge::Plain => text.len(),
        Edge::Blanks => text.trim_ascii_end().len(),
        Edge::Line | Edge::LineEnd => {
            let blanks = text.iter().rev().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
            let line = range.end - blanks;
            // Only at the start of a line.
            let begins = line == 0 || source[line - 1] == b'\n';
            if begins { text.len() - blanks } else { text.len() }
        }
    }
}

/// A block that is not closed yet.
struct Open {
    kind: BlockKind,
    arms: Vec<Arm>,
}

impl Open {
    fn root() -> Self {
        Self { kind: BlockKind::Plain, arms: vec![Arm { condition: None, nodes: Vec::new() }] }
    }
}

struct Builder {
    open: Vec<Open>,
}

impl Builder {
    fn push(&mut self, node: Node) {
        if let Some(arm) = self.open.last_mut().and_then(|open| open.arms.last_mut()) {
            arm.nodes.push(node);
        }
    }

    /// Adds text, without the white space that the marks around it remove.
    fn text(&mut self, source: &[u8], range: Range<usize>, (start, end): (Edge, Edge)) {
        let mut range = range;
        range.start = range.end - trimmed_start(&source[range.clone()], start).len();
        range.end = range.start + trimmed_end(source, range.clone(), end);
        if !range.is_empty() {
            self.push(Node::Text(range));
        }
    }

    fn statement(&mut self, role: Role, text: &[u8], condition: &[u8], range: Range<usize>) {
        let condition = condition.to_vec();
        match role {
            Role::If => self.begin(BlockKind::Alternatives, Some(condition)),
            Role::Unless => {
                let negated = [b"not ".as_slice(), &condition].concat();
                self.begin(BlockKind::Alternatives, Some(negated));
            }
            Role::Case => self.begin(BlockKind::Alternatives, None),
            Role::Loop => self.begin(BlockKind::Repetition, Some(text.to_vec())),
            Role::Definition => self.begin(BlockKind::Definition, None),
            Role::Plain | Role::Raw => self.begin(BlockKind::Plain, None),
            Role::ElseIf => self.next(Some(condition)),
            Role::Else => self.next(None),
            Role::End => self.end(),
            Role::Include => self.push(Node::Hole(range)),
            Role::Nothing => {}
        }
    }

    fn begin(&mut self, kind: BlockKind, condition: Option<Vec<u8>>) {
        if self.open.len() <= DEEPEST {
            self.open.push(Open { kind, arms: vec![Arm { condition, nodes: Vec::new() }] });
        }
    }

    fn next(&mut self, condition: Option<Vec<u8>>) {
        if let Some(open) = self.open.last_mut().filter(|open| open.kind != BlockKind::Plain) {
            open.arms.push(Arm { condition, nodes: Vec::new() });
        }
    }

    fn end(&mut self) {
        if self.open.len() > 1
            && let Some(Open { kind, mut arms }) = self.open.pop()
        {
            let is_exhaustive = arms.len() > 1 && arms.last().is_some_and(|arm| arm.condition.is_none());
            if matches!(kind, BlockKind::Alternatives | BlockKind::Repetition) && !is_exhaustive {
                arms.push(Arm { condition: None, nodes: Vec::new() });
            }
            self.push(Node::Block(Block { kind, arms }));
        }
    }

    fn finish(mut self) -> Vec<Node> {
        while self.open.len() > 1 {
            self.end();
        }
        self.open.pop().and_then(|mut root| root.arms.pop()).map(|arm| arm.nodes).unwrap_or_default()
    }
}
