use serde_json::Value;

use crate::support::Folder;

const SCRIPT: &str = "#!ipxe\n# ${ip} in a comment stays\nset host ${IPXE_BOOT_HOSTNAME}\n\
    :again echo hi\tthere\nkernel ${base}/vmlinuz ip=${ip} \\\n  host=${host} ${nope} t=${token} \
    ${IPXE_BOOT_LINUX_IP_CONFIG} || goto again\necho ${loop} ${net9/ip} ${ip:foo} ${unixtime}\n";

const RESOLVE_SCHEMA: &str = include_str!("../../../ipxe-machine/schemas/resolve-report.schema.json");

const CONTEXT: &str = r#"
[settings]
IPXE_BOOT_HOSTNAME = "web1"
base = "http://${next-server}/x"
loop = "a${loop}"
[secrets]
token = "hunter2"
[interfaces.net0.dhcp]
ip = "10.0.2.15"
next-server = "10.0.2.2"
"#;

#[test]
fn every_line_is_shown_as_it_will_be_executed() {
    let folder = Folder::with(&[("a.ipxe", SCRIPT), ("c.toml", CONTEXT)]);
    let told = folder.run(&["resolve", "a.ipxe", "--context=c.toml", "--profile=flexmetal", "--set=extra=1"]);
    assert!(!told.contains("hunter2"));
    insta::assert_snapshot!(told);
}

#[test]
fn without_a_context_what_is_missing_is_told() {
    let folder = Folder::with(&[("a.ipxe", "#!ipxe\nset x 1\nimgfetch http://${server}/${x}\n")]);
    insta::assert_snapshot!(folder.run(&["resolve", "a.ipxe"]));
}

#[test]
fn a_script_on_standard_input_is_resolved_too() {
    let folder = Folder::with(&[]);
    let told = crate::support::shown(
        folder.command(&["resolve", "-", "--set=x=a\x1bb"]).write_stdin("#!ipxe\r\necho ${x}\r\n"),
    );
    insta::assert_snapshot!(told);
}

#[test]
fn secrets_are_shown_only_when_asked_for() {
    let script = "#!ipxe\nset copy ${token}\nchain http://${ip}/${copy}?t=${token:uristring}${x}\n";
    let folder = Folder::with(&[("a.ipxe", script), ("c.toml", "[secrets]\ntoken = \"a secret\"\n")]);
    let told = folder.run(&["resolve", "a.ipxe", "--context=c.toml"]);
    assert!(!told.contains("a secret") && !told.contains("a%20secret"), "{told}");
    insta::assert_snapshot!(told);
    insta::assert_snapshot!(folder.run(&["resolve", "a.ipxe", "--context=c.toml", "--show-secrets"]));
}

#[test]
fn json_is_for_programs_and_what_its_schema_says() {
    let folder = Folder::with(&[("a.ipxe", SCRIPT), ("c.toml", CONTEXT)]);
    let args = ["resolve", "a.ipxe", "--context=c.toml", "--profile=flexmetal", "--format=json"];
    let told = folder.stdout(&args);
    assert!(!told.contains("hunter2"));
    let schema: Value = serde_json::from_str(RESOLVE_SCHEMA).unwrap();
    let report: Value = serde_json::from_str(&told).unwrap();
    jsonschema::validate(&schema, &report).unwrap();
    insta::assert_snapshot!(told);
    assert!(folder.stdout(&[&args[..], &["--show-secrets"]].concat()).contains("t=hunter2"));
}
