//! Commands for interfaces.

use super::vlan::{close, open};
use super::{Call, Done, Result, Turn};
use crate::settings::{BlockId, BlockKind};
use crate::simulate::{Change, Failure, errno};
use ipxe_language::{operation::Operation, status::ErrorClass, text::Text};

impl Turn<'_> {
    /// A command that is applied to each of some interfaces, or to all. Its status is that of the last one; a command
    /// that configures one stops at the first success.
    pub(super) fn for_interfaces(&mut self, interfaces: &[Text<'_>], call: Call<'_>) -> Result {
        let stops = matches!(call.operation, Operation::Configure(_) | Operation::AwaitLink { .. });
        let mut status = Err(Failure::from(ErrorClass::NoDevice).or_detail(errno::NO_INTERFACES));
        for interface in self.interfaces_of(interfaces) {
            status = interface.and_then(|interface| self.for_interface(interface, call));
            if stops && status.is_ok() {
                break;
            }
        }
        self.machine.follow_server();
        status.map(|()| Done::Succeed)
    }

    /// The interfaces in a command's arguments, or all.
    pub(super) fn interfaces_of(&self, names: &[Text<'_>]) -> Vec<std::result::Result<BlockId, Failure>> {
        if names.is_empty() {
            return self.machine.settings.interfaces().map(Ok).collect();
        }
        names.iter().map(|name| self.interface(name.known_bytes())).collect()
    }

    fn for_interface(&mut self, interface: BlockId, call: Call<'_>) -> std::result::Result<(), Failure> {
        let name = self.machine.settings.path(interface);
        let settings = &mut self.machine.settings;
        match call.operation {
            Operation::OpenInterfaces { .. } => open(settings, interface),
            Operation::CloseInterfaces { .. } => close(settings, interface),
            Operation::Configure(configure) => {
                open(settings, interface);
                let configurator = configure.configurator.map(|name| name.text.bytes());
                self.environment.configure(settings, &name, configurator)?;
                self.report_block(interface);
            }
            Operation::AwaitLink { .. } => {
                open(settings, interface);
                if !self.environment.has_link(&name) {
                    return Err(ErrorClass::TimedOut.into());
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// The interface of that name.
    pub(super) fn interface(&self, name: &[u8]) -> std::result::Result<BlockId, Failure> {
        let settings = &self.machine.settings;
        let block = settings.find(name).filter(|block| settings.kind(*block) == Some(BlockKind::Interface));
        block.ok_or_else(|| ErrorClass::NoDevice.into())
    }

    /// Records what the network wrote to the blocks of an interface.
    pub(super) fn report_block(&mut self, interface: BlockId) {
        let settings = &self.machine.settings;
        for block in settings.children(interface) {
            let path = settings.path(*block);
            for (name, value) in settings.values(*block) {
                let text = value.format(value.setting_type()).ok();
                let value = text.and_then(|text| text.into_known().map(std::borrow::Cow::into_owned));
                self.effects.changes.push(Change { name: [&*path, b"/", name].concat(), value });
            }
        }
    }
}
