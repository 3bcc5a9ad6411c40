//! The machines that have a feature.

use ipxe_catalog::{
    Arch, ArchSet, Availability, Build, BuildSymbol, Catalog, Linkage, Platform, PlatformSet, Release, Target,
};
use serde_json::Value;

use crate::data::{entry, read, rows};

fn every_platform(release: Release) -> Target {
    Target::default().with_release(release).with_platforms(PlatformSet::ALL)
}

fn of(target: Target, command: &str) -> Availability {
    let catalog = Catalog::new(target);
    let form = catalog.command(command.as_bytes()).unwrap().form;
    catalog.availability(form.build)
}

/// Whether the data has a symbol enabled in the stock build of a kind of machine.
fn is_on(default: &Value, platform: Platform, arch: Arch) -> bool {
    match &default[platform.name()] {
        Value::String(state) => state == "on",
        Value::Array(arches) => arches.iter().any(|one| one == arch.name()),
        _ => false,
    }
}

/// Whether a binary for a platform can contain the parts that the data requires.
fn can_be_linked(build: &Value, platform: Platform) -> bool {
    let roles = read("roles.json");
    let never_on = |part: &Value| {
        let platforms = &roles["linked_by"][part.as_str().unwrap()]["never_on"];
        platforms.as_array().is_some_and(|all| all.iter().any(|one| one == platform.name()))
    };
    let ways = build["any_of"].as_array().map(Vec::as_slice).unwrap_or_default();
    let is_linkable =
        |way: &Value| way["only_if_linked"].as_array().is_none_or(|parts| !parts.iter().any(never_on));
    ways.is_empty() || ways.iter().any(is_linkable)
}

#[test]
fn a_build_for_linux_has_no_drivers_of_hardware() {
    let target = every_platform(Release::Head).with_platforms(PlatformSet::of(&[Platform::Linux]));
    let catalog = Catalog::new(target.clone());
    for command in ["pciscan", "usbscan", "ibstat", "fcstat", "fcels", "iwstat", "iwlist"] {
        assert!(matches!(of(target.clone(), command), Availability::Nowhere { .. }), "{command}");
    }
    for setting in ["ssid", "key", "active-scan", "sysmac"] {
        let known = catalog.setting(setting.as_bytes()).unwrap();
        let off = known.definitions.iter().all(|one| !catalog.availability(one.build).is_everywhere());
        assert!(off, "{setting}");
    }
    assert_eq!(of(every_platform(Release::Head), "usbscan").off().to_string(), "pcbios, linux");
    let with_option = target.with_option("USB_CMD", true).unwrap();
    assert!(matches!(of(with_option, "usbscan"), Availability::Nowhere { .. }));
}

#[test]
fn the_stock_build_of_every_machine_has_the_commands_that_the_data_says() {
    for row in rows(&read("commands.json"), "commands") {
        for release in Release::ALL {
            let Some(expected) = entry(&row, *release) else { continue };
            let target = every_platform(*release);
            let off = of(target.clone(), row["name"].as_str().unwrap()).off();
            for (platform, arch) in target.machines().iter() {
                let build = &expected["build"];
                let on = is_on(&build["default"], platform, arch) && can_be_linked(build, platform);
                assert_eq!(!off.contains(platform, arch), on, "{} {release} {platform}/{arch}", row["name"]);
            }
        }
    }
}

/// All builds of a release's tables, with their owners.
fn builds(catalog: &Catalog) -> Vec<(String, &'static Build)> {
    let release = catalog.target().release();
    let mut builds: Vec<_> =
        catalog.commands().map(|known| (known.spec.name.to_owned(), known.form.build)).collect();
    for setting in catalog.settings() {
        builds
            .extend(setting.definitions.iter().map(|one| (format!("${{{}}}", setting.spec.name), one.build)));
    }
    for scheme in catalog.uri_schemes() {
        let form = scheme.form(release).unwrap();
        builds.push((format!("{}:", scheme.name), form.build));
        builds.extend(form.san_build.map(|build| (format!("{}: (SAN)", scheme.name), build)));
    }
    builds
        .extend(catalog.image_types().map(|spec| (spec.name.to_owned(), spec.form(release).unwrap().build)));
    builds
}

#[test]
fn every_build_symbol_that_decides_is_known() {
    for release in Release::ALL {
        for (owner, build) in builds(&Catalog::new(every_platform(*release))) {
            assert_eq!(build.linkage == Linkage::Options, build.symbols().count() > 0, "{owner}");
            for symbol in build.symbols() {
                assert!(BuildSymbol::parse(symbol).is_ok(), "{owner} needs {symbol}");
            }
        }
    }
}

