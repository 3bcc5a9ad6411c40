//! Which commands can run on which platform.

use std::cell::OnceCell;

use ipxe_catalog::{Implementation, Platform, PlatformSet};
use ipxe_syntax::CommandId;

use crate::{
    analysis::Analysis,
    graph::{CommandSet, Edge},
    reach::Model,
};

/// For each platform of the target, which commands can run there.
pub struct PlatformReach {
    reached: Vec<(Platform, CommandSet)>,
}

impl PlatformReach {
    /// The platforms on which the command can run.
    #[must_use]
    pub fn of(&self, command: CommandId) -> PlatformSet {
        let reached = self.reached.iter().filter(|(_, reached)| reached.contains(command));
        reached.map(|(platform, _)| *platform).collect()
    }
}

/// Per platform, what is known of the script on machines that have it.
#[derive(Default)]
pub(super) struct Machines<'a, 's>(OnceCell<Vec<(Platform, Analysis<'a, 's>)>>);

impl<'a, 's> Model<'a, 's> {
    /// Which commands can run on which platform, without somebody at a shell.
    ///
    /// The script is analysed once more for each platform of the target, if it asks which one it runs on.
    pub fn platform_reach(&self) -> &PlatformReach {
        self.platform_reach.get_or_init(|| self.platform_reach_along(|_, _, _| true))
    }

    /// As [`platform_reach`](Self::platform_reach), but commands are only left along the edges that `follow` admits on
    /// a platform. Takes as long as an analysis per platform.
    pub fn platform_reach_along(&self, follow: impl Fn(Platform, CommandId, Edge) -> bool) -> PlatformReach {
        let reached = |platform| {
            let is_shell = |command| {
                self.form_of(command).is_some_and(|form| form.implementation == Implementation::Shell)
            };
            let follow = |command, edge| follow(platform, command, edge) && !is_shell(command);
            (platform, self.analysis_on(platform).reachable_along(follow))
        };
        PlatformReach { reached: self.catalog.target().platforms().iter().map(reached).collect() }
    }

    /// What is known on machines of a platform of the target.
    pub fn analysis_on(&self, platform: Platform) -> &Analysis<'a, 's> {
        let machines = self.machines.0.get_or_init(|| self.analyses_by_platform());
        let found = machines.iter().find(|(known, _)| *known == platform);
        found.map_or_else(|| self.analysis(), |(_, analysis)| analysis)
    }

    fn analyses_by_platform(&self) -> Vec<(Platform, Analysis<'a, 's>)> {
        let target = self.catalog.target();
        if !self.asks_for_machine() {
            return Vec::new();
        }
        let analysis_on = |platform| {
            let archs = target.machines().arches(platform).iter();
            let assumptions = self.analysis().assumptions().clone().on(platform, archs);
            (platform, Analysis::new(self.script, self.flow, self.catalog, assumptions))
        };
        target.platforms().iter().map(analysis_on).collect()
    }

    /// Whether the script may ask what machine it runs on.
    fn asks_for_machine(&self) -> bool {
        let asks = |name: Option<&[u8]>| {
            name.is_none_or(|name| {
                ["platform", "buildarch"]
                    .iter()
                    .any(|asked| memchr::memmem::find(name, asked.as_bytes()).is_some())
            })
        };
        self.script.expansions().any(|expansion| asks(expansion.inside().as_literal()))
    }
}
