use std::path::Path;

use serde_json::Value;

use crate::support::Folder;

const SUITE_SCHEMA: &str = include_str!("../../../ipxe-machine/schemas/test-suite.schema.json");
const REPORT_SCHEMA: &str = include_str!("../../../ipxe-machine/schemas/test-report.schema.json");
const PLAN_SCHEMA: &str = include_str!("../../../ipxe-machine/schemas/plan-report.schema.json");
const RESOLVE_SCHEMA: &str = include_str!("../../../ipxe-machine/schemas/resolve-report.schema.json");

const SCRIPT: &str = "#!ipxe\nset greeting Hello ${who}\necho ${greeting}\necho The end\n\
    kernel http://boot.example/linux root=/dev/sda1 quiet host=${who} token=${token}\n\
    initrd http://boot.example/initrd.gz\nboot\n";

const SUITE: &str = r#"
[defaults]
context = "c.toml"
set = { who = "web1" }

[[test]]
name = "as it is"
script = "a.ipxe"
expect = { outcome = "booted", output = "Hello web1\nThe end" }

[[test]]
name = "much is wrong"
script = "a.ipxe"
[test.expect]
kernel = "http://boot.example/vmlinuz"
command-line = "root=/dev/sda1 debug host=web2 token=another"
initrds = ["initrd.gz", "modules.gz"]
variables = { greeting = { starts-with = "Bye" }, who = "web1", missing = "1" }
unset = ["token"]
output = "Hello you\nThe end\nof it"

[[test]]
name = "a download fails"
script = "a.ipxe"
responses.fetch."http://boot.example/initrd.gz" = "ETIMEDOUT"

[[test]]
source = "!#ipxe"

[[test]]
name = "a script in the file"
source = """
#!ipxe
isset ${who} && exit 5
"""
expect.status = 5
"#;

const CONTEXT: &str = "[settings]\nwho = \"nobody\"\n[secrets]\ntoken = \"hunter2\"\n[interfaces.net0]\n\
    open = true\nip = \"192.0.2.2\"\nnetmask = \"255.255.255.0\"\n[responses.fetch]\n\
    \"http://boot.example/linux\" = \"ok\"\n\"http://boot.example/initrd.gz\" = \"ok\"\n";

fn folder() -> Folder {
    Folder::with(&[("tests/a.ipxe", SCRIPT), ("tests/boot.toml", SUITE), ("tests/c.toml", CONTEXT)])
}

#[test]
fn what_is_not_as_expected_is_shown() {
    let told = folder().run(&["test", "tests/boot.toml"]);
    assert!(!told.contains("hunter2"), "{told}");
    insta::assert_snapshot!(told);
}

#[test]
fn what_the_scripts_did_is_shown_when_asked_for() {
    let folder = folder();
    let args = ["test", "tests/boot.toml", "--filter=a ", "--trace"];
    insta::assert_snapshot!(folder.run(&args));
    assert_eq!(folder.run(&[&args[..3], &["--trace=failed"]].concat()), folder.run(&args));
    let all = folder.run(&[&args[..3], &["--trace=all"]].concat());
    assert!(all.contains("ok      a script in the file\n            > isset web1\n"), "{all}");
    let shown = folder.run(&[&args[..3], &["--trace=all", "--show-secrets"]].concat());
    assert!(shown.contains("token=hunter2") && !all.contains("hunter2"), "{shown}");
}

#[test]
fn all_is_well_if_all_tests_pass() {
    let folder = folder();
    insta::assert_snapshot!(folder.run(&["test", "tests/boot.toml", "--filter=as it"]), @r"
    exit code 0
    --- stdout
    tests/boot.toml
      ok      as it is
    1 test: 1 passed, 0 failed.
    --- stderr
    ");
}

#[test]
fn colours_are_shown_when_asked_for() {
    let told = folder().stdout(&["test", "tests/boot.toml", "--filter=is", "--color=always"]);
    assert!(told.contains("\x1b[32mok\x1b[0m") && told.contains("\x1b[31mFAILED\x1b[0m"), "{told}");
    assert!(told.contains("\x1b[31m- quiet") || told.contains("\x1b[32m+ quiet\x1b[0m"), "{told}");
}

#[test]
fn json_is_what_its_schema_says() {
    let folder = folder();
    for trace in ["--trace=failed", "--trace=all", "--filter=a"] {
        let told = folder.stdout(&["test", "tests/boot.toml", "--format=json", trace]);
        let report: Value = serde_json::from_str(&told).unwrap();
        assert_valid(REPORT_SCHEMA, &report);
        assert!(!told.contains("hunter2"), "{told}");
    }
    insta::assert_snapshot!(folder.run(&["test", "tests/boot.toml", "--format=json", "--filter=wrong"]));
}

fn assert_valid(schema: &str, data: &Value) {
    let schema: Value = serde_json::from_str(schema).expect("the schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let problems = validator.iter_errors(data).map(|error| format!("{}: {error}", error.instance_path()));
    assert_eq!(problems.collect::<Vec<_>>(), [""; 0]);
}

fn schema(name: &str) -> &'static str {
    ipxe_machine::schemas::ALL.iter().find(|(known, _)| *known == name).map_or("", |(_, text)| text)
}

#[test]
fn the_schemas_are_up_to_date() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ipxe-machine/schemas");
    for (name, schema, published) in [
        ("test-suite", schemars::schema_for!(ipxe_machine::testing::TestSuite), SUITE_SCHEMA),
        ("test-report", schemars::schema_for!(ipxe_machine::testing::TestReport), REPORT_SCHEMA),
        ("resolve-report", schemars::schema_for!(ipxe_machine::resolve::ResolveReport), RESOLVE_SCHEMA),
        ("plan-report", schemars::schema_for!(ipxe_machine::simulate::PlanReport), PLAN_SCHEMA),
        ("deps-report", schemars::schema_for!(ipxe_machine::simulate::DepsReport), schema("deps-report")),
        ("context", schemars::schema_for!(ipxe_machine::context::NetworkContext), schema("context")),
        ("profile", schemars::schema_for!(ipxe_machine::profile::Profile), schema("profile")),
        (
            "profile-report",
            schemars::schema_for!(ipxe_machine::profile::ProfileReport),
            schema("profile-report"),
        ),
    ] {
        let schema = serde_json::to_string_pretty(&schema).unwrap();
        if std::env::var_os("UPDATE_SCHEMAS").is_some() {
            std::fs::write(folder.join(format!("{name}.schema.json")), schema + "\n").unwrap();
        } else {
            assert_eq!(schema.trim(), published.trim(), "run this test again with UPDATE_SCHEMAS=1");
        }
    }
}

