//! Here-documents: of shells, `Dockerfile`s, Ruby, Terraform and PHP.

use std::ops::Range;

use super::{
    Host,
    block::{Block, Content, Precision},
    host::Language,
    lines::{dedented, indent, is_blank, lines},
    opening::Opening,
};
use crate::layer::{Backslash, Dialect, HoleMark, Layer};

pub(super) fn block(opening: &Opening<'_>, host: Host) -> Option<Block> {
    let operator = Operator::read(opening.lead(), host).filter(|_| opening.is_on_own_line())?;
    let text = opening.text;
    let start = opening.before.end;
    let end = operator.end(text, start);
    let range = start..end.start;
    let content = match operator.strips(text, &range, &text[end]) {
        Strip::Nothing => lines(text, range.clone()).collect(),
        Strip::Tabs => lines(text, range.clone())
            .map(|line| {
                line.start + text[line.clone()].iter().take_while(|byte| **byte == b'\t').count()..line.end
            })
            .collect(),
        Strip::Columns(columns) => dedented(text, range.clone(), columns),
    };
    let indent =
        content.iter().zip(lines(text, range.clone())).find(|(inner, _)| !is_blank(&text[(*inner).clone()]));
    let indent = indent.map(|(inner, outer)| text[outer.start..inner.start].to_vec()).unwrap_or_default();
    Some(Block {
        range,
        content: Content::Ranges(content),
        language: Language::Host(Host::Unknown),
        precision: Precision::Exact,
        layer: Layer { indent, dialect: operator.dialect() },
    })
}

/// The start of a here-document.
struct Operator<'t> {
    host: Host,
    delimiter: &'t [u8],
    is_quoted: bool,
    /// `-` or `~`
    mark: Option<u8>,
}

/// The text that is removed from the lines of a here-document.
enum Strip {
    Nothing,
    Tabs,
    Columns(usize),
}

impl<'t> Operator<'t> {
    /// `operator = "<<" ["-" / "~"] [quote] delimiter`; PHP has three brackets.
    fn read(line: &'t [u8], host: Host) -> Option<Self> {
        let has_them = matches!(
            host,
            Host::Shell | Host::Terraform | Host::Php | Host::Ruby | Host::Unknown | Host::Make | Host::Yaml
        );
        if !has_them {
            return None;
        }
        let at = memchr::memmem::rfind(line, b"<<")?;
        let brackets = line[..at].iter().rev().take_while(|byte| **byte == b'<').count();
        if brackets != usize::from(host == Host::Php) {
            return None;
        }
        let rest = &line[at + 2..];
        let mark = rest.first().copied().filter(|byte| matches!(byte, b'-' | b'~'));
        let rest = rest[usize::from(mark.is_some())..].trim_ascii_start();
        let quote = rest.first().copied().filter(|byte| matches!(byte, b'\'' | b'"' | b'\\'));
        let rest = &rest[usize::from(quote.is_some())..];
        let is_part =
            |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'!' | b'+');
        let delimiter = &rest[..rest.iter().take_while(is_part).count()];
        // Two quotes have another meaning in other languages.
        let is_quoted = match host {
            Host::Php | Host::Ruby => quote == Some(b'\''),
            _ => quote.is_some(),
        };
        (!delimiter.is_empty()).then_some(Self { host, delimiter, is_quoted, mark })
    }

    /// Its last line. An indented one only counts if there is no other. Without any, the end of the file.
    fn end(&self, text: &[u8], start: usize) -> Range<usize> {
        let mut indented = None;
        for line in lines(text, start..text.len()) {
            let bytes = text[line.clone()].trim_ascii_end();
            let bare = bytes.trim_ascii_start();
            let is_end = match self.host {
                Host::Php => bare.strip_prefix(self.delimiter).is_some_and(|rest| {
                    rest.first().is_none_or(|byte| !byte.is_ascii_alphanumeric() && *byte != b'_')
                }),
                _ => bare == self.delimiter,
            };
            if !is_end {
                continue;
            }
            let blanks = &bytes[..bytes.len() - bare.len()];
            let may_be_indented = match (self.host, self.mark) {
                (Host::Php | Host::Terraform, _) | (_, Some(b'~')) => true,
                (_, Some(_)) => blanks.iter().all(|byte| *byte == b'\t') || self.host == Host::Ruby,
                (_, None) => false,
            };
            if blanks.is_empty() || may_be_indented {
                return line;
            }
            indented.get_or_insert(line);
        }
        indented.unwrap_or(text.len()..text.len())
    }

    fn strips(&self, text: &[u8], range: &Range<usize>, end: &[u8]) -> Strip {
        let least = || {
            let filled = lines(text, range.clone()).filter(|line| !is_blank(&text[line.clone()]));
            filled.map(|line| indent(&text[line])).min().unwrap_or_default()
        };
        match (self.host, self.mark) {
            (Host::Php, _) => Strip::Columns(indent(end)),
            (Host::Terraform, Some(_)) | (_, Some(b'~')) => Strip::Columns(least()),
            (Host::Ruby, _) | (_, None) => Strip::Nothing,
            (_, Some(_)) => Strip::Tabs,
        }
    }

    fn dialect(&self) -> Dialect {
        if self.is_quoted {
            return Dialect::default();
        }
        match self.host {
            Host::Terraform => TERRAFORM,
            Host::Php => PHP,
            Host::Ruby => {
                Dialect { backslash: Backslash::Source, holes: &[HoleMark::HashBrace], ..Dialect::default() }
            }
            _ => SHELL,
        }
    }
}

/// Between two quotes, and in here-documents.
pub(super) const SHELL: Dialect = Dialect {
    backslash: Backslash::Shell,
    pairs: &[],
    holes: &[HoleMark::DollarName, HoleMark::DollarBrace, HoleMark::DollarParenthesis, HoleMark::Backtick],
    quote: None,
    newline: crate::layer::Newline::Itself,
};

/// The expressions that Terraform replaces.
pub(super) const TERRAFORM: Dialect = Dialect {
    backslash: Backslash::Itself,
    pairs: &[(b"$${", b"${"), (b"%%{", b"%{")],
    holes: &[HoleMark::DollarBrace, HoleMark::PercentBrace],
    quote: None,
    newline: crate::layer::Newline::Itself,
};

/// The expressions that PHP replaces.
pub(super) const PHP: Dialect = Dialect {
    backslash: Backslash::Source,
    pairs: &[],
    holes: &[HoleMark::BraceDollar, HoleMark::DollarBrace, HoleMark::DollarName],
    quote: None,
    newline: crate::layer::Newline::Itself,
};
