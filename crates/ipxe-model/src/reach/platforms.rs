//! Which commands can run on which platform, as far as `iseq ${platform} …` and `goto ${platform}` tell.

use crate::graph::{CommandSet, Edge};
use ipxe_catalog::{Implementation, Platform, PlatformSet};
use ipxe_language::text::Text;
use ipxe_syntax::{Command, CommandId, Segment, Word};

use crate::{
    commands::{comparison::Comparison, positional_words},
    reach::Model,
};

/// For each platform in view, which commands can run there.
pub struct PlatformReach {
    reached: Vec<(Platform, Vec<CommandSet>)>,
}

/// How many jumps by the name of the platform are followed one after the other.
const ROUNDS: usize = 4;

impl PlatformReach {
    /// Walks through the script once per platform in view: linear. All rules share
    /// [`Model::platform_reach`].
    pub fn new(cx: &Model<'_, '_>) -> Self {
        Self::along(cx, |_, _, _| true)
    }

    /// As [`new`](Self::new), but commands are only left along the edges that `follow` admits on a platform.
    pub fn along(cx: &Model<'_, '_>, follow: impl Fn(Platform, CommandId, Edge) -> bool) -> Self {
        let jumps = platform_jumps(cx);
        let is_jump = |id: CommandId| jumps.binary_search_by_key(&id, |(jump, _)| *jump).is_ok();
        let comparisons = cx.invocations_of(Implementation::Iseq).filter_map(|(command, _)| {
            let comparison = Comparison::of(cx, command)?;
            (comparison.is_builtin(b"platform") || comparison.is_builtin(b"buildarch"))
                .then_some((command.id(), comparison))
        });
        let comparisons: Vec<_> = comparisons.collect();
        let runs_on = |platform: Platform| {
            let skipped = |id: CommandId| {
                let at = comparisons.binary_search_by_key(&id, |(test, _)| *test).ok()?;
                skipped_edge(cx, &comparisons[at].1, platform)
            };
            let goes = |id, edge| {
                skipped(id) != Some(edge)
                    && !(edge == Edge::Jump && is_jump(id))
                    && follow(platform, id, edge)
            };
            let mut reached = vec![cx.flow.reachable_along(goes)];
            for _ in 0..ROUNDS {
                let is_reached = |id: CommandId| reached.iter().any(|reached| reached.contains(id));
                let from = jumps.iter().filter(|(jump, _)| is_reached(*jump));
                let to = from.filter_map(|(_, word)| goal(cx, *word, platform)).filter(|to| !is_reached(*to));
                let starts: Vec<_> = to.collect();
                if starts.is_empty() {
                    break;
                }
                reached.push(cx.flow.reachable_from_along(starts, goes));
            }
            reached
        };
        let platforms = cx.catalog.target().platforms();
        Self { reached: platforms.iter().map(|platform| (platform, runs_on(platform))).collect() }
    }

    /// The platforms on which the command can run.
    #[must_use]
    pub fn of(&self, command: CommandId) -> PlatformSet {
        let is_reached = |reached: &[CommandSet]| reached.iter().any(|reached| reached.contains(command));
        self.reached
            .iter()
            .filter(|(_, reached)| is_reached(reached))
            .map(|(platform, _)| *platform)
            .collect()
    }
}

/// The `goto`s to labels that are spelt out but for the name of the platform.
fn platform_jumps<'a, 's>(cx: &Model<'a, 's>) -> Vec<(CommandId, Word<'a, 's>)> {
    let computed = cx.invocations_of(Implementation::Goto).filter_map(|(jump, invocation)| {
        let word = positional_words(jump, invocation).next()?;
        let is_known = |platform| target(cx, word, platform).is_some();
        (word.as_literal().is_none() && cx.catalog.target().platforms().iter().all(is_known))
            .then_some((jump.id(), word))
    });
    computed.collect()
}

/// What a word says on a platform, if all of it is known.
pub fn target<'a, 's>(cx: &Model<'a, 's>, word: Word<'a, 's>, platform: Platform) -> Option<Vec<u8>> {
    let mut text = Text::default();
    for segment in word.segments() {
        match segment {
            Segment::Literal { text: literal, .. } => text.push_bytes(literal),
            Segment::Expansion(expansion) => match expansion.inside().as_literal() {
                Some(b"platform") if cx.written().names().has(b"platform") => return None,
                Some(b"platform" | b"builtin/platform") => text.push_bytes(platform.name().as_bytes()),
                _ => text.push(&cx.constants().expand(expansion, cx)),
            },
            _ => return None,
        }
    }
    text.as_known().map(<[u8]>::to_vec)
}

/// Where a jump leads on a platform.
fn goal<'a, 's>(cx: &Model<'a, 's>, word: Word<'a, 's>, platform: Platform) -> Option<CommandId> {
    let label = cx.label(&target(cx, word, platform)?)?;
    cx.command_at(label).map(Command::id)
}

/// The edge behind a comparison with `${platform}` or `${buildarch}` that is never taken on a platform.
fn skipped_edge(cx: &Model<'_, '_>, comparison: &Comparison<'_, '_>, platform: Platform) -> Option<Edge> {
    if comparison.is_builtin(b"platform") {
        let is_equal = comparison.text == platform.name().as_bytes();
        return Some(if is_equal { Edge::Failure } else { Edge::Success });
    }
    let arch = std::str::from_utf8(comparison.text).ok()?.parse().ok()?;
    let is_built = cx.catalog.target().machines().contains(platform, arch);
    (!is_built).then_some(Edge::Success)
}
