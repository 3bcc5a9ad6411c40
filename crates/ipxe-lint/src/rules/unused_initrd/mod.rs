//! Initrds with which nothing is booted.

mod late;

use ipxe_catalog::{Actions, CommandForm, Implementation};
use ipxe_model::graph::{CommandSet, Edge};
use ipxe_syntax::{Command, CommandId, Span};

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_model::{
    commands::booting::{booting, may_boot},
    images::{
        executed::{frees_all, leads_to},
        loads::ImageLoad,
    },
};

pub(super) const META: RuleMeta = RuleMeta {
    name: "unused-initrd",
    code: "IPX509",
    summary: "an initrd is loaded, and nothing boots with it",
    level: Level::Warning,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// The maximum number of names of individually freed images that are checked.
const NAMES: usize = 16;

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let initrds: Vec<_> = cx.images().loads().iter().filter(|load| is_initrd(cx, load)).collect();
    let ends = Ends::new(cx);
    if !initrds.is_empty() {
        late::check(cx, out);
    }
    if initrds.is_empty() || ends.is_empty() {
        return;
    }
    let all = Fate::new(cx, &ends, None);
    out.extend(
        initrds.iter().filter(|load| all.is_lost(cx, load.command)).map(|load| report(cx, load, &ends, None)),
    );
    for name in ends.names(cx).iter().take(NAMES) {
        let named = Fate::new(cx, &ends, Some(name));
        let lost = |load: &&&ImageLoad| {
            load.name.as_known() == Some(name)
                && named.is_lost(cx, load.command)
                && !all.is_lost(cx, load.command)
        };
        out.extend(initrds.iter().filter(lost).map(|load| report(cx, load, &ends, Some(name))));
    }
}

/// Whether an image is loaded for a kernel: `imgfetch` may only test whether it exists.
fn is_initrd(cx: &Context<'_, '_>, load: &ImageLoad) -> bool {
    load.is_initrd && load.is_for_boot && cx.flow.is_reachable(load.command)
}

/// The places at which images are freed unused.
struct Ends {
    /// Commands that free images, and those that boot without them.
    commands: Vec<CommandId>,
}

impl Ends {
    fn new(cx: &Context<'_, '_>) -> Self {
        let ends = |form: &CommandForm| {
            matches!(form.implementation, Implementation::Imgfree | Implementation::Sanboot)
        };
        Self { commands: cx.invocations_where(&ends).map(|(command, _)| command.id()).collect() }
    }

    fn is_empty(&self) -> bool {
        self.commands.is_empty()
    }

    /// The names that are freed individually.
    fn names(&self, cx: &Context<'_, '_>) -> Vec<Vec<u8>> {
        let named = |id: &CommandId| {
            let invocation = cx.flow.invocation(*id)?;
            let frees = invocation.form()?.implementation == Implementation::Imgfree;
            Some(invocation.positional(0)?.as_known().filter(|_| frees)?.to_vec())
        };
        let mut names: Vec<_> = self.commands.iter().filter_map(named).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// Whether the command frees all images, or the one with that name.
    fn drops(cx: &Context<'_, '_>, command: CommandId, name: Option<&[u8]>) -> bool {
        let Some(invocation) = cx.flow.invocation(command) else { return false };
        let frees = invocation.form().is_some_and(|form| form.implementation == Implementation::Imgfree);
        let first = invocation.positional(0);
        frees && first.is_none_or(|first| name.is_some() && first.as_known() == name)
    }
}

/// The uses of images.
struct Fate {
    used: CommandSet,
    ended: CommandSet,
}

impl Fate {
    fn new(cx: &Context<'_, '_>, ends: &Ends, name: Option<&[u8]>) -> Self {
        let uses = booting(cx).filter(|command| uses_images(cx, *command)).map(Command::id).chain(asking(cx));
        let used =
            cx.flow.reaching_along(uses, |id, edge| edge != Edge::Success || !Ends::drops(cx, id, name));
        let boots_without = |id: &CommandId| {
            Ends::drops(cx, *id, name)
                || cx.form_of(*id).is_some_and(|form| form.implementation == Implementation::Sanboot)
        };
        let ended = cx.flow.reaching(ends.commands.iter().copied().filter(boots_without));
        Self { used, ended }
    }

    /// Whether the image that this loads is certainly unused, and freed.
    fn is_lost(&self, cx: &Context<'_, '_>, load: CommandId) -> bool {
        leads_to(cx, load, &self.ended) && !leads_to(cx, load, &self.used)
    }
}

/// Whether this command uses images, or an image that it runs may.
fn uses_images(cx: &Context<'_, '_>, command: Command<'_, '_>) -> bool {
    let is_san = cx.form(command).is_some_and(|form| form.implementation == Implementation::Sanboot);
    !is_san && may_boot(cx, command)
}

/// The commands that read an image, or use it in another way.
fn asking(cx: &Context<'_, '_>) -> impl Iterator<Item = CommandId> {
    let looks = |form: &CommandForm| {
        form.arguments.iter().any(|argument| argument.role.is_image())
            && !form.effects.actions.intersects(Actions::SELECTS_IMAGE.union(Actions::FREES_IMAGES))
            && !matches!(form.implementation, Implementation::Imgargs | Implementation::Imgfetch)
    };
    cx.invocations_where(&looks).map(|(command, _)| command.id())
}

fn report(cx: &Context<'_, '_>, load: &ImageLoad, ends: &Ends, name: Option<&[u8]>) -> Diagnostic {
    let message = format!("nothing boots with {}", quote(cx.script.slice(load.place)));
    let next =
        ends.commands.get(ends.commands.partition_point(|id| *id <= load.command)).or(ends.commands.first());
    let drops = next.is_some_and(|id| frees_all(cx, *id) || Ends::drops(cx, *id, name));
    let label = if drops {
        "it is downloaded, and freed before a kernel boots"
    } else {
        "a drive is booted, which gets no images"
    };
    let finding = Diagnostic::new(RuleId::UnusedInitrd, load.place, message, label);
    let place = next.and_then(|id| cx.script.command(*id)).map_or(Span::default(), Command::span);
    let text = if drops { "freed here" } else { "booted here" };
    finding.and_label(place, text).help(if drops {
        "move `imgfree` before the first image, or remove it"
    } else {
        "remove it, or boot it with a kernel"
    })
}
