//! Which commands can run on which platform.

use std::cell::OnceCell;

use ipxe_catalog::{Implementation, Platform, PlatformSet};
use ipxe_syntax::{Command, CommandId};

use crate::{
    analysis::Analysis,
    graph::{CommandSet, Edge},
    reach::Model,
};

/// For each platform of the target, which commands can run there.
pub struct PlatformReach {
    reached: Vec<(PlatformSet, CommandSet)>,
}

impl PlatformReach {
    /// The platforms on which the command can run.
    #[must_use]
    pub fn of(&self, command: CommandId) -> PlatformSet {
        let reached = self.reached.iter().filter(|(_, reached)| reached.contains(command));
        reached.flat_map(|(platforms, _)| platforms.iter()).collect()
    }
}

/// What is known of a script on machines of some platforms, where nobody sits at a shell.
type Unattended<'a, 's> = (PlatformSet, Analysis<'a, 's>);

/// The analyses by platform; one for all of them if the script does not ask what it runs on, and none if there is no
/// shell, either: then they are all the model's own.
#[derive(Default)]
pub(super) struct Machines<'a, 's>(OnceCell<Vec<Unattended<'a, 's>>>);

impl<'a, 's> Model<'a, 's> {
    /// Which commands can run on which platform, without somebody at a shell.
    ///
    /// The script is analysed once more for each platform of the target, if it asks which one it runs on.
    pub fn platform_reach(&self) -> &PlatformReach {
        self.platform_reach.get_or_init(|| {
            let reached = |analysis: &Analysis<'a, 's>| {
                let commands = self.script.commands().map(Command::id);
                commands.filter(|command| analysis.is_reachable(*command)).collect()
            };
            let everywhere = self.catalog.target().platforms();
            let reached = match self.unattended() {
                [] => vec![(everywhere, reached(self.analysis()))],
                apart => apart.iter().map(|(on, analysis)| (*on, reached(analysis))).collect(),
            };
            PlatformReach { reached }
        })
    }

    /// As [`platform_reach`](Self::platform_reach), but commands are only left along the edges that `follow` admits on
    /// a platform.
    pub fn platform_reach_along(&self, follow: impl Fn(Platform, CommandId, Edge) -> bool) -> PlatformReach {
        let reached = self.catalog.target().platforms().iter().map(|platform| {
            let reached = self.analysis_on(platform).reachable_along(|id, edge| follow(platform, id, edge));
            ([platform].into_iter().collect(), reached)
        });
        PlatformReach { reached: reached.collect() }
    }

    /// What is known on machines of a platform of the target, without somebody at a shell.
    pub fn analysis_on(&self, platform: Platform) -> &Analysis<'a, 's> {
        let found = self.unattended().iter().find(|(platforms, _)| platforms.contains(platform));
        found.map_or_else(|| self.analysis(), |(_, analysis)| analysis)
    }

    fn unattended(&self) -> &[Unattended<'a, 's>] {
        self.machines.0.get_or_init(|| {
            let target = self.catalog.target();
            let assumptions = || self.analysis().assumptions().clone().unattended();
            let analysis = |assumptions| Analysis::new(self.script, self.flow, self.catalog, assumptions);
            if !self.asks_for_machine() {
                let has_shell = self.invocations_of(Implementation::Shell).next().is_some();
                return has_shell
                    .then(|| (target.platforms(), analysis(assumptions())))
                    .into_iter()
                    .collect();
            }
            let analysis_on = |platform| {
                let archs = target.machines().arches(platform).iter();
                ([platform].into_iter().collect(), analysis(assumptions().on(platform, archs)))
            };
            target.platforms().iter().map(analysis_on).collect()
        })
    }

    /// Whether the script may ask what machine it runs on.
    fn asks_for_machine(&self) -> bool {
        let holds = |name: &[u8], asked: &[u8]| memchr::memmem::find(name, asked).is_some();
        let asks = |name: &[u8]| holds(name, b"platform") || holds(name, b"buildarch");
        self.script.expansions().any(|expansion| expansion.inside().as_literal().is_none_or(asks))
    }
}
