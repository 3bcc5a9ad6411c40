//! Contexts and profiles as files: valid ones, and the error positions in invalid ones.
#![cfg(feature = "serde")]

use ipxe_catalog::{Catalog, Target};
use ipxe_machine::{context::NetworkContext, profile::Profile};

const CONTEXT: &str = r#"
complete = true

[machine]
platform = "efi"
buildarch = "x86_64"
release = "2.0.0"

[settings]
IPXE_BOOT_HOSTNAME = "web1"
"foo.bar/n:int32" = 42
rack = { unknown = true }
blob = { type = "hex", value = "de:ad" }

[secrets]
token = "hunter2"

[interfaces.net0]
mac = "52:54:00:12:34:56"
link = "up"
ip = "10.0.2.99"

[interfaces.net0.dhcp]
ip = "10.0.2.15"
mtu = 1500

[interfaces.net0.dhcp.options]
51 = "00:01:51:80"
66 = { type = "string", value = "boot.example" }

[smbios]
serial = "ABC123"
"#;

fn shown(context: &NetworkContext, name: &str) -> String {
    let settings = context.settings(&Catalog::new(Target::default()));
    match settings.read(name.as_bytes()) {
        Ok(found) => format!("{} = {:?}", found.full_name().escape_ascii(), found.text()),
        Err(absence) => format!("{name}: {absence}"),
    }
}

#[test]
fn a_context_file_becomes_settings() {
    let context: NetworkContext = toml::from_str(CONTEXT).unwrap();
    let names = [
        "platform",
        "IPXE_BOOT_HOSTNAME",
        "n",
        "foo.bar/n:hexraw",
        "rack",
        "blob",
        "token",
        "mac",
        "ip",
        "net0.dhcp/ip",
        "mtu",
        "51:int32",
        "66",
        "serial",
        "smbios/1.7.0",
        "buildarch",
    ];
    insta::assert_snapshot!(names.map(|name| shown(&context, name)).join("\n"));
    assert!(context.complete);
}

#[test]
fn a_context_survives_being_written_and_read() {
    let context: NetworkContext = toml::from_str(CONTEXT).unwrap();
    let again: NetworkContext = toml::from_str(&toml::to_string(&context).unwrap()).unwrap();
    assert_eq!(again, context);
    let again: NetworkContext = serde_json::from_str(&serde_json::to_string(&context).unwrap()).unwrap();
    assert_eq!(again, context);
}

#[test]
fn mistakes_are_refused_with_their_place() {
    let mistakes = [
        "compleet = true",
        "[machine]\nplatform = \"uefi\"",
        "[machine]\nrelease = \"9\"",
        "[settings]\na = [1]",
        "[settings]\nnext-server = \"boot.example\"",
        "[settings]\na = { valeu = \"x\" }",
        "[settings]\na = { type = \"text\", value = \"x\" }",
        "[settings]\na = { type = \"hex\" }",
        "[interfaces.net0]\nmac = \"52:54\"\nspeed = 1000",
        "[interfaces.net0]\nmac = \"nope\"",
        "[interfaces.\"net0.dhcp\"]\nmac = \"52:54:00:12:34:56\"",
        "[interfaces.nte0]\nmac = \"52:54:00:12:34:56\"",
        "[settings]\n\"my name\" = \"x\"",
        "[settings]\n\":hex\" = \"x\"",
        "[interfaces.net0.dhcp]\nip = \"10.0.0.1\"\ngatewy = \"10.0.0.1\"",
        "[interfaces.net0.dhcp.options]\n66 = \"boot.example\"",
        "[interfaces.net0.dhcp]\nhostname = \"a\"\noptions.12 = \"b\"",
        "[smbios]\nhostname = \"x\"",
    ];
    let errors = mistakes.map(|text| format!("{}", toml::from_str::<NetworkContext>(text).unwrap_err()));
    insta::assert_snapshot!(errors.join("\n"));
}

#[test]
fn a_profile_file_names_what_is_supplied() {
    let text = "name = \"lab\"\ndhcp = true\nnet-ifnames-0 = \"expected\"\n\
                [settings]\nLAB_ROOT = \"Where images are\"\n[prefixes]\nLAB_ = \"The lab's\"\n";
    let profile: Profile = toml::from_str(text).unwrap();
    assert_eq!(profile.supplies(b"LAB_ROOT").unwrap().description, "Where images are");
    assert_eq!(profile.supplies(b"LAB_X").unwrap().description, "The lab's");
    let again: Profile = toml::from_str(&toml::to_string(Profile::flexmetal()).unwrap()).unwrap();
    assert_eq!(&again, Profile::flexmetal());
}

#[test]
fn mistakes_in_profiles_are_refused_with_their_place() {
    let mistakes = [
        "dchp = false",
        "net-ifnames-0 = \"yes\"",
        "[settings]\nA = 1",
        "[settings]\nA = { desription = \"x\" }",
        "[settings]\nA = { value = \"x\" }",
        "[settings]\nA = { description = \"x\", type = \"text\" }",
        "[settings]\nA = { description = \"x\", type = \"int8\", value = \"many\" }",
        "[settings]\n\"net0/a\" = \"x\"",
        "[settings]\n\"a:hex\" = \"x\"",
        "[settings]\n\"a b\" = \"x\"",
        "[prefixes]\n\"\" = \"x\"",
        "[suffixes]\n_A = { description = \"x\", value = \"x\" }",
        "[target]\nplatforms = [\"uefi\"]",
        "[target]\nbuild-options = { PING = true }",
        "sources = [\"https://lab.example\"]",
    ];
    let read = |text: &str| toml::from_str::<Profile>(&format!("name = \"x\"\n{text}"));
    let errors = mistakes.map(|text| format!("{}", read(text).unwrap_err()));
    insta::assert_snapshot!(errors.join("\n"));
}

#[test]
fn profile_files_say_more_where_there_is_more_to_say() {
    let text = "name = \"lab\"\n[settings]\n\
                LAB_FLOOR = { description = \"Floor\", value = \"2\", type = \"int8\" }\n\
                LAB_RACK = { description = \"Rack\", sometimes = true }\n\
                LAB_NET = { description = \"Network\", kernel-argument = \"ip\" }\n\
                [suffixes]\n_mirror = \"Mirrors\"\n";
    let profile: Profile = toml::from_str(text).unwrap();
    let mut settings = NetworkContext::new().settings(&Catalog::new(Target::default()));
    profile.apply(&mut settings);
    assert_eq!(settings.read(b"LAB_FLOOR").unwrap().text().as_known(), Some(&b"2"[..]));
    assert!(settings.read(b"LAB_RACK").is_err(), "it is not always there");
    assert!(profile.supplies(b"LAB_RACK").is_some() && profile.supplies(b"a_mirror").is_some());
    let again: Profile = toml::from_str(&toml::to_string(&profile).unwrap()).unwrap();
    assert_eq!(again, profile);
}

#[test]
fn every_built_in_profile_is_a_profile_file() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data/profiles");
    for profile in Profile::all_built_in() {
        let text = std::fs::read_to_string(folder.join(format!("{}.toml", profile.name))).unwrap();
        assert_eq!(&toml::from_str::<Profile>(&text).unwrap(), profile, "{}", profile.name);
    }
}
