use serde_json::Value;

use crate::support::Folder;

/// A suppressed finding with a reason, one without, a reported one, and a suppression of nothing.
const SCRIPT: &str = "#!ipxe
# ipxe-lint: ignore-file[undefined-label] the menus come from the server
frobnicate || goto later # ipxe-lint: ignore[IPX201]
fettle || shell
echo hello # ipxe-lint: ignore[commands]: was there once
";

const RULES: &str = "--select=undefined-label,unknown-command,unused-suppression";

fn folder() -> Folder {
    Folder::with(&[("boot.ipxe", SCRIPT)])
}

#[test]
fn what_is_suppressed_is_counted_and_not_told() {
    insta::assert_snapshot!(folder().run(&["boot.ipxe", RULES, "--format=concise"]), @r"
    exit code 1
    --- stdout
    boot.ipxe:4:1: warning[unknown-command] `fettle` is not an iPXE command
    Found 1 warning in 1 script. 2 findings are suppressed.
    --- stderr
    ");
}

#[test]
fn a_suppression_of_nothing_is_told_when_its_rules_have_looked() {
    let told = folder().stdout(&["boot.ipxe", "--format=concise"]);
    assert!(told.contains("boot.ipxe:5:12: advice[unused-suppression]"), "{told}");
}

#[test]
fn without_suppressions_all_is_told() {
    insta::assert_snapshot!(folder().run(&["boot.ipxe", RULES, "--no-suppressions", "--format=concise"]), @r"
    exit code 1
    --- stdout
    boot.ipxe:3:1: warning[unknown-command] `frobnicate` is not an iPXE command
    boot.ipxe:3:20: error[undefined-label] label `later` is not defined in this script
    boot.ipxe:4:1: warning[unknown-command] `fettle` is not an iPXE command
    Found 1 error and 2 warnings in 1 script.
    --- stderr
    ");
}

#[test]
fn a_reason_can_be_demanded() {
    let told = folder().stdout(&["boot.ipxe", "--require-suppression-reason", "--format=concise"]);
    assert!(told.contains("boot.ipxe:3:26: warning[suppression-without-reason]"), "{told}");
    assert_eq!(told.matches("suppression-without-reason").count(), 1, "{told}");
}

#[test]
fn suppressions_can_be_listed() {
    let folder = folder();
    insta::assert_snapshot!(folder.run(&["boot.ipxe", "--list-suppressions"]), @r"
    exit code 0
    --- stdout
    boot.ipxe:2:1: ignore-file[undefined-label] suppresses 1 finding: the menus come from the server
    boot.ipxe:3:26: ignore[unknown-command] suppresses 1 finding: no reason given
    boot.ipxe:5:12: ignore[commands] suppresses nothing: was there once
    --- stderr
    ");
    let list: Value =
        serde_json::from_str(&folder.stdout(&["boot.ipxe", "--list-suppressions", "--format=json"])).unwrap();
    insta::assert_snapshot!(serde_json::to_string(&list["suppressions"][0]).unwrap());
    assert_eq!(list["suppressions"].as_array().unwrap().len(), 3);
    insta::assert_snapshot!(folder.run(&["boot.ipxe", "--list-suppressions", "--format=sarif"]), @r"
    exit code 2
    --- stdout
    --- stderr
    error: --list-suppressions needs `--format full`, `concise` or `json`
    ");
}

#[test]
fn reports_for_programs_say_what_is_suppressed_and_why() {
    let folder = folder();
    let report = |format: &str| -> Value {
        serde_json::from_str(&folder.stdout(&["boot.ipxe", RULES, "--format", format])).unwrap()
    };
    let json = report("json");
    assert_eq!(json["diagnostics"].as_array().unwrap().len(), 1);
    assert_eq!(json["summary"]["suppressed"], 2);
    assert_eq!(json["suppressed"][0]["name"], "unknown-command");
    assert_eq!(json["suppressed"][1]["suppression"]["reason"], "the menus come from the server");
    assert_eq!(json["suppressed"][1]["suppression"]["line"], 2);
    let sarif = report("sarif");
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    let suppressed: Vec<&Value> = results.iter().filter_map(|result| result.get("suppressions")).collect();
    assert_eq!((results.len(), suppressed.len()), (3, 2));
    assert_eq!(suppressed[1][0]["kind"], "inSource");
    assert_eq!(suppressed[1][0]["justification"], "the menus come from the server");
}
