//! `ipxe-lint config`, `ipxe-lint init`, and the schema.

use serde_json::Value;

use crate::support::{CLEAN, FAULTY, Folder};

const SCHEMA: &str = include_str!("../../../ipxe-lint/schemas/config.schema.json");
const TEMPLATE: &str = include_str!("../../src/config/template.toml");

fn folder() -> Folder {
    Folder::with(&[
        (
            "ipxe-lint.toml",
            "context = 'rack.toml'\nignore = ['menus']\nexclude = ['vendor/']\n\n\
             [target]\nbuild-options = { PING_CMD = true }\n\n\
             [settings]\nrack = '7'\ntoken = { value = 'hunter2', secret = true }\n\n\
             [serve]\n'http://boot.example/' = 'public'\n\n\
             [rules]\nundefined-label = 'warning'\nunknown-command = { known = ['frobnicate'] }\n\n\
             [[overrides]]\npaths = ['legacy/']\nignore = ['flow']\nrules = { unknown-command = 'off' }\n",
        ),
        ("rack.toml", "[machine]\nplatform = 'efi'\n"),
        ("legacy/a.ipxe", CLEAN),
        ("a.ipxe", FAULTY),
    ])
}

/// The output without the rules: there are more with every version.
fn without_rules(told: &str) -> String {
    let (before, rules) = told.split_once("\n\n# ").expect("rules are told");
    let (_, after) = rules.split_once("--- stderr").expect("as the command is shown");
    format!("{before}\n--- stderr{after}")
}

#[test]
fn the_effective_configuration_is_shown_with_the_origin_of_each_value() {
    let folder = folder();
    let config = |args: &[&str]| folder.run(&[&["config"], args].concat());
    insta::assert_snapshot!(without_rules(&config(&[])));
    let args = ["legacy/a.ipxe", "--ignore=flow", "--set=rack=8", "--release=2.0.0"];
    insta::assert_snapshot!(without_rules(&config(&args)));
    insta::assert_snapshot!(without_rules(&config(&["a.ipxe", "--isolated", "--select=undefined-label"])));
}

#[test]
fn the_rules_that_report_are_told_or_those_that_do_not() {
    let folder = folder();
    let two = folder.stdout(&["config", "--isolated", "--select=undefined-label,unknown-command"]);
    assert!(
        two.contains("\n# 2 of ") && two.ends_with("# Those:\n#   unknown-command\n#   undefined-label\n"),
        "{two}"
    );
    let most = folder.stdout(&["config", "--isolated", "--ignore=undefined-label"]);
    assert!(most.contains("# All but:\n") && most.contains("\n#   undefined-label\n"), "{most}");
    assert!(folder.stdout(&["config", "--isolated", "--select=all"]).ends_with(" rules report.\n"));
}

#[test]
fn the_effective_configuration_is_a_configuration() {
    let folder = folder();
    let text = folder.stdout(&["config", "legacy/a.ipxe"]);
    folder.write("legacy/ipxe-lint.toml", text.replace("rack.toml", "../rack.toml").as_bytes());
    let again = folder.run(&["config", "legacy/a.ipxe"]);
    assert!(again.starts_with("exit code 0"), "{again}");
}

#[test]
fn programs_are_told_as_json() {
    let told = folder().stdout(&["config", "legacy/a.ipxe", "--format=json"]);
    let mut shown: Value = serde_json::from_str(&told).unwrap();
    let rules = shown["rules"].take();
    insta::assert_snapshot!(serde_json::to_string_pretty(&shown).unwrap());
    let rules = rules.as_array().unwrap();
    let of = |name: &str| rules.iter().find(|rule| rule["name"] == name).unwrap().clone();
    assert_eq!(
        (&of("undefined-label")["reports"], &of("undefined-label")["level"]),
        (&false.into(), &"warning".into())
    );
    assert_eq!(of("unverified-download")["reports"], false);
    assert_eq!(of("unverified-download")["origin"]["kind"], "default");
    assert_eq!(of("undefined-label")["origin"]["path"], "ipxe-lint.toml");
}

#[test]
fn what_cannot_be_used_cannot_be_shown() {
    let folder = Folder::with(&[("ipxe-lint.toml", "folow = true\n")]);
    assert!(folder.run(&["config"]).starts_with("exit code 2"));
    assert!(folder.run(&["config", "--isolated"]).starts_with("exit code 0"));
}

#[test]
fn a_configuration_to_start_from_is_written_once() {
    let folder = Folder::with(&[("a.ipxe", FAULTY), ("sub/x", "")]);
    let before = folder.run(&["a.ipxe"]);
    insta::assert_snapshot!(folder.run(&["init"]), @r"
    exit code 0
    --- stdout
    Wrote ipxe-lint.toml.
    --- stderr
    ");
    assert_eq!(folder.run(&["a.ipxe"]), before, "it changes nothing by itself");
    folder.write("ipxe-lint.toml", b"ignore = ['all']\n");
    insta::assert_snapshot!(folder.run(&["init", "."]), @r"
    exit code 2
    --- stdout
    --- stderr
    error: `ipxe-lint.toml` already exists, and is not overwritten
    ");
    assert_eq!(std::fs::read(folder.path().join("ipxe-lint.toml")).unwrap(), b"ignore = ['all']\n");
    insta::assert_snapshot!(folder.run(&["init", "sub"]), @r"
    exit code 0
    --- stdout
    Wrote sub/ipxe-lint.toml.
    --- stderr
    ");
    assert!(folder.run(&["init", "missing"]).starts_with("exit code 2"));
}

/// The template with all of its comments activated.
fn template_in_force() -> String {
    let is_example = |line: &str| line.starts_with('#') && !line.starts_with("# ");
    let line = |line: &str| if is_example(line) { line[1..].to_owned() } else { line.to_owned() };
    TEMPLATE.lines().map(|text| line(text) + "\n").collect()
}

#[test]
fn all_examples_in_it_are_right_and_nothing_is_missing() {
    let config: toml::Value = toml::from_str(&template_in_force()).unwrap();
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let known: Vec<&String> = schema["properties"].as_object().unwrap().keys().collect();
    let said: Vec<&String> = config.as_table().unwrap().keys().collect();
    let mut said = said.clone();
    said.sort();
    assert_eq!(said, known);
    let folder = Folder::with(&[
        ("rack7.toml", ""),
        ("banner.txt", "iPXE 1.21.1+"),
        ("ipxe-lint-baseline.json", "{\"version\":1,\"findings\":[]}"),
        ("a.ipxe", CLEAN),
        ("srv/http/b.ipxe", CLEAN),
    ]);
    folder.write("ipxe-lint.toml", template_in_force().as_bytes());
    let told = folder.run(&["a.ipxe"]);
    assert!(told.starts_with("exit code 0"), "{told}");
}

#[test]
fn the_schema_takes_what_is_right_and_refuses_what_is_wrong() {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let takes = |text: &str| {
        let value: toml::Value = toml::from_str(text).unwrap();
        validator.is_valid(&serde_json::to_value(value).unwrap())
    };
    assert!(takes("") && takes(&template_in_force()));
    for wrong in [
        "folow = true",
        "ignore = ['undefined-lable']",
        "[rules]\nundefined-lable = 'off'",
        "[rules]\nundefined-label = 'fatal'",
        "[rules]\nundefined-label = { known = [] }",
        "[target]\nplatforms = ['uefi']",
        "[target]\nbuild-options = { PIN_CMD = true }",
        "max-warnings = -1",
        "[[overrides]]\nignore = ['flow']",
    ] {
        assert!(!takes(wrong), "{wrong}");
    }
}
