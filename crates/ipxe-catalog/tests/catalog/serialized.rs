//! Targets in data files.

use ipxe_catalog::{Arch, ArchSet, Catalog, Platform, PlatformSet, Release, Target};

#[test]
fn a_target_survives_being_written_and_read() {
    let target = Target::default()
        .with_release(Release::V1_21_1)
        .with_platforms(PlatformSet::of(&[Platform::Efi]))
        .with_arches(ArchSet::of(&[Arch::X86_64, Arch::Arm64]))
        .with_option("NTP_CMD", false)
        .unwrap();
    let text = serde_json::to_string(&target).unwrap();
    assert_eq!(
        text,
        r#"{"release":"1.21.1","platforms":["efi"],"arches":["x86_64","arm64"],"build-options":{"NTP_CMD":false}}"#
    );
    assert_eq!(serde_json::from_str::<Target>(&text).unwrap(), target);
    assert_eq!(serde_json::from_str::<Target>("{}").unwrap(), Target::default());
}

#[test]
fn unknown_things_in_a_target_are_refused_with_what_was_meant() {
    let error = |text: &str| serde_json::from_str::<Target>(text).unwrap_err().to_string();
    assert!(error(r#"{"relase": "2.0.0"}"#).contains("unknown field `relase`"));
    assert!(error(r#"{"release": "2.0.1"}"#).contains("did you mean `2.0.0`?"));
    assert!(error(r#"{"platforms": ["bios"]}"#).contains("did you mean `pcbios`?"));
    assert!(error(r#"{"build-options": {"NTP_CDM": true}}"#).contains("did you mean `NTP_CMD`?"));
}

#[test]
fn availability_names_the_machines() {
    let catalog = Catalog::new(Target::default().with_arches(ArchSet::of(&[Arch::X86_64])));
    let shown = |name: &str| {
        let form = catalog.command(name.as_bytes()).unwrap().form;
        serde_json::to_string(&catalog.availability(form.build)).unwrap()
    };
    assert_eq!(shown("echo"), r#""everywhere""#);
    assert_eq!(shown("ntp"), r#"{"partly":{"on":["efi/x86_64"],"off":["pcbios/x86_64"]}}"#);
    assert_eq!(shown("ping"), r#"{"nowhere":{"off":["pcbios/x86_64","efi/x86_64"]}}"#);
}
