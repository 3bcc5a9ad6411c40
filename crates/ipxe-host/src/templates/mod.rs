//! Scripts that are templates.

mod engine;
mod marked;
mod rows;
mod tokens;
mod tree;

pub use engine::{TemplateEngine, UnknownTemplateEngine};

use std::{
    collections::{HashMap, HashSet},
    ops::Range,
};

use self::{
    rows::Row,
    tokens::{TokenKind, tokens},
    tree::{Block, BlockKind, Node},
};
use crate::{
    Composition, SourceEdit,
    layer::{Dialect, Layer},
    pieces::Pieces,
};

/// The template engine of a script, and the values that it inserts.
///
/// ```
/// use ipxe_host::{Template, TemplateEngine, Templating};
///
/// let envsubst = Templating::of(TemplateEngine::Envsubst).with_variables(["HOST"]);
/// let template = Template::read_as(b"#!ipxe\nchain http://${HOST}/${ip}\n", &envsubst).unwrap();
/// assert_eq!(template.renderings()[0].text(), b"#!ipxe\nchain http://{{HOST}}/${ip}\n");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Templating {
    /// The engine. None: the text decides.
    pub engine: Option<TemplateEngine>,
    /// The names that envsubst replaces. Empty: all that it can replace.
    pub variables: Vec<String>,
    /// Whether Jinja removes the line end after a statement or comment: its `trim_blocks`.
    pub trim_blocks: bool,
    /// Whether Jinja removes the white space before a statement or comment at the start of a line: its `lstrip_blocks`.
    pub lstrip_blocks: bool,
}

impl Templating {
    /// Scripts for an engine.
    #[must_use]
    pub fn of(engine: TemplateEngine) -> Self {
        Self { engine: Some(engine), ..Self::default() }
    }

    /// The same, with only these names replaced.
    #[must_use]
    pub fn with_variables(self, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { variables: names.into_iter().map(Into::into).collect(), ..self }
    }

    /// The same, with Jinja's options for white space around statements.
    ///
    /// ```
    /// use ipxe_host::{Template, TemplateEngine, Templating};
    ///
    /// let source = b"#!ipxe\nkernel k {% if x %}a{% endif %}\nboot\n";
    /// let jinja = Templating::of(TemplateEngine::Jinja).with_block_options(true, false);
    /// let template = Template::read_as(source, &jinja).unwrap();
    /// assert_eq!(template.renderings()[0].text(), b"#!ipxe\nkernel k aboot\n");
    /// ```
    #[must_use]
    pub fn with_block_options(self, trim_blocks: bool, lstrip_blocks: bool) -> Self {
        Self { trim_blocks, lstrip_blocks, ..self }
    }

    /// Whether a name may be replaced.
    fn fills_in(&self, name: &[u8]) -> bool {
        self.variables.is_empty() || self.variables.iter().any(|known| known.as_bytes() == name)
    }

    /// The engine's row. None if the script is not a template.
    fn row(&self, source: &[u8]) -> Option<&'static Row> {
        match self.engine {
            Some(TemplateEngine::None) => None,
            Some(engine) => Some(engine.row()),
            None if may_have_marks(source) => Some(engine::of_text(source)),
            None => None,
        }
    }
}

/// Whether a text may contain marks of an engine. This is fast.
fn may_have_marks(source: &[u8]) -> bool {
    memchr::memchr3(b'{', b'@', b'<', source).is_some()
        || memchr::memchr2(b'#', b'%', source.get(1..).unwrap_or_default()).is_some()
        || source.starts_with(MATTER)
}

/// A script with delimiters of a template engine: Jinja and similar engines, Go's text/template, Tempita, Mustache and
/// Handlebars, ERB; and names that installers replace, `@NAME@` and `##NAME##`.
///
/// A value is unknown: it is a hole. The result of a condition is also unknown: [`renderings`](Self::renderings)
/// returns several renderings, such that every line is in one of them, and blocks with the same condition have the same
/// result.
///
/// ```
/// use ipxe_host::Template;
///
/// let source = b"#!ipxe\n{% if debug %}\nset debug 1\n{% endif %}\nchain http://{{ host }}/x\n";
/// let template = Template::read(source).unwrap();
/// let texts: Vec<_> = template.renderings().iter().map(|one| one.text().to_vec()).collect();
/// assert_eq!(texts[0], b"#!ipxe\n\nset debug 1\n\nchain http://{{host}}/x\n");
/// assert_eq!(texts[1], b"#!ipxe\n\nchain http://{{host}}/x\n");
/// assert!(Template::read(b"#!ipxe\nshell\n").is_none());
/// ```
#[derive(Clone, Debug)]
pub struct Template<'s> {
    source: &'s [u8],
    templating: Templating,
    row: &'static Row,
    marks: Vec<Range<usize>>,
    nodes: Vec<Node>,
}

