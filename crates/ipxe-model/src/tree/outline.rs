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

/// The maximum number of scripts that one script starts; the rest is ignored.
const STARTS: usize = 1 << 14;

/// The relations of a script to others: which ones it may start, which settings it sets, and which it uses but does not
/// set. It is small and owns its data, so the script need not be kept.
#[derive(Clone, Debug, Default)]
pub struct Outline {
    /// The URIs of the scripts that it may start, as far as they are known, each once.
    pub(super) starts: Vec<Text<'static>>,
    /// The settings that it may set.
    pub(super) sets: OwnedNames,
    /// The settings, `[scope/]name`, that it uses, and that have no known origin.
    pub(super) misses: Vec<Vec<u8>>,
    /// Unknown sources of settings.
    pub(super) sources: HiddenSources,
    /// The URIs among `starts` of scripts that it may start with images loaded that these did not load.
    pub(super) leaves_images_to: Vec<Text<'static>>,
    /// Whether it boots a kernel with images from before the script.
    pub(super) takes_images: bool,
    /// Whether it configures the network on any interface.
    pub(super) configures_network: bool,
    /// Its content.
    pub(super) content: Content,
    /// Whether it is an entry point, if that is stated.
    pub(super) entry: Option<bool>,
    /// The URIs among `starts` of the scripts that it executes and that return to it.
    pub(super) nests: Vec<Text<'static>>,
    /// The names of its labels, sorted.
    pub(super) labels: Vec<Vec<u8>>,
    /// The labels that it jumps to and does not define.
    pub(super) lost: Vec<Vec<u8>>,
    /// The starts that depend on settings which it does not set itself.
    pub(super) computed: Vec<Pattern>,
    /// The values that it gives settings, if all are known.
    pub(super) gives: Vec<(Vec<u8>, Vec<Text<'static>>)>,
}

/// The content of a script.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Content {
    /// It is not a script.
    #[default]
    Other,
    /// Commands.
    Commands,
    /// Commands, and lines with template markup, which may start anything.
    Template,
}

impl Content {
    fn of(cx: &Model<'_, '_>) -> Self {
        let mut unnamed = cx.invocations_that_may(&|_| false);
        let is_template = unnamed.any(|(command, _)| command.name().is_some_and(ipxe_syntax::Word::has_hole));
        if is_template { Self::Template } else { Self::Commands }
    }
}

/// Unknown sources of a script's settings, and of those that it starts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum HiddenSources {
    /// There is no sign of such a source.
    #[default]
    None,
    /// Other scripts start it, by evidence in the script or as stated.
    Callers,
    /// It reads files that may set something, and continues.
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
    /// The outline of a script. Time and memory are linear in the script's length.
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

    /// Whether settings that other scripts set may affect the findings in it.
    #[must_use]
    pub fn misses_settings(&self) -> bool {
        !self.misses.is_empty()
    }
}

/// Whether the script is an entry point, if that is stated.
fn entry(cx: &Model<'_, '_>) -> Option<bool> {
    let Standing { role, evidence } = cx.standing();
    (*evidence == Evidence::Stated).then_some(*role == Role::EntryPoint)
}

/// The labels that it jumps to by literal name and does not define. Those of computed jumps would require the analysis.
fn lost(cx: &Model<'_, '_>) -> Vec<Vec<u8>> {
    let lost = cx.jumps().filter(|jump| !cx.flow.may_jump(jump.command.id()));
    lost.filter_map(|jump| Some(jump.target.as_known()?.to_vec())).collect()
}

fn labels(cx: &Model<'_, '_>) -> Vec<Vec<u8>> {
    let mut labels: Vec<Vec<u8>> = cx.script.labels().map(|label| label.name().to_vec()).collect();
    labels.sort_unstable();
    labels
}

/// The words with URIs of scripts that may be executed, at once or later.
fn starting<'c, 'a, 's>(cx: &'c Model<'a, 's>) -> impl Iterator<Item = &'c UriWord<'a, 's>> {
    let may_start = |role| matches!(role, catalog::Role::Uri | catalog::Role::ImageOrUri);
    cx.uris().iter().filter(move |uri| may_start(uri.role))
}

/// Texts, each once.
fn distinct(texts: impl Iterator<Item = Text<'static>>) -> Vec<Text<'static>> {
    let mut seen: HashSet<Text<'static>> = HashSet::default();
    texts.filter(|text| seen.insert(text.clone())).take(STARTS).collect()
}

/// The URIs of the scripts that it may start.
fn starts(destinations: &Destinations<'_, '_, '_>) -> Vec<Text<'static>> {
    distinct(starting(destinations.cx).flat_map(|uri| destinations.of(uri.word)))
}

/// The URIs of the scripts that it executes and that return to it.
fn nests(destinations: &Destinations<'_, '_, '_>) -> Vec<Text<'static>> {
    let nests = |uri: &&UriWord<'_, '_>| {
        let operation = destinations.cx.flow.invocation(uri.command.id()).and_then(Invocation::operation);
        matches!(operation, Some(Operation::Execute(how)) if !how.replace)
    };
    distinct(starting(destinations.cx).filter(nests).flat_map(|uri| destinations.of(uri.word)))
}

/// The starts that depend on settings which the script does not set.
fn computed(destinations: &Destinations<'_, '_, '_>) -> Vec<Pattern> {
    let mut seen: HashSet<Pattern> = HashSet::default();
    let patterns = starting(destinations.cx).filter_map(|uri| destinations.pattern(uri.word));
    patterns.filter(|pattern| seen.insert(pattern.clone())).take(STARTS).collect()
}
