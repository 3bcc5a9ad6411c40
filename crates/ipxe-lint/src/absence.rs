//! Saying that some machines lack a part of iPXE.

use ipxe_catalog::{Actions, Alternative, Availability, Build, Catalog, MachineSet, Platform, Target};
use ipxe_syntax::{Command, CommandId, Span};

use crate::{Diagnostic, Level, RuleId, context::Context};
use ipxe_model::{
    graph::{CommandSet, Edge, Node},
    images::passed_over::is_passed_over,
    reach::platforms::PlatformReach,
};

/// As many further uses are pointed at; more are counted.
const LABELLED: usize = 3;

/// Something that machines may lack, and where a script uses it.
pub(crate) struct Part<'a, 's> {
    /// What happens where it is missing, without an ending.
    pub(crate) failure: &'static str,
    pub(crate) build: &'static Build,
    pub(crate) uses: Vec<Use<'a, 's>>,
}

/// Where a script uses a part.
pub(crate) struct Use<'a, 's> {
    /// What it uses, for a sentence: ``command `ping` ``.
    pub(crate) what: String,
    pub(crate) command: Command<'a, 's>,
    pub(crate) span: Span,
}

/// Whether nothing is booted where the command fails: the script cannot do without it.
fn is_needed(cx: &Context<'_, '_>, command: Command<'_, '_>) -> bool {
    let failed = cx.flow.successors(Node::Command(command.id())).filter(|(edge, _)| *edge == Edge::Failure);
    let starts = failed.filter_map(|(_, node)| match node {
        Node::Command(next) => Some(next),
        _ => None,
    });
    let reached = cx.flow.reachable_from(starts);
    let boots = Actions::BOOTS.union(Actions::EXECUTES).union(Actions::RUNS_COMMANDS);
    !cx.script.commands().any(|other| {
        reached.contains(other.id())
            && cx.form(other).is_some_and(|form| form.effects.actions.intersects(boots))
    })
}

impl Part<'_, '_> {
    /// A finding if machines on which the script gets that far, as `runs_on` says, lack the part. A script that handles the
    /// failure may do so for their sake.
    pub(crate) fn report(
        &self,
        rule: RuleId,
        cx: &Context<'_, '_>,
        runs_on: &dyn Fn(CommandId, Platform) -> bool,
    ) -> Option<Diagnostic> {
        let probed = self.probed(cx);
        let runs_on = |command, platform| {
            runs_on(command, platform) && probed.as_ref().is_none_or(|reach| reach.has(command, platform))
        };
        let availability = cx.catalog.availability(self.build);
        let is_nowhere = matches!(availability, Availability::Nowhere { .. });
        let off = availability.off();
        let lacking = |used: &Use<'_, '_>| off.filter(|platform, _| runs_on(used.command.id(), platform));
        let is_lacked =
            |used: &Use<'_, '_>| off.platforms().iter().any(|platform| runs_on(used.command.id(), platform));
        // Whoever goes on all the same may well do so for the sake of those that lack it.
        let matters = |used: &&Use<'_, '_>| !is_passed_over(cx, used.command.id()) && is_lacked(used);
        let uses: Vec<_> = self.uses.iter().filter(matters).collect();
        let is_fatal = |used: &&&Use<'_, '_>| cx.flow.failure_is_fatal(used.command.id());
        let fatal: Vec<_> = uses.iter().filter(is_fatal).copied().collect();
        let fatal_is_empty = fatal.is_empty();
        let (level, uses) = match (is_nowhere, fatal_is_empty) {
            (true, false) => (Level::Error, fatal),
            (false, false) => (Level::Warning, fatal),
            (true, true) if self.is_elsewhere(cx) && uses.iter().any(|used| is_needed(cx, used.command)) => {
                (Level::Warning, uses)
            }
            (true, true) => (Level::Advice, uses),
            (false, true) => return None,
        };
        let ends = !fatal_is_empty && level != Level::Advice;
        let (first, more) = uses.split_first()?;
        let ending = if ends { ", and the script ends here" } else { "" };
        let label = format!("{}{ending}", self.failure);
        let message = message(cx, &first.what, (!is_nowhere).then(|| lacking(first)));
        let finding = Diagnostic::new(rule, first.span, message, label).at_level(level).help(self.help(ends));
        let here_too = |finding: Diagnostic, used: &&Use<'_, '_>| {
            let text =
                if used.what == first.what { "here, too".to_owned() } else { format!("{}, too", used.what) };
            finding.and_label(used.span, text)
        };
        Some(more.iter().take(LABELLED).fold(finding, here_too))
    }

    /// Where the script gets to if whatever needs the part fails where it is missing, and some of that is handled: who
    /// tries first whether it is there does not come to what needs it.
    fn probed<'m>(&self, cx: &'m Context<'_, '_>) -> Option<PlatformReach<'m>> {
        let uses = self.uses.iter().map(|used| used.command.id());
        let probes: Vec<_> = uses.filter(|id| !cx.flow.failure_is_fatal(*id)).collect();
        if probes.is_empty() || probes.len() == self.uses.len() {
            return None;
        }
        let probes: CommandSet = probes.into_iter().collect();
        let off = cx.catalog.availability(self.build).off().platforms();
        Some(cx.platform_reach_along(move |platform, command, edge| {
            edge != Edge::Success || !off.contains(platform) || !probes.contains(command)
        }))
    }

    /// Whether other machines than those in view have it in the stock build: who uses a part that none has, has a build
    /// of their own.
    fn is_elsewhere(&self, cx: &Context<'_, '_>) -> bool {
        let anywhere = Catalog::new(Target::default().with_release(cx.catalog.target().release()));
        !matches!(anywhere.availability(self.build), Availability::Nowhere { .. })
    }

    fn help(&self, ends: bool) -> String {
        let ways: Vec<String> = self.build.alternatives.iter().map(way_to_have).collect();
        let guard = if ends { "; or handle the failure with `||`" } else { "" };
        match ways.split_first() {
            None => format!("no build option turns it on{guard}"),
            Some((first, rest)) => {
                let ways = rest.iter().fold(first.clone(), |ways, way| format!("{ways} or {way}"));
                format!("build iPXE with {ways} (if yours is, add that to the target's build options){guard}")
            }
        }
    }
}

/// The options that it takes: `` `A` and one of `B`, `C` ``.
fn way_to_have(way: &Alternative) -> String {
    way.one_of().fold(format!("`{way}`"), |text, options| {
        let options: Vec<_> = options.iter().map(|option| format!("`{option}`")).collect();
        format!("{text} and one of {}", options.join(", "))
    })
}

fn message(cx: &Context<'_, '_>, what: &str, lacking: Option<MachineSet>) -> String {
    let target = cx.catalog.target();
    let build = if target.options().next().is_none() { "the stock build" } else { "this build" };
    let machines = lacking.map(|machines| format!(" for {machines}")).unwrap_or_default();
    format!("{what} is not in {build} of iPXE {}{machines}", target.version())
}
