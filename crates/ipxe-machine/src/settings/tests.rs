use ipxe_catalog::{Arch, ArchSet, Catalog, Platform, PlatformSet, SettingType, Target};

use super::*;
use ipxe_language::{status::ErrorClass, text::Text};

const TEST: Origin = Origin::Context;

fn empty() -> Settings {
    Settings::new(Catalog::new(Target::default()))
}

/// One interface with a DHCP answer, as in the network of the recorded cases.
fn machine() -> Settings {
    let mut settings = empty();
    let builtin = settings.add(Settings::ROOT, b"builtin", BlockKind::Builtin).unwrap();
    settings.define(builtin, b"platform", value("linux", SettingType::String));
    let net0 = settings.add(Settings::ROOT, b"net0", BlockKind::Interface).unwrap();
    settings.define(net0, b"mac", value("52:54:00:12:34:56", SettingType::Hex));
    let dhcp = settings.add(net0, b"dhcp", BlockKind::Dhcp).unwrap();
    settings.define(dhcp, b"ip", value("10.0.2.15", SettingType::Ipv4));
    settings.define(dhcp, b"51", value("00:01:51:80", SettingType::Hex));
    settings.open_interface(net0);
    settings
}

fn value(text: &str, setting_type: SettingType) -> Value {
    Value::parse(&Text::from(text), setting_type, TEST).unwrap()
}

fn set(settings: &mut Settings, name: &str, text: &str) -> Result<(), ErrorClass> {
    settings.write(name.as_bytes(), &Text::from(text), TEST).map_err(|error| error.class())
}

fn get(settings: &Settings, name: &str) -> String {
    match settings.read(name.as_bytes()) {
        Ok(found) => String::from_utf8(found.text().as_known().unwrap().to_vec()).unwrap(),
        Err(absence) => format!("({absence})"),
    }
}

#[test]
fn a_number_names_the_predefined_setting() {
    let mut settings = empty();
    set(&mut settings, "12", "myhost").unwrap();
    assert_eq!(get(&settings, "hostname"), "myhost");
    assert_eq!(get(&settings, "0x0c"), "myhost");
    set(&mut settings, "175.190", "me").unwrap();
    assert_eq!(get(&settings, "username"), "me");
    set(&mut settings, "175", "hello").unwrap();
    assert_eq!(get(&settings, "175:string"), "hello");
    assert_eq!(get(&settings, "0xaf"), "hello");
}

#[test]
fn a_predefined_setting_is_read_with_its_own_type() {
    let mut settings = empty();
    set(&mut settings, "netmask:string", "2147483648").unwrap();
    assert_eq!(get(&settings, "netmask"), "50.49.52.55");
    assert_eq!(get(&settings, "netmask:string"), "2147483648");
    set(&mut settings, "hostname:hex", "41:42").unwrap();
    assert_eq!(get(&settings, "hostname"), "AB");
    set(&mut settings, "free:hex", "41:42").unwrap();
    assert_eq!(get(&settings, "free"), "41:42");
}

#[test]
fn what_the_build_lacks_is_not_predefined() {
    let platforms = PlatformSet::of(&[Platform::Pcbios]);
    let mut settings = Settings::new(Catalog::new(Target::default().with_platforms(platforms)));
    set(&mut settings, "7", "1.2.3.4").unwrap();
    assert_eq!(get(&settings, "7:hexraw"), "312e322e332e34");
    settings.delete(b"7").unwrap();
    settings.increment(b"7", 1, TEST).unwrap();
    assert_eq!(get(&settings, "7"), "1");
}

#[test]
fn counting_starts_over_where_there_is_no_number() {
    let mut settings = empty();
    set(&mut settings, "v", "abc").unwrap();
    settings.increment(b"v:int16", 3, TEST).unwrap();
    assert_eq!(get(&settings, "v"), "25190");
    set(&mut settings, "v", "abcdefghij").unwrap();
    settings.increment(b"v:int16", 3, TEST).unwrap();
    assert_eq!(get(&settings, "v"), "3");
}

#[test]
fn processors_of_32_bits_read_shorter_numbers() {
    let arches = ArchSet::of(&[Arch::I386]);
    let mut settings = Settings::new(Catalog::new(Target::default().with_arches(arches)));
    for (raw, signed, unsigned) in [
        ("01:02:03:04", "16909060", "0x1020304"),
        ("01:02:03:04:05", "(", "("),
        ("00:00:03:04:05:06", "50595078", "0x3040506"),
        ("ff:ff:ff:ff:ff:06", "-250", "("),
    ] {
        set(&mut settings, "h:hex", raw).unwrap();
        assert!(get(&settings, "h:int32").starts_with(signed), "{raw}");
        assert!(get(&settings, "h:uint8").starts_with(unsigned), "{raw}");
    }
}

