//! Templates at random, as a tree that is written for several engines, and a small engine for each.

use std::collections::BTreeMap;

use ipxe_lint::host::Templating;
use proptest::{collection::vec, prelude::*, sample::select};

/// A part of a template.
#[derive(Clone, Debug)]
pub(crate) enum Node {
    /// A line of text and values, without its end.
    Line(Vec<Part>),
    Comment,
    If {
        condition: &'static str,
        holds: Vec<Node>,
        otherwise: Option<Vec<Node>>,
        trims: Trims,
    },
    For {
        list: &'static str,
        body: Vec<Node>,
        trims: Trims,
    },
}

impl Node {
    /// Whether a block in it is on a line with others.
    pub(crate) fn has_inline_block(&self) -> bool {
        let any = |nodes: &[Self]| nodes.iter().any(Self::has_inline_block);
        match self {
            Self::Line(parts) => parts.iter().any(|part| matches!(part, Part::If(..))),
            Self::Comment => false,
            Self::If { holds, otherwise, .. } => any(holds) || otherwise.as_deref().is_some_and(any),
            Self::For { body, .. } => any(body),
        }
    }
}

/// A part of a line.
#[derive(Clone, Debug)]
pub(crate) enum Part {
    Text(&'static str),
    Value(&'static str),
    If(&'static str, &'static str),
}

/// Whether a block's first mark takes blanks before it away, and its last one those behind it.
pub(crate) type Trims = (bool, bool);

/// The engines that templates are written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Engine {
    Jinja,
    Go,
    Erb,
    Terraform,
}

/// All of them.
pub(crate) const ENGINES: [Engine; 4] = [Engine::Jinja, Engine::Go, Engine::Erb, Engine::Terraform];

/// What conditions test.
pub(crate) const CONDITIONS: &[&str] = &["c1", "c2", "c3"];
/// What loops go over.
pub(crate) const LISTS: &[&str] = &["l1", "l2"];
/// What is filled in.
pub(crate) const VALUES: &[&str] = &["v1", "v2", "v3"];

/// A template as engines cut it.
#[derive(Clone, Debug)]
pub(crate) enum Token {
    Text { written: String, meant: String },
    Mark { written: String, does: Does, trims: Trims },
}

/// What a mark does.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Does {
    Value(&'static str),
    If(&'static str),
    Else,
    For(&'static str),
    EndIf,
    EndFor,
    Nothing,
}

/// Which conditions hold, how long lists are, and what values are.
#[derive(Clone, Debug)]
pub(crate) struct Given {
    pub(crate) truths: BTreeMap<&'static str, bool>,
    pub(crate) lengths: BTreeMap<&'static str, usize>,
    pub(crate) words: BTreeMap<&'static str, String>,
}

/// All ways in which conditions can hold, with lists of one entry and of none.
pub(crate) fn all_given(word: impl Fn(&str) -> String) -> Vec<Given> {
    let count = CONDITIONS.len() + LISTS.len();
    let given = |bits: usize| {
        let bit = |at: usize| bits >> at & 1 == 1;
        let length = |(at, name): (usize, &&'static str)| (*name, usize::from(bit(CONDITIONS.len() + at)));
        Given {
            truths: CONDITIONS.iter().enumerate().map(|(at, name)| (*name, bit(at))).collect(),
            lengths: LISTS.iter().enumerate().map(length).collect(),
            words: VALUES.iter().map(|name| (*name, word(name))).collect(),
        }
    };
    (0..1 << count).map(given).collect()
}

impl Engine {
    /// What it is called where the engine of a template is stated.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Jinja => "jinja",
            Self::Go => "go",
            Self::Erb => "erb",
            Self::Terraform => "terraform",
        }
    }

    pub(crate) fn templating(self) -> Templating {
        Templating::of(self.name().parse().expect("an engine"))
    }

    /// A mark as it is written: what opens and closes it, and what is between.
    fn mark(self, does: Does, trims: Trims) -> Token {
        let (open, inside, close) = match self {
            Self::Jinja => match does {
                Does::Value(name) => ("{{", name.to_owned(), "}}"),
                Does::If(name) => ("{%", format!("if {name}"), "%}"),
                Does::Else => ("{%", "else".to_owned(), "%}"),
                Does::For(name) => ("{%", format!("for x in {name}"), "%}"),
                Does::EndIf => ("{%", "endif".to_owned(), "%}"),
                Does::EndFor => ("{%", "endfor".to_owned(), "%}"),
                Does::Nothing => ("{#", "note".to_owned(), "#}"),
            },
            Self::Go => match does {
                Does::Value(name) => ("{{", format!("$.{name}"), "}}"),
                Does::If(name) => ("{{", format!("if $.{name}"), "}}"),
                Does::Else => ("{{", "else".to_owned(), "}}"),
                Does::For(name) => ("{{", format!("range $.{name}"), "}}"),
                Does::EndIf | Does::EndFor => ("{{", "end".to_owned(), "}}"),
                Does::Nothing => ("{{", "/* note */".to_owned(), "}}"),
            },
            Self::Erb => match does {
                Does::Value(name) => ("<%=", name.to_owned(), "%>"),
                Does::If(name) => ("<%", format!("if {name}"), "%>"),
                Does::Else => ("<%", "else".to_owned(), "%>"),
                Does::For(name) => ("<%", format!("{name}.each do |x|"), "%>"),
                Does::EndIf | Does::EndFor => ("<%", "end".to_owned(), "%>"),
                Does::Nothing => ("<%#", "note".to_owned(), "%>"),
            },
            Self::Terraform => match does {
                Does::Value(name) => ("${", name.to_owned(), "}"),
                Does::If(name) => ("%{", format!("if {name}"), "}"),
                Does::Else => ("%{", "else".to_owned(), "}"),
                Does::For(name) => ("%{", format!("for x in {name}"), "}"),
                Does::EndIf => ("%{", "endif".to_owned(), "}"),
                Does::EndFor => ("%{", "endfor".to_owned(), "}"),
                // It has no comments.
                Does::Nothing => ("${", "v1".to_owned(), "}"),
            },
        };
        let does =
            if self == Self::Terraform && matches!(does, Does::Nothing) { Does::Value("v1") } else { does };
        // Comments and values of ERB have no such sign in front.
        let trims = (trims.0 && open != "<%=" && open != "<%#", trims.1);
        let sign = |is_there: bool| match (is_there, self) {
            (false, _) => "",
            (true, Self::Terraform) => "~",
            (true, _) => "-",
        };
        // Go and Jinja want a blank behind the sign.
        let blank = if self == Self::Go && matches!(does, Does::Nothing) && trims == (false, false) {
            ""
        } else {
            " "
        };
        let written = format!("{open}{}{blank}{inside}{blank}{}{close}", sign(trims.0), sign(trims.1));
        Token::Mark { written, does, trims }
    }

    /// A text as it is written.
    fn text(self, text: &str) -> Token {
        let written = if self == Self::Terraform { text.replace("${", "$${") } else { text.to_owned() };
        Token::Text { written, meant: text.to_owned() }
    }

    /// A template, cut into texts and marks; lines end with a line feed.
    pub(crate) fn tokens(self, nodes: &[Node]) -> Vec<Token> {
        let mut tokens = Vec::new();
        self.add(nodes, &mut tokens);
        tokens
    }

    fn add(self, nodes: &[Node], tokens: &mut Vec<Token>) {
        let plain = (false, false);
        for node in nodes {
            match node {
                Node::Line(parts) => {
                    for part in parts {
                        match part {
                            Part::Text(text) => tokens.push(self.text(text)),
                            Part::Value(name) => tokens.push(self.mark(Does::Value(name), plain)),
                            Part::If(name, text) => {
                                tokens.push(self.mark(Does::If(name), plain));
                                tokens.push(self.text(text));
                                tokens.push(self.mark(Does::EndIf, plain));
                            }
                        }
                    }
                }
                Node::Comment => tokens.push(self.mark(Does::Nothing, plain)),
                Node::If { condition, holds, otherwise, trims } => {
                    self.block(Does::If(condition), *trims, holds, tokens);
                    if let Some(nodes) = otherwise {
                        self.block(Does::Else, *trims, nodes, tokens);
                    }
                    tokens.push(self.mark(Does::EndIf, *trims));
                }
                Node::For { list, body, trims } => {
                    self.block(Does::For(list), *trims, body, tokens);
                    tokens.push(self.mark(Does::EndFor, *trims));
                }
            }
            tokens.push(self.text("\n"));
        }
    }

    fn block(self, does: Does, trims: Trims, nodes: &[Node], tokens: &mut Vec<Token>) {
        tokens.push(self.mark(does, trims));
        tokens.push(self.text("\n"));
        self.add(nodes, tokens);
    }

    /// A template of which only the texts have changed; none: its marks are not those of before.
    pub(crate) fn read(self, tokens: &[Token], changed: &str) -> Option<Vec<Token>> {
        let (mut all, mut rest) = (Vec::new(), changed);
        for token in tokens {
            let Token::Mark { written, .. } = token else { continue };
            let (text, after) = rest.split_once(written.as_str())?;
            all.extend([self.read_text(text), token.clone()]);
            rest = after;
        }
        all.push(self.read_text(rest));
        Some(all)
    }

    fn read_text(self, written: &str) -> Token {
        let meant = if self == Self::Terraform { written.replace("$${", "${") } else { written.to_owned() };
        Token::Text { written: written.to_owned(), meant }
    }

    /// The texts as they are left by the marks around them.
    fn trimmed(self, tokens: &[Token]) -> Vec<String> {
        let mut texts: Vec<String> = Vec::new();
        // Texts that follow each other are one.
        let mut begins_line = true;
        for (at, token) in tokens.iter().enumerate() {
            let Token::Text { meant, .. } = token else {
                texts.push(String::new());
                begins_line = false;
                continue;
            };
            let mut text = meant.as_str();
            let after = at.checked_sub(1).and_then(|at| tokens.get(at)).is_some_and(|token| token.trims().1);
            let before = tokens.get(at + 1).is_some_and(|token| token.trims().0);
            if self == Self::Erb {
                text = if after { text.strip_prefix('\n').unwrap_or(text) } else { text };
                let kept = text.trim_end_matches([' ', '\t']);
                if before && (kept.ends_with('\n') || kept.is_empty() && begins_line) {
                    text = kept;
                }
            } else {
                text = if after { text.trim_start() } else { text };
                text = if before { text.trim_end() } else { text };
            }
            begins_line = if meant.is_empty() { begins_line } else { meant.ends_with('\n') };
            texts.push(text.to_owned());
        }
        texts
    }

    /// What the engine makes of a template.
    pub(crate) fn render(self, tokens: &[Token], given: &Given) -> String {
        let texts = self.trimmed(tokens);
        let mut out = String::new();
        interpret(tokens, &texts, 0, given, true, &mut out);
        out
    }
}

impl Token {
    fn trims(&self) -> Trims {
        match self {
            Self::Text { .. } => (false, false),
            Self::Mark { trims, .. } => *trims,
        }
    }
}

/// Executes the tokens from one on, up to the mark that ends the block or begins its other arm: returns its place.
fn interpret(
    tokens: &[Token],
    texts: &[String],
    from: usize,
    given: &Given,
    is_on: bool,
    out: &mut String,
) -> usize {
    let mut at = from;
    while let Some(token) = tokens.get(at) {
        let Token::Mark { does, .. } = token else {
            out.push_str(if is_on { &texts[at] } else { "" });
            at += 1;
            continue;
        };
        at = match does {
            Does::Value(name) => {
                out.push_str(if is_on { &given.words[name] } else { "" });
                at
            }
            Does::Nothing => at,
            Does::If(name) => {
                let holds = given.truths[name];
                let end = interpret(tokens, texts, at + 1, given, is_on && holds, out);
                match &tokens[end] {
                    Token::Mark { does: Does::Else, .. } => {
                        interpret(tokens, texts, end + 1, given, is_on && !holds, out)
                    }
                    _ => end,
                }
            }
            Does::For(name) => {
                let mut end = interpret(tokens, texts, at + 1, given, false, out);
                for _ in 0..given.lengths[name] {
                    end = interpret(tokens, texts, at + 1, given, is_on, out);
                }
                end
            }
            Does::Else | Does::EndIf | Does::EndFor => return at,
        } + 1;
    }
    at
}

/// The tokens as they are written; texts that follow each other are one.
pub(crate) fn joined(tokens: Vec<Token>) -> Vec<Token> {
    let mut all: Vec<Token> = Vec::new();
    for token in tokens {
        match (all.last_mut(), token) {
            (Some(Token::Text { written, meant }), Token::Text { written: more, meant: text }) => {
                written.push_str(&more);
                meant.push_str(&text);
            }
            (_, token) => all.push(token),
        }
    }
    all
}

/// A template's text.
pub(crate) fn written(tokens: &[Token]) -> String {
    let text = |token: &Token| match token {
        Token::Text { written, .. } | Token::Mark { written, .. } => written.clone(),
    };
    tokens.iter().map(text).collect()
}

/// Lines of scripts: right and wrong, laid out and not.
const TEXTS: &[&str] = &[
    "set a 1",
    "echo  b   c",
    "  set b ${a}",
    "goto one",
    "goto oen",
    ":one",
    ":two",
    "kernl x",
    "imgfree",
    "",
    "chain http://192.0.2.1/x || goto one",
    "chain http://192.0.2.1/x|| shell",
    "isset ${a} && goto two ||",
    "prompt --timeout 5s hi ||",
    "menu  Title",
    "item one One",
    "choose x || shell",
    "exit",
    "shell",
    "# note",
    "goto ${x} ||",
    "kernel http://192.0.2.1/k initrd=i || shell",
    "initrd http://192.0.2.1/i || shell",
    "boot || shell",
];

/// Parts of lines around values.
const STARTS: &[&str] =
    &["echo ", "set a ", "goto ", ":", "chain http://", "item ", "kernel ", "kernl ", "  echo  ", ""];
const ENDS: &[&str] = &["", " || shell", "|| shell", "/x", "  y", " ${a}"];

fn line() -> impl Strategy<Value = Node> {
    let filled = (select(STARTS), select(VALUES), select(ENDS));
    let optional = (select(STARTS), select(CONDITIONS), select(ENDS), select(ENDS));
    prop_oneof![
        5 => select(TEXTS).prop_map(|text| Node::Line(vec![Part::Text(text)])),
        2 => filled.prop_map(|(start, name, end)| {
            Node::Line(vec![Part::Text(start), Part::Value(name), Part::Text(end)])
        }),
        1 => optional.prop_map(|(start, name, some, end)| {
            Node::Line(vec![Part::Text(start), Part::If(name, some), Part::Text(end)])
        }),
        1 => Just(Node::Comment),
    ]
}

fn node() -> impl Strategy<Value = Node> {
    let trims = || prop_oneof![3 => Just((false, false)), 1 => any::<Trims>()];
    line().prop_recursive(3, 16, 4, move |inner| {
        let some = || vec(inner.clone(), 0..4);
        prop_oneof![
            2 => (select(CONDITIONS), some(), proptest::option::of(some()), trims()).prop_map(
                |(condition, holds, otherwise, trims)| Node::If { condition, holds, otherwise, trims }
            ),
            1 => (select(LISTS), some(), trims()).prop_map(|(list, body, trims)| Node::For { list, body, trims }),
        ]
    })
}

/// The parts of a script behind its header.
pub(crate) fn nodes() -> impl Strategy<Value = Vec<Node>> {
    vec(node(), 1..8)
}

/// A template, behind the header of a script.
pub(crate) fn template(engine: Engine, nodes: &[Node]) -> Vec<Token> {
    joined([vec![engine.text("#!ipxe\n")], engine.tokens(nodes)].concat())
}