#[test]
fn asking_for_what_the_stock_build_has_anyway_changes_nothing() {
    for release in Release::ALL {
        let stock = every_platform(*release);
        for (owner, build) in builds(&Catalog::new(stock.clone())) {
            for symbol in build.symbols() {
                let symbol = BuildSymbol::parse(symbol).unwrap();
                for (platform, arch) in stock.machines().iter() {
                    let one = stock
                        .clone()
                        .with_platforms(PlatformSet::of(&[platform]))
                        .with_arches(ArchSet::of(&[arch]));
                    let on = symbol.default(*release).contains(platform, arch);
                    let same = one.clone().with_option(symbol.name(), on).unwrap();
                    let what = format!("{owner} in {release} on {platform}/{arch} with {}", symbol.name());
                    assert_eq!(one.availability(build), same.availability(build), "{what}");
                }
            }
        }
    }
}

#[test]
fn what_is_off_can_be_turned_on_and_what_is_on_off() {
    let target = Target::default();
    assert_eq!(of(target.clone(), "ping").off(), target.machines());
    assert_eq!(of(target.clone().with_option("PING_CMD", true).unwrap(), "ping"), Availability::Everywhere);
    assert_eq!(of(target.clone(), "echo"), Availability::Everywhere);
    assert_eq!(of(target.clone(), "menu"), Availability::Everywhere);
    let without = target.with_option("MENU_CMD", false).unwrap();
    assert_eq!(of(without.clone(), "menu"), Availability::Everywhere, "FORM_CMD brings it too");
    let without = without.with_option("FORM_CMD", false).unwrap();
    assert!(matches!(of(without, "menu"), Availability::Nowhere { .. }));
}

#[test]
fn hard_restrictions_hold_whatever_the_options() {
    let target = Target::default().with_option("PXE_CMD", true).unwrap();
    let Availability::Partly { on, .. } = of(target, "startpxe") else { panic!() };
    assert_eq!(on.platforms(), PlatformSet::of(&[Platform::Pcbios]));
    let target = Target::default().with_option("CPUID_CMD", true).unwrap();
    let on = target.machines().difference(of(target, "cpuid").off());
    assert_eq!(on.arches(Platform::Efi), ArchSet::X86);
}

#[test]
fn unpacking_needs_a_format_to_unpack() {
    let pcbios = Target::default().with_platforms(PlatformSet::of(&[Platform::Pcbios]));
    assert!(matches!(of(pcbios.clone(), "imgextract"), Availability::Nowhere { .. }));
    let gzip = pcbios.with_option("IMAGE_GZIP", true).unwrap();
    assert_eq!(of(gzip, "imgextract"), Availability::Everywhere);
}

#[test]
fn what_only_concerns_sbi_or_the_test_platform_is_out_of_sight_by_default() {
    assert_eq!(of(Target::default(), "reboot"), Availability::Everywhere);
    let all = every_platform(Release::NEWEST);
    assert_eq!(of(all, "reboot").off().platforms(), PlatformSet::of(&[Platform::Linux]));
    let aoe = Catalog::uri_scheme_in_any_release(b"aoe").unwrap().form(Release::NEWEST).unwrap();
    assert!(Target::default().availability(aoe.build).is_everywhere());
}

#[test]
fn a_target_without_machines_lacks_nothing() {
    let none = Target::default()
        .with_platforms(PlatformSet::of(&[Platform::Pcbios]))
        .with_arches(ArchSet::of(&[Arch::Arm64]));
    assert!(none.machines().is_empty());
    assert_eq!(of(none, "ping"), Availability::Everywhere);
}

#[test]
fn https_and_http_differ_on_bios_machines_only() {
    let catalog = Catalog::new(Target::default());
    let (_, http) = catalog.uri_scheme(b"http").unwrap();
    assert!(catalog.availability(http.build).is_everywhere());
    let (_, https) = catalog.uri_scheme(b"https").unwrap();
    assert_eq!(catalog.availability(https.build).off().to_string(), "pcbios");
    assert_eq!(https.build.alternatives[0].to_string(), "DOWNLOAD_PROTO_HTTPS");
    assert_eq!(
        https.san_build.unwrap().alternatives[0].to_string(),
        "DOWNLOAD_PROTO_HTTPS and SANBOOT_PROTO_HTTP"
    );
}

#[test]
fn an_option_with_a_value_is_an_option() {
    let release = Target::default().with_release(Release::V2_0_0);
    let catalog = Catalog::new(release.clone());
    let keymap = catalog.setting(b"keymap").unwrap().definitions[0].build;
    assert_eq!(catalog.availability(keymap).off(), catalog.target().machines());
    let target = release.with_option("KEYBOARD_MAP=dynamic", true).unwrap();
    assert!(target.availability(keymap).is_everywhere());
}
