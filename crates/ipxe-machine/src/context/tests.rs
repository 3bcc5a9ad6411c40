use ipxe_catalog::{Catalog, Platform, SettingType, Target};

use super::*;
use crate::settings::Absence;
use ipxe_language::text::Text;

fn catalog() -> Catalog {
    Catalog::new(Target::default())
}

fn get(context: &NetworkContext, name: &str) -> Result<String, Absence> {
    let settings = context.settings(&catalog());
    settings.read(name.as_bytes()).map(|found| format!("{:?}", found.text()))
}

#[test]
fn interfaces_come_in_the_order_of_their_numbers() {
    let mut context = NetworkContext::new();
    for (name, last) in [("net10", 10), ("net2", 2)] {
        context = context.interface(name, Interface::new().mac([0, 0, 0, 0, 0, last])).unwrap();
    }
    assert_eq!(get(&context, "mac:hexraw").unwrap(), r#""000000000002""#);
    assert_eq!(
        get(&context, "netX/mac:hexraw").unwrap(),
        r#""000000000002""#,
        "the first one is opened last"
    );
}

#[test]
fn an_interface_says_what_its_hardware_is() {
    let net0 = Interface::new().mac([0x52, 0x54, 0, 0x12, 0x34, 0x56]);
    let net0 = net0.setting("busid", "01:1a:f4:10:00").unwrap().setting("busloc", "0x10").unwrap();
    let context = NetworkContext::new().interface("net0", net0.clone()).unwrap();
    assert_eq!(get(&context, "net0/hwaddr").unwrap(), r#""52:54:00:12:34:56""#);
    assert_eq!(get(&context, "net0/linktype").unwrap(), r#""Ethernet""#);
    assert_eq!(get(&context, "net0/busloc").unwrap(), r#""0x10""#);
    assert_eq!(get(&context, "net0/busid:hexraw").unwrap(), r#""011af41000""#);
    let net0 = net0.setting("hwaddr", "02:00:00:00:00:01").unwrap().setting("linktype", "802.11").unwrap();
    let context = NetworkContext::new().interface("net0", net0).unwrap();
    assert_eq!(get(&context, "net0/hwaddr").unwrap(), r#""02:00:00:00:00:01""#);
    assert_eq!(get(&context, "net0/linktype").unwrap(), r#""802.11""#);
}

#[test]
fn names_and_values_are_checked() {
    let errors = [
        DhcpAnswer::new().option("gatewy", "10.0.0.1").unwrap_err(),
        DhcpAnswer::new().option("ip", "10.0.0").unwrap_err(),
        DhcpAnswer::new().option("66", "boot.example").unwrap_err(),
        DhcpAnswer::new().option("12", "a").unwrap().option("hostname", "b").unwrap_err(),
        NetworkContext::new().setting("next-server", "boot").unwrap_err(),
        NetworkContext::new().setting("n:nosuch", "1").unwrap_err(),
        NetworkContext::new()
            .setting("a", ContextValue::from("x").with_type(SettingType::Dnssl))
            .unwrap_err(),
        NetworkContext::new().smbios("hostname", "x").unwrap_err(),
        NetworkContext::new().interface("net0.dhcp", Interface::new()).unwrap_err(),
        "5254".parse::<HardwareAddress>().map(|_| ()).and("x".parse::<HardwareAddress>()).unwrap_err(),
    ];
    insta::assert_snapshot!(errors.map(|error| error.to_string()).join("\n"));
}

#[test]
fn what_ipxe_computes_is_there_but_unknown() {
    let context = NetworkContext::new().platform(Platform::Efi);
    assert_eq!(get(&context, "platform").unwrap(), r#""efi""#);
    assert_eq!(get(&context, "buildarch").unwrap(), r#""…""#);
    assert_eq!(get(&context, "unixtime").unwrap(), r#""…""#);
    assert_eq!(get(&context, "smbios/serial"), Err(Absence::Unset));
    assert_eq!(get(&context, "nosuch/x"), Err(Absence::UnknownScope));
}

#[test]
fn an_unknown_value_is_a_value() {
    let context = NetworkContext::new().setting("rack", ContextValue::unknown()).unwrap();
    assert_eq!(get(&context, "rack").unwrap(), r#""…""#);
}

#[test]
fn dhcp_answers_only_where_there_is_a_link() {
    let answer = || DhcpAnswer::new().option("ip", "10.0.0.1").unwrap();
    let context = NetworkContext::new()
        .interface("net0", Interface::new().link(Link::Down).dhcp(answer()))
        .unwrap()
        .interface("net1", Interface::new().dhcp(answer()))
        .unwrap();
    assert_eq!(get(&context, "net0/ip"), Err(Absence::Unset));
    let mut settings = context.initial_settings(&catalog());
    assert!(settings.read(b"net1/ip").is_err());
    assert!(!context.answer_dhcp(&mut settings, "net0"));
    assert!(context.answer_dhcp(&mut settings, "net1"));
    assert_eq!(settings.read(b"ip").unwrap().text(), &Text::from("10.0.0.1"));
}

#[test]
fn secrets_stay_out_of_debug_output() {
    let context = NetworkContext::new()
        .secret("token", "hunter2")
        .unwrap()
        .setting("key", ContextValue::from("hunter2").secret())
        .unwrap();
    let settings = context.settings(&catalog());
    let shown = format!("{context:?} {settings:?} {:?}", settings.read(b"token:hexraw"));
    assert!(!shown.contains("hunter2") && !shown.contains("68756e74657232"), "{shown}");
}

#[test]
fn an_interface_can_be_open_from_the_start() {
    let answer = |ip| DhcpAnswer::new().option("ip", ip).unwrap();
    let mut context = NetworkContext::new();
    for (name, ip) in [("net0", "192.0.2.10"), ("net1", "192.0.2.11"), ("net2", "192.0.2.12")] {
        let interface = Interface::new().dhcp(answer(ip));
        let interface = if name == "net0" { interface } else { interface.open() };
        context = context.interface(name, interface).unwrap();
    }
    let settings = context.initial_settings(&catalog());
    let read = |name: &[u8]| settings.read(name).map(|found| format!("{:?}", found.text()));
    assert_eq!(read(b"net0/ip"), Err(Absence::Unset));
    assert_eq!(read(b"net2/ip").unwrap(), r#""192.0.2.12""#);
    assert_eq!(read(b"netX/ip").unwrap(), r#""192.0.2.11""#);
}
