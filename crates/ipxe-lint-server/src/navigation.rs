//! From a name to its definitions and uses.

use gen_lsp_types::{
    Definition, DefinitionParams, DefinitionResponse, DocumentHighlight, DocumentHighlightKind,
    DocumentHighlightParams, Location, ReferenceParams, TextDocumentPositionParams, Uri,
};
use ipxe_lint::{
    catalog::{Catalog, Role},
    syntax::{Command, Script, Span},
    with_analysis,
};

use crate::{
    links,
    names::{Kind, Names, Occurrence, Use},
    snapshot::Snapshot,
    spot::Spot,
    world::World,
};

/// A script with its names, and a position in it.
pub(crate) struct Place<'w> {
    pub(crate) text: &'w Snapshot,
    pub(crate) script: Script<'w>,
    pub(crate) catalog: Catalog,
    pub(crate) names: Names,
    pub(crate) offset: u32,
}

impl<'w> Place<'w> {
    /// None if the text is not a script.
    pub(crate) fn of(text: &'w Snapshot, place: &TextDocumentPositionParams) -> Option<Self> {
        let script = text.script()?;
        let catalog = Catalog::new(text.options.world().target());
        let names = Names::of(&script, &catalog);
        let offset = text.places().offset(place.position);
        Some(Self { text, script, catalog, names, offset })
    }

    fn location(&self, span: Span) -> Location {
        Location { uri: self.text.uri.clone(), range: self.text.places().range(span) }
    }
}

/// The definition of the name at a position: the label of a jump, the commands that set a setting, the file of a URI.
pub(crate) fn definition(world: &World, params: &DefinitionParams) -> Option<DefinitionResponse> {
    let text = world.script_at(&params.text_document_position_params)?;
    let place = Place::of(&text, &params.text_document_position_params)?;
    let found = match place.names.at(place.offset) {
        Some(one) if one.kind == Kind::Setting => setters(world, &place, one),
        Some(one) => defined(&place, one),
        None => computed_label(world, &place).or_else(|| file(world, &place)).unwrap_or_default(),
    };
    (!found.is_empty()).then_some(DefinitionResponse::Definition(Definition::LocationList(found)))
}

fn defined(place: &Place<'_>, one: &Occurrence) -> Vec<Location> {
    let mut same: Vec<_> = place.names.same(one).filter(|other| other.what == Use::Defined).collect();
    if one.kind == Kind::Item {
        // The label of the entry, if a `goto` finds it by that name.
        let label = place.names.all.iter().find(|other| other.kind == Kind::Label && other.name == one.name);
        if let Some(label) = label.filter(|_| one.what == Use::Defined) {
            return vec![place.location(label.span)];
        }
    }
    if one.kind == Kind::Label {
        // If several labels have the same name, iPXE uses the first.
        same.truncate(1);
    }
    same.into_iter().map(|other| place.location(other.span)).collect()
}

/// The commands that may have set a setting when it is used. All commands that set it if this is unknown.
fn setters(world: &World, place: &Place<'_>, one: &Occurrence) -> Vec<Location> {
    let writes = |other: &&Occurrence| other.what == Use::Defined;
    let all: Vec<_> = place.names.same(one).filter(writes).collect();
    let command = place.script.commands().find(|command| {
        let span = command.span();
        span.start() <= one.span.start() && one.span.end() <= span.end()
    });
    let Some(command) = command.filter(|_| one.what == Use::Read && all.len() > 1) else {
        return all.into_iter().map(|other| place.location(other.span)).collect();
    };
    let counts = with_analysis(&place.script, &world.options(place.text), |model| {
        let known = model.analysis().before(command.id())?.setting(&one.name);
        let commands = known.set_by.commands().filter_map(|command| place.script.command(command));
        let spans: Vec<Span> = commands.map(Command::span).collect();
        (!spans.is_empty() && !known.set_by.has_more()).then_some(spans)
    });
    let is_in = |span: Span, command: &Span| command.start() <= span.start() && span.end() <= command.end();
    let mut nearest = all.clone();
    if let Some(counts) = counts {
        nearest.retain(|other| counts.iter().any(|command| is_in(other.span, command)));
    }
    let found = if nearest.is_empty() { all } else { nearest };
    found.into_iter().map(|other| place.location(other.span)).collect()
}

/// The possible labels of a computed `goto`.
fn computed_label(world: &World, place: &Place<'_>) -> Option<Vec<Location>> {
    let spot = Spot::at(&place.script, &place.catalog, place.offset)?;
    let word = spot.word.filter(|_| spot.meaning.role() == Some(Role::Label))?;
    let texts = with_analysis(&place.script, &world.options(place.text), |model| {
        let state = model.analysis().before(spot.command.id())?;
        Some(state.texts(word.text()))
    })?;
    let mut seen = std::collections::HashSet::new();
    let meant = place.script.labels().filter(|label| {
        texts.iter().any(|text| text.as_known().is_some_and(|name| name == label.name()))
            && seen.insert(label.name())
    });
    Some(meant.map(|label| place.location(label.name_span())).collect())
}

