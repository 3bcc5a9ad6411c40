//! The commands that are about interfaces.

use ipxe_catalog::SettingType;

use super::input::number;
use super::{Call, Done, Result, Turn};
use crate::settings::{BlockId, BlockKind, Origin, Settings, Value};
use crate::simulate::{Change, Failure, errno};
use ipxe_language::{
    integer::parse_integer,
    operation::{CreateVlan, Operation},
    status::ErrorClass,
    text::Text,
};

impl Turn<'_> {
    /// A command that does something for each of some interfaces, or for all. Its status is that of the last one;
    /// what configures one stops at the first success.
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

    /// The interfaces that a command is given, or all.
    pub(super) fn interfaces_of(&self, names: &[Text<'_>]) -> Vec<std::result::Result<BlockId, Failure>> {
        if names.is_empty() {
            return self.machine.settings.interfaces().map(Ok).collect();
        }
        names.iter().map(|name| self.interface(name.bytes())).collect()
    }

    fn for_interface(&mut self, interface: BlockId, call: Call<'_>) -> std::result::Result<(), Failure> {
        let name = self.machine.settings.path(interface);
        let settings = &mut self.machine.settings;
        match call.operation {
            Operation::OpenInterfaces { .. } => open(settings, interface),
            Operation::CloseInterfaces { .. } => settings.close_interface(interface),
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

    /// Notes what the network wrote to the blocks of an interface.
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

    pub(super) fn create_vlan(&mut self, vlan: &CreateVlan<'_>) -> Result {
        let trunk = self.interface(vlan.trunk.bytes())?;
        let settings = &mut self.machine.settings;
        let tag = number(vlan.tag).unwrap_or(0);
        let name = [&*settings.path(trunk), b"-", tag.to_string().as_bytes()].concat();
        let block =
            settings.add(Settings::ROOT, &name, BlockKind::Interface).ok_or(ErrorClass::OutOfMemory)?;
        let known = settings.values(trunk).find(|(name, _)| *name == b"mac").map(|(_, mac)| mac.clone());
        if let Some(mac) = known {
            settings.define(block, b"mac", mac);
        }
        if let Ok(value) = Value::parse(&Text::known(name), SettingType::String, Origin::Computed) {
            settings.define(block, b"ifname", value);
        }
        // It is open at once, and needs its trunk for that.
        open(settings, trunk);
        open(settings, block);
        Ok(Done::Succeed)
    }

    pub(super) fn destroy_vlan(&mut self, interface: &Text<'_>) -> Result {
        let name = interface.bytes();
        let vlan = self.interface(name)?;
        let at = name.iter().rposition(|byte| *byte == b'-').ok_or(ErrorClass::NotSupported)?;
        let (trunk, tag) = name.split_at(at);
        if parse_integer(tag.get(1..).unwrap_or_default()).is_err() {
            return Err(ErrorClass::NotSupported.into());
        }
        self.machine.settings.remove(vlan);
        // With it, its trunk is closed.
        if let Ok(trunk) = self.interface(trunk) {
            self.machine.settings.close_interface(trunk);
        }
        self.machine.follow_server();
        Ok(Done::Succeed)
    }
}

/// Opening an interface that is open changes nothing.
pub(super) fn open(settings: &mut Settings, interface: BlockId) {
    if !settings.open_interfaces().contains(&interface) {
        settings.open_interface(interface);
    }
}
