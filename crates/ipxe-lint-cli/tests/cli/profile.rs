//! `ipxe-lint profile` and `ipxe-lint schema`.

use serde_json::Value;

use crate::support::Folder;

const LAB: &str = "\
name = \"lab\"
description = \"The lab\"
dhcp = true

[settings]
LAB_ROOT = \"URI of the images\"
LAB_RACK = { description = \"The rack\", sometimes = true, type = \"int8\" }

[suffixes]
_mirror = \"A mirror\"

[target]
platforms = [\"efi\"]
";

#[test]
fn built_in_profiles_are_listed() {
    insta::assert_snapshot!(Folder::with(&[]).run(&["profile"]));
}

#[test]
fn a_profile_says_what_it_supplies() {
    let folder = Folder::with(&[("lab.toml", LAB)]);
    insta::assert_snapshot!("profile_flexmetal", folder.run(&["profile", "flexmetal"]));
    insta::assert_snapshot!("profile_tinkerbell", folder.run(&["profile", "tinkerbell"]));
    insta::assert_snapshot!("profile_lab", folder.run(&["profile", "lab.toml"]));
    insta::assert_snapshot!("profile_lab_json", folder.run(&["profile", "lab.toml", "--format=json"]));
}

#[test]
fn a_profile_that_is_none_is_refused_at_its_place() {
    let folder = Folder::with(&[("lab.toml", &LAB.replace("sometimes", "sometime"))]);
    insta::assert_snapshot!("profile_wrong_file", folder.run(&["profile", "lab.toml"]));
    insta::assert_snapshot!("profile_wrong_name", folder.run(&["profile", "equinix"]));
    insta::assert_snapshot!("profile_near_name", folder.run(&["profile", "netbootxyz"]));
}

#[test]
fn profiles_as_json_are_what_their_schema_says() {
    let folder = Folder::with(&[("lab.toml", LAB)]);
    for args in [&["profile", "--format=json"][..], &["profile", "lab.toml", "--format=json"]] {
        let report: Value = serde_json::from_str(&folder.stdout(args)).unwrap();
        assert_valid(&folder, "profile-report", &report);
        for profile in report["profiles"].as_array().unwrap() {
            assert_valid(&folder, "profile", profile);
        }
    }
    let lab: Value = toml::from_str(LAB).unwrap();
    assert_valid(&folder, "profile", &lab);
}

#[test]
fn what_programs_get_is_a_profile_file_again() {
    let folder = Folder::with(&[]);
    let report: Value = serde_json::from_str(&folder.stdout(&["profile", "--format=json"])).unwrap();
    for profile in report["profiles"].as_array().unwrap() {
        folder.write("again.json", profile.to_string().as_bytes());
        let name = profile["name"].as_str().unwrap();
        assert_eq!(folder.run(&["profile", "again.json"]), folder.run(&["profile", name]));
    }
}

#[test]
fn schemas_are_printed_by_name() {
    let folder = Folder::with(&[]);
    insta::assert_snapshot!(folder.run(&["schema"]));
    insta::assert_snapshot!("schema_unknown", folder.run(&["schema", "profil"]));
    for name in folder.stdout(&["schema"]).lines() {
        let schema: Value = serde_json::from_str(&folder.stdout(&["schema", name])).unwrap();
        assert!(jsonschema::validator_for(&schema).is_ok(), "{name}");
    }
}

fn assert_valid(folder: &Folder, schema: &str, data: &Value) {
    let schema: Value =
        serde_json::from_str(&folder.stdout(&["schema", schema])).expect("the schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let problems = validator.iter_errors(data).map(|error| format!("{}: {error}", error.instance_path()));
    assert_eq!(problems.collect::<Vec<_>>(), [""; 0]);
}
