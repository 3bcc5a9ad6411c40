//! The symbols of scripts.

use gen_lsp_types::{
    BaseSymbolInformation, DocumentSymbol, DocumentSymbolParams, DocumentSymbolResponse, Location,
    SymbolKind, WorkspaceSymbol, WorkspaceSymbolLocation, WorkspaceSymbolParams, WorkspaceSymbolResponse,
};
use ipxe_lint::{catalog::Catalog, printable, syntax::Span};

use crate::{
    names::{Kind, Names, Occurrence, Use},
    sections::sections,
    snapshot::Snapshot,
    world::World,
};

/// The maximum number of symbols that a search returns.
const MOST: usize = 500;

/// The labels of a script, each with the definitions below it.
pub(crate) fn symbols(world: &World, params: &DocumentSymbolParams) -> DocumentSymbolResponse {
    let scripts = world.scripts(&params.text_document.uri);
    let found = scripts.iter().flat_map(|script| outline(script)).collect();
    DocumentSymbolResponse::DocumentSymbolList(found)
}

fn outline(text: &Snapshot) -> Vec<DocumentSymbol> {
    let Some(script) = text.script() else { return Vec::new() };
    let places = text.places();
    let mut inner = defined(text);
    let mut symbols = Vec::new();
    let symbol = |one: &Occurrence, span: Span, children: Option<Vec<DocumentSymbol>>| {
        let (whole, own) = (places.range(span), places.range(one.span));
        DocumentSymbol::new(shown(one), None, kind(one.kind), None, None, whole, own, children)
    };
    let sections = sections(&script);
    let first = sections.first().map_or(u32::MAX, |section| section.span.start());
    let mut take = |until: u32| {
        let end = inner.partition_point(|one| one.span.start() < until);
        inner
            .drain(..end)
            .filter(|one| one.kind != Kind::Label)
            .map(|one| symbol(&one, one.span, None))
            .collect::<Vec<_>>()
    };
    symbols.extend(take(first));
    for section in sections {
        let label = Occurrence {
            kind: Kind::Label,
            name: section.label.name().to_vec(),
            span: section.label.name_span(),
            what: Use::Defined,
        };
        let children = take(section.span.end().max(section.label.span().end()));
        if !label.name.is_empty() {
            symbols.push(symbol(&label, section.span, Some(children)));
        }
    }
    symbols
}

/// The definitions of a script: labels, entries, settings and images; each name only once, at its first occurrence.
fn defined(text: &Snapshot) -> Vec<Occurrence> {
    let Some(script) = text.script() else { return Vec::new() };
    let names = Names::of(&script, &Catalog::new(text.options.world().target()));
    let mut seen = std::collections::HashSet::new();
    let is_new = |one: &Occurrence| {
        one.what == Use::Defined && (one.kind == Kind::Label || seen.insert((one.kind, one.name.clone())))
    };
    let mut all = names.all;
    let mut is_new = is_new;
    all.retain(|one| is_new(one));
    all
}

fn shown(one: &Occurrence) -> String {
    printable(&String::from_utf8_lossy(&one.name))
}

const fn kind(kind: Kind) -> SymbolKind {
    match kind {
        Kind::Label => SymbolKind::Function,
        Kind::Setting => SymbolKind::Variable,
        Kind::Item => SymbolKind::EnumMember,
        Kind::Image => SymbolKind::File,
    }
}

/// The definitions in the open scripts whose names contain all letters of the query in order.
pub(crate) fn search(world: &World, params: &WorkspaceSymbolParams) -> WorkspaceSymbolResponse {
    let query = params.query.to_lowercase();
    let matches = |name: &str| {
        let mut letters = name.to_lowercase().chars().collect::<Vec<_>>().into_iter();
        query.chars().all(|wanted| letters.any(|letter| letter == wanted))
    };
    let of_text = |text: &std::sync::Arc<Snapshot>| {
        let places = text.places();
        let file = text.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let found = defined(text).into_iter().filter(|one| matches(&shown(one)));
        let symbols = found.map(|one| WorkspaceSymbol {
            location: WorkspaceSymbolLocation::Location(Location {
                uri: text.uri.clone(),
                range: places.range(one.span),
            }),
            data: None,
            base_symbol_information: BaseSymbolInformation {
                name: shown(&one),
                kind: kind(one.kind),
                tags: None,
                container_name: Some(file.clone()),
            },
        });
        symbols.collect::<Vec<_>>()
    };
    let found = world.texts.iter().flat_map(of_text).take(MOST).collect();
    WorkspaceSymbolResponse::WorkspaceSymbolList(found)
}

#[cfg(test)]
mod tests {
    use serde_json::{from_value, json};

    use super::*;
    use crate::testing::{at, world};

    const TEXT: &str = "#!ipxe\nset base http://192.0.2.1\n:menu\nmenu Boot\nitem linux Linux\nchoose sel && goto ${sel}\n\n:linux\nkernel --name k ${base}/vmlinuz\nset base x\nboot\n";

    #[test]
    fn labels_have_below_them_what_is_defined_there() {
        let world = world(&[("a.ipxe", TEXT)]);
        let DocumentSymbolResponse::DocumentSymbolList(found) =
            symbols(&world, &from_value(at("a.ipxe", "")).unwrap())
        else {
            panic!("no symbols")
        };
        let shown = |one: &DocumentSymbol| {
            let inner = one.children.iter().flatten().map(|one| format!(" {}", one.name));
            format!(
                "{}-{} {}:{}",
                one.range.start.line,
                one.range.end.line,
                one.name,
                inner.collect::<String>()
            )
        };
        insta::assert_snapshot!(found.iter().map(shown).collect::<Vec<_>>().join("\n"));
    }

    #[test]
    fn a_search_finds_letters_in_their_order() {
        let world = world(&[("a.ipxe", TEXT)]);
        let found = |query: &str| {
            let found = search(&world, &from_value(json!({ "query": query })).unwrap());
            let WorkspaceSymbolResponse::WorkspaceSymbolList(found) = found else { panic!("no symbols") };
            found.into_iter().map(|one| one.base_symbol_information.name).collect::<Vec<_>>()
        };
        assert_eq!(found("lnx"), ["linux", "linux"]);
        assert_eq!(found("xl"), [] as [&str; 0]);
        assert_eq!(found("BAS"), ["base"]);
    }
}
