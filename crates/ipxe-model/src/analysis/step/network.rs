//! The commands that change the network.

use ipxe_catalog::{Actions, Implementation};
use ipxe_language::text::Certainty;

use super::{Call, Machine};
use crate::analysis::{Sources, fact::Fact, lattice::Facts};

impl Machine<'_, '_> {
    /// The effect on the network, whether the command succeeds or not.
    pub(super) fn touch_network(&self, call: Call<'_, '_>, facts: &mut Facts) {
        let opens = call.does(Actions::OPENS_INTERFACE);
        let closes = call.does(Actions::CLOSES_INTERFACE.union(Actions::DESTROYS_INTERFACE));
        let configures = call.does(Actions::CONFIGURES_NETWORK.union(Actions::WRITES_NETWORK_SETTINGS));
        let mut network = facts.known().network;
        if opens {
            network.opened = raised(network.opened);
        }
        if closes {
            network.opened = lowered(network.opened);
            network.configured = lowered(network.configured);
        }
        if configures {
            network.configured = raised(network.configured);
        }
        if call.does(Actions::FETCHES) {
            network.downloaded = raised(network.downloaded);
        }
        if network != facts.known().network {
            facts.change().network = network;
        }
        let remakes = Actions::CREATES_INTERFACE.union(Actions::DESTROYS_INTERFACE);
        if opens || closes || configures || call.does(remakes) {
            self.havoc_network_settings(facts);
        }
    }

    /// The state after a command that opens or configures an interface succeeded.
    pub(super) fn succeed_network(call: Call<'_, '_>, facts: &mut Facts) {
        let mut network = facts.known().network;
        match call.form.implementation {
            Implementation::Ifopen => network.opened = Certainty::Yes,
            Implementation::Dhcp | Implementation::Ifconf => {
                (network.opened, network.configured) = (Certainty::Yes, Certainty::Yes);
            }
            _ => {}
        }
        if network != facts.known().network {
            facts.change().network = network;
        }
    }

    /// The network may have set every setting that it can set, and `netX` may be another interface.
    fn havoc_network_settings(&self, facts: &mut Facts) {
        let anything = Fact::whatever(&Sources::others());
        for (id, variable) in (0..).zip(self.variables.all()) {
            let fact = facts.setting(id, &self.variables);
            // A value that a script wrote hides the network's value of the same name, unless the network itself wrote
            // it.
            let is_answer = variable.scope.contains(&b'.');
            let is_hidden = fact.own && !fact.may_be_unset() && !is_answer;
            let is_alias = variable.scope.starts_with(b"netX");
            if is_alias || variable.from_network && !is_hidden {
                self.join_setting(facts, id, &anything);
            }
        }
    }
}

fn raised(certainty: Certainty) -> Certainty {
    if certainty.is_yes() { Certainty::Yes } else { Certainty::Maybe }
}

fn lowered(certainty: Certainty) -> Certainty {
    if certainty.is_no() { Certainty::No } else { Certainty::Maybe }
}
