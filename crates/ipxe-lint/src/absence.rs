//! Findings about parts of iPXE that some machines lack.

use ipxe_catalog::{Actions, Alternative, Availability, Build, Catalog, MachineSet, Platform, Target};
use ipxe_syntax::{Command, CommandId, Span};

use crate::{Diagnostic, Level, RuleId, context::Context};
use ipxe_model::{
    graph::{CommandSet, Edge, Node},
    images::passed_over::is_passed_over,
    reach::platforms::PlatformReach,
};

/// Maximum number of further uses that a finding points at; the rest are only counted.
const LABELLED: usize = 3;

/// A part of iPXE that machines may lack, and its uses in a script.
pub(crate) struct Part<'a, 's> {
    /// The consequence if it is missing, without a full stop.
    pub(crate) failure: &'static str,
    pub(crate) build: &'static Build,
    pub(crate) uses: Vec<Use<'a, 's>>,
}

/// A use of the part in a script.
pub(crate) struct Use<'a, 's> {
    /// The used feature, for a sentence: ``command `ping` ``.
    pub(crate) what: String,
    pub(crate) command: Command<'a, 's>,
    pub(crate) span: Span,
}

/// Whether nothing boots if the command fails: the script cannot continue without it.
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

/// The result for one part.
struct Lack<'p, 'a, 's> {
    part: &'p Part<'a, 's>,
    level: Level,
    /// The uses that fail; at least one.
    uses: Vec<&'p Use<'a, 's>>,
    /// The machines that lack it, unless all do.
    lacking: Option<MachineSet>,
    /// Whether the script ends if it is missing.
    ends: bool,
}

/// Findings for the parts that machines lack which reach the command, according to `runs_on`. A script that handles the
/// failure may do so for these machines.
///
/// The author of a script that others start rarely chooses the iPXE that executes it. If no iPXE is stated, everything
/// that the stock build lacks is a single advice.
pub(crate) fn report(
    parts: &[&Part<'_, '_>],
    rule: RuleId,
    cx: &Context<'_, '_>,
    runs_on: &dyn Fn(CommandId, Platform) -> bool,
) -> Vec<Diagnostic> {
    let mut lacks: Vec<Lack<'_, '_, '_>> = parts.iter().filter_map(|part| part.lack(cx, runs_on)).collect();
    if is_stated(cx) || !cx.standing().is_open() {
        return lacks.iter().map(|lack| lack.report(rule, cx)).collect();
    }
    lacks.sort_by_key(|lack| lack.uses.first().map(|used| used.span.start()));
    lacks.split_first().map(|(first, more)| first.report_for_another(more, rule, cx)).into_iter().collect()
}

/// Whether the target states how its iPXE is built.
fn is_stated(cx: &Context<'_, '_>) -> bool {
    cx.catalog.target().options().next().is_some()
}

impl<'a, 's> Part<'a, 's> {
    fn lack<'p>(
        &'p self,
        cx: &Context<'_, '_>,
        runs_on: &dyn Fn(CommandId, Platform) -> bool,
    ) -> Option<Lack<'p, 'a, 's>> {
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
        // A script that continues anyway may do so for the machines that lack it.
        let is_fatal = |used: &Use<'_, '_>| cx.flow.failure_is_fatal(used.command.id());
        let matters = |used: &&Use<'_, '_>| {
            (is_nowhere || is_fatal(used)) && !is_passed_over(cx, used.command.id()) && is_lacked(used)
        };
        let uses: Vec<_> = self.uses.iter().filter(matters).collect();
        let fatal: Vec<_> = uses.iter().copied().filter(|used| is_fatal(used)).collect();
        let ends = !fatal.is_empty();
        let (level, uses) = match (is_nowhere, ends) {
            (true, true) if self.is_sure(cx) => (Level::Error, fatal),
            (_, true) => (Level::Warning, fatal),
            (true, false) if self.is_elsewhere(cx) && uses.iter().any(|used| is_needed(cx, used.command)) => {
                (Level::Warning, uses)
            }
            (true, false) => (Level::Advice, uses),
            (false, false) => return None,
        };
        let lacking = (!is_nowhere).then(|| uses.first().map(|first| lacking(first))).flatten();
        (!uses.is_empty()).then_some(Lack { part: self, level, uses, lacking, ends })
    }

    /// Whether the part is certainly missing, and not only from a build that is assumed.
    fn is_sure(&self, cx: &Context<'_, '_>) -> bool {
        is_stated(cx) || self.build.alternatives.is_empty()
    }

    /// The commands that are reachable if everything that needs the part fails on builds without it, and some of these
    /// failures are handled: a script that first tests for the part does not reach the later uses.
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

    /// Whether other machines than the target's have it in the stock build. If no stock build has a part, a script that
    /// uses it is for a custom build.
    fn is_elsewhere(&self, cx: &Context<'_, '_>) -> bool {
        let anywhere = Catalog::new(Target::default().with_release(cx.catalog.target().release()));
        !matches!(anywhere.availability(self.build), Availability::Nowhere { .. })
    }

    /// The build options that provide it, one text for all alternatives.
    fn ways(&self) -> Option<String> {
        self.build.alternatives.iter().map(way_to_have).reduce(|ways, way| format!("{ways} or {way}"))
    }
}

impl Lack<'_, '_, '_> {
    fn report(&self, rule: RuleId, cx: &Context<'_, '_>) -> Diagnostic {
        let ending = if self.ends { ", and the script ends here" } else { "" };
        let guard = if self.ends { "; or handle the failure with `||`" } else { "" };
        let help = match self.part.ways() {
            None => format!("no build option turns it on{guard}"),
            Some(ways) => {
                format!(
                    "build iPXE with {ways} (if your build has it, add it to the target's build options){guard}"
                )
            }
        };
        let label = format!("{}{ending}", self.part.failure);
        self.finding(&[], label, rule, cx).at_level(self.level).help(help)
    }

    /// One finding for this part and others, in a script that does not choose its build because other scripts start it.
    fn report_for_another(&self, more: &[Self], rule: RuleId, cx: &Context<'_, '_>) -> Diagnostic {
        let label = format!(
            "{}; this script does not choose the build: the scripts that start it do",
            self.part.failure
        );
        let help = match std::iter::once(self)
            .chain(more)
            .filter_map(|lack| lack.part.ways())
            .reduce(|ways, way| format!("{ways}, {way}"))
        {
            None => "no build option turns it on".to_owned(),
            Some(ways) => {
                format!(
                    "if the iPXE that runs this script is built with them, add to the target's build options: {ways}"
                )
            }
        };
        self.finding(more, label, rule, cx).at_level(Level::Advice).help(help).assuming(true)
    }

    /// A finding that points at all uses.
    fn finding(&self, more: &[Self], label: String, rule: RuleId, cx: &Context<'_, '_>) -> Diagnostic {
        let mut uses = std::iter::once(self).chain(more).flat_map(|lack| lack.uses.iter());
        let (what, span) =
            uses.next().map_or(("", Span::default()), |first| (first.what.as_str(), first.span));
        let finding = Diagnostic::new(rule, span, message(cx, what, self.lacking), label);
        let here_too = |finding: Diagnostic, used: &&Use<'_, '_>| {
            let text = if used.what == what { "also here".to_owned() } else { format!("also {}", used.what) };
            finding.and_label(used.span, text)
        };
        uses.take(LABELLED).fold(finding, here_too)
    }
}

/// The required build options: `` `A` and one of `B`, `C` ``.
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
