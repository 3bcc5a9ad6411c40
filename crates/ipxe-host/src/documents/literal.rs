//! String literals.

use std::{collections::HashSet, ops::Range};

use super::{
    Host,
    block::{Block, Content, Precision},
    heredoc::{PHP, SHELL, TERRAFORM},
    host::Language,
    opening::Opening,
};
use crate::layer::{Backslash, Dialect, HoleMark, Layer, Newline};

/// Closing marks that do not occur in the rest of the text, so that no further search is needed.
#[derive(Debug, Default)]
pub(super) struct Unclosed(HashSet<Vec<u8>>);

pub(super) fn block(opening: &Opening<'_>, host: Host, unclosed: &mut Unclosed) -> Option<Block> {
    let text = opening.text;
    let literal = Literal::before(opening, host)?;
    let mut dialect = literal.dialect;
    if unclosed.0.contains(&literal.closing) {
        return None;
    }
    let Some(end) = dialect.end(text, opening.header, &literal.closing) else {
        unclosed.0.insert(literal.closing);
        return None;
    };
    let place =
        Place { text, before: &text[opening.before.start..literal.start], inside: opening.header..end };
    place.refine(host, &literal, &mut dialect);
    let indent = if dialect.newline == Newline::Itself { opening.indent() } else { Vec::new() };
    Some(Block {
        range: opening.start()..end,
        content: Content::Ranges(opening.dedented(end)),
        language: Language::Host(Host::Unknown),
        precision: Precision::Shown,
        layer: Layer { indent, dialect },
    })
}

/// A string literal.
struct Literal {
    /// The start of its quotes, and the text before them.
    start: usize,
    /// The letters before the quotes.
    prefix: Vec<u8>,
    closing: Vec<u8>,
    dialect: Dialect,
}

/// Literals by their quotes, the longest ones first.
type Quotes = &'static [(&'static [u8], Dialect)];

const RAW: Dialect =
    Dialect { backslash: Backslash::Itself, pairs: &[], holes: &[], quote: None, newline: Newline::Itself };

const fn source(quote: u8, newline: Newline) -> Dialect {
    Dialect { backslash: Backslash::Source, quote: Some(quote), newline, ..RAW }
}

/// Between single quotes of PHP and Ruby.
const SINGLE: Dialect = Dialect { pairs: &[(b"\\'", b"'"), (b"\\\\", b"\\")], ..RAW };

const THREE_DOUBLE: &[u8] = b"\"\"\"";
const THREE_SINGLE: &[u8] = b"'''";
const DOUBLE: &[u8] = b"\"";

/// A string on one line between two quotes.
const LINE: Dialect = source(b'"', Newline::Escaped);

const PYTHON: Quotes = &[
    (THREE_DOUBLE, source(b'"', Newline::Itself)),
    (THREE_SINGLE, source(b'\'', Newline::Itself)),
    (DOUBLE, LINE),
    (b"'", source(b'\'', Newline::Escaped)),
];
const TOML: Quotes = &[(THREE_DOUBLE, source(b'"', Newline::Itself)), (THREE_SINGLE, RAW), (DOUBLE, LINE)];
const UNKNOWN: Quotes =
    &[(THREE_DOUBLE, source(b'"', Newline::Itself)), (THREE_SINGLE, source(b'\'', Newline::Itself))];
const GO: Quotes = &[(b"`", RAW), (DOUBLE, LINE)];
const RUST: Quotes =
    &[(DOUBLE, Dialect { backslash: Backslash::SkippingBlanks, ..source(b'"', Newline::Itself) })];
const PHP_QUOTES: Quotes = &[(DOUBLE, Dialect { quote: Some(b'"'), ..PHP }), (b"'", SINGLE)];
const RUBY: Quotes =
    &[(DOUBLE, Dialect { holes: &[HoleMark::HashBrace], ..source(b'"', Newline::Itself) }), (b"'", SINGLE)];
const JAVASCRIPT: Quotes = &[
    (b"`", Dialect { holes: &[HoleMark::DollarBrace], ..source(b'`', Newline::Itself) }),
    (DOUBLE, LINE),
    (b"'", source(b'\'', Newline::Escaped)),
];
const SHELL_QUOTES: Quotes = &[
    (b"$'", source(b'\'', Newline::Itself)),
    (b"'", Dialect { pairs: &[(b"'\\''", b"'")], ..RAW }),
    (DOUBLE, Dialect { quote: Some(b'"'), ..SHELL }),
];
const TERRAFORM_QUOTES: Quotes = &[(
    DOUBLE,
    Dialect { backslash: Backslash::Source, quote: Some(b'"'), newline: Newline::Escaped, ..TERRAFORM },
)];
const NIX: Quotes = &[
    (
        b"''",
        Dialect {
            pairs: &[(b"''${", b"${"), (b"'''", b"''"), (b"''\\n", b"\n"), (b"''$", b"$")],
            holes: &[HoleMark::DollarBrace],
            ..RAW
        },
    ),
    (DOUBLE, Dialect { holes: &[HoleMark::DollarBrace], ..source(b'"', Newline::Itself) }),
];
const LINES: Quotes = &[(DOUBLE, LINE)];

/// The marks of formatted strings: an opening and a closing bracket, or two signs.
type Pairs = &'static [(&'static [u8], &'static [u8])];
const BRACES: Pairs = &[(b"{{", b"{"), (b"}}", b"}")];
const PERCENT: Pairs = &[(b"%%", b"%")];

