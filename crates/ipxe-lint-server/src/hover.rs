//! Hover: the meaning of something, and its possible values at this position.

use gen_lsp_types::{Contents, Hover, HoverParams, MarkupContent, MarkupKind};
use ipxe_language::setting_name::SettingName;
use ipxe_lint::{
    catalog::{Catalog, KnownCommand, OptionSpec, SettingScope},
    printable,
    syntax::{Expansion, Span},
    with_analysis,
};
use ipxe_model::reach::Model;

use crate::{
    availability::{lacking, releases},
    positions::Places,
    signature::{option, parts},
    spot::{Meaning, Spot},
    values::{Values, code},
    world::World,
};

/// The hover text at a position.
pub(crate) fn hover(world: &World, params: &HoverParams) -> Option<Hover> {
    let place = &params.text_document_position_params;
    let text = world.script_at(place)?;
    let text = &*text;
    let script = text.script()?;
    let places = text.places();
    let offset = places.offset(place.position);
    let catalog = Catalog::new(text.options.world().target());
    let spot = Spot::at(&script, &catalog, offset)?;
    let word = spot.word?;
    let options = world.options(text);
    let found = with_analysis(&script, &options, |model| {
        let values = Values::new(&script, &places, &options);
        let about = About { catalog: &catalog, model, values, spot: &spot };
        match spot.expansion(offset) {
            Some(expansion) => Some((about.expansion(expansion), expansion.span())),
            None => Some((about.word()?, spot.span().unwrap_or(word.span()))),
        }
    });
    found.map(|(value, span)| hovering(&places, value, span))
}

fn hovering(places: &Places<'_>, value: String, span: Span) -> Hover {
    let contents = Contents::MarkupContent(MarkupContent { kind: MarkupKind::Markdown, value });
    Hover { contents, range: Some(places.range(span)) }
}

struct About<'x, 'm, 's> {
    catalog: &'x Catalog,
    model: &'x Model<'m, 's>,
    values: Values<'x>,
    spot: &'x Spot<'x, 'x>,
}

impl About<'_, '_, '_> {
    fn word(&self) -> Option<String> {
        match self.spot.meaning {
            Meaning::Name => {
                self.spot.known.map(|known| self.command(known)).or_else(|| self.unknown_command())
            }
            Meaning::Option { spec: Some(spec), in_value: false } => Some(self.option(spec)),
            meaning => self.value(meaning),
        }
    }

    fn command(&self, known: KnownCommand) -> String {
        let KnownCommand { spec, form } = known;
        let mut said =
            vec![format!("```ipxe\n{} {}\n```", spec.name, parts(known).join(" ")), sentence(spec.summary)];
        said.extend(spec.notes.iter().map(|note| format!("- {}", sentence(note))));
        let which = releases(spec.releases()).into_iter().chain(lacking(self.catalog, form.build));
        said.extend(which.map(|which| format!("*{}.*", capital(&which))));
        let before = self.model.analysis().before(self.spot.command.id());
        said.extend(before.map(|state| format!("---\n{}", Values::machine(&state))));
        said.join("\n\n")
    }

    /// A command that only other releases have.
    fn unknown_command(&self) -> Option<String> {
        let spec = Catalog::command_in_any_release(self.spot.word?.text())?;
        let which = releases(spec.releases()).unwrap_or_default();
        Some(format!("**{}** · {}\n\n*{}.*", spec.name, sentence(spec.summary), capital(&which)))
    }

    fn option(&self, spec: &OptionSpec) -> String {
        let command = self.spot.known.map(|known| known.spec);
        let which = command.and_then(|command| releases(command.releases_with_option(spec.long.as_bytes())));
        let which = which.map(|which| format!("\n\n*{}.*", capital(&which))).unwrap_or_default();
        format!("```ipxe\n{}\n```{which}", option(spec).trim_matches(['[', ']']))
    }

    /// A word, described by its role in the command.
    fn value(&self, meaning: Meaning) -> Option<String> {
        let (word, role) = (self.spot.word?, meaning.role()?);
        let mut said = Vec::new();
        if role.is_setting() && !word.has_expansion() {
            said.push(self.setting(word.text()));
        }
        if role.is_uri() {
            said.extend(self.scheme(word.text()));
        }
        if word.has_expansion() {
            let state = self.model.analysis().before(self.spot.command.id());
            let texts = state.map(|state| state.texts(word.text())).unwrap_or_default();
            let lines: Vec<_> =
                texts.iter().take(8).map(|text| format!("- {}", code(&self.values.text(text)))).collect();
            if !lines.is_empty() {
                said.push(format!("Here it is:\n{}", lines.join("\n")));
            }
        }
        (!said.is_empty()).then(|| said.join("\n\n"))
    }

    fn expansion(&self, expansion: Expansion<'_, '_>) -> String {
        let name = expansion.inside().text();
        let mut said = self.setting(name);
        let type_name = SettingName::parse(name).setting_type;
        if let Some(one) = type_name.and_then(|name| self.catalog.setting_type(name)) {
            let format = one.format.map(|format| format!(": {format}")).unwrap_or_default();
            said = format!("{said}\n\nType `{}`{format}", one.name);
        }
        said
    }

    /// A setting, given as `[scope/]name[:type]`, and its possible values here.
    fn setting(&self, written: &[u8]) -> String {
        let shown = printable(&String::from_utf8_lossy(written));
        let name = SettingName::parse(written);
        let mut said = vec![format!("**{shown}**")];
        if let Some(known) = self.catalog.setting(name.name) {
            let types: Vec<_> = known.definitions.iter().map(|one| one.setting_type.name()).collect();
            let kind = types.first().copied().unwrap_or_default();
            said[0] = format!("**{shown}** · predefined, type `{kind}`");
            said.push(sentence(known.spec.description));
            let options = known.definitions.iter().filter(|one| one.scope == SettingScope::Dhcp);
            said.extend(
                options.filter_map(|one| one.dhcp_option).map(|option| format!("DHCP option: {option}.")),
            );
            said.extend(releases(known.spec.releases()).map(|which| format!("*{}.*", capital(&which))));
        }
        if let Some(state) = self.model.analysis().before(self.spot.command.id()) {
            let known = state.setting(written);
            said.push(format!("Here it has:\n{}", self.values.setting(&known)));
        }
        said.join("\n\n")
    }

    fn scheme(&self, uri: &[u8]) -> Option<String> {
        let length = uri.iter().position(|byte| *byte == b':')?;
        let (spec, form) = self.catalog.uri_scheme(&uri[..length])?;
        let mut said = vec![
            format!("**{}:** · {}", spec.name, sentence(spec.description)),
            format!("`{}`", spec.syntax),
        ];
        let which = releases(spec.releases()).into_iter().chain(lacking(self.catalog, form.build));
        said.extend(which.map(|which| format!("*{}.*", capital(&which))));
        Some(said.join("\n\n"))
    }
}

