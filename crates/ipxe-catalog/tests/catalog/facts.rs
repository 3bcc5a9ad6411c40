//! Every row of the data is in the tables, unchanged.

use ipxe_catalog::{Catalog, CommandForm, MAX_ARGUMENTS, Release, Role, Takes, Target};
use serde_json::Value;

use crate::data::{entry, key, read, rows};

fn catalog(release: Release) -> Catalog {
    Catalog::new(Target::default().with_release(release))
}

#[test]
fn releases_have_the_dates_of_their_commits() {
    let commands = read("commands.json");
    for release in Release::ALL {
        assert_eq!(commands["meta"]["releases"][key(*release)]["date"], release.date());
    }
}

#[test]
fn every_command_of_every_release_is_found_as_the_data_has_it() {
    for row in rows(&read("commands.json"), "commands") {
        let name = row["name"].as_str().unwrap();
        for release in Release::ALL {
            let known = catalog(*release).command(name.as_bytes());
            let Some(expected) = entry(&row, *release) else {
                assert!(known.is_none(), "{name} in {release}");
                continue;
            };
            let known = known.unwrap();
            assert_eq!(known.spec.name, name);
            assert_eq!(known.spec.summary, row["summary"]);
            compare_form(known.form, expected, &format!("{name} in {release}"));
        }
    }
}

fn compare_form(form: &CommandForm, expected: &Value, what: &str) {
    assert_eq!(u64::from(form.min_args), expected["min_args"].as_u64().unwrap(), "{what}");
    assert_eq!(form.max_args.map(u64::from), expected["max_args"].as_u64(), "{what}");
    assert!(form.min_args <= form.max_args.unwrap_or(MAX_ARGUMENTS), "{what}");
    assert_eq!(form.understands_help, expected["understands_help_option"], "{what}");
    let implementation = format!("{:?}", form.implementation).to_lowercase();
    assert_eq!(implementation, expected["implementation"].as_str().unwrap(), "{what}");

    let arguments = expected["arguments"].as_array().unwrap();
    assert_eq!(form.arguments.len(), arguments.len(), "{what}");
    for (argument, expected) in form.arguments.iter().zip(arguments) {
        assert_eq!(argument.name, expected["name"], "{what}");
        assert_eq!(argument.optional, expected["optional"], "{what}");
        assert_ne!(argument.role, Role::Flag, "{what}: an argument cannot be a flag");
    }

    let options = expected["options"].as_array().unwrap();
    assert_eq!(form.options.len(), options.len(), "{what}");
    for expected in options {
        let option = form.option(expected["long"].as_str().unwrap().as_bytes()).unwrap();
        let letter = expected["short"].as_str().map(|short| short.as_bytes()[0]);
        assert_eq!(option.short, letter, "{what}");
        assert_eq!(form.short_option(letter.unwrap()), Some(option), "{what}");
        let takes = match expected["arg"].as_str().unwrap() {
            "none" => Takes::Nothing,
            "required" => Takes::Required,
            _ => Takes::Optional,
        };
        assert_eq!(option.takes, takes, "{what}");
        assert_eq!(option.role == Role::Flag, takes == Takes::Nothing, "{what} --{}", option.long);
    }
}

#[test]
fn mechanically_seen_parsers_of_arguments_agree_with_the_roles() {
    for row in rows(&read("commands.json"), "commands") {
        for release in Release::ALL {
            let Some(expected) = entry(&row, *release) else { continue };
            let form = catalog(*release).command(row["name"].as_str().unwrap().as_bytes()).unwrap().form;
            for seen in expected["positional_parsers"].as_array().into_iter().flatten() {
                let at = seen["index"].as_u64().map_or(0, |at| usize::try_from(at).unwrap());
                let role = form.argument(at).unwrap().role;
                let agrees = match seen["kind"].as_str().unwrap() {
                    "netdev" => role == Role::Interface,
                    "integer" => role.is_integer(),
                    "setting-autovivify" => role.writes_setting(),
                    "setting-existing" => role.is_setting(),
                    "settings" => role == Role::Scope,
                    "image" => role == Role::Image,
                    "image-or-uri" => role == Role::ImageOrUri,
                    "uri" => role == Role::SanUri,
                    "fc-els" => role == Role::FibreChannelRequest,
                    "gdb-transport" => role == Role::GdbTransport,
                    other => panic!("a parser nobody has thought of: {other}"),
                };
                assert!(agrees, "{} in {release}: {seen} but {role:?}", row["name"]);
            }
        }
    }
}

