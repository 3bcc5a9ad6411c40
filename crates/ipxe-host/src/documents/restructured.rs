//! reStructuredText: literal blocks and code directives.

use std::ops::Range;

use super::{
    Host,
    block::{Block, Content, Precision},
    host::Language,
    lines::{has_header, indent, is_blank, lines, margin, shown},
};
use crate::layer::{Layer, PAGE};

/// Directives whose content is literal text.
const DIRECTIVES: [&[u8]; 4] = [b"code-block::", b"code::", b"sourcecode::", b"parsed-literal::"];

pub(super) fn blocks(text: &[u8]) -> Vec<Block> {
    let all: Vec<Range<usize>> = lines(text, 0..text.len()).collect();
    let line = |at: usize| &text[all[at].clone()];
    let mut blocks = Vec::new();
    let mut at = 0;
    while at < all.len() {
        let here = line(at);
        at += 1;
        let Some(language) = introduced(here) else { continue };
        let parent = indent(here);
        let is_inside = |range: &&Range<usize>| {
            let line = &text[(*range).clone()];
            is_blank(line) || indent(line) > parent
        };
        let length = all[at..].iter().take_while(is_inside).count();
        let inside = &all[at..at + length];
        if let Some(block) = block(text, inside, language) {
            blocks.push(block);
            at += length;
        }
    }
    blocks
}

/// Whether a line introduces indented lines as literal text, and the language that it states.
fn introduced(line: &[u8]) -> Option<Language> {
    let line = line.trim_ascii();
    if let Some(directive) = line.strip_prefix(b".. ").map(<[u8]>::trim_ascii_start) {
        let name = DIRECTIVES.iter().find_map(|name| directive.strip_prefix(*name))?;
        return Some(Language::of_info(&String::from_utf8_lossy(name)));
    }
    line.ends_with(b"::").then_some(Language::Host(Host::Unknown))
}

fn block(text: &[u8], lines: &[Range<usize>], language: Language) -> Option<Block> {
    // The options of a directive come first.
    let is_option = |line: &&Range<usize>| {
        let line = text[(*line).clone()].trim_ascii();
        line.starts_with(b":") && line[1..].contains(&b':')
    };
    let options = lines.iter().take_while(is_option).count();
    let blank = lines[options..].iter().take_while(|line| is_blank(&text[(*line).clone()])).count();
    let lines = &lines[options + blank..];
    let last = lines.iter().rposition(|line| !is_blank(&text[line.clone()]))?;
    let lines = &lines[..=last];
    let range = lines.first()?.start..lines.last()?.end;
    if language == Language::Other || language != Language::Ipxe && !has_header(&text[range.clone()]) {
        return None;
    }
    let filled = lines.iter().filter(|line| !is_blank(&text[(*line).clone()]));
    let columns = filled.map(|line| indent(&text[line.clone()])).min().unwrap_or_default();
    let dedented = lines.iter().map(|line| line.start + indent(&text[line.clone()]).min(columns)..line.end);
    let dedented: Vec<_> = dedented.collect();
    let content = shown(text, &dedented).unwrap_or(dedented);
    let layer = Layer { indent: margin(text, &content), dialect: PAGE };
    Some(Block { range, content: Content::Ranges(content), language, precision: Precision::Shown, layer })
}