/// The maximum number of renderings.
const MOST: usize = 24;

/// The maximum number of renderings for pairs of conditions: both true, both false, and only one true.
const MOST_PAIRED: usize = 20;

impl<'s> Template<'s> {
    /// Parses a script as a template; none if it has no delimiters.
    #[must_use]
    pub fn read(source: &'s [u8]) -> Option<Self> {
        Self::read_as(source, &Templating::default())
    }

    /// The same, of a script for an engine that is known.
    #[must_use]
    pub fn read_as(source: &'s [u8], templating: &Templating) -> Option<Self> {
        let row = templating.row(source)?;
        let tokens = tokens(source, row, templating);
        let matter = front_matter(source);
        if tokens.is_empty() && matter == 0 {
            return None;
        }
        let marks = tokens.iter().map(|token| token.range.clone()).collect();
        let mut nodes = tree::build(source, tokens, row, templating);
        if let Some(Node::Text(first)) = nodes.first_mut() {
            first.start = first.start.max(matter).min(first.end);
        }
        if is_blank(source, &nodes) {
            // It only has definitions: one of them is the script.
            nodes = nodes.into_iter().flat_map(defined).collect();
        }
        Some(Self { source, templating: templating.clone(), row, marks, nodes })
    }

    /// The template's bytes.
    #[must_use]
    pub fn source(&self) -> &'s [u8] {
        self.source
    }

    /// Whether it has marks of Jinja or a similar engine.
    #[must_use]
    pub fn is_jinja(&self) -> bool {
        let is_of = |engine: TemplateEngine| std::ptr::eq(self.row, engine.row());
        // Without statements, the text only shows braces.
        is_of(TemplateEngine::Jinja) || self.templating.engine.is_none() && is_of(TemplateEngine::Go)
    }

    /// The positions of its delimiters, in order.
    #[must_use]
    pub fn marks(&self) -> &[Range<usize>] {
        &self.marks
    }

    /// Whether it has the same delimiters after an edit: the new text is rendered unchanged, except for escapes.
    #[must_use]
    pub fn keeps_marks(&self, edit: &SourceEdit) -> bool {
        let Range { start, end } = edit.range.clone();
        let from = memchr::memrchr(b'\n', &self.source[..start]).map_or(0, |at| at + 1);
        let until = memchr::memchr(b'\n', &self.source[end..]).map_or(self.source.len(), |at| end + at);
        let lines = [&self.source[from..start], &edit.text, &self.source[end..until]].concat();
        self.marks_of(&self.source[from..until]) == self.marks_of(&lines)
    }

    /// The marks in some lines, without escapes.
    fn marks_of<'t>(&self, lines: &'t [u8]) -> Vec<&'t [u8]> {
        let tokens = tokens(lines, self.row, &self.templating).into_iter();
        let marks = tokens.filter(|token| !matches!(token.kind, TokenKind::Escape(_)));
        marks.map(|token| lines[token.range].trim_ascii()).collect()
    }

    /// How text is written in it.
    fn layer(&self) -> Layer {
        Layer { dialect: Dialect { pairs: self.row.escapes, ..Dialect::default() }, ..Layer::default() }
    }

    /// Several different renderings: first all conditions true, then all false, then one of each pair true, and more
    /// until every line is in one of them.
    #[must_use]
    pub fn renderings(&self) -> Vec<Composition<'s>> {
        let mut all: Vec<Composition<'s>> = Vec::new();
        let mut covered = HashSet::new();
        let mut conditions = HashMap::new();
        number_conditions(&self.nodes, &mut conditions);
        let bits = usize::BITS - conditions.len().saturating_sub(1).leading_zeros();
        let paired = (2 + 2 * bits as usize).min(MOST_PAIRED);
        for number in 0..MOST {
            let plan = match number {
                0 => Plan::All(true),
                1 => Plan::All(false),
                _ if number < paired => Plan::Bit { bit: number / 2 - 1, holds: number % 2 == 0 },
                _ => Plan::New,
            };
            let mut rendering = Rendering::new(self.source, plan, &conditions, &mut covered);
            rendering.pieces.begin(0);
            rendering.nodes(&self.nodes);
            let Rendering { pieces, gained, repeated, .. } = rendering;
            if plan == Plan::New && !gained {
                break;
            }
            let one = Composition::whole(self.source).nest(&pieces, self.layer()).with_repeated(repeated);
            if all.iter().all(|other| other.pieces() != one.pieces()) {
                all.push(one);
            }
        }
        all
    }
}

