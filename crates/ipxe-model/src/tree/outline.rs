use foldhash::HashSet;
use ipxe_catalog::Role;
use ipxe_language::text::Text;

use crate::reach::Model;
use crate::{
    commands::{any_interface, name_set::OwnedNames},
    images::left_images,
};

use super::destinations::Destinations;

/// How many scripts one script may start; the rest is not looked at.
const STARTS: usize = 1 << 14;

/// What a script has to do with others: which it may start, which settings it sets, and which it misses. It is small,
/// and owns what it says: the script need not be kept.
#[derive(Debug, Default)]
pub struct Outline {
    /// The URIs of what it may start, as far as they are known, each once.
    pub(super) starts: Vec<Text<'static>>,
    /// The settings that it may set.
    pub(super) sets: OwnedNames,
    /// The settings, `[scope/]name`, that it uses and that neither it nor anybody else who is known sets.
    pub(super) misses: Vec<Vec<u8>>,
    /// Where it may have settings from that are not shown.
    pub(super) sources: HiddenSources,
    /// The URIs among `starts` of scripts that it may start while there are images which they did not load.
    pub(super) leaves_images_to: Vec<Text<'static>>,
    /// Whether it boots a kernel with whatever images there were before.
    pub(super) takes_images: bool,
    /// Whether it asks the network for a configuration, on any interface.
    pub(super) configures_network: bool,
}

/// Where a script may have settings from that are not shown, and so those that it starts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum HiddenSources {
    /// It shows no such source.
    #[default]
    None,
    /// It shows itself that others start it, or somebody says so.
    Callers,
    /// It reads files that may set something, and goes on.
    Files,
}

impl HiddenSources {
    fn of(cx: &Model<'_, '_>) -> Self {
        match cx.included() {
            Some(_) => Self::Files,
            None if cx.standing().is_open() => Self::Callers,
            None => Self::None,
        }
    }
}

impl Outline {
    /// The outline of a script.
    #[must_use]
    pub fn of(cx: &Model<'_, '_>) -> Self {
        if cx.is_no_script() {
            return Self::default();
        }
        let unset = cx.unset_settings().iter().map(|uses| uses.name);
        let adjusted = cx.adjusted_settings().iter().map(|adjusted| adjusted.name);
        let misses = unset.chain(adjusted).map(<[u8]>::to_vec).collect();
        Self {
            starts: starts(cx),
            sets: cx.written().names().to_owned_names(),
            misses,
            sources: HiddenSources::of(cx),
            leaves_images_to: left_images::given_to(cx),
            takes_images: left_images::taking(cx).next().is_some(),
            configures_network: any_interface::configuring(cx).next().is_some(),
        }
    }

    /// Whether other scripts may make a difference to what is found in it, by the settings that they set.
    #[must_use]
    pub fn misses_settings(&self) -> bool {
        !self.misses.is_empty()
    }
}

/// The URIs of what may be executed, or is loaded and may be executed later.
fn starts(cx: &Model<'_, '_>) -> Vec<Text<'static>> {
    let mut seen: HashSet<Text<'static>> = HashSet::default();
    let mut starts = Vec::new();
    let destinations = Destinations::new(cx);
    for uri in cx.uris().iter().filter(|uri| matches!(uri.role, Role::Uri | Role::ImageOrUri)) {
        for text in destinations.of(uri.word) {
            if starts.len() < STARTS && seen.insert(text.clone()) {
                starts.push(text);
            }
        }
    }
    starts
}
