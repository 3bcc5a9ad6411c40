//! Renaming, only where it is certain what has to change.

use std::collections::HashMap;

use gen_lsp_types::{
    PrepareRenameParams, PrepareRenamePlaceholder, PrepareRenameResult, RenameParams, TextEdit, Uri,
    WorkspaceEdit,
};
use ipxe_lint::{
    catalog::Catalog,
    printable,
    syntax::{Span, Word},
};

use crate::{
    names::{Kind, Names, Occurrence, Use},
    navigation::{Place, everywhere},
    requests::{Answer, Refusal},
    snapshot::Snapshot,
    world::World,
};

/// The name at a position, if it can be renamed.
pub(crate) fn prepare(world: &World, params: &PrepareRenameParams) -> Answer<Option<PrepareRenameResult>> {
    let Some(text) = world.script_at(&params.text_document_position_params) else { return Ok(None) };
    let Some(place) = Place::of(&text, &params.text_document_position_params) else { return Ok(None) };
    let Some(one) = place.names.at(place.offset) else { return Ok(None) };
    check_known(&place, one)?;
    let name = renamed_part(one);
    Ok(Some(PrepareRenameResult::PrepareRenamePlaceholder(PrepareRenamePlaceholder {
        range: place.text.places().range(name),
        placeholder: printable(&String::from_utf8_lossy(last_part(one))),
    })))
}

/// The edits that rename something, in all open scripts.
pub(crate) fn rename(world: &World, params: &RenameParams) -> Answer<Option<WorkspaceEdit>> {
    let Some(text) = world.script_at(&params.text_document_position_params) else { return Ok(None) };
    let Some(place) = Place::of(&text, &params.text_document_position_params) else { return Ok(None) };
    let Some(one) = place.names.at(place.offset) else { return Ok(None) };
    let new = params.new_name.as_str();
    check_known(&place, one)?;
    check_new_name(one, new)?;
    let all = renamed(world, &place, one)?;
    check_collision(world, &place, &all, new)?;
    let mut changes: HashMap<Uri, Vec<TextEdit>> = HashMap::new();
    for (uri, other) in all {
        let Some(text) = world.text(&uri) else { continue };
        let edit = TextEdit { range: text.places().range(renamed_part(&other)), new_text: new.to_owned() };
        changes.entry(uri).or_default().push(edit);
    }
    Ok(Some(WorkspaceEdit { changes: Some(changes), document_changes: None, change_annotations: None }))
}

fn refuse<T>(message: String) -> Answer<T> {
    Err(Refusal(message))
}

/// The part of a name that changes: a setting stays in its scope.
fn last_part(one: &Occurrence) -> &[u8] {
    one.name.rsplit(|byte| *byte == b'/' && one.kind == Kind::Setting).next().unwrap_or_default()
}

fn renamed_part(one: &Occurrence) -> Span {
    let length = u32::try_from(last_part(one).len()).unwrap_or_default();
    Span::new(one.span.end() - length.min(one.span.len()), one.span.end())
}

/// Checks that the script itself defines the name.
fn check_known(place: &Place<'_>, one: &Occurrence) -> Answer<()> {
    let name = printable(&String::from_utf8_lossy(&one.name));
    if one.kind == Kind::Setting && place.catalog.setting(last_part(one)).is_some() {
        return refuse(format!("`{name}` is a setting of iPXE, which has no other name"));
    }
    let is_defined = place.names.same(one).any(|other| other.what == Use::Defined);
    match one.kind {
        Kind::Image if !is_defined => {
            refuse(format!("`{name}` is the name of a file: nothing here gives the image its name"))
        }
        Kind::Label if !is_defined => refuse(format!("there is no label `{name}`")),
        _ => Ok(()),
    }
}

fn check_new_name(one: &Occurrence, new: &str) -> Answer<()> {
    let is_fit = |letter: char| {
        let is_special = match one.kind {
            Kind::Setting => matches!(letter, '/' | ':' | '{' | '}' | '$'),
            _ => matches!(letter, '{' | '}' | '$'),
        };
        !letter.is_whitespace() && !letter.is_control() && !is_special
    };
    if new.is_empty() || new.starts_with('-') || new.starts_with('#') || !new.chars().all(is_fit) {
        return refuse(format!("`{}` cannot be a name here", printable(new)));
    }
    Ok(())
}

/// All names that have to change together: `goto` finds the label of a menu entry by its name.
fn renamed(world: &World, place: &Place<'_>, one: &Occurrence) -> Answer<Vec<(Uri, Occurrence)>> {
    let mut all = everywhere(world, place, one);
    if matches!(one.kind, Kind::Label | Kind::Item) {
        let pair = if one.kind == Kind::Label { Kind::Item } else { Kind::Label };
        let other = Occurrence { kind: pair, ..one.clone() };
        let has_pair = place.names.same(&other).next().is_some();
        let computed = computed(place, Kind::Label, &one.name);
        match computed {
            Some(line) if !has_pair && one.kind == Kind::Label => {
                return refuse(format!(
                    "the `goto` in line {line} computes its label, and may mean this one"
                ));
            }
            Some(_) if has_pair => {
                all.extend(place.names.same(&other).map(|one| (place.text.uri.clone(), one.clone())));
            }
            _ => {}
        }
        let named = place.names.values.iter().find(|(value, _)| *value == one.name);
        if let Some((_, span)) = named.filter(|_| computed.is_some() || one.kind == Kind::Item) {
            let line = place.text.places().position(span.start()).line + 1;
            return refuse(format!("the text in line {line} may be this name"));
        }
    }
    for text in world.texts.iter().filter(|_| matches!(one.kind, Kind::Setting | Kind::Image)) {
        let Some(script) = text.script() else { continue };
        let names = Names::of(&script, &Catalog::new(text.options.world().target()));
        if let Some((_, span)) = names.computed.iter().find(|(kind, _)| *kind == one.kind) {
            let line = text.places().position(span.start()).line + 1;
            let name = text.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            return refuse(format!("a name is computed in line {line} of {name}, and may be this one"));
        }
    }
    Ok(all)
}

