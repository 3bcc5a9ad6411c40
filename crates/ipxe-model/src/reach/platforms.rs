//! Commands that are reachable on a platform.

use std::cell::OnceCell;

use ipxe_catalog::Platform;
use ipxe_syntax::CommandId;

use crate::{
    analysis::Analysis,
    graph::{CommandSet, Edge},
    reach::Model,
};

/// The commands that are reachable on each platform of the target. A platform's are computed on first use.
pub struct PlatformReach<'m> {
    reached: [OnceCell<CommandSet>; Platform::ALL.len()],
    find: Box<dyn Fn(Platform) -> CommandSet + 'm>,
}

impl PlatformReach<'_> {
    /// Whether the command is reachable on machines of the platform.
    #[must_use]
    pub fn has(&self, command: CommandId, platform: Platform) -> bool {
        let Some(reached) = self.reached.get(platform as usize) else { return false };
        reached.get_or_init(|| (self.find)(platform)).contains(command)
    }
}

/// The analyses of a script that asks for its platform, in the order of [`Platform::ALL`].
#[derive(Default)]
pub(super) struct Machines<'a, 's> {
    asked_for: OnceCell<bool>,
    analyses: [OnceCell<Analysis<'a, 's>>; Platform::ALL.len()],
}

impl<'a, 's> Model<'a, 's> {
    /// The commands that are reachable on each platform of the target, without a user at a shell, along the edges that
    /// `follow` accepts on this platform.
    pub fn platform_reach_along<'m>(
        &'m self,
        follow: impl Fn(Platform, CommandId, Edge) -> bool + 'm,
    ) -> PlatformReach<'m> {
        let find = move |platform: Platform| {
            if !self.catalog.target().platforms().contains(platform) {
                return CommandSet::default();
            }
            self.analysis_on(platform).reachable_along(|id, edge| follow(platform, id, edge))
        };
        PlatformReach { reached: Default::default(), find: Box::new(find) }
    }

    /// Whether a command is reachable on machines of a platform of the target, without a user at a shell.
    pub fn runs_on(&self, command: CommandId, platform: Platform) -> bool {
        let is_in_view = self.catalog.target().platforms().contains(platform);
        is_in_view
            && self.flow.is_reachable(command)
            && (!self.asks_for_machine() || self.analysis_on(platform).is_reachable(command))
    }

    /// The analysis for machines of a platform of the target, without a user at a shell.
    ///
    /// If the script asks for its platform, it is analysed once more for each platform, on first use.
    pub fn analysis_on(&self, platform: Platform) -> &Analysis<'a, 's> {
        let Some(analysis) =
            self.machines.analyses.get(platform as usize).filter(|_| self.asks_for_machine())
        else {
            return self.analysis();
        };
        analysis.get_or_init(|| {
            let archs = self.catalog.target().machines().arches(platform).iter();
            let assumptions = self.analysis().assumptions().clone().unattended().on(platform, archs);
            Analysis::new(self.script, self.flow, self.catalog, assumptions)
        })
    }

    /// Whether the script may ask for its platform or architecture.
    fn asks_for_machine(&self) -> bool {
        *self.machines.asked_for.get_or_init(|| self.may_ask_for_machine())
    }

    fn may_ask_for_machine(&self) -> bool {
        let holds = |name: &[u8], asked: &[u8]| memchr::memmem::find(name, asked).is_some();
        let asks = |name: &[u8]| holds(name, b"platform") || holds(name, b"buildarch");
        self.script.expansions().any(|expansion| expansion.inside().as_literal().is_none_or(asks))
    }
}
