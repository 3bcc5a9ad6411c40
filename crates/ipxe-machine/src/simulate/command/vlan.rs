//! Interfaces, and the VLANs on them, which are opened and closed together.

use ipxe_catalog::SettingType;
use ipxe_language::{operation::CreateVlan, status::ErrorClass, text::Text};

use super::input::number;
use super::{Done, Result, Turn};
use crate::settings::{BlockId, BlockKind, Origin, Settings, Value};
use crate::simulate::{Failure, errno};

/// VLAN tags are below this.
const TAGS: u32 = 0xfff;
/// VLAN priorities are below this.
const PRIORITIES: u32 = 8;

impl Turn<'_> {
    pub(super) fn create_vlan(&mut self, vlan: &CreateVlan<'_>) -> Result {
        let trunk = self.interface(vlan.trunk.known_bytes())?;
        let settings = &mut self.machine.settings;
        if trunk_of(settings, trunk).is_some() {
            return Err(no_vlan());
        }
        let (tag, priority) = (number(vlan.tag).unwrap_or(0), number(vlan.priority).unwrap_or(0));
        if tag >= TAGS || priority >= PRIORITIES {
            return Err(Failure::from(ErrorClass::Invalid).or_detail(errno::VLAN));
        }
        let name = [&*settings.path(trunk), b"-", tag.to_string().as_bytes()].concat();
        match settings.child(Settings::ROOT, &name) {
            // It exists.
            Some(known) if settings.kind(known) == Some(BlockKind::Interface) => return Ok(Done::Succeed),
            // Values that a script wrote under its name are lost.
            Some(other) => settings.remove(other),
            None => {}
        }
        let block =
            settings.add(Settings::ROOT, &name, BlockKind::Interface).ok_or(ErrorClass::OutOfMemory)?;
        inherit(settings, trunk, block);
        if let Ok(value) = Value::parse(&Text::known(name), SettingType::String, Origin::Computed) {
            settings.define(block, b"ifname", value);
        }
        if settings.open_interfaces().contains(&trunk) {
            open(settings, block);
        }
        Ok(Done::Succeed)
    }

    pub(super) fn destroy_vlan(&mut self, interface: &Text<'_>) -> Result {
        let vlan = self.interface(interface.known_bytes())?;
        let settings = &mut self.machine.settings;
        if trunk_of(settings, vlan).is_none() {
            return Err(no_vlan());
        }
        if settings.open_interfaces().contains(&vlan) {
            close(settings, vlan);
        }
        settings.remove(vlan);
        self.machine.follow_server();
        Ok(Done::Succeed)
    }
}

/// The failure of a command whose interface is a VLAN but must not be one, or the other way round.
fn no_vlan() -> Failure {
    Failure::from(ErrorClass::NoSuchSetting).or_detail(errno::VLAN)
}

/// A VLAN has the hardware facts of its trunk; its address is the trunk's at the time of its creation.
fn inherit(settings: &mut Settings, trunk: BlockId, vlan: BlockId) {
    for name in [&b"bustype"[..], b"busid", b"busloc", b"chip", b"linktype", b"mac"] {
        let known = settings.values(trunk).find(|(known, _)| *known == name).map(|(_, value)| value.clone());
        let Some(value) = known else { continue };
        if name == b"mac" {
            settings.define(vlan, b"hwaddr", value.clone());
        }
        settings.define(vlan, name, value);
    }
}

/// The interface that a VLAN is on. None for an interface that is not a VLAN.
fn trunk_of(settings: &Settings, interface: BlockId) -> Option<BlockId> {
    let path = settings.path(interface);
    let at = path.iter().rposition(|byte| *byte == b'-')?;
    let trunk = settings.child(Settings::ROOT, path.get(..at)?)?;
    let is_tag = path.get(at + 1..)?.iter().all(u8::is_ascii_digit);
    (is_tag && settings.kind(trunk) == Some(BlockKind::Interface)).then_some(trunk)
}

/// The VLANs on an interface, in the order of creation.
fn vlans_of(settings: &Settings, trunk: BlockId) -> Vec<BlockId> {
    settings.interfaces().filter(|interface| trunk_of(settings, *interface) == Some(trunk)).collect()
}

/// Opens an interface: a trunk together with its VLANs, and a VLAN after its trunk and the others. No effect on an open
/// interface.
pub(super) fn open(settings: &mut Settings, interface: BlockId) {
    if settings.open_interfaces().contains(&interface) {
        return;
    }
    let trunk = trunk_of(settings, interface).unwrap_or(interface);
    let mut family = vlans_of(settings, trunk);
    family.insert(0, trunk);
    family.retain(|other| *other != interface || *other == trunk);
    family.extend((interface != trunk).then_some(interface));
    for each in family {
        if !settings.open_interfaces().contains(&each) {
            settings.open_interface(each);
        }
    }
}

/// Closes an interface: a trunk together with its VLANs, and a VLAN together with all of them.
pub(super) fn close(settings: &mut Settings, interface: BlockId) {
    if !settings.open_interfaces().contains(&interface) {
        return;
    }
    let trunk = trunk_of(settings, interface).unwrap_or(interface);
    for vlan in vlans_of(settings, trunk) {
        settings.close_interface(vlan);
    }
    settings.close_interface(trunk);
}
