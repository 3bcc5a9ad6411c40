//! Functions shared by tests.

use std::{path::PathBuf, sync::Arc};

use ipxe_lint::{LintOptions, syntax::Unit};
use serde_json::{Value, json};

use crate::{client::Client, project::Scope, snapshot::Snapshot, uris::uri_of, world::World};

/// Marks a position in a text.
pub(crate) const CURSOR: char = '‸';

/// The world in which these texts, given by name, are open.
pub(crate) fn world(texts: &[(&str, &str)]) -> World {
    world_of(texts, LintOptions::default())
}

/// The same, with a configuration.
pub(crate) fn world_of(texts: &[(&str, &str)], options: LintOptions) -> World {
    let (options, scope) = (Arc::new(options), Arc::new(Scope::plain("/boot".as_ref())));
    let snapshot = |(name, text): &(&str, &str)| {
        let path = PathBuf::from("/boot").join(name);
        Arc::new(Snapshot {
            uri: uri_of(&path),
            version: 1,
            is_script: false,
            path,
            text: text.replace(CURSOR, "").into(),
            options: Arc::clone(&options),
            scope: Arc::clone(&scope),
            unit: Unit::Utf16,
        })
    };
    World {
        texts: texts.iter().map(snapshot).collect(),
        client: Arc::new(Client::new(&json!({
            "capabilities": { "textDocument": {
                "publishDiagnostics": { "relatedInformation": true },
                "completion": { "completionItem": { "snippetSupport": true } },
            } }
        }))),
        most_findings: 1000,
        checker: Arc::default(),
    }
}

/// The parameters that an editor sends for a position: the file and the position of the cursor.
pub(crate) fn at(name: &str, text: &str) -> Value {
    let before = text.split(CURSOR).next().unwrap();
    let line = before.matches('\n').count();
    let character = before.rsplit('\n').next().unwrap().encode_utf16().count();
    json!({
        "textDocument": { "uri": uri_of(&PathBuf::from("/boot").join(name)) },
        "position": { "line": line, "character": character },
    })
}

/// A text after edits.
pub(crate) fn applied(world: &World, name: &str, edits: &[gen_lsp_types::TextEdit]) -> String {
    let uri = uri_of(&PathBuf::from("/boot").join(name));
    let snapshot = world.text(&uri).unwrap();
    let (places, mut text) = (snapshot.places(), snapshot.text.to_string());
    let mut edits: Vec<_> = edits.iter().collect();
    edits.sort_by_key(|edit| std::cmp::Reverse((edit.range.start.line, edit.range.start.character)));
    for edit in edits {
        text.replace_range(places.span(edit.range).range(), &edit.new_text);
    }
    text
}

/// Locations: each with its file, its line number from 0, and the text of the line.
pub(crate) fn lines(world: &World, found: &[gen_lsp_types::Location]) -> Vec<String> {
    let line = |location: &gen_lsp_types::Location| {
        let text = world.text(&location.uri).unwrap();
        let (places, bytes) = (text.places(), text.bytes());
        let (span, number) = (places.span(location.range), location.range.start.line);
        let line = places.lines().line_span(number);
        let part =
            |start: u32, end: u32| String::from_utf8_lossy(&bytes[start as usize..end as usize]).into_owned();
        let (before, after) = (part(line.start(), span.start()), part(span.end(), line.end()));
        let name = text.path.file_name().unwrap().to_string_lossy();
        format!("{name}:{number} {before}«{}»{after}", part(span.start(), span.end()))
    };
    found.iter().map(line).collect()
}
