use ipxe_catalog::{Catalog, Target};

use super::*;
use crate::{
    context::NetworkContext,
    simulate::{MachineState, Optimistic, Run, Simulator},
};

const BOOTS: &str = "#!ipxe\nset x 1\nkernel --name linux http://192.0.2.1/vmlinuz quiet host=web1\n\
    initrd http://192.0.2.1/initrd.gz mode=600\necho hello\nboot\n";

fn run(script: &str) -> (Run, Simulator<Optimistic>) {
    let settings = NetworkContext::new().settings(&Catalog::new(Target::default()));
    let mut simulator = Simulator::new(MachineState::new(settings), Optimistic);
    (simulator.run(script.as_bytes()), simulator)
}

/// The mismatches of a run with this expectation in TOML, one per line.
fn mismatches(script: &str, expectation: &str) -> String {
    let expected: RunExpectation = toml::from_str(expectation).expect("an expectation");
    let (run, simulator) = run(script);
    let mismatches = expected.check(&run, simulator.machine().settings());
    let shown = mismatches.iter().map(|mismatch| format!("{mismatch} ({:?})", mismatch.found));
    shown.collect::<Vec<_>>().join("\n")
}

#[test]
fn what_is_as_expected_is_not_told() {
    for expectation in [
        "",
        "outcome = \"booted\"",
        "kernel = \"linux\"",
        "kernel = \"http://192.0.2.1/vmlinuz\"",
        "kernel = { name = \"linux\", uri = { starts-with = \"http://\", ends-with = \"z\" } }",
        "command-line = \"quiet host=web1\"",
        "command-line = { contains = [\"host\", \"quiet\"], excludes = \"debug\", words = \"host=web1\" }",
        "initrds = [\"initrd.gz\"]",
        "initrds = [{ uri = \"http://192.0.2.1/initrd.gz\", command-line = \"mode=600\" }]",
        "variables = { x = 1, \"x:hexraw\" = \"31\" }\nunset = [\"y\"]",
        "output = \"hello\"",
    ] {
        assert_eq!(mismatches(BOOTS, expectation), "", "{expectation}");
    }
}