impl Host {
    fn quotes(self) -> Quotes {
        match self {
            Self::Python => PYTHON,
            Self::Toml => TOML,
            Self::Unknown => UNKNOWN,
            Self::Go => GO,
            Self::Rust => RUST,
            Self::Php => PHP_QUOTES,
            Self::Ruby => RUBY,
            Self::JavaScript => JAVASCRIPT,
            Self::Shell => SHELL_QUOTES,
            Self::Terraform => TERRAFORM_QUOTES,
            Self::Nix => NIX,
            Self::Json | Self::Yaml => LINES,
            _ => &[],
        }
    }
}

impl Literal {
    /// The literal that begins directly before a header, or at the end of the line before.
    fn before(opening: &Opening<'_>, host: Host) -> Option<Self> {
        let lead = if opening.is_on_own_line() {
            // The line end does not count: `"""\`
            let lead = opening.lead();
            lead.strip_suffix(b"\\").unwrap_or(lead)
        } else {
            &opening.text[opening.before.clone()]
        };
        let (quotes, dialect) = host.quotes().iter().find(|(quotes, _)| lead.ends_with(quotes))?;
        let before = &lead[..lead.len() - quotes.len()];
        if before.ends_with(b"\\") || before.ends_with(&quotes[..1]) {
            return None;
        }
        let hashes = before.iter().rev().take_while(|byte| **byte == b'#').count();
        let hashes = if host == Host::Rust { hashes } else { 0 };
        let letters =
            before[..before.len() - hashes].iter().rev().take_while(|byte| byte.is_ascii_alphabetic());
        let prefix = &before[before.len() - hashes - letters.count()..before.len() - hashes];
        let has_prefix = matches!(host, Host::Python | Host::Rust) && prefix.len() <= 2;
        let prefix = if has_prefix { prefix } else { b"" };
        let is_raw = prefix.iter().any(|letter| matches!(letter, b'r' | b'R'));
        if hashes > 0 && !is_raw {
            return None;
        }
        let closing = quotes.strip_prefix(b"$").unwrap_or(quotes);
        let closing = [closing, &b"#".repeat(hashes)].concat();
        let dialect = if is_raw { RAW } else { *dialect };
        let start = opening.before.start + before.len() - hashes - prefix.len();
        Some(Self { start, prefix: prefix.to_ascii_lowercase(), closing, dialect })
    }
}

/// The position of a literal.
struct Place<'t> {
    text: &'t [u8],
    /// The line before it.
    before: &'t [u8],
    inside: Range<usize>,
}

impl Place<'_> {
    /// Adds the effect of the program around a literal: it formats the literal, or prints it with its own escapes.
    fn refine(&self, host: Host, literal: &Literal, dialect: &mut Dialect) {
        let after = self.text[self.inside.end + literal.closing.len()..].trim_ascii_start();
        let inside = &self.text[self.inside.clone()];
        match host {
            Host::Python if literal.prefix.contains(&b'f') || after.starts_with(b".format(") => {
                (dialect.pairs, dialect.holes) = (BRACES, &[HoleMark::Brace]);
            }
            Host::Python if after.starts_with(b"%") => {
                (dialect.pairs, dialect.holes) = (PERCENT, &[HoleMark::PercentName, HoleMark::Verb]);
            }
            Host::Rust if self.is_argument_of(&["format!", "write!", "writeln!", "print!", "println!"]) => {
                (dialect.pairs, dialect.holes) = (BRACES, &[HoleMark::Brace]);
            }
            Host::Go if self.has_verbs() || self.is_argument_of(&["Sprintf", "Fprintf", "Printf"]) => {
                (dialect.pairs, dialect.holes) = (PERCENT, &[HoleMark::Verb]);
            }
            Host::Shell if is_escaped(inside) && dialect.backslash != Backslash::Source => {
                dialect.newline = if inside.windows(4).any(|bytes| bytes == b"\\n\\\n") {
                    Newline::EscapedAndJoined
                } else {
                    Newline::Escaped
                };
                dialect.backslash = Backslash::Source;
                if memchr::memmem::find(self.before, b"printf").is_some() {
                    dialect.pairs = PERCENT;
                    if dialect.holes.is_empty() {
                        dialect.holes = &[HoleMark::Verb];
                    }
                }
            }
            _ => {}
        }
    }

    /// Whether it is an argument of one of these functions.
    fn is_argument_of(&self, names: &[&str]) -> bool {
        names.iter().any(|name| memchr::memmem::find(self.before, format!("{name}(").as_bytes()).is_some())
    }

    /// Whether it certainly contains verbs for `Sprintf` and similar functions.
    fn has_verbs(&self) -> bool {
        let inside = &self.text[self.inside.clone()];
        let mut pieces = crate::pieces::Pieces::default();
        let verbs = Dialect { pairs: PERCENT, holes: &[HoleMark::Verb], ..RAW };
        verbs.read(inside, 0..inside.len(), &mut pieces);
        pieces.list.iter().any(|piece| piece.kind == crate::PieceKind::Hole)
    }
}

/// Whether a script's line ends are written as `\n`, as directly after its header.
fn is_escaped(inside: &[u8]) -> bool {
    let rest = inside.get(b"#!ipxe".len()..).unwrap_or_default();
    rest.trim_ascii_start().starts_with(b"\\n")
}
