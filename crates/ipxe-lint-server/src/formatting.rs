//! Formatting of scripts, as by `ipxe-lint fmt`.

use std::borrow::Cow;

use gen_lsp_types::{DocumentFormattingParams, DocumentRangeFormattingParams, TextEdit};
use ipxe_lint::syntax::parse;

use crate::{
    edits::edits,
    snapshot::{Content, Snapshot},
    world::World,
};

/// The edits that format a text.
pub(crate) fn format(world: &World, params: &DocumentFormattingParams) -> Option<Vec<TextEdit>> {
    world.text(&params.text_document.uri).map(|text| all(text))
}

/// The edits that format some lines. The other lines are needed, too: items of a menu are aligned to one column.
pub(crate) fn format_range(world: &World, params: &DocumentRangeFormattingParams) -> Option<Vec<TextEdit>> {
    let text = world.text(&params.text_document.uri)?;
    let lines = params.range.start.line..=params.range.end.line;
    let touches = |edit: &TextEdit| {
        let (first, end) = (edit.range.start.line, edit.range.end.line);
        // An edit of whole lines ends before the first character of the following line.
        let last = if end > first && edit.range.end.character == 0 { end - 1 } else { end };
        first <= *lines.end() && last >= *lines.start()
    };
    Some(all(text).into_iter().filter(touches).collect())
}

fn all(text: &Snapshot) -> Vec<TextEdit> {
    let formatted = match text.content() {
        Content::Script(_) => formatted(text.bytes(), text),
        Content::Document(document) => Some(document.rewritten(|script| formatted(script, text))),
        Content::Other => None,
    };
    let formatted = formatted.and_then(|formatted| String::from_utf8(formatted).ok());
    formatted.map(|formatted| edits(&text.text, &formatted, &text.places())).unwrap_or_default()
}

/// The formatted script. None if it is formatted already.
fn formatted(script: &[u8], text: &Snapshot) -> Option<Vec<u8>> {
    match ipxe_format::format_as(&parse(script), &text.options.templating) {
        Cow::Owned(formatted) => Some(formatted),
        Cow::Borrowed(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{from_value, json};

    use super::*;
    use crate::testing::{applied, at, world};

    const TEXT: &str = "#!ipxe\n  menu  Boot\nitem a  A\n   item  bb B\nchoose  x && goto ${x}\n";

    #[test]
    fn a_text_is_formatted_as_the_command_does() {
        let world = world(&[("a.ipxe", TEXT), ("a.md", "# x\n\n```ipxe\n#!ipxe\n  shell\n```\n")]);
        let formatted = |name: &str| {
            let mut params = at(name, "");
            params["options"] = json!({ "tabSize": 4, "insertSpaces": true });
            applied(&world, name, &format(&world, &from_value(params).unwrap()).unwrap())
        };
        assert_eq!(formatted("a.ipxe"), "#!ipxe\nmenu Boot\nitem a  A\nitem bb B\nchoose x && goto ${x}\n");
        assert_eq!(formatted("a.md"), "# x\n\n```ipxe\n#!ipxe\nshell\n```\n");
    }

    #[test]
    fn some_lines_are_formatted() {
        let world = world(&[("a.ipxe", TEXT)]);
        let mut params = at("a.ipxe", "");
        params["options"] = json!({ "tabSize": 4, "insertSpaces": true });
        params["range"] =
            json!({ "start": { "line": 4, "character": 0 }, "end": { "line": 4, "character": 3 } });
        let edits = format_range(&world, &from_value(params).unwrap()).unwrap();
        assert_eq!(applied(&world, "a.ipxe", &edits), TEXT.replace("choose  x", "choose x"));
    }
}
