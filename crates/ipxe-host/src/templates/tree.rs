//! A template as a tree: text, values, and blocks around them.

use std::ops::Range;

use memchr::{memchr, memchr3, memmem};

use super::engine::{Engine, Kind, Role};

/// A part of a template.
#[derive(Clone, Debug)]
pub(super) enum Node {
    Text(Range<usize>),
    /// A value, on a line with others.
    Hole(Range<usize>),
    Block(Block),
}

/// Parts of which one is there.
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
    /// Kept for later.
    Definition,
    /// There as it is.
    Plain,
}

/// One way that a block goes.
#[derive(Clone, Debug)]
pub(super) struct Arm {
    /// When it goes so; none: otherwise.
    pub(super) condition: Option<Vec<u8>>,
    pub(super) nodes: Vec<Node>,
}

/// Marks that are longer, in bytes, are taken for something else.
const LONGEST_MARK: usize = 1 << 13;

/// Blocks in each other; deeper ones are not looked at.
const DEEPEST: usize = 48;

/// What is read, piece by piece.
struct Token {
    range: Range<usize>,
    kind: TokenKind,
    trims: (bool, bool),
}

enum TokenKind {
    Value,
    Nothing,
    Statement { role: Role, text: Range<usize> },
}

/// The parts of a template; none: it has no marks.
pub(super) fn read(source: &[u8], engine: &Engine) -> Option<Vec<Node>> {
    let tokens = tokens(source, engine);
    (!tokens.is_empty()).then(|| {
        let mut builder = Builder { engine, open: vec![Open::root()] };
        let mut at = 0;
        let mut trims_before = false;
        for token in tokens {
            builder.text(source, at..token.range.start, (trims_before, token.trims.0));
            (at, trims_before) = (token.range.end, token.trims.1);
            match token.kind {
                TokenKind::Value => builder.push(Node::Hole(token.range)),
                TokenKind::Nothing => {}
                TokenKind::Statement { role, text } => builder.statement(role, &source[text], token.range),
            }
        }
        builder.text(source, at..source.len(), (trims_before, false));
        builder.finish()
    })
}

fn tokens(source: &[u8], engine: &Engine) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut closings = Closings::default();
    let mut at = 0;
    let signs = if engine.marks.is_empty() { [b'@', b'#', b'@'] } else { [b'{', b'<', b'@'] };
    while let Some(found) = source.get(at..).and_then(|rest| memchr3(signs[0], signs[1], signs[2], rest)) {
        let start = at + found;
        at = start + 1;
        let rest = &source[start..];
        // After a `$`, a brace is the script's.
        let is_taken = rest[0] == b'{' && start > 0 && source[start - 1] == b'$';
        if is_taken {
            continue;
        }
        if let Some(length) = name_length(rest) {
            tokens.push(Token {
                range: start..start + length,
                kind: TokenKind::Value,
                trims: (false, false),
            });
            at = start + length;
            continue;
        }
        let Some(mark) = engine.mark(rest) else { continue };
        let inside = start + mark.open.len();
        let Some(length) = closings.next(source, mark.close, inside).map(|closing| closing - inside) else {
            continue;
        };
        // A value that holds the beginning of another one was never closed.
        if length > LONGEST_MARK || memmem::find(&source[inside..inside + length], mark.open).is_some() {
            continue;
        }
        let token = token(
            source,
            start..inside + length + mark.close.len(),
            inside..inside + length,
            mark.kind,
            engine,
        );
        at = token.range.end;
        if let TokenKind::Statement { role: Role::Raw, text } = &token.kind {
            let name = source[text.clone()].trim_ascii();
            let name = &name[..name.iter().take_while(|byte| byte.is_ascii_alphabetic()).count()];
            at = end_of_raw(source, at, mark.open, name);
        }
        tokens.push(token);
    }
    tokens
}