#[test]
fn every_setting_of_every_release_is_found_by_name_and_by_tag() {
    for row in rows(&read("settings.json"), "settings") {
        let name = row["name"].as_str().unwrap();
        for release in Release::ALL {
            let catalog = catalog(*release);
            let Some(expected) = entry(&row, *release) else {
                assert!(catalog.setting(name.as_bytes()).is_none(), "{name} in {release}");
                continue;
            };
            let definitions = catalog.setting(name.as_bytes()).unwrap().definitions;
            let expected = expected["definitions"].as_array().unwrap();
            assert_eq!(definitions.len(), expected.len());
            for (definition, expected) in definitions.iter().zip(expected) {
                assert_eq!(
                    format!("{:?}", definition.scope).to_lowercase(),
                    expected["scope"].as_str().unwrap()
                );
                assert_eq!(definition.setting_type.name(), expected["type"]);
                assert_eq!(definition.tag.map(u64::from), expected["tag"].as_u64());
                assert_eq!(definition.dhcp_option, expected["dhcp_option"].as_str());
                assert_eq!(definition.read_only, expected["read_only"]);
                if let Some(tag) = definition.tag {
                    assert_eq!(catalog.setting_by_tag(definition.scope, tag).unwrap().spec.name, name);
                }
            }
        }
    }
}

#[test]
fn every_setting_type_of_every_release_can_do_what_the_data_says() {
    for row in rows(&read("setting_types.json"), "types") {
        let name = row["name"].as_str().unwrap();
        for release in Release::ALL {
            let known = catalog(*release).setting_type(name.as_bytes());
            let Some(expected) = entry(&row, *release) else {
                assert!(known.is_none());
                continue;
            };
            let abilities = known.unwrap().abilities(*release).unwrap();
            assert_eq!(known.unwrap().setting_type.name(), name);
            assert_eq!(abilities.storable, expected["storable"]);
            assert_eq!(abilities.formattable, expected["formattable"]);
            assert_eq!(abilities.numeric, expected["numeric"]);
        }
    }
}

#[test]
fn every_scheme_and_image_format_is_in_the_releases_that_have_it() {
    for row in rows(&read("uri_schemes.json"), "schemes") {
        let spec = Catalog::uri_scheme_in_any_release(row["scheme"].as_str().unwrap().as_bytes()).unwrap();
        for release in Release::ALL {
            let form = spec.form(*release);
            let expected = entry(&row, *release);
            assert_eq!(form.is_some(), expected.is_some());
            if let (Some(form), Some(expected)) = (form, expected) {
                assert_eq!(form.sanboot_only, expected["san_boot_prefix_only"]);
                assert_eq!(form.san_build.is_some(), expected["san_symbols"].is_array());
            }
        }
    }
    for row in rows(&read("image_types.json"), "types") {
        let spec = Catalog::image_type_in_any_release(row["name"].as_str().unwrap().as_bytes());
        for release in Release::ALL {
            let form = spec.and_then(|spec| spec.form(*release));
            assert_eq!(form.is_some(), entry(&row, *release).is_some(), "{}", row["name"]);
        }
    }
}

#[test]
fn keys_have_the_numbers_that_scripts_give() {
    let keys = read("keys.json");
    for release in Release::ALL {
        let expected = keys["releases"][key(*release)]["keys"].as_object().unwrap();
        let catalog = catalog(*release);
        let known: Vec<_> = catalog.keys().collect();
        assert_eq!(known.len(), expected.len());
        for key in known {
            let value = expected[key.name]["script_value"].as_str().unwrap().trim_start_matches("0x");
            assert_eq!(key.code(*release), u16::from_str_radix(value, 16).ok(), "{}", key.name);
        }
    }
}