/// The file that a URI refers to.
fn file(world: &World, place: &Place<'_>) -> Option<Vec<Location>> {
    let spot = Spot::at(&place.script, &place.catalog, place.offset)?;
    let word = spot.word.filter(|_| spot.meaning.role().is_some_and(Role::is_uri))?;
    let uri = links::target(world, place.text, word.as_literal()?)?;
    Some(vec![Location { uri, range: gen_lsp_types::Range::default() }])
}

/// All occurrences of the name at a position; of a setting in all open scripts, since settings are passed on to other
/// scripts.
pub(crate) fn references(world: &World, params: &ReferenceParams) -> Option<Vec<Location>> {
    let text = world.script_at(&params.text_document_position_params)?;
    let place = Place::of(&text, &params.text_document_position_params)?;
    let one = place.names.at(place.offset)?;
    let wanted = |what: Use| params.context.include_declaration || what == Use::Read;
    let found = everywhere(world, &place, one);
    let found = found.into_iter().filter(|(_, other)| wanted(other.what));
    Some(found.map(|(uri, other)| location(world, uri, other.span)).collect())
}

/// The occurrences of the same name, with the URIs of their texts.
pub(crate) fn everywhere(world: &World, place: &Place<'_>, one: &Occurrence) -> Vec<(Uri, Occurrence)> {
    let own = place.names.same(one).map(|other| (place.text.uri.clone(), other.clone()));
    let mut all: Vec<_> = own.collect();
    if matches!(one.kind, Kind::Setting | Kind::Image) {
        for text in world.texts.iter().filter(|text| text.uri != place.text.uri) {
            let Some(script) = text.script() else { continue };
            let names = Names::of(&script, &Catalog::new(text.options.world().target()));
            all.extend(names.same(one).map(|other| (text.uri.clone(), other.clone())));
        }
    }
    all
}

fn location(world: &World, uri: Uri, span: Span) -> Location {
    let range = world.text(&uri).map(|text| text.places().range(span)).unwrap_or_default();
    Location { uri, range }
}

/// The occurrences of the name at a position in the same script.
pub(crate) fn highlight(world: &World, params: &DocumentHighlightParams) -> Option<Vec<DocumentHighlight>> {
    let text = world.script_at(&params.text_document_position_params)?;
    let place = Place::of(&text, &params.text_document_position_params)?;
    let one = place.names.at(place.offset)?;
    let places = place.text.places();
    let shown = place.names.same(one).map(|other| DocumentHighlight {
        range: places.range(other.span),
        kind: Some(match other.what {
            Use::Defined => DocumentHighlightKind::Write,
            Use::Read => DocumentHighlightKind::Read,
        }),
    });
    Some(shown.collect())
}

#[cfg(test)]
mod tests {
    use serde_json::from_value;

    use super::*;
    use crate::testing::{at, lines, world};

    const MENU: &str = "#!ipxe\nset a 1\n:menu\nmenu Boot\nitem linux Linux\nitem quit Quit\nchoose sel && goto ${sel}\n:linux\nset a 2\necho ${a}\n:quit\nexit\n";

    fn defined(marked: &str) -> Vec<String> {
        let world = world(&[("a.ipxe", marked), ("b.ipxe", "#!ipxe\necho ${a}\n")]);
        let found = definition(&world, &from_value(at("a.ipxe", marked)).unwrap());
        match found {
            Some(DefinitionResponse::Definition(Definition::LocationList(found))) => lines(&world, &found),
            _ => Vec::new(),
        }
    }

    #[test]
    fn names_lead_to_their_definitions() {
        for (from, to, lines) in [
            ("goto ${sel}", "goto ${s‸el}", &["a.ipxe:6 choose «sel» && goto ${sel}"] as &[_]),
            ("goto ${sel}", "goto $‸{sel}", &["a.ipxe:7 :«linux»", "a.ipxe:10 :«quit»"]),
            ("item linux", "item lin‸ux", &["a.ipxe:7 :«linux»"]),
            ("echo ${a}", "echo ${‸a}", &["a.ipxe:8 set «a» 2"]),
            ("set a 1", "set‸ a 1", &[]),
        ] {
            assert_eq!(defined(&MENU.replace(from, to)), lines, "{to}");
        }
        let jump = "#!ipxe\ngoto a‸b\n:ab\n:ab\n";
        assert_eq!(defined(jump), ["a.ipxe:2 :«ab»"]);
    }

    #[test]
    fn a_uri_leads_to_the_script_that_is_open() {
        let text = "#!ipxe\nchain http://192.0.2.1/boot/b.ip‸xe || shell\n";
        assert_eq!(defined(text), ["b.ipxe:0 «»#!ipxe"]);
    }

    #[test]
    fn references_are_in_all_scripts() {
        let marked = MENU.replace("set a 1", "set ‸a 1");
        let world = world(&[("a.ipxe", &marked), ("b.ipxe", "#!ipxe\necho ${a} ${b}\n")]);
        let mut params = at("a.ipxe", &marked);
        params["context"] = serde_json::json!({ "includeDeclaration": true });
        let found = references(&world, &from_value(params.clone()).unwrap()).unwrap();
        insta::assert_debug_snapshot!(lines(&world, &found));
        params["context"] = serde_json::json!({ "includeDeclaration": false });
        assert_eq!(references(&world, &from_value(params).unwrap()).unwrap().len(), 2);
    }
}