/// Where marks end: each end is looked for once.
#[derive(Default)]
struct Closings(Vec<(&'static [u8], Option<usize>)>);

impl Closings {
    /// The first such end from a place on.
    fn next(&mut self, source: &[u8], close: &'static [u8], from: usize) -> Option<usize> {
        let find = || memmem::find(&source[from..], close).map(|at| from + at);
        if let Some((_, known)) = self.0.iter_mut().find(|(known, _)| *known == close) {
            if known.is_some_and(|at| at < from) {
                *known = find();
            }
            return *known;
        }
        let found = find();
        self.0.push((close, found));
        found
    }
}

/// Where text without marks ends that begins at a place: at a statement that says so.
fn end_of_raw(source: &[u8], from: usize, open: &[u8], name: &[u8]) -> usize {
    let end = [b"end".as_slice(), name].concat();
    let close = memmem::find_iter(&source[from..], open).find(|at| {
        let inside = &source[from + at + open.len()..];
        inside.strip_prefix(b"-").unwrap_or(inside).trim_ascii_start().starts_with(&end)
    });
    close.map_or(source.len(), |at| from + at)
}

fn token(source: &[u8], range: Range<usize>, inside: Range<usize>, kind: Kind, engine: &Engine) -> Token {
    let is_trim = |byte: Option<&u8>| byte.is_some_and(|byte| engine.trims.contains(byte));
    let text = &source[inside.clone()];
    let before = is_trim(text.first());
    let after = text.len() > 1 && is_trim(text.last());
    let text = inside.start + usize::from(before)..inside.end - usize::from(after);
    let role = engine.role(&source[text.clone()]);
    let kind = match (kind, role) {
        (Kind::Statement | Kind::Either, Some(role)) => TokenKind::Statement { role, text },
        (Kind::Comment, _) | (Kind::Statement, None) => TokenKind::Nothing,
        (Kind::Value | Kind::Either, _) => TokenKind::Value,
    };
    Token { range, kind, trims: (before, after) }
}

/// `name = "@" NAME "@" / "##" NAME "##"`, as installers replace it.
fn name_length(text: &[u8]) -> Option<usize> {
    let sign: &[u8] = if text.starts_with(b"##") { b"##" } else { b"@" };
    let rest = text.strip_prefix(sign)?;
    let is_part = |byte: &&u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || **byte == b'_';
    let name = rest.iter().take_while(is_part).count();
    (name > 0 && rest[name..].starts_with(sign)).then_some(name + 2 * sign.len())
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

struct Builder<'e> {
    engine: &'e Engine,
    open: Vec<Open>,
}

impl Builder<'_> {
    fn push(&mut self, node: Node) {
        if let Some(arm) = self.open.last_mut().and_then(|open| open.arms.last_mut()) {
            arm.nodes.push(node);
        }
    }

    /// Adds text, without the blanks that marks around it take away.
    fn text(&mut self, source: &[u8], range: Range<usize>, (start, end): (bool, bool)) {
        let mut range = range;
        if start {
            let text = &source[range.clone()];
            let kept = if self.engine.trims_line {
                memchr(b'\n', text)
                    .filter(|end| text[..*end].trim_ascii().is_empty())
                    .map_or(text, |end| &text[end + 1..])
            } else {
                text.trim_ascii_start()
            };
            range.start = range.end - kept.len();
        }
        if end {
            let text = &source[range.clone()];
            let kept = if self.engine.trims_line {
                let blanks = text.iter().rev().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
                text.len() - blanks
            } else {
                text.trim_ascii_end().len()
            };
            range.end = range.start + kept;
        }
        if !range.is_empty() {
            self.push(Node::Text(range));
        }
    }

    fn statement(&mut self, role: Role, text: &[u8], range: Range<usize>) {
        let rest = text.trim_ascii();
        let word = rest.iter().take_while(|byte| !byte.is_ascii_whitespace()).count();
        let condition = rest[word..].trim_ascii().to_vec();
        let negated = [b"not ".as_slice(), &condition].concat();
        match role {
            Role::If => self.begin(BlockKind::Alternatives, Some(condition)),
            Role::Unless => self.begin(BlockKind::Alternatives, Some(negated)),
            Role::Case => self.begin(BlockKind::Alternatives, None),
            Role::Loop => self.begin(BlockKind::Repetition, Some(rest.to_vec())),
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