fn sentence(text: &str) -> String {
    let text = text.trim_end();
    if text.ends_with('.') { text.to_owned() } else { format!("{text}.") }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use serde_json::from_value;

    use super::*;
    use crate::testing::{at, world};

    fn shown(text: &str) -> String {
        let found = hover(&world(&[("a.ipxe", text)]), &from_value(at("a.ipxe", text)).unwrap());
        let Some(Hover { contents: Contents::MarkupContent(content), .. }) = found else {
            return "-".to_owned();
        };
        content.value
    }

    #[test]
    fn a_command_is_explained_with_what_is_known_before_it() {
        insta::assert_snapshot!(shown(
            "#!ipxe\ndhcp || shell\nkernel http://192.0.2.1/vmlinuz || shell\nbo‸ot || shell\n"
        ));
    }

    #[test]
    fn what_a_build_lacks_is_said() {
        insta::assert_snapshot!(shown("#!ipxe\npi‸ng 192.0.2.1 || shell\n"));
    }

    #[test]
    fn a_setting_has_the_values_of_its_place() {
        let text = "#!ipxe\nset arch i386\niseq ${platform} efi && set arch x86_64 ||\nchain http://192.0.2.1/${ar‸ch}.ipxe || shell\n";
        insta::assert_snapshot!(shown(text));
        insta::assert_snapshot!(shown("#!ipxe\necho ${net0/ma‸c:hexhyp}\n"));
    }

    #[test]
    fn options_and_schemes_are_explained() {
        insta::assert_snapshot!(shown("#!ipxe\nchain --auto‸free http://192.0.2.1/x || shell\n"));
        insta::assert_snapshot!(shown("#!ipxe\nchain ht‸tps://192.0.2.1/x || shell\n"));
        assert_eq!(shown("#!ipxe\n# ch‸ain\n"), "-");
        assert_eq!(shown("#!ipxe\nunheard‸ of\n"), "-");
    }

    #[test]
    fn scripts_in_documents_are_explained() {
        let text = "x: |\n  #!ipxe\n  set a 1\n  echo ${‸a}\ny: |\n  #!ipxe\n  set a 2\n";
        let found = hover(&world(&[("a.yaml", text)]), &from_value(at("a.yaml", text)).unwrap()).unwrap();
        let Contents::MarkupContent(content) = found.contents else { panic!("no text") };
        assert!(content.value.ends_with("- `1`\n\nSet in line 3."), "{}", content.value);
    }
}
