//! Semantic tokens.

use gen_lsp_types::{SemanticToken, SemanticTokens, SemanticTokensParams, SemanticTokensRangeParams, Uri};
use ipxe_lint::{
    catalog::{Catalog, KnownCommand, Role},
    syntax::{Command, Expansion, LineIndex, Span},
};

use crate::{
    snapshot::Snapshot,
    spot::{Meaning, meanings, value_start},
    world::World,
};

/// The types of tokens, by their names in the protocol.
pub(crate) const KINDS: [&str; 10] = [
    "comment",
    "keyword",
    "label",
    "parameter",
    "variable",
    "operator",
    "string",
    "enumMember",
    "macro",
    "number",
];

#[derive(Clone, Copy)]
enum Kind {
    Comment,
    Command,
    Label,
    Option,
    Setting,
    Operator,
    Text,
    Item,
    Header,
    Number,
}

/// The tokens of a text.
pub(crate) fn tokens(world: &World, params: &SemanticTokensParams) -> Option<SemanticTokens> {
    let uri = &params.text_document.uri;
    Some(encoded(world.text(uri)?, &of_scripts(world, uri)))
}

/// The tokens in some lines of a text.
pub(crate) fn tokens_in(world: &World, params: &SemanticTokensRangeParams) -> Option<SemanticTokens> {
    let uri = &params.text_document.uri;
    let text = world.text(uri)?;
    let wanted = text.places().span(params.range);
    let mut all = of_scripts(world, uri);
    all.retain(|(span, _)| span.end() >= wanted.start() && span.start() <= wanted.end());
    Some(encoded(text, &all))
}

fn of_scripts(world: &World, uri: &Uri) -> Vec<(Span, Kind)> {
    world.scripts(uri).iter().flat_map(|script| all(script)).collect()
}

/// All tokens in source order, without overlaps.
fn all(text: &Snapshot) -> Vec<(Span, Kind)> {
    let Some(script) = text.script() else { return Vec::new() };
    let catalog = Catalog::new(text.options.world().target());
    let mut tokens = Vec::new();
    if script.header().is_valid() {
        tokens.push((script.header().span(), Kind::Header));
    }
    for line in script.lines() {
        tokens.extend(line.label().map(|label| (label.span(), Kind::Label)));
        for command in line.commands() {
            let known = command.name().and_then(|name| catalog.command(name.text()));
            words(command, known, &mut tokens);
            tokens.extend(command.operator().map(|operator| (operator.span, Kind::Operator)));
        }
        tokens.extend(line.comment().map(|comment| (comment, Kind::Comment)));
    }
    tokens.sort_by_key(|(span, _)| span.start());
    let mut end = 0;
    tokens.retain(|(span, _)| {
        let is_apart = span.start() >= end && !span.is_empty();
        end = if is_apart { span.end() } else { end };
        is_apart
    });
    tokens
}

fn words(command: Command<'_, '_>, known: Option<KnownCommand>, tokens: &mut Vec<(Span, Kind)>) {
    let Some(known) = known else {
        tokens.extend(command.expansions().map(|expansion| (expansion.span(), Kind::Setting)));
        return;
    };
    let words: Vec<_> = command.words().collect();
    for (word, meaning) in words.iter().zip(meanings(known.form, &words)) {
        let kind = match meaning {
            Meaning::Name => Some(Kind::Command),
            Meaning::Option { .. } => Some(Kind::Option),
            _ => meaning.role().and_then(of_role),
        };
        let length = word.text().len();
        let own = match meaning {
            Meaning::Option { .. } if value_start(*word, meaning) > 0 => {
                word.span_at(0..value_start(*word, meaning))
            }
            _ => word.span_at(0..length),
        };
        let expansions: Vec<_> = word.expansions().map(Expansion::span).collect();
        if let Some(kind) = kind {
            between(own, &expansions, |span| tokens.push((span, kind)));
        }
        tokens.extend(expansions.into_iter().map(|span| (span, Kind::Setting)));
    }
}

/// The parts of a span outside of the other spans.
fn between(span: Span, others: &[Span], mut add: impl FnMut(Span)) {
    let mut at = span.start();
    for other in others {
        if other.start() > at && other.start() <= span.end() {
            add(Span::new(at, other.start()));
        }
        at = at.max(other.end());
    }
    if at < span.end() {
        add(Span::new(at, span.end()));
    }
}

fn of_role(role: Role) -> Option<Kind> {
    Some(match role {
        Role::Label => Kind::Label,
        Role::ItemName => Kind::Item,
        role if role.is_setting() => Kind::Setting,
        role if role.is_integer() => Kind::Number,
        role if role.is_uri() || role.is_image() => Kind::Text,
        Role::NewImageName => Kind::Text,
        _ => return None,
    })
}

/// Tokens in the encoding of the protocol: each relative to the previous one, and none longer than its line.
fn encoded(text: &Snapshot, tokens: &[(Span, Kind)]) -> SemanticTokens {
    let places = text.places();
    let (mut line, mut column) = (0, 0);
    let mut data = Vec::new();
    for (span, kind) in tokens {
        for span in by_line(*span, places.lines()) {
            let range = places.range(span);
            let (at, start) = (range.start.line, range.start.character);
            data.push(SemanticToken {
                delta_line: at - line,
                delta_start: if at == line { start - column } else { start },
                length: range.end.character - start,
                token_type: *kind as u32,
                token_modifiers_bitset: 0,
            });
            (line, column) = (at, start);
        }
    }
    SemanticTokens { result_id: None, data }
}

fn by_line(span: Span, lines: &LineIndex<'_>) -> Vec<Span> {
    let all = lines.line_of(span.start())..=lines.line_of(span.end());
    let parts = all.map(|line| {
        let whole = lines.line_span(line);
        (span.start().max(whole.start()), span.end().min(whole.end()))
    });
    parts.filter(|(start, end)| start < end).map(|(start, end)| Span::new(start, end)).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::from_value;

    use super::*;
    use crate::testing::{at, world};

    #[test]
    fn every_word_has_its_kind() {
        let text = "#!ipxe\n# ä comment\n:start\nchain --timeout 3000 http://192.0.2.1/${a}/b?${c} || goto start\nitem x Text\nset a:hex 1\nunheard ${of}\n";
        let world = world(&[("a.ipxe", text)]);
        let found = tokens(&world, &from_value(at("a.ipxe", "")).unwrap()).unwrap();
        let (mut line, mut column, mut shown) = (0, 0, Vec::new());
        for token in found.data {
            column = if token.delta_line == 0 { column + token.delta_start } else { token.delta_start };
            line += token.delta_line;
            let text: String = text
                .lines()
                .nth(line as usize)
                .unwrap()
                .chars()
                .skip(column as usize)
                .take(token.length as usize)
                .collect();
            shown.push(format!("{} {text}", KINDS[token.token_type as usize]));
        }
        insta::assert_snapshot!(shown.join("\n"));
    }
}
