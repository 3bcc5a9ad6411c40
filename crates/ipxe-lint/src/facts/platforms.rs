//! Which commands can run on which platform, as far as `iseq ${platform} …` tells.

use ipxe_catalog::{Platform, PlatformSet, Returns};
use ipxe_flow::{CommandSet, Edge};
use ipxe_syntax::{Command, CommandId};

use crate::{context::Context, facts::comparison::Comparison};

/// For each platform in view, which commands can run there.
pub(crate) struct PlatformReach {
    reached: Vec<(Platform, CommandSet)>,
}

impl PlatformReach {
    /// Walks through the script once per platform in view: linear.
    pub(crate) fn new(cx: &Context<'_, '_>) -> Self {
        Self::along(cx, |_, _| true)
    }

    /// As [`new`](Self::new), as if what is executed never came back with success: true of all but scripts.
    pub(crate) fn without_returns(cx: &Context<'_, '_>) -> Self {
        Self::along(cx, |id, edge| {
            let returns = cx.form_of(id).map(|form| form.effects.returns);
            edge != Edge::Success || returns != Some(Returns::AfterExecution)
        })
    }

    fn along(cx: &Context<'_, '_>, follow: impl Fn(CommandId, Edge) -> bool) -> Self {
        let runs_on = |platform: Platform| {
            cx.flow.reachable_along(|id, edge| {
                let skipped = cx.script.command(id).and_then(|command| skipped_edge(cx, command, platform));
                skipped != Some(edge) && follow(id, edge)
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

/// The edge behind a comparison with `${platform}` or `${buildarch}` that is never taken on a platform.
fn skipped_edge<'a, 's>(cx: &Context<'a, 's>, command: Command<'a, 's>, platform: Platform) -> Option<Edge> {
    let comparison = Comparison::of(cx, command)?;
    if comparison.is_builtin(b"platform") {
        let is_equal = comparison.text == platform.name().as_bytes();
        return Some(if is_equal { Edge::Failure } else { Edge::Success });
    }
    let arch = std::str::from_utf8(comparison.text).ok()?.parse().ok()?;
    let is_built = cx.catalog.target().machines().contains(platform, arch);
    (comparison.is_builtin(b"buildarch") && !is_built).then_some(Edge::Success)
}
