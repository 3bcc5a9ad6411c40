use foldhash::HashSet;
use ipxe_catalog as catalog;
use ipxe_language::{invocation::Invocation, operation::Operation, text::Text};

use crate::{
    commands::{any_interface, name_set::OwnedNames, uris::UriWord},
    images::left_images,
    reach::{
        Model,
        standing::{Evidence, Role, Standing},
    },
};

use super::destinations::{Destinations, Pattern};

/// How many scripts one script may start; the rest is not looked at.
const STARTS: usize = 1 << 14;

/// What a script has to do with others: which it may start, which settings it sets, and which it misses. It is small,
/// and owns what it says: the script need not be kept.
#[derive(Clone, Debug, Default)]
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
    /// What it consists of.
    pub(super) content: Content,
    /// Whether it is an entry point, if somebody says so.
    pub(super) entry: Option<bool>,
    /// The URIs among `starts` of what it executes and comes back from.
    pub(super) nests: Vec<Text<'static>>,
    /// The names of its labels, sorted.
    pub(super) labels: Vec<Vec<u8>>,
    /// The labels that it jumps to and does not have.
    pub(super) lost: Vec<Vec<u8>>,
    /// The starts that depend on settings which it does not set itself.
    pub(super) computed: Vec<Pattern>,
    /// The values that it gives settings, as far as all are known.
    pub(super) gives: Vec<(Vec<u8>, Vec<Text<'static>>)>,
}

/// What a script consists of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Content {
    /// It is no script.
    #[default]
    Other,
    /// Commands.
    Commands,
    /// Commands, and lines that a template has yet to fill in, which may start anything.
    Template,
}

impl Content {
    fn of(cx: &Model<'_, '_>) -> Self {
        let mut unnamed = cx.invocations_that_may(&|_| false);
        let is_template = unnamed.any(|(command, _)| command.name().is_some_and(ipxe_syntax::Word::has_hole));
        if is_template { Self::Template } else { Self::Commands }
    }
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
        let destinations = Destinations::new(cx);
        Self {
            starts: starts(&destinations),
            nests: nests(&destinations),
            computed: computed(&destinations),
            gives: destinations.given(),
            sets: cx.written().names().to_owned_names(),
            misses,
            sources: HiddenSources::of(cx),
            leaves_images_to: left_images::given_to(cx),
            takes_images: left_images::taking(cx).next().is_some(),
            configures_network: any_interface::configuring(cx).next().is_some(),
            content: Content::of(cx),
            entry: entry(cx),
            labels: labels(cx),
            lost: lost(cx),
        }
    }

    /// Whether other scripts may make a difference to what is found in it, by the settings that they set.
    #[must_use]
    pub fn misses_settings(&self) -> bool {
        !self.misses.is_empty()
    }
}

/// Whether the script is an entry point, if somebody says so.
fn entry(cx: &Model<'_, '_>) -> Option<bool> {
    let Standing { role, evidence } = cx.standing();
    (*evidence == Evidence::Stated).then_some(*role == Role::EntryPoint)
}

/// The labels that it jumps to by name and does not have. To find where computed jumps never get would take the whole analysis.
fn lost(cx: &Model<'_, '_>) -> Vec<Vec<u8>> {
    let lost = cx.jumps().filter(|jump| !cx.flow.may_jump(jump.command.id()));
    lost.filter_map(|jump| Some(jump.target.as_known()?.to_vec())).collect()
}

fn labels(cx: &Model<'_, '_>) -> Vec<Vec<u8>> {
    let mut labels: Vec<Vec<u8>> = cx.script.labels().map(|label| label.name().to_vec()).collect();
    labels.sort_unstable();
    labels
}

/// The words with URIs of what may be executed, or is loaded and may be executed later.
fn starting<'c, 'a, 's>(cx: &'c Model<'a, 's>) -> impl Iterator<Item = &'c UriWord<'a, 's>> {
    let may_start = |role| matches!(role, catalog::Role::Uri | catalog::Role::ImageOrUri);
    cx.uris().iter().filter(move |uri| may_start(uri.role))
}

/// Texts, each once.
fn distinct(texts: impl Iterator<Item = Text<'static>>) -> Vec<Text<'static>> {
    let mut seen: HashSet<Text<'static>> = HashSet::default();
    texts.filter(|text| seen.insert(text.clone())).take(STARTS).collect()
}

/// The URIs of what it may start.
fn starts(destinations: &Destinations<'_, '_, '_>) -> Vec<Text<'static>> {
    distinct(starting(destinations.cx).flat_map(|uri| destinations.of(uri.word)))
}

/// The URIs of what it executes, and goes on inside of.
fn nests(destinations: &Destinations<'_, '_, '_>) -> Vec<Text<'static>> {
    let nests = |uri: &&UriWord<'_, '_>| {
        let operation = destinations.cx.flow.invocation(uri.command.id()).and_then(Invocation::operation);
        matches!(operation, Some(Operation::Execute(how)) if !how.replace)
    };
    distinct(starting(destinations.cx).filter(nests).flat_map(|uri| destinations.of(uri.word)))
}

/// The starts that depend on what the script does not set.
fn computed(destinations: &Destinations<'_, '_, '_>) -> Vec<Pattern> {
    let mut seen: HashSet<Pattern> = HashSet::default();
    let patterns = starting(destinations.cx).filter_map(|uri| destinations.pattern(uri.word));
    patterns.filter(|pattern| seen.insert(pattern.clone())).take(STARTS).collect()
}
