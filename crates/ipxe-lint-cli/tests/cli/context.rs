use crate::support::{CLEAN, Folder};

/// Runs `resolve` with a context file that has something wrong.
fn refused(name: &str, text: &str) -> String {
    let folder = Folder::with(&[("a.ipxe", CLEAN), (name, text)]);
    folder.run(&["check", "a.ipxe", "--context", name])
}

#[test]
fn an_unknown_key_is_shown_at_its_place_in_every_format() {
    insta::assert_snapshot!("unknown_key_toml", refused("c.toml", "complete = true\n[setings]\nx = 1\n"));
    insta::assert_snapshot!("unknown_key_json", refused("c.json", "{\n  \"setings\": {}\n}\n"));
    insta::assert_snapshot!("unknown_key_yaml", refused("c.yaml", "complete: true\nsetings:\n  x: 1\n"));
}

#[test]
fn a_wrong_value_is_shown_at_its_place() {
    insta::assert_snapshot!("wrong_value_toml", refused("c.toml", "[machine]\nplatform = \"uefi\"\n"));
    insta::assert_snapshot!("wrong_value_json", refused("c.json", "{\"complete\": \"yes\"}\n"));
    insta::assert_snapshot!("wrong_value_yaml", refused("c.yml", "machine:\n  platform: uefi\n"));
}

#[test]
fn broken_syntax_is_shown_at_its_place() {
    insta::assert_snapshot!("broken_toml", refused("c.toml", "[machine\n"));
    insta::assert_snapshot!("broken_json", refused("c.json", "{\"machine\": \n"));
    insta::assert_snapshot!("broken_yaml", refused("c.yaml", "machine: [\n"));
    insta::assert_snapshot!("unknown_form", refused("context.ini", "[machine]\n"));
}

#[test]
fn a_message_about_a_secret_does_not_tell_it() {
    let told = refused("c.toml", "[secrets]\ntoken = \"hunter2\"\n[interfaces.net0]\nmac = \"nonsense\"\n");
    assert!(told.starts_with("exit code 2") && !told.contains("hunter2"), "{told}");
}

#[test]
fn a_file_that_is_not_there_is_told() {
    let folder = Folder::with(&[("a.ipxe", CLEAN)]);
    insta::assert_snapshot!(folder.run(&["a.ipxe", "--context=nowhere.toml"]), @r"
    exit code 2
    --- stdout
    --- stderr
    error: cannot read `nowhere.toml`: no such file or directory
    ");
}
