//! Builds settings from a context.

use ipxe_catalog::{Arch, Availability, BlockSpec, Catalog, Platform, SettingScope, SettingType};

use super::table::{Table, Values};
use super::{Interface, Link, NetworkContext};
use crate::settings::{BlockId, BlockKind, Origin, Raw, Settings, Value};
use ipxe_language::{setting_name::SettingName, text::Text};

impl NetworkContext {
    /// The settings of the machine when its network is up: every interface open, every DHCP server answered.
    ///
    /// This is the usual state when a script starts. For the state at power-on, see
    /// [`NetworkContext::initial_settings`]. Values that iPXE computes and the context does not contain are unknown
    /// ones.
    #[must_use]
    pub fn settings(&self, catalog: &Catalog) -> Settings {
        let mut settings = self.initial_settings(catalog);
        self.bring_up(&mut settings, |_| true);
        settings
    }

    /// The settings of the machine at power-on: interfaces closed and no DHCP answers, except for interfaces that are
    /// [open](Interface::open) from the start.
    #[must_use]
    pub fn initial_settings(&self, catalog: &Catalog) -> Settings {
        let mut settings = Settings::new(catalog.clone());
        self.add_builtin(&mut settings);
        self.add_hardware(&mut settings);
        for (name, interface) in self.interfaces() {
            interface.add_to(&mut settings, name);
        }
        for (name, value) in self.settings.iter().chain(&self.secrets) {
            if let Ok(value) = Table::Settings.value(name, value) {
                // Values that a machine could not store either (too many blocks, a read-only block) are left out,
                // except for values of the hardware itself.
                if settings.put(name.as_bytes(), value.clone()).is_err() {
                    define_hardware(&mut settings, name.as_bytes(), value);
                }
            }
        }
        self.bring_up(&mut settings, |interface| interface.open);
        settings
    }

    /// Opens interfaces, the first one last, and gets the answers of their DHCP servers.
    fn bring_up(&self, settings: &mut Settings, which: impl Fn(&Interface) -> bool) {
        let interfaces = self.interfaces().into_iter().rev();
        for (name, _) in interfaces.filter(|(_, interface)| which(interface)) {
            if let Some(block) = settings.find(name.as_bytes()) {
                settings.open_interface(block);
            }
            self.answer_dhcp(settings, name);
        }
    }

    /// Replaces the answer of an interface's DHCP server. Returns `false`, and changes nothing, if there is no server,
    /// or no link.
    pub fn answer_dhcp(&self, settings: &mut Settings, name: &str) -> bool {
        let Some(interface) = self.interfaces.get(name) else { return false };
        let (Some(answer), Some(block)) = (&interface.dhcp, settings.find(name.as_bytes())) else {
            return false;
        };
        if interface.link == Some(Link::Down) {
            return false;
        }
        if let Some(old) = settings.child(block, b"dhcp") {
            settings.remove(old);
        }
        let Some(dhcp) = settings.add(block, b"dhcp", BlockKind::Dhcp) else { return false };
        define_all(settings, dhcp, Table::Dhcp, &answer.values);
        true
    }

    fn add_builtin(&self, settings: &mut Settings) {
        let Some(block) = settings.add(Settings::ROOT, b"builtin", BlockKind::Builtin) else { return };
        define_unknown(settings, block, SettingScope::Builtin);
        let known = [
            ("platform", self.machine.platform.map(Platform::name)),
            ("buildarch", self.machine.buildarch.map(Arch::name)),
        ];
        for (name, text) in known {
            if let Some(text) = text {
                settings.define(block, name.as_bytes(), text_value(text, Origin::Context));
            }
        }
    }

    fn add_hardware(&self, settings: &mut Settings) {
        if let Some(block) = settings.add(Settings::ROOT, b"smbios", BlockKind::Smbios) {
            define_all(settings, block, Table::Smbios, &self.smbios);
        }
        let catalog = settings.catalog().clone();
        let release = catalog.target().release();
        let is_built = |block: &&BlockSpec| {
            let lacks = |build| matches!(catalog.availability(build), Availability::Nowhere { .. });
            block.build(release).is_some_and(|build| !lacks(build))
        };
        for block in catalog.blocks().filter(|block| block.parent == Some("")).filter(is_built) {
            let scope = match block.name {
                "netN" | "netX" | "builtin" | "smbios" | "proxydhcp" | "pxebs" => continue,
                "cpuid" => Some(SettingScope::Cpuid),
                "memmap" => Some(SettingScope::Memmap),
                _ => None,
            };
            let added = settings.add(Settings::ROOT, block.name.as_bytes(), BlockKind::Hardware);
            if let (Some(added), Some(scope)) = (added, scope) {
                define_unknown(settings, added, scope);
            }
        }
    }
}

