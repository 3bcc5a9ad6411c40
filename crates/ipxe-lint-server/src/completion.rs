//! Completion at a position.

use std::collections::BTreeSet;

use gen_lsp_types::{
    CompletionItem, CompletionItemKind, CompletionItemTag, CompletionItemTextEdit, CompletionParams,
    CompletionResponse, TextEdit,
};
use ipxe_language::setting_name::SettingName;
use ipxe_lint::{
    LintOptions,
    catalog::{Build, Catalog, CommandForm, Enumeration, Role, SchemeKind},
    printable,
    syntax::{Script, Span},
    with_analysis,
};

use crate::{
    availability::lacking,
    names::{Kind, Names, Use},
    positions::Places,
    signature::option,
    snapshot::Snapshot,
    spot::{Meaning, Spot, value_start},
    world::World,
};

/// The completion items at a position. Items that the target lacks are included and marked.
pub(crate) fn completion(world: &World, params: &CompletionParams) -> Option<CompletionResponse> {
    let place = &params.text_document_position_params;
    let text = world.script_at(place)?;
    let text = &*text;
    let script = text.script()?;
    let places = text.places();
    let offset = places.offset(place.position);
    let catalog = Catalog::new(text.options.world().target());
    let offer = Offer { world, text, script: &script, catalog: &catalog, places: &places, offset };
    let items = offer.items().unwrap_or_default();
    Some(CompletionResponse::CompletionItemList(items))
}

struct Offer<'x> {
    world: &'x World,
    text: &'x Snapshot,
    script: &'x Script<'x>,
    catalog: &'x Catalog,
    places: &'x Places<'x>,
    offset: u32,
}