/// The line number of a computed name that may be equal to this one.
fn computed(place: &Place<'_>, kind: Kind, name: &[u8]) -> Option<u32> {
    let spans: Vec<Span> =
        place.names.computed.iter().filter(|(other, _)| *other == kind).map(|(_, span)| *span).collect();
    let is_meant = |word: &Word<'_, '_>| spans.contains(&word.span()) && crate::names::may_be(*word, name);
    let words = place.script.commands().flat_map(|command| command.words().collect::<Vec<_>>());
    let found = words.into_iter().find(is_meant)?;
    Some(place.text.places().position(found.span().start()).line + 1)
}

/// Checks that nothing has the new name yet, in the scripts that are changed.
fn check_collision(world: &World, place: &Place<'_>, all: &[(Uri, Occurrence)], new: &str) -> Answer<()> {
    let Some((_, one)) = all.first() else { return Ok(()) };
    let scope = one.name.len() - last_part(one).len();
    let name = [&one.name[..scope], new.as_bytes()].concat();
    let kinds: Vec<Kind> = all.iter().map(|(_, other)| other.kind).collect();
    let is_taken =
        |other: &&Occurrence| kinds.contains(&other.kind) && other.name == name && name != one.name;
    let others = world
        .texts
        .iter()
        .filter(|text| text.uri != place.text.uri && all.iter().any(|(uri, _)| *uri == text.uri));
    for text in others {
        let Some(script) = text.script() else { continue };
        let names = Names::of(&script, &Catalog::new(text.options.world().target()));
        if let Some(taken) = names.all.iter().find(is_taken) {
            return taken_in(text, taken, new);
        }
    }
    place.names.all.iter().find(is_taken).map_or(Ok(()), |taken| taken_in(place.text, taken, new))
}

fn taken_in(text: &Snapshot, taken: &Occurrence, new: &str) -> Answer<()> {
    let line = text.places().position(taken.span.start()).line + 1;
    refuse(format!("`{}` is the name of something else, in line {line}", printable(new)))
}

#[cfg(test)]
mod tests {
    use serde_json::from_value;

    use super::*;
    use crate::testing::{applied, at, world};

    fn to(new: &str, text: &str) -> Result<String, String> {
        let world = world(&[("a.ipxe", text)]);
        let mut params = at("a.ipxe", text);
        params["newName"] = new.into();
        let edit = rename(&world, &from_value(params).unwrap()).map_err(|refusal| refusal.0)?;
        let edit = edit.ok_or("nothing to rename")?;
        Ok(applied(&world, "a.ipxe", &edit.changes.unwrap().into_values().next().unwrap())[7..].to_owned())
    }

    #[test]
    fn names_are_changed_where_they_are_used() {
        let renamed = |text: &str| to("new", &format!("#!ipxe\n{text}")).unwrap();
        assert_eq!(renamed("goto a‸b\n:ab\necho ab\n"), "goto new\n:new\necho ab\n");
        assert_eq!(
            renamed("set x‸ 1\necho ${x} ${x:hex} x\nisset ${x} && clear x\n"),
            "set new 1\necho ${new} ${new:hex} x\nisset ${new} && clear new\n"
        );
        assert_eq!(renamed("set net0/x‸ 1\necho ${net0/x:hex}\n"), "set net0/new 1\necho ${net0/new:hex}\n");
        assert_eq!(
            renamed("item a‸ A\nitem b B\nchoose --default a t && goto ${t}\n:a\n:b\n"),
            "item new A\nitem b B\nchoose --default new t && goto ${t}\n:new\n:b\n"
        );
        assert_eq!(
            renamed("initrd --name i‸ http://192.0.2.1/x\nkernel http://192.0.2.1/k initrd=i\n"),
            "initrd --name new http://192.0.2.1/x\nkernel http://192.0.2.1/k initrd=new\n"
        );
    }

    #[test]
    fn what_is_not_certain_is_refused() {
        let refused = |new: &str, text: &str| to(new, &format!("#!ipxe\n{text}")).unwrap_err();
        let refusals = [
            refused("b", "goto ‸a\n:a\n:b\n"),
            refused("new", "goto ‸a\n:a\nread x && goto ${x}\n"),
            refused("new", "item ‸a A\nchoose t && iseq ${t} a && goto a\n:a\n"),
            refused("new", "set ‸a 1\necho ${${b}}\n"),
            refused("new", "echo ${i‸p}\n"),
            refused("new", "kernel http://192.0.2.1/a\nboot a‸\n"),
            refused("a b", "goto ‸a\n:a\n"),
            refused("x/y", "set ‸a 1\n"),
            refused("new", "goto ‸a\n"),
        ];
        insta::assert_snapshot!(refusals.join("\n"));
    }
}