#[test]
fn tests_are_what_their_schema_says() {
    for suite in [SUITE, include_str!("../../../../examples/provisioning/tests.toml")] {
        let suite: Value = toml::from_str(suite).unwrap();
        assert_valid(SUITE_SCHEMA, &suite);
    }
}

#[test]
fn a_file_with_mistakes_is_refused_at_its_place() {
    let mistakes = [
        "[[test]]\nscrpt = \"a.ipxe\"\n",
        "[[test]]\nsource = \"#!ipxe\\n\"\nexpect.outcome = \"boted\"\n",
        "[[test]]\nexpect.command-line = { contain = \"x\" }\n",
        "[[test]]\nset = { ip = \"nowhere\" }\n",
        "[[test]]\nplatform = \"uefi\"\n",
        "[[test]\n",
        "note = \"empty\"\n",
    ];
    let told = mistakes.map(|suite| Folder::with(&[("t.toml", suite)]).run(&["test", "t.toml"]));
    assert!(told.iter().all(|told| told.starts_with("exit code 2\n--- stdout\n--- stderr")), "{told:?}");
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn a_test_that_cannot_be_run_does_not_stop_the_others() {
    let suite = "[[test]]\nscript = \"nowhere.ipxe\"\n[[test]]\nname = \"neither\"\n\
        [[test]]\nname = \"both\"\nscript = \"a\"\nsource = \"b\"\n\
        [[test]]\nname = \"no context\"\nsource = \"#!ipxe\\n\"\ncontext = \"nowhere.toml\"\n\
        [[test]]\nname = \"broken context\"\nsource = \"#!ipxe\\n\"\ncontext = \"broken.toml\"\n\
        [[test]]\nname = \"broken context again\"\nsource = \"#!ipxe\\n\"\ncontext = \"broken.toml\"\n\
        [[test]]\nname = \"no directory\"\nsource = \"#!ipxe\\n\"\nserve = { \"http://a/\" = \"nowhere\" }\n\
        [[test]]\nname = \"no profile\"\nsource = \"#!ipxe\\n\"\nprofile = \"flexmetl\"\n\
        [[test]]\nname = \"fine\"\nsource = \"#!ipxe\\n\"\n";
    let folder = Folder::with(&[
        ("t.toml", suite),
        ("broken.toml", "setings = 1\n"),
        ("ok.toml", SUITE),
        ("x.ini", ""),
    ]);
    insta::assert_snapshot!(folder.run(&["test", "t.toml", "nowhere.toml", "x.ini"]));
}

#[test]
fn no_tests_are_a_mistake() {
    let folder = folder();
    insta::assert_snapshot!(folder.run(&["test", "tests/boot.toml", "--filter=nosuch"]), @r"
    exit code 2
    --- stdout
    --- stderr
    error: there is no test whose name contains `nosuch`
    ");
    assert!(folder.run(&["test"]).starts_with("exit code 2\n"));
}

#[test]
fn tests_can_be_json_and_yaml() {
    let folder = Folder::with(&[
        ("t.json", r##"{"test": [{"name": "a", "source": "#!ipxe\nexit 5", "expect": {"status": 5}}]}"##),
        ("t.yaml", "test:\n  - name: b\n    source: \"#!ipxe\\nexit 5\"\n    expect: {status: 5}\n"),
    ]);
    insta::assert_snapshot!(folder.run(&["test", "t.json", "t.yaml"]), @r"
    exit code 0
    --- stdout
    t.json
      ok      a
    t.yaml
      ok      b
    2 tests: 2 passed, 0 failed.
    --- stderr
    ");
}

/// The example on the front page.
#[test]
fn the_tests_of_a_provisioning_service_pass() {
    let folder = Folder::with(&[]);
    let suite = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/provisioning/tests.toml");
    let told = folder.run(&["test", suite.to_str().unwrap()]);
    let told = told.replace(suite.to_str().unwrap(), "tests.toml");
    insta::assert_snapshot!(told);
}

#[test]
fn junit_is_for_ci_systems() {
    let folder = folder();
    folder.write("x.toml", b"[[test]]\nname = \"a <b> & \\\"c\\\"\"\nscript = \"nowhere\"\n");
    insta::assert_snapshot!(folder.run(&["test", "tests/boot.toml", "x.toml", "--format=junit", "--trace"]));
}

#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    let many: String =
        (0..5000).map(|at| format!("[[test]]\nname = \"{at}\"\nsource = \"#!ipxe\\n\"\n")).collect();
    let folder = Folder::with(&[("t.toml", &many)]);
    let program = assert_cmd::cargo::cargo_bin!("ipxe-lint");
    let mut child = std::process::Command::new(program)
        .args(["test", "t.toml"])
        .current_dir(folder.path())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]));
}
