//! Which commands can run on which platform, as far as `iseq ${platform} …` tells.

use ipxe_catalog::{Implementation, Platform, PlatformSet};
use ipxe_flow::{CommandSet, Edge};
use ipxe_syntax::{Command, CommandId, Segment, Word};

use crate::context::Context;

/// For each platform in view, which commands can run there.
pub(crate) struct PlatformReach {
    reached: Vec<(Platform, CommandSet)>,
}

impl PlatformReach {
    /// Walks through the script once per platform in view: linear.
    pub(crate) fn new(cx: &Context<'_, '_>) -> Self {
        let runs_on = |platform: Platform| {
            cx.flow.reachable_along(|id, edge| {
                let skipped = cx.script.command(id).and_then(|command| skipped_edge(cx, command, platform));
                skipped != Some(edge)
            })
        };
        let platforms = cx.catalog.target().platforms();
        Self { reached: platforms.iter().map(|platform| (platform, runs_on(platform))).collect() }
    }

    /// The platforms on which the command can run.
    pub(crate) fn of(&self, command: CommandId) -> PlatformSet {
        let reaching = self.reached.iter().filter(|(_, reached)| reached.contains(command));
        reaching.map(|(platform, _)| *platform).collect()
    }
}

/// The edge behind a comparison with `${platform}` that is never taken on a platform.
fn skipped_edge(cx: &Context<'_, '_>, command: Command<'_, '_>, platform: Platform) -> Option<Edge> {
    let form = cx.flow.invocation(command.id())?.form()?;
    if form.implementation != Implementation::Iseq {
        return None;
    }
    let mut words = command.arguments();
    let (left, right) = (words.next()?, words.next()?);
    let other = match (is_platform(left), is_platform(right)) {
        (true, false) => right.as_literal(),
        (false, true) => left.as_literal(),
        _ => None,
    }?;
    Some(if other == platform.to_string().as_bytes() { Edge::Failure } else { Edge::Success })
}

/// `${platform}`, and nothing else.
fn is_platform(word: Word<'_, '_>) -> bool {
    let mut segments = word.segments();
    let (Some(Segment::Expansion(expansion)), None) = (segments.next(), segments.next()) else {
        return false;
    };
    let is_builtin = expansion.scope().is_none_or(|scope| scope.as_literal() == Some(b"builtin"));
    is_builtin && expansion.name().as_literal() == Some(b"platform")
}