#[test]
fn reading_goes_through_the_children_in_order() {
    let mut settings = machine();
    assert_eq!(get(&settings, "ip"), "10.0.2.15");
    assert_eq!(get(&settings, "net0/ip"), "10.0.2.15");
    assert_eq!(get(&settings, "netX.dhcp/ip"), "10.0.2.15");
    assert_eq!(get(&settings, "51:int32"), "86400");
    set(&mut settings, "net0/ip", "10.0.2.99").unwrap();
    assert_eq!(get(&settings, "ip"), "10.0.2.99");
    set(&mut settings, "ip", "1.2.3.4").unwrap();
    assert_eq!((get(&settings, "ip"), get(&settings, "netX/ip")), ("1.2.3.4".into(), "10.0.2.99".into()));
    set(&mut settings, "ip", "").unwrap();
    set(&mut settings, "net0/ip", "").unwrap();
    assert_eq!(get(&settings, "ip"), "10.0.2.15");
}

#[test]
fn what_is_found_knows_where() {
    let settings = machine();
    let found = settings.read(b"ip").unwrap();
    assert_eq!(found.full_name(), b"net0.dhcp/ip:ipv4");
    assert_eq!(settings.read(b"mac").unwrap().full_name(), b"net0/mac:hex");
    assert_eq!(settings.read(b"net0/mac:hexraw").unwrap().full_name(), b"net0/mac:hexraw");
}

#[test]
fn every_kind_of_absence_is_told_apart() {
    let mut settings = machine();
    set(&mut settings, "a", "x").unwrap();
    for (name, absence) in [
        ("nope", Absence::Unset),
        ("net1/mac", Absence::UnknownScope),
        ("net0/dhcp/ip", Absence::Unset),
        ("a:nosuch", Absence::UnknownType),
        ("a:", Absence::UnknownType),
        ("a:ipv4", Absence::NotFormattable { setting_type: SettingType::Ipv4 }),
        ("", Absence::Unset),
    ] {
        assert_eq!(settings.read(name.as_bytes()).unwrap_err(), absence, "{name}");
    }
}

#[test]
fn a_write_makes_the_scopes_that_it_needs() {
    let mut settings = empty();
    set(&mut settings, "foo.baz/q", "2").unwrap();
    assert_eq!(get(&settings, "foo.baz/q") + &get(&settings, "foo/q") + &get(&settings, "q"), "222");
    assert_eq!(settings.path(settings.find(b"foo.baz").unwrap()), b"foo.baz");
}

#[test]
fn the_type_is_the_written_or_the_predefined_one() {
    let mut settings = empty();
    assert_eq!(set(&mut settings, "next-server", "nope"), Err(ErrorClass::Invalid));
    set(&mut settings, "next-server", "10.1.1.1").unwrap();
    assert_eq!(get(&settings, "next-server:hexraw"), "0a010101");
    set(&mut settings, "n:int32", "5").unwrap();
    assert_eq!(get(&settings, "n:hexraw"), "00000005");
    set(&mut settings, "n", "6").unwrap();
    assert_eq!(get(&settings, "n:hexraw"), "36");
    assert_eq!(set(&mut settings, "a:b", "1"), Err(ErrorClass::NotSupported));
    assert_eq!(set(&mut settings, "a:busdevfn", "1"), Err(ErrorClass::NotSupported));
    assert_eq!(get(&settings, "a"), "(not set)");
}

#[test]
fn computed_settings_are_hidden_by_the_root_but_never_written() {
    let mut settings = machine();
    set(&mut settings, "platform", "x").unwrap();
    assert_eq!(
        (get(&settings, "platform"), get(&settings, "builtin/platform")),
        ("x".into(), "linux".into())
    );
    settings.delete(b"platform").unwrap();
    assert_eq!(get(&settings, "platform"), "linux");
    assert_eq!(set(&mut settings, "builtin/platform", "x"), Err(ErrorClass::NotSupported));
    assert_eq!(set(&mut settings, "builtin/nosuch", "x"), Err(ErrorClass::NoSuchSetting));
    set(&mut settings, "errno", "5").unwrap();
    assert_eq!(get(&settings, "errno"), "0x5");
    assert_eq!(set(&mut settings, "net0/chip", "x"), Err(ErrorClass::NotSupported));
    set(&mut settings, "net0/mac", "00:00:00:00:00:01").unwrap();
    settings.delete(b"net0/mac").unwrap();
    assert_eq!(get(&settings, "mac"), "52:54:00:12:34:56", "the hardware's own shows again");
}

