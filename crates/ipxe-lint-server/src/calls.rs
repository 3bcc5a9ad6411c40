//! Which scripts start which: the call hierarchy.

use gen_lsp_types::{
    CallHierarchyIncomingCall, CallHierarchyIncomingCallsParams, CallHierarchyItem,
    CallHierarchyOutgoingCall, CallHierarchyOutgoingCallsParams, CallHierarchyPrepareParams, Range,
    SymbolKind, Uri,
};
use ipxe_lint::catalog::{Catalog, Role};

use crate::{links::target, snapshot::Snapshot, spot::words_of, uris::path_of, world::World};

/// The script itself, as the item that calls and is called.
pub(crate) fn prepare(world: &World, params: &CallHierarchyPrepareParams) -> Option<Vec<CallHierarchyItem>> {
    let uri = &params.text_document_position_params.text_document.uri;
    let text = world.text(uri).filter(|text| text.script().is_some());
    text.map(|text| vec![item(&text.uri)])
}

/// The open scripts that start this one.
pub(crate) fn incoming(
    world: &World,
    params: &CallHierarchyIncomingCallsParams,
) -> Vec<CallHierarchyIncomingCall> {
    let calls = world.texts.iter().filter_map(|text| {
        let starts = starts(world, text).into_iter().filter(|(uri, _)| *uri == params.item.uri);
        let from_ranges: Vec<Range> = starts.map(|(_, range)| range).collect();
        (!from_ranges.is_empty()).then(|| CallHierarchyIncomingCall { from: item(&text.uri), from_ranges })
    });
    calls.collect()
}

/// The scripts that this one starts.
pub(crate) fn outgoing(
    world: &World,
    params: &CallHierarchyOutgoingCallsParams,
) -> Option<Vec<CallHierarchyOutgoingCall>> {
    let text = world.text(&params.item.uri)?;
    let mut calls: Vec<CallHierarchyOutgoingCall> = Vec::new();
    for (uri, range) in starts(world, text) {
        match calls.iter_mut().find(|call| call.to.uri == uri) {
            Some(call) => call.from_ranges.push(range),
            None => calls.push(CallHierarchyOutgoingCall { to: item(&uri), from_ranges: vec![range] }),
        }
    }
    Some(calls)
}

/// The files that a script executes, with the spans of their URIs.
fn starts(world: &World, text: &Snapshot) -> Vec<(Uri, Range)> {
    let Some(script) = text.script() else { return Vec::new() };
    let catalog = Catalog::new(text.options.world().target());
    let places = text.places();
    let words = words_of(&script, &catalog, Role::is_uri);
    let started = words.into_iter().filter_map(|(_, word)| {
        let uri = target(world, text, word.as_literal()?)?;
        let is_script = world.text(&uri).is_some()
            || path_of(&uri).is_some_and(|path| ipxe_lint_config::has_script_name(&path));
        is_script.then(|| (uri, places.range(word.span())))
    });
    started.collect()
}

fn item(uri: &Uri) -> CallHierarchyItem {
    let name = path_of(uri).and_then(|path| Some(path.file_name()?.to_string_lossy().into_owned()));
    CallHierarchyItem {
        name: name.unwrap_or_else(|| uri.0.clone()),
        kind: SymbolKind::File,
        tags: None,
        detail: None,
        uri: uri.clone(),
        range: Range::default(),
        selection_range: Range::default(),
        data: None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{from_value, json};

    use super::*;
    use crate::testing::{at, world};

    #[test]
    fn chains_are_followed_in_both_directions() {
        let texts = [
            ("a.ipxe", "#!ipxe\nchain http://192.0.2.1/b.ipxe || chain http://192.0.2.1/b.ipxe || shell\n"),
            ("b.ipxe", "#!ipxe\nkernel http://192.0.2.1/vmlinuz\nboot\n"),
        ];
        let world = world(&texts);
        let item = |name: &str| prepare(&world, &from_value(at(name, "")).unwrap()).unwrap().remove(0);
        let outgoing = outgoing(&world, &from_value(json!({ "item": item("a.ipxe") })).unwrap()).unwrap();
        assert_eq!(
            outgoing.iter().map(|call| (call.to.name.as_str(), call.from_ranges.len())).collect::<Vec<_>>(),
            [("b.ipxe", 2)]
        );
        let incoming = incoming(&world, &from_value(json!({ "item": item("b.ipxe") })).unwrap());
        assert_eq!(incoming.iter().map(|call| call.from.name.as_str()).collect::<Vec<_>>(), ["a.ipxe"]);
    }
}
