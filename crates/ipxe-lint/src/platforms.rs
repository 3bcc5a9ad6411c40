//! Which commands can run on which platform, as far as `iseq ${platform} …` tells.

use ipxe_catalog::{Implementation, Platform, PlatformSet};
use ipxe_engine::Text;
use ipxe_flow::{Edge, Node};
use ipxe_syntax::{Command, CommandId, Segment, Word};

use crate::context::Context;

/// For each platform in view, which commands can run there.
pub(crate) struct PlatformReach {
    reached: Vec<(Platform, Vec<bool>)>,
}

impl PlatformReach {
    /// Walks through the script once per platform in view: linear.
    pub(crate) fn new(cx: &Context<'_, '_>) -> Self {
        let labelled = labelled_commands(cx);
        let platforms = cx.catalog.target().platforms();
        let reached = platforms.iter().map(|platform| (platform, walk(cx, platform, &labelled))).collect();
        Self { reached }
    }

    /// The platforms on which the command can run.
    pub(crate) fn of(&self, command: CommandId) -> PlatformSet {
        let reaches = |reached: &[bool]| reached.get(command.index()).copied().unwrap_or_default();
        self.reached.iter().filter(|(_, reached)| reaches(reached)).map(|(platform, _)| *platform).collect()
    }
}

/// The commands at labels: where a computed `goto` may go.
fn labelled_commands(cx: &Context<'_, '_>) -> Vec<CommandId> {
    let mut commands = Vec::new();
    let mut is_labelled = false;
    for line in cx.script.lines() {
        is_labelled |= line.label().is_some();
        if let Some(first) = line.commands().next().filter(|_| is_labelled) {
            commands.push(first.id());
            is_labelled = false;
        }
    }
    commands
}

fn walk(cx: &Context<'_, '_>, platform: Platform, labelled: &[CommandId]) -> Vec<bool> {
    let mut reached = vec![false; cx.script.commands().len()];
    let mut open: Vec<CommandId> = cx.script.commands().next().map(Command::id).into_iter().collect();
    let mut has_jumped_anywhere = false;
    while let Some(id) = open.pop() {
        let Some(seen) = reached.get_mut(id.index()) else { continue };
        if std::mem::replace(seen, true) {
            continue;
        }
        let Some(command) = cx.script.command(id) else { continue };
        if is_computed_jump(cx, id) {
            // One such command may go to any label; so may all, and the labels are visited once.
            if !std::mem::replace(&mut has_jumped_anywhere, true) {
                open.extend(labelled);
            }
            open.extend(next_on_line(cx, command));
            continue;
        }
        let skipped = skipped_edge(cx, command, platform);
        open.extend(cx.flow.successors(Node::Command(id)).filter_map(|(edge, node)| match node {
            Node::Command(next) if Some(edge) != skipped => Some(next),
            _ => None,
        }));
    }
    reached
}

fn is_computed_jump(cx: &Context<'_, '_>, id: CommandId) -> bool {
    cx.flow.invocation(id).is_some_and(|invocation| {
        invocation.form().is_some_and(|form| form.implementation == Implementation::Goto)
            && !invocation.words().iter().all(Text::is_known)
    })
}

fn next_on_line(cx: &Context<'_, '_>, command: Command<'_, '_>) -> Option<CommandId> {
    let next = u32::try_from(command.id().index() + 1).ok()?;
    let next = cx.script.command(CommandId::new(next))?;
    (next.line_id() == command.line_id()).then_some(next.id())
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