impl Interface {
    fn add_to(&self, settings: &mut Settings, name: &str) {
        let Some(block) = settings.add(Settings::ROOT, name.as_bytes(), BlockKind::Interface) else { return };
        settings.define(block, b"ifname", text_value(name, Origin::Computed));
        if let Some(mac) = &self.mac {
            let value = Value::new(Raw::Known(mac.bytes().to_vec()), SettingType::Hex, Origin::Context);
            settings.define(block, b"mac", value.clone());
            // The address with which it was built, unless the context states another.
            define_of_hardware(settings, block, b"hwaddr", value);
            if mac.bytes().len() == ETHERNET {
                define_of_hardware(settings, block, b"linktype", text_value("Ethernet", Origin::Context));
            }
        }
        for (name, text) in [("chip", &self.chip), ("bustype", &self.bustype)] {
            if let Some(text) = text.as_ref().filter(|text| !text.is_empty()) {
                settings.define(block, name.as_bytes(), text_value(text, Origin::Context));
            }
        }
        let addresses = [("ip", self.ip), ("netmask", self.netmask), ("gateway", self.gateway)];
        for (name, address) in addresses {
            if let Some(address) = address {
                let raw = Raw::Known(address.octets().to_vec());
                put(settings, block, name, Value::new(raw, SettingType::Ipv4, Origin::Context));
            }
        }
        if let Some(address) = self.ip6 {
            let raw = Raw::Known(address.octets().to_vec());
            put(settings, block, "ip6", Value::new(raw, SettingType::Ipv6, Origin::Context));
        }
        for (name, value) in &self.settings {
            if let Ok(value) = Table::Settings.value(name, value) {
                if is_of_hardware(settings.catalog(), name.as_bytes()) {
                    settings.define(block, name.as_bytes(), value);
                } else {
                    put(settings, block, name, value);
                }
            }
        }
    }
}

/// The number of bytes in the hardware address of an Ethernet interface.
const ETHERNET: usize = 6;

/// Whether a setting is a fact of an interface's hardware, such as `busid`, in this release.
fn is_of_hardware(catalog: &Catalog, name: &[u8]) -> bool {
    let definitions = catalog.setting(name).map_or(&[][..], |known| known.definitions);
    definitions.iter().any(|known| known.scope == SettingScope::Netdev && known.read_only)
}

/// The facts of an interface's hardware, if the release reads them.
fn define_of_hardware(settings: &mut Settings, block: BlockId, name: &[u8], value: Value) {
    if is_of_hardware(settings.catalog(), name) {
        settings.define(block, name, value);
    }
}

/// Writes to a block as a script would.
fn put(settings: &mut Settings, block: BlockId, name: &str, value: Value) {
    let mut full = settings.path(block);
    full.push(b'/');
    full.extend_from_slice(name.as_bytes());
    // The hardware's own values cannot be written, here or on a machine.
    let _ = settings.put(&full, value);
}

fn define_all(settings: &mut Settings, block: BlockId, table: Table, values: &Values) {
    for (name, value) in values {
        if let Ok(value) = table.value(name, value) {
            settings.define(block, name.as_bytes(), value);
        }
    }
}

/// The facts of the hardware that no script can change, such as `cpuid/cpuvendor`.
fn define_hardware(settings: &mut Settings, name: &[u8], value: Value) {
    let SettingName { scope, name, .. } = SettingName::parse(name);
    if let Some(block) = settings.find(scope)
        && settings.kind(block) == Some(BlockKind::Hardware)
    {
        settings.define(block, name, value);
    }
}

/// The predefined settings of a scope, with unknown values.
fn define_unknown(settings: &mut Settings, block: BlockId, scope: SettingScope) {
    let catalog = settings.catalog().clone();
    for known in catalog.settings() {
        if let Some(definition) = known.definitions.iter().find(|definition| definition.scope == scope) {
            let value = Value::unknown(definition.setting_type, Origin::Computed);
            settings.define(block, known.spec.name.as_bytes(), value);
        }
    }
}

fn text_value(text: &str, origin: Origin) -> Value {
    Value::new(Raw::Known(Text::from(text).known_bytes().to_vec()), SettingType::String, origin)
}