#[test]
fn what_is_not_as_expected_is_told() {
    let expectations = [
        "outcome = \"finished\"\nkernel = \"other\"",
        "status = \"ENOENT\"",
        "kernel = \"vmlinuz\"",
        "kernel = { name = \"vmlinuz\", uri = { starts-with = \"https://\", ends-with = \".efi\" } }",
        "command-line = \"quiet\"",
        "command-line = { contains = [\"ip=\", \"host\"], excludes = \"quiet\", words = [\"host\", \"quiet\"] }",
        "initrds = []",
        "initrds = [\"a\", { name = { starts-with = \"b\", ends-with = \"c\" } }]",
        "initrds = [{ command-line = \"mode=755\" }]",
        "variables = { x = 2, y = 1, \"nosuch/z\" = {} }\nunset = [\"x\"]",
        "output = { equals = \"bye\", contains = \"hell\" }",
        "san = [\"iscsi:192.0.2.1::::x\"]",
    ];
    let told = expectations.map(|expected| format!("{expected}\n{}\n", mismatches(BOOTS, expected)));
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn a_run_must_come_to_a_good_end_unless_something_else_is_expected() {
    let fails = "#!ipxe\nset x 1\nimgfetch nosuch:x\nboot\n";
    assert_eq!(mismatches(fails, ""), "outcome is a failure (Some(\"failed\"))");
    assert_eq!(mismatches(fails, "variables = { x = 1 }"), mismatches(fails, ""));
    assert_eq!(mismatches(fails, "outcome = \"failed\""), "");
    assert_eq!(mismatches(fails, "status = \"ENOTSUP\""), "");
    assert_eq!(mismatches(fails, "kernel = \"x\""), "outcome is not as expected (Some(\"failed\"))");
    assert_eq!(mismatches("#!ipxe\nexit 5\n", "status = 5"), "");
    assert_eq!(mismatches("#!ipxe\nexit 5\n", "status = \"ok\""), "status is not as expected (Some(\"5\"))");
    assert_eq!(mismatches("#!ipxe\n", "status = 0"), "");
    assert_eq!(mismatches("#!ipxe\nreboot\n", "status = 0"), "status is not as expected (None)");
}

#[test]
fn a_drive_is_expected_by_its_uris() {
    let script = "#!ipxe\nsanboot iscsi:192.0.2.1::::iqn.2010-04.example:a\n";
    assert_eq!(mismatches(script, "san = [{ ends-with = \":a\" }]"), "");
    assert!(
        mismatches(script, "san = [{ ends-with = \":b\" }]").starts_with("san[0] does not end with `:b`")
    );
    assert!(mismatches(script, "san = []").starts_with("san is not as expected"));
}

#[test]
fn a_test_goes_before_the_defaults() {
    let suite: TestSuite = toml::from_str(
        r#"
        [defaults]
        script = "a.ipxe"
        platform = "pcbios"
        set = { x = "1", y = "2" }
        responses = { fetch = { "http://a/" = "ok", "http://b/" = "ok" }, choices = ["a"] }
        [defaults.expect]
        outcome = "booted"
        variables = { x = "1", y = "2" }
        unset = ["z"]

        [[test]]
        name = "a"
        source = "!#ipxe"
        platform = "efi"
        set.y = "3"
        responses.fetch."http://b/" = "ENOENT"
        [test.expect]
        status = 5
        variables.z = "4"
        unset = ["x"]
        "#,
    )
    .unwrap();
    let test = suite.complete_tests().next().unwrap();
    assert_eq!((test.script, test.source.as_deref()), (None, Some("!#ipxe")));
    assert_eq!(test.platform, Some(ipxe_catalog::Platform::Efi));
    let set: Vec<_> = test.set.iter().map(|(name, value)| (name.as_str(), value.text().unwrap())).collect();
    assert_eq!(set, [("x", "1"), ("y", "3")]);
    let fetch: Vec<_> = test.responses.fetch.values().map(ToString::to_string).collect();
    assert_eq!((fetch, test.responses.choices), (vec!["ok".into(), "ENOENT".into()], vec!["a".to_owned()]));
    assert_eq!((test.expect.outcome, test.expect.status), (None, Some(ExpectedStatus::exit(5))));
    assert_eq!(test.expect.variables.keys().collect::<Vec<_>>(), ["y", "z"]);
    assert_eq!(test.expect.unset, ["x"]);
}

#[test]
fn mistakes_are_refused_with_their_place() {
    let mistakes = [
        "[[tests]]\nname = \"a\"",
        "[defaults]\nname = \"a\"",
        "[[test]]\nnaem = \"a\"",
        "[[test]]\nplatform = \"uefi\"",
        "[[test]]\nset = { ip = \"nowhere\" }",
        "[[test]]\nbuild-options = { PING_CMDS = true }",
        "[[test]]\nserve = { \"boot.example\" = \"public\" }",
        "[[test]]\ncontext = 5",
        "[[test]]\ncontext = { setings = {} }",
        "[[test]]\nresponses = { fetch = { x = \"ENOTHING\" } }",
        "[[test]]\nexpect = { outcome = \"boots\" }",
        "[[test]]\nexpect = { status = \"broken\" }",
        "[[test]]\nexpect = { status = 5000000000 }",
        "[[test]]\nexpect = { command-line = { contain = \"x\" } }",
        "[[test]]\nexpect = { command-line = { contains = 5 } }",
        "[[test]]\nexpect = { command-line = true }",
        "[[test]]\nexpect = { kernel = { url = \"x\" } }",
        "[[test]]\nexpect = { initrds = \"x\" }",
    ];
    let errors = mistakes.map(|text| toml::from_str::<TestSuite>(text).unwrap_err().to_string());
    insta::assert_snapshot!(errors.join("\n"));
}
