//! Regions of scripts: for folding and for selection ranges.

use gen_lsp_types::{
    FoldingRange, FoldingRangeKind, FoldingRangeParams, Position, Range, SelectionRange,
    SelectionRangeParams, TextDocumentPositionParams,
};
use ipxe_lint::{
    catalog::Catalog,
    syntax::{Command, Expansion, Line, Script, Span, Word},
};

use crate::{sections::sections, snapshot::Snapshot, spot::Spot, world::World};

/// Sections, comments of several lines, and continued lines.
pub(crate) fn folding(world: &World, params: &FoldingRangeParams) -> Vec<FoldingRange> {
    let scripts = world.scripts(&params.text_document.uri);
    scripts.iter().filter_map(|script| folds(script)).flatten().collect()
}

fn folds(text: &Snapshot) -> Option<Vec<FoldingRange>> {
    let script = text.script()?;
    let places = text.places();
    let fold = |span: Span, kind: Option<FoldingRangeKind>| {
        let (first, last) = (places.position(span.start()).line, places.position(span.end()).line);
        (last > first).then(|| FoldingRange {
            start_line: first,
            end_line: last,
            kind,
            ..FoldingRange::default()
        })
    };
    let mut folds: Vec<_> = sections(&script).iter().filter_map(|section| fold(section.span, None)).collect();
    folds
        .extend(comments(&script).into_iter().filter_map(|span| fold(span, Some(FoldingRangeKind::Comment))));
    let continued = script.lines().filter(|line| line.is_continued());
    folds.extend(continued.filter_map(|line| fold(line.span(), None)));
    folds.sort_by_key(|fold| (fold.start_line, std::cmp::Reverse(fold.end_line)));
    Some(folds)
}

/// Consecutive comments.
fn comments(script: &Script<'_>) -> Vec<Span> {
    let mut blocks: Vec<Span> = Vec::new();
    let mut ends_at = None;
    for line in script.lines().skip(1) {
        let is_comment = line.comment().is_some() && line.commands().all(Command::is_empty);
        if !is_comment {
            ends_at = None;
            continue;
        }
        match blocks.last_mut().filter(|_| ends_at == Some(line.full_span().start())) {
            Some(block) => *block = block.cover(line.span()),
            None => blocks.push(line.span()),
        }
        ends_at = Some(line.full_span().end());
    }
    blocks
}

/// The ranges around each position: expansion, word, command, line, section, script.
pub(crate) fn selection(world: &World, params: &SelectionRangeParams) -> Option<Vec<SelectionRange>> {
    let text_document = &params.text_document;
    let around = |position: &Position| {
        let place = TextDocumentPositionParams { text_document: text_document.clone(), position: *position };
        let text = world.script_at(&place)?;
        Some(around(&text, &text.script()?, *position))
    };
    // The protocol requires an answer for each position, or none at all.
    params.positions.iter().map(around).collect()
}

fn around(text: &Snapshot, script: &Script<'_>, position: Position) -> SelectionRange {
    let places = text.places();
    let offset = places.offset(position);
    let mut spans = vec![Span::new(0, u32::try_from(script.source().len()).unwrap_or(u32::MAX))];
    let section = sections(script).into_iter().find(|section| section.span.contains(offset));
    spans.extend(section.map(|section| section.span));
    let line = script.lines().find(|line| line.span().start() <= offset && offset <= line.span().end());
    spans.extend(line.map(Line::span));
    let catalog = Catalog::new(text.options.world().target());
    if let Some(spot) = Spot::at(script, &catalog, offset) {
        spans.push(spot.command.span());
        spans.extend(spot.word.map(Word::span));
        spans.extend(spot.expansion(offset).map(Expansion::span));
    }
    let mut chain: Option<SelectionRange> = None;
    for span in spans {
        let range = places.range(span);
        let is_inside = |parent: &SelectionRange| contains(parent.range, range) && parent.range != range;
        if chain.as_ref().is_none_or(is_inside) {
            chain = Some(SelectionRange { range, parent: chain.map(Box::new) });
        }
    }
    let empty = Range { start: position, end: position };
    chain.unwrap_or(SelectionRange { range: empty, parent: None })
}

fn contains(outer: Range, inner: Range) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

#[cfg(test)]
mod tests {
    use serde_json::from_value;

    use super::*;
    use crate::testing::{at, world};

    const TEXT: &str =
        "#!ipxe\n# one\n# two\n\nshell # x\n:a\nchain http://192.0.2.1/${b‸}/c || \\\n  shell\n\n:b\n";

    #[test]
    fn sections_comments_and_continued_lines_are_folded() {
        let world = world(&[("a.ipxe", TEXT)]);
        let found = folding(&world, &from_value(at("a.ipxe", TEXT)).unwrap());
        let found: Vec<_> = found.iter().map(|fold| (fold.start_line, fold.end_line)).collect();
        assert_eq!(found, [(1, 2), (5, 7), (6, 7)]);
    }

    #[test]
    fn a_selection_grows_from_the_inside() {
        let world = world(&[("a.ipxe", TEXT)]);
        let mut params = at("a.ipxe", TEXT);
        params["positions"] = serde_json::json!([params["position"]]);
        let found = selection(&world, &from_value(params).unwrap()).unwrap();
        let text = &world.texts[0];
        let mut shown = Vec::new();
        let mut next = found.first();
        while let Some(one) = next {
            shown.push(text.text[text.places().span(one.range).range()].to_owned());
            next = one.parent.as_deref();
        }
        insta::assert_debug_snapshot!(shown);
    }
}