impl Offer<'_> {
    fn items(&self) -> Option<Vec<CompletionItem>> {
        let Some(spot) = Spot::at(self.script, self.catalog, self.offset) else { return self.at_start() };
        if let Some(inside) = self.expansion_before() {
            return Some(self.settings(inside, false));
        }
        let start = spot.word.map_or(self.offset, |word| {
            let start = value_start(word, spot.meaning);
            word.span_at(start..word.text().len()).start()
        });
        let typed = Span::new(start.min(self.offset), self.offset);
        let is_dash = self.script.slice(typed).starts_with(b"-");
        Some(match spot.meaning {
            Meaning::Name => self.commands(typed),
            Meaning::Option { in_value: false, .. } => self.options(spot.known?.form, typed),
            Meaning::Argument { at: 0, .. } if is_dash => self.options(spot.known?.form, typed),
            meaning => {
                let mut items = self.values(&spot, meaning.role()?, typed);
                if typed.is_empty() && matches!(meaning, Meaning::Argument { at: 0, .. }) {
                    items.extend(self.options(spot.known?.form, typed));
                }
                items
            }
        })
    }

    /// The items for the start of an empty line.
    fn at_start(&self) -> Option<Vec<CompletionItem>> {
        let lines = self.places.lines();
        let line = lines.line_of(self.offset);
        let before = self.script.slice(Span::new(lines.line_span(line).start(), self.offset));
        let is_empty = before.iter().all(u8::is_ascii_whitespace) && line > 0;
        is_empty.then(|| self.commands(Span::empty(self.offset)))
    }

    /// The typed part of the innermost unclosed expansion at the position.
    fn expansion_before(&self) -> Option<Span> {
        let line = self.places.lines().line_of(self.offset);
        let start = self.places.lines().line_span(line).start();
        let before = self.script.slice(Span::new(start, self.offset));
        let (mut open, mut at) = (Vec::new(), 0);
        while at < before.len() {
            if before[at..].starts_with(b"${") {
                open.push(at + 2);
                at += 1;
            } else if before[at] == b'}' {
                open.pop();
            }
            at += 1;
        }
        let inside = start + u32::try_from(*open.last()?).unwrap_or_default();
        Some(Span::new(inside, self.offset))
    }

    fn item(&self, typed: Span, label: &str, kind: CompletionItemKind) -> CompletionItem {
        let edit = TextEdit { range: self.places.range(typed), new_text: label.to_owned() };
        CompletionItem {
            label: printable(label),
            kind: Some(kind),
            text_edit: Some(CompletionItemTextEdit::TextEdit(edit)),
            ..CompletionItem::default()
        }
    }

    /// The same item, marked if the target lacks it.
    fn marked(&self, mut item: CompletionItem, build: &Build) -> CompletionItem {
        if let Some(lacking) = lacking(self.catalog, build) {
            item.tags = Some(vec![CompletionItemTag::Deprecated]);
            item.sort_text = Some(format!("~{}", item.label));
            item.detail = Some(lacking);
        }
        item
    }

    fn commands(&self, typed: Span) -> Vec<CompletionItem> {
        let command = |known: ipxe_lint::catalog::KnownCommand| {
            let mut item = self.item(typed, known.spec.name, CompletionItemKind::Keyword);
            item.documentation = Some(known.spec.summary.to_owned().into());
            self.marked(item, known.form.build)
        };
        self.catalog.commands().map(command).collect()
    }

    fn options(&self, form: &'static CommandForm, typed: Span) -> Vec<CompletionItem> {
        let one = |spec: &'static ipxe_lint::catalog::OptionSpec| {
            let item = self.item(typed, &format!("--{}", spec.long), CompletionItemKind::Property);
            CompletionItem { detail: Some(option(spec)), ..item }
        };
        form.options.iter().map(one).collect()
    }

    fn values(&self, spot: &Spot<'_, '_>, role: Role, typed: Span) -> Vec<CompletionItem> {
        if let Some(list) = Enumeration::of_role(role) {
            let values = self.catalog.values(list).iter();
            return values.map(|value| self.item(typed, value, CompletionItemKind::EnumMember)).collect();
        }
        let mut items = match role {
            Role::Label => self.names(Kind::Label, CompletionItemKind::Function, typed),
            Role::ItemName => {
                // Entries have the names of the labels that they jump to.
                let kind =
                    if matches!(spot.meaning, Meaning::Argument { .. }) { Kind::Label } else { Kind::Item };
                self.names(kind, CompletionItemKind::EnumMember, typed)
            }
            role if role.is_setting() => self.settings(typed, true),
            role if role.is_image() => self.images(spot, typed),
            _ => Vec::new(),
        };
        if role.is_uri() {
            items.extend(self.schemes(role, typed));
        }
        items
    }

    /// The names of one kind that the script defines.
    fn names(&self, kind: Kind, shown: CompletionItemKind, typed: Span) -> Vec<CompletionItem> {
        let names = Names::of(self.script, self.catalog);
        let is_meant = |one: &&crate::names::Occurrence| {
            one.kind == kind && one.what == Use::Defined && one.span.end() != self.offset
        };
        let all: BTreeSet<String> = names
            .all
            .iter()
            .filter(is_meant)
            .map(|one| String::from_utf8_lossy(&one.name).into_owned())
            .collect();
        all.iter().map(|name| self.item(typed, name, shown)).collect()
    }

    /// Settings of the open scripts, of the provider and of iPXE; after a colon, types.
    fn settings(&self, typed: Span, is_written: bool) -> Vec<CompletionItem> {
        let written = self.script.slice(typed);
        if let Some(colon) = written.iter().position(|byte| *byte == b':') {
            let after = Span::new(typed.start() + u32::try_from(colon).unwrap_or_default() + 1, typed.end());
            let types = self.catalog.setting_types().map(|one| {
                let item = self.item(after, one.name, CompletionItemKind::TypeParameter);
                CompletionItem { detail: one.format.map(str::to_owned), ..item }
            });
            return types.collect();
        }
        let scope = SettingName::parse(written).scope.len();
        let after = Span::new(
            typed.start() + u32::try_from(if scope > 0 { scope + 1 } else { 0 }).unwrap_or_default(),
            typed.end(),
        );
        let mut items = if scope == 0 { self.own_settings(typed) } else { Vec::new() };
        let known = self
            .catalog
            .settings()
            .filter(|known| !is_written || known.definitions.iter().any(|one| !one.read_only));
        items.extend(known.map(|known| {
            let item = self.item(after, known.spec.name, CompletionItemKind::Constant);
            CompletionItem { detail: Some(known.spec.description.to_owned()), ..item }
        }));
        items
    }

    fn own_settings(&self, typed: Span) -> Vec<CompletionItem> {
        let mut all: BTreeSet<String> = BTreeSet::new();
        for text in self.world.texts.iter() {
            let Some(script) = text.script() else { continue };
            let names = Names::of(&script, &Catalog::new(text.options.world().target()));
            let is_here = |span: Span| text.uri == self.text.uri && span.end() == self.offset;
            let set = names.all.iter().filter(|one| one.kind == Kind::Setting && !is_here(one.span));
            let set = set.filter(|one| self.catalog.setting(&one.name).is_none());
            all.extend(set.map(|one| String::from_utf8_lossy(&one.name).into_owned()));
        }
        let profile = self.text.options.profile.iter().flat_map(|profile| profile.settings.iter());
        all.extend(profile.map(|supplied| supplied.name.to_string()));
        all.iter().map(|name| self.item(typed, name, CompletionItemKind::Variable)).collect()
    }

    /// The images that may exist before the command.
    fn images(&self, spot: &Spot<'_, '_>, typed: Span) -> Vec<CompletionItem> {
        let options: LintOptions = self.world.options(self.text);
        let names = with_analysis(self.script, &options, |model| {
            let state = model.analysis().before(spot.command.id());
            let images = state.map(|state| state.images()).unwrap_or_default();
            images
                .into_iter()
                .map(|image| String::from_utf8_lossy(&image.name).into_owned())
                .collect::<Vec<_>>()
        });
        names.iter().map(|name| self.item(typed, name, CompletionItemKind::File)).collect()
    }

    fn schemes(&self, role: Role, typed: Span) -> Vec<CompletionItem> {
        let release = self.catalog.target().release();
        let is_meant = |kind: SchemeKind| {
            kind == if role == Role::SanUri { SchemeKind::San } else { SchemeKind::Download }
        };
        let schemes = self.catalog.uri_schemes().filter(|scheme| is_meant(scheme.kind));
        let schemes = schemes.filter_map(|scheme| {
            let form = scheme.form(release)?;
            let slashes = if scheme.kind == SchemeKind::San { ":" } else { "://" };
            let item = self.item(typed, &format!("{}{slashes}", scheme.name), CompletionItemKind::Module);
            let item = CompletionItem { detail: Some(scheme.description.to_owned()), ..item };
            Some(self.marked(item, form.build))
        });
        schemes.collect()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::from_value;

    use super::*;
    use crate::testing::{at, world};

    fn offered(text: &str) -> Vec<CompletionItem> {
        let other = "#!ipxe\nset from-elsewhere 1\n";
        let world = world(&[("a.ipxe", text), ("b.ipxe", other)]);
        match completion(&world, &from_value(at("a.ipxe", text)).unwrap()) {
            Some(CompletionResponse::CompletionItemList(items)) => items,
            _ => panic!("no items"),
        }
    }

    fn labels(text: &str) -> Vec<String> {
        offered(text).into_iter().map(|item| item.label).collect()
    }

    #[test]
    fn what_fits_is_offered() {
        assert!(labels("#!ipxe\nch‸\n").contains(&"chain".to_owned()));
        assert!(labels("#!ipxe\ndhcp || ‸\n").contains(&"shell".to_owned()));
        assert!(labels("#!ipxe\nchain --na‸\n").contains(&"--name".to_owned()));
        assert_eq!(labels("#!ipxe\ngoto ‸\n:b\n:a\n"), ["a", "b"]);
        assert!(
            labels("#!ipxe\nset mine 1\necho ${‸\n")
                .starts_with(&["from-elsewhere".to_owned(), "mine".to_owned()])
        );
        assert!(labels("#!ipxe\necho ${net0/m‸\n").contains(&"mac".to_owned()));
        assert!(labels("#!ipxe\necho ${ip:h‸\n").contains(&"hex".to_owned()));
        assert!(labels("#!ipxe\nkernel ht‸\n").contains(&"http://".to_owned()));
        assert_eq!(labels("#!ipxe\n# ch‸\n"), [] as [&str; 0]);
        let images = "#!ipxe\nkernel http://192.0.2.1/vmlinuz || shell\nimgfree ‸\n";
        assert!(labels(images).contains(&"vmlinuz".to_owned()));
        assert!(labels("#!ipxe\nitem a A\nchoose --default ‸ x\n").contains(&"a".to_owned()));
    }

    #[test]
    fn what_the_target_lacks_is_marked() {
        let items = offered("#!ipxe\n‸\n");
        let ping = items.iter().find(|item| item.label == "ping").unwrap();
        assert_eq!(ping.tags.as_deref(), Some(&[CompletionItemTag::Deprecated][..]));
        assert!(ping.detail.as_ref().unwrap().contains("PING_CMD"), "{ping:?}");
    }
}
