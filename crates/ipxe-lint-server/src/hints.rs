//! The value of an expansion, shown after it, if it has only one.

use gen_lsp_types::{InlayHint, InlayHintParams, Label, Range};
use ipxe_lint::{machine::context::Secrets, printable, syntax::Span, with_analysis};

use crate::{snapshot::Snapshot, world::World};

/// The maximum length of a shown value. Longer values are cut, to keep the line visible.
const LONGEST: usize = 40;

/// The values of the expansions in a range.
pub(crate) fn hints(world: &World, params: &InlayHintParams) -> Vec<InlayHint> {
    let scripts = world.scripts(&params.text_document.uri);
    scripts.iter().filter_map(|script| in_script(world, script, params.range)).flatten().collect()
}

fn in_script(world: &World, text: &Snapshot, range: Range) -> Option<Vec<InlayHint>> {
    let script = text.script()?;
    let places = text.places();
    let wanted = places.span(range);
    let touches = |span: Span| span.start() <= wanted.end() && wanted.start() <= span.end();
    let mut commands = script.commands().filter(|command| touches(command.span())).peekable();
    if !commands.any(|command| command.expansions().next().is_some()) {
        return Some(Vec::new());
    }
    let options = world.options(text);
    let secrets = Secrets::of(&options.context);
    let found = with_analysis(&script, &options, |model| {
        let mut hints = Vec::new();
        for command in script.commands().filter(|command| touches(command.span())) {
            let Some(state) = model.analysis().before(command.id()) else { continue };
            for expansion in command.expansions().filter(|one| touches(one.span())) {
                let value = state.text(expansion.text());
                let value = value.as_known().filter(|value| !value.is_empty() && *value != expansion.text());
                hints.extend(value.map(|value| (expansion.span(), secrets.mask(value).into_owned())));
            }
        }
        hints
    });
    let found = outermost(found);
    let hints = found.iter().map(|(span, value)| InlayHint {
        position: places.position(span.end()),
        label: Label::String(format!("= {}", short(value))),
        kind: None,
        text_edits: None,
        tooltip: None,
        padding_left: Some(false),
        padding_right: Some(false),
        data: None,
    });
    Some(hints.collect())
}

/// Drops nested expansions: they are part of the value that is shown for the outer one.
fn outermost(mut found: Vec<(Span, Vec<u8>)>) -> Vec<(Span, Vec<u8>)> {
    found.sort_by_key(|(span, _)| (span.start(), std::cmp::Reverse(span.end())));
    let mut end = 0;
    found.retain(|(span, _)| {
        let is_outside = span.start() >= end;
        end = end.max(span.end());
        is_outside
    });
    found
}

fn short(value: &[u8]) -> String {
    let text = printable(&String::from_utf8_lossy(value));
    if text.chars().count() <= LONGEST {
        return text;
    }
    format!("{}…", text.chars().take(LONGEST).collect::<String>())
}

#[cfg(test)]
mod tests {
    use serde_json::{from_value, json};

    use super::*;
    use crate::testing::{at, world};

    #[test]
    fn what_is_certain_is_shown() {
        let text = "#!ipxe\nset base http://192.0.2.1/boot\nset arch i386\niseq ${platform} efi && set arch x86_64 ||\nchain ${base}/${arch} || shell\n";
        let world = world(&[("a.ipxe", text)]);
        let mut params = at("a.ipxe", "");
        params["range"] =
            json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 9, "character": 0 } });
        let found = hints(&world, &from_value(params).unwrap());
        let shown = |hint: &InlayHint| match &hint.label {
            Label::String(label) => format!("{}:{} {label}", hint.position.line, hint.position.character),
            Label::InlayHintLabelPartList(_) => String::new(),
        };
        let shown: Vec<_> = found.iter().map(shown).collect();
        assert_eq!(shown, ["4:13 = http://192.0.2.1/boot"]);
    }
}