#[test]
fn increments_wrap_at_the_width_of_the_type() {
    let mut settings = empty();
    for (by, sum) in [(1, "1"), (5, "6"), (u32::MAX, "5")] {
        settings.increment(b"n", by, TEST).unwrap();
        assert_eq!(get(&settings, "n"), sum);
    }
    set(&mut settings, "i:int8", "127").unwrap();
    settings.increment(b"i", 1, TEST).unwrap();
    assert_eq!(get(&settings, "i"), "-128");
    set(&mut settings, "u:uint8", "255").unwrap();
    settings.increment(b"u", 1, TEST).unwrap();
    assert_eq!(get(&settings, "u"), "0x0");
    settings.increment(b"v:int16", 3, TEST).unwrap();
    assert_eq!(get(&settings, "v:hexraw"), "0003");
    set(&mut settings, "s", "5").unwrap();
    let error = settings.increment(b"s", 1, TEST).unwrap_err();
    assert_eq!(error, WriteError::NotNumeric(SettingType::String));
}

#[test]
fn net_x_is_the_most_recently_opened_interface() {
    let mut settings = machine();
    let net1 = settings.add(Settings::ROOT, b"net1", BlockKind::Interface).unwrap();
    settings.define(net1, b"mac", value("00:00:00:00:00:01", SettingType::Hex));
    settings.open_interface(net1);
    assert_eq!(get(&settings, "netX/mac"), "00:00:00:00:00:01");
    settings.close_interface(net1);
    assert_eq!(get(&settings, "netX/mac"), "52:54:00:12:34:56");
    settings.remove(settings.find(b"net0").unwrap());
    assert_eq!(get(&settings, "netX/mac"), "(no interface is open)");
}

#[test]
fn without_an_open_interface_net_x_takes_nothing_and_hides_what_is_below_it() {
    let mut settings = empty();
    let refused = settings.write(b"netX/x", &Text::from("1"), TEST).unwrap_err();
    assert_eq!(refused, WriteError::NoOpenInterface);
    assert_eq!(settings.delete(b"netX/x").unwrap_err(), WriteError::NoOpenInterface);
    set(&mut settings, "netX.dhcp/ip", "192.0.2.1").unwrap();
    assert_eq!(get(&settings, "netX.dhcp/ip"), "192.0.2.1");
    assert_eq!(get(&settings, "ip"), "(not set)");
}

#[test]
fn a_value_of_no_bytes_is_none() {
    let mut settings = empty();
    set(&mut settings, "a", "x").unwrap();
    set(&mut settings, "a:base64", " ").unwrap();
    assert_eq!(get(&settings, "a"), "(not set)");
}

#[test]
fn a_higher_priority_is_read_first() {
    let mut settings = empty();
    set(&mut settings, "one/x", "1").unwrap();
    set(&mut settings, "two/x", "2").unwrap();
    assert_eq!(get(&settings, "x"), "1");
    set(&mut settings, "two/priority", "1").unwrap();
    assert_eq!(get(&settings, "x"), "2");
}

#[test]
fn a_deep_or_wide_tree_ends_at_a_limit() {
    let mut settings = empty();
    let scope = vec!["a"; 100_000].join(".") + "/x";
    assert_eq!(set(&mut settings, &scope, "1"), Err(ErrorClass::OutOfMemory));
    assert_eq!(get(&settings, "x"), "(not set)");
}

#[test]
fn the_names_in_the_tree_are_listed_once() {
    let mut settings = machine();
    set(&mut settings, "ip", "1.2.3.4").unwrap();
    let names: Vec<_> = settings.names().into_iter().map(|name| name.escape_ascii().to_string()).collect();
    assert_eq!(names, ["51", "ip", "mac", "platform"]);
}

#[test]
fn secrets_are_not_debugged() {
    let mut settings = empty();
    settings.put(b"token", value("hunter2", SettingType::String).secret()).unwrap();
    let shown = format!("{settings:?} {:?}", settings.read(b"token").unwrap());
    assert!(!shown.contains("hunter2"), "{shown}");
}
