use ipxe_language::text::{Certainty, Text};
use ipxe_syntax::CommandId;

use super::{
    ImageKnowledge, ItemKnowledge, Knowledge, MenuKnowledge, NetworkKnowledge, Selection,
    fact::Fact,
    lattice::{Facts, ImageFact, MenuFact},
    names::{NameId, Names},
    step::{Machine, Next},
    valuations::{MAX_VALUATIONS, Unknowns, valuations},
    variables::Requested,
};

/// The state before a command: the possible values of settings, images and menus when it is about to run.
#[derive(Clone, Debug)]
pub struct State<'m, 'a, 's> {
    machine: &'m Machine<'a, 's>,
    command: CommandId,
    facts: Facts,
}

impl<'m, 'a, 's> State<'m, 'a, 's> {
    pub(super) fn new(machine: &'m Machine<'a, 's>, command: CommandId, facts: Facts) -> Self {
        Self { machine, command, facts }
    }

    /// Whether the command can succeed and continue the script.
    #[must_use]
    pub fn may_succeed(&self) -> bool {
        self.next().success.is_some()
    }

    /// Whether the command can fail.
    #[must_use]
    pub fn may_fail(&self) -> bool {
        self.next().failure.is_some()
    }

    fn next(&self) -> Next {
        let command = self.machine.script.command(self.command);
        command.map_or_else(Next::default, |command| self.machine.execute(command, self.facts.clone()))
    }

    /// What is known about a setting, named `[scope/]name[:type]` as in an expansion.
    #[must_use]
    pub fn setting(&self, name: &[u8]) -> Knowledge {
        let others = || Fact::whatever(&super::Sources::others());
        let reference = self.machine.variables.resolve(name);
        let fact = reference.map_or_else(others, |reference| {
            Fact::clone(&self.facts.setting(reference.variable, &self.machine.variables))
        });
        let requested = match reference.map(|reference| reference.requested) {
            Some(Requested::Type(setting_type)) => Some(setting_type),
            _ => None,
        };
        let settings = &self.machine.variables.assumptions.settings;
        let mut texts: Vec<_> = fact.listed.iter().map(|value| value.shown(requested, settings)).collect();
        texts.dedup();
        let excluded = fact.other.as_deref().filter(|_| requested.is_none()).unwrap_or_default();
        let never = excluded.iter().map(|text| text.to_vec()).collect();
        Knowledge { texts, others: fact.other.is_some(), never, set_by: fact.set_by, unset_by: fact.unset_by }
    }

    /// The possible expansions of a word, as written, each text once. A single unknown text if there are too many.
    /// Empty if the word contains itself without end.
    #[must_use]
    pub fn texts(&self, word: &[u8]) -> Vec<Text<'static>> {
        let mut texts = Vec::new();
        for valuation in
            valuations(&[word], 1, &self.facts, &self.machine.variables, Unknowns::Apart, MAX_VALUATIONS).all
        {
            for text in valuation.words {
                let text = text.into_owned();
                if !texts.contains(&text) {
                    texts.push(text);
                }
            }
        }
        texts
    }

    /// The expansion of a word, as written. Pieces that differ between the possible expansions are unknown.
    #[must_use]
    pub fn text(&self, word: &[u8]) -> Text<'static> {
        let mut texts = self.texts(word);
        match texts.pop() {
            Some(text) if texts.is_empty() => text,
            _ => Text::unknown(),
        }
    }

    /// Whether an image of that name is registered.
    #[must_use]
    pub fn has_image(&self, name: &[u8]) -> Certainty {
        let images = &self.facts.known().images;
        match self.machine.names.find(name).and_then(|id| images.known.get(id)) {
            Some(image) if image.certain => Certainty::Yes,
            None if !images.others => Certainty::No,
            _ => Certainty::Maybe,
        }
    }

    /// The images that may be registered and whose names are known, in the order of the first mention of their names.
    #[must_use]
    pub fn images(&self) -> Vec<ImageKnowledge> {
        let mut images = Vec::new();
        self.facts.known().images.known.for_each(&mut |id, image| images.push(self.image(id, image)));
        images
    }

    /// What is known about the image, or images, of a name. None if no such image is known; see
    /// [`State::may_have_other_images`].
    #[must_use]
    pub fn image_named(&self, name: &[u8]) -> Option<ImageKnowledge> {
        let id = self.machine.names.find(name)?;
        Some(self.image(id, self.facts.known().images.known.get(id)?))
    }

    /// Whether images may be registered that are not among [`State::images`].
    #[must_use]
    pub fn may_have_other_images(&self) -> bool {
        self.facts.known().images.others
    }

    fn image(&self, id: NameId, image: &ImageFact) -> ImageKnowledge {
        ImageKnowledge {
            name: self.machine.names.name(id).to_vec(),
            presence: if image.certain { Certainty::Yes } else { Certainty::Maybe },
            several: image.several,
            by: image.by.clone(),
        }
    }

    /// The image that `boot` without an argument executes.
    #[must_use]
    pub fn selected(&self) -> Selection {
        let selected = &self.facts.known().images.selected;
        let names = selected.names.iter().map(|id| self.machine.names.name(*id).to_vec()).collect();
        Selection { none: selected.none, names, others: selected.other }
    }

    /// What is known about the menu or form of a name, or the unnamed one. None if the script created no such menu that
    /// still exists.
    #[must_use]
    pub fn menu(&self, name: Option<&[u8]>) -> Option<MenuKnowledge> {
        let menus = &self.facts.known().menus;
        let id = name.map_or(Some(Names::UNNAMED), |name| self.machine.names.find(name))?;
        let MenuFact { certain, by, items, others } = &**menus.known.get(id)?;
        let mut known = Vec::new();
        items.for_each(&mut |command, item| {
            known.push(ItemKnowledge {
                command: CommandId::new(command),
                certain: item.certain,
                names: item.names.clone(),
                default: item.default,
            });
        });
        let presence = if *certain { Certainty::Yes } else { Certainty::Maybe };
        Some(MenuKnowledge { presence, by: by.clone(), items: known, others: *others })
    }

    /// Whether there may be menus that this script did not create, and that an earlier script did not certainly
    /// discard.
    #[must_use]
    pub fn may_have_other_menus(&self) -> bool {
        self.facts.known().menus.others
    }

    /// What was done to the network.
    #[must_use]
    pub fn network(&self) -> NetworkKnowledge {
        let network = self.facts.known().network;
        NetworkKnowledge {
            opened: network.opened,
            configured: network.configured,
            downloaded: network.downloaded,
        }
    }
}