impl<'s> Template<'s> {
    /// Definitions, such as the body of a macro: each is part of a script that is used at an unknown place.
    ///
    /// ```
    /// use ipxe_host::Template;
    ///
    /// let source = b"{% macro boot(url) %}\nchain {{ url }}\n{% endmacro %}\n#!ipxe\n{{ boot('x') }}\n";
    /// let template = Template::read(source).unwrap();
    /// assert_eq!(template.definitions()[0].text(), b"chain {{url}}\n");
    /// ```
    #[must_use]
    pub fn definitions(&self) -> Vec<Composition<'s>> {
        let mut bodies = Vec::new();
        definitions(&self.nodes, &mut bodies);
        let body = |nodes: &&[Node]| {
            let mut covered = HashSet::new();
            let conditions = HashMap::new();
            let mut rendering = Rendering::new(self.source, Plan::All(true), &conditions, &mut covered);
            rendering.nodes(nodes);
            Composition::whole(self.source).nest(&rendering.pieces, self.layer())
        };
        bodies.iter().map(body).collect()
    }
}

/// Collects the bodies of definitions.
fn definitions<'n>(nodes: &'n [Node], bodies: &mut Vec<&'n [Node]>) {
    for node in nodes {
        let Node::Block(block) = node else { continue };
        for arm in &block.arms {
            if block.kind == BlockKind::Definition {
                bodies.push(&arm.nodes);
            }
            definitions(&arm.nodes, bodies);
        }
    }
}

/// The values of the conditions in a rendering.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Plan {
    /// All alike.
    All(bool),
    /// By a bit of their number.
    Bit { bit: usize, holds: bool },
    /// To get text that is in no rendering yet.
    New,
}

/// Numbers the conditions in the order of their first occurrence.
fn number_conditions<'n>(nodes: &'n [Node], numbers: &mut HashMap<&'n [u8], usize>) {
    for node in nodes {
        let Node::Block(block) = node else { continue };
        for arm in &block.arms {
            if let Some(condition) = &arm.condition {
                let number = numbers.len();
                numbers.entry(positive(condition).0).or_insert(number);
            }
            number_conditions(&arm.nodes, numbers);
        }
    }
}

/// A condition without its negation, and whether it had none.
fn positive(condition: &[u8]) -> (&[u8], bool) {
    let inner = condition.strip_prefix(b"not ").or_else(|| condition.strip_prefix(b"!"));
    inner.map_or((condition, true), |inner| (inner.trim_ascii(), false))
}

/// The length of the front matter for a site generator before a script's header; 0 if there is none.
fn front_matter(source: &[u8]) -> usize {
    let Some(rest) = source.strip_prefix(MATTER) else { return 0 };
    if !matches!(rest, [b'\n', ..] | [b'\r', b'\n', ..]) {
        return 0;
    }
    let header = memchr::memmem::find(rest, b"\n#!").map(|at| at + 1);
    let end = header.filter(|header| rest[..*header].trim_ascii_end().ends_with(MATTER));
    end.map_or(0, |end| MATTER.len() + end)
}

/// Front matter begins and ends with this.
const MATTER: &[u8] = b"---";

/// Whether there is only white space outside of definitions.
fn is_blank(source: &[u8], nodes: &[Node]) -> bool {
    nodes.iter().all(|node| match node {
        Node::Text(range) => source[range.clone()].trim_ascii().is_empty(),
        Node::Hole(_) | Node::Replaced(..) => false,
        Node::Block(block) => block.kind == BlockKind::Definition,
    })
}

/// The contents of a definition.
fn defined(node: Node) -> Vec<Node> {
    match node {
        Node::Block(Block { kind: BlockKind::Definition, arms }) => {
            arms.into_iter().flat_map(|arm| arm.nodes).collect()
        }
        node => vec![node],
    }
}

