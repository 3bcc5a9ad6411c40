use serde_json::Value;

use crate::support::{CLEAN, FAULTY, Folder, RULES};

const SARIF_SCHEMA: &str = include_str!("../data/sarif-2.1.0.schema.json");
const REPORT_SCHEMA: &str = include_str!("../../../ipxe-lint/schemas/report.schema.json");

/// A fixable finding, one with a second place, one on a line with wide characters, one in a clean file.
fn folder() -> Folder {
    let wide = "#!ipxe\n:a\n:a\necho ä𝄞 ; goto b\nchain tftp://192.0.2.1/x || goto aa\n";
    let quiet = "#!ipxe\ngoto a # ipxe-lint: ignore[undefined-label] <b>ä\n";
    let files =
        [("boot.ipxe", FAULTY), ("clean.ipxe", CLEAN), ("quiet.ipxe", quiet), ("sub folder/wide.ipxe", wide)];
    Folder::with(&files)
}

fn report(format: &str) -> String {
    let rules = "--select=undefined-label,unknown-command,duplicate-label";
    folder().stdout(&[".", rules, "--format", format])
}

#[test]
fn full_shows_the_lines() {
    insta::assert_snapshot!(report("full"));
}

#[test]
fn concise_is_a_line_per_finding() {
    insta::assert_snapshot!(report("concise"));
}

#[test]
fn github_gets_annotations() {
    insta::assert_snapshot!(report("github"));
}

#[test]
fn json_is_for_programs() {
    insta::assert_snapshot!(report("json"));
}

#[test]
fn sarif_is_for_code_scanning() {
    let mut sarif: Value = serde_json::from_str(&report("sarif")).unwrap();
    for rule in sarif["runs"][0]["tool"]["driver"]["rules"].as_array_mut().unwrap() {
        // The rules' documentation has tests of its own.
        rule["help"] = Value::Null;
    }
    insta::assert_snapshot!(serde_json::to_string_pretty(&sarif).unwrap());
}

#[test]
fn sarif_is_what_its_schema_says() {
    assert_valid(SARIF_SCHEMA, &report("sarif"));
    let clean = Folder::with(&[("clean.ipxe", CLEAN)]);
    assert_valid(SARIF_SCHEMA, &clean.stdout(&[".", "--format=sarif"]));
}

#[test]
fn json_is_what_its_schema_says() {
    assert_valid(REPORT_SCHEMA, &report("json"));
    assert_valid(REPORT_SCHEMA, &folder().stdout(&[".", "--format=json", "--statistics"]));
}

#[test]
fn the_schema_of_the_report_is_up_to_date() {
    let schema = serde_json::to_string_pretty(&schemars::schema_for!(ipxe_lint::reports::Json<'_>)).unwrap();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../ipxe-lint/schemas/report.schema.json");
    if std::env::var_os("UPDATE_SCHEMAS").is_some() {
        std::fs::write(path, schema + "\n").unwrap();
    } else {
        assert_eq!(schema.trim(), REPORT_SCHEMA.trim(), "run this test again with UPDATE_SCHEMAS=1");
    }
}

#[test]
fn fixes_are_edits_at_their_places() {
    let folder = Folder::with(&[("boot.ipxe", FAULTY)]);
    let report: Value = serde_json::from_str(&folder.stdout(&[".", RULES, "--format=json"])).unwrap();
    let edit = &report["diagnostics"][0]["fix"]["edits"][0];
    let place = |key: &str| usize::try_from(edit[key].as_u64().unwrap()).unwrap();
    assert_eq!(&FAULTY[place("offset")..place("end_offset")], "retyr");
    assert_eq!(edit["replacement"], "retry");
}

#[test]
fn a_report_in_a_file_is_the_one_on_standard_output() {
    let folder = folder();
    for format in ["full", "concise", "json", "sarif", "github"] {
        let told = folder.run(&[".", "--format", format, "--output", "report"]);
        assert_eq!(told, "exit code 1\n--- stdout\n--- stderr\n");
        let written = std::fs::read_to_string(folder.path().join("report")).unwrap();
        assert_eq!(written, folder.stdout(&[".", "--format", format]));
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 5, "no draft is left behind");
}

#[test]
fn a_report_that_cannot_be_written_leaves_the_old_one() {
    let folder = Folder::with(&[("boot.ipxe", FAULTY), ("folder/x", "")]);
    let told = folder.run(&["boot.ipxe", "--output", "nowhere/report"]);
    insta::assert_snapshot!(told, @r"
    exit code 2
    --- stdout
    --- stderr
    error: cannot write `nowhere/report`: no such file or directory
    ");
    assert!(folder.run(&["boot.ipxe", "--output", "folder"]).starts_with("exit code 2"));
}

fn assert_valid(schema: &str, text: &str) {
    let mut schema: Value = serde_json::from_str(schema).expect("the schema is JSON");
    // SARIF's pattern for languages has a bracket too many for most regular expression engines.
    for holder in ["run", "toolComponent"] {
        if let Some(language) = schema.pointer_mut(&format!("/definitions/{holder}/properties/language")) {
            language.as_object_mut().expect("an object").remove("pattern");
        }
    }
    let report = serde_json::from_str(text).expect("the report is JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let problems: Vec<String> = validator.iter_errors(&report).map(|problem| problem.to_string()).collect();
    assert_eq!(problems, Vec::<String>::new());
}