/// One way to render a template.
struct Rendering<'c, 's> {
    source: &'s [u8],
    plan: Plan,
    conditions: &'c HashMap<&'c [u8], usize>,
    /// The starts of texts that are in some rendering.
    covered: &'c mut HashSet<usize>,
    /// The decided values of conditions.
    truths: HashMap<Vec<u8>, bool>,
    pieces: Pieces,
    /// The parts of the text that can be repeated.
    repeated: Vec<Range<usize>>,
    /// Whether the current text can be repeated.
    repeats: bool,
    /// Whether it has text that is in no earlier rendering.
    gained: bool,
}

impl<'c, 's> Rendering<'c, 's> {
    fn new(
        source: &'s [u8],
        plan: Plan,
        conditions: &'c HashMap<&'c [u8], usize>,
        covered: &'c mut HashSet<usize>,
    ) -> Self {
        let (truths, pieces, repeated, repeats, gained) = Default::default();
        Self { source, plan, conditions, covered, truths, pieces, repeated, repeats, gained }
    }
}

impl Rendering<'_, '_> {
    fn nodes(&mut self, nodes: &[Node]) {
        for node in nodes {
            match node {
                Node::Text(range) => self.text(range),
                Node::Hole(range) => self.pieces.hole(self.source, range.clone()),
                Node::Replaced(range, meant) => self.pieces.replaced(range.clone(), meant),
                Node::Block(block) => self.block(block),
            }
        }
    }

    fn text(&mut self, range: &Range<usize>) {
        self.gained |= self.covered.insert(range.start);
        let blank = self.source[range.clone()].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        // Template engines are usually set up to omit text before a script's first line.
        let start = if self.pieces.text.is_empty() { range.start + blank } else { range.start };
        let written = self.pieces.text.len();
        self.pieces.text(self.source, start..range.end);
        if self.repeats {
            self.repeated.push(written..self.pieces.text.len());
        }
    }

    fn block(&mut self, block: &Block) {
        match block.kind {
            BlockKind::Definition => {}
            BlockKind::Plain => block.arms.iter().for_each(|arm| self.nodes(&arm.nodes)),
            BlockKind::Alternatives | BlockKind::Repetition => {
                let chosen = self.choose(block);
                if let Some(arm) = block.arms.get(chosen) {
                    let is_body = block.kind == BlockKind::Repetition && chosen == 0;
                    let repeats = std::mem::replace(&mut self.repeats, is_body);
                    self.nodes(&arm.nodes);
                    self.repeats = repeats;
                }
            }
        }
    }

    /// The arm of a block that is rendered: the first one whose condition is true.
    fn choose(&mut self, block: &Block) -> usize {
        let last = block.arms.len() - 1;
        for (at, arm) in block.arms.iter().enumerate() {
            let Some(condition) = &arm.condition else { return at };
            let (condition, is_positive) = positive(condition);
            let known = self.truths.get(condition).copied();
            let holds = known.map_or_else(|| self.decide(block, at, condition), |known| known == is_positive);
            self.truths.insert(condition.to_vec(), holds == is_positive);
            if holds {
                return at;
            }
        }
        last
    }

    /// Decides the condition of an arm at its first occurrence.
    fn decide(&self, block: &Block, at: usize, condition: &[u8]) -> bool {
        match self.plan {
            Plan::All(holds) => holds,
            Plan::Bit { bit, holds } => {
                let number = self.conditions.get(condition).copied().unwrap_or_default();
                (number >> bit & 1 == 1) == holds
            }
            Plan::New => {
                let is_new = |arm: &tree::Arm| has_new(&arm.nodes, self.covered);
                is_new(&block.arms[at]) || !block.arms[at + 1..].iter().any(is_new)
            }
        }
    }
}

/// Whether there is text that is in no rendering yet.
fn has_new(nodes: &[Node], covered: &HashSet<usize>) -> bool {
    nodes.iter().any(|node| match node {
        Node::Text(range) => !covered.contains(&range.start),
        Node::Hole(_) | Node::Replaced(..) => false,
        Node::Block(block) if block.kind == BlockKind::Definition => false,
        Node::Block(block) => block.arms.iter().any(|arm| has_new(&arm.nodes, covered)),
    })
}
