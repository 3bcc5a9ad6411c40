use crate::support::{CLEAN, Folder, shown};

/// Runs `resolve` with an invalid context file.
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

#[test]
fn a_context_comes_from_standard_input_or_a_pipe() {
    let folder = Folder::with(&[("a.ipxe", "#!ipxe\nifopen net0 && echo open\n")]);
    let context = "interfaces: { net0: { ip: 192.0.2.7 } }\n";
    let args = ["run", "a.ipxe", "--context=-", "--context-format=yaml"];
    let told = shown(folder.command(&args).write_stdin(context));
    assert!(told.starts_with("exit code 0") && told.contains("> echo open"), "{told}");
    let check = ["check", "a.ipxe", "--context=-", "--context-format=toml"];
    let told = shown(folder.command(&check).write_stdin("complete = maybe\n"));
    assert!(told.starts_with("exit code 2") && told.contains("text needs quotes: \"maybe\""), "{told}");
    let both = ["run", "-", "--context=-", "--context-format=yaml"];
    insta::assert_snapshot!(shown(folder.command(&both).write_stdin(context)), @r"
    exit code 2
    --- stdout
    --- stderr
    error: `-` is given twice: standard input can only be read once
    ");
    insta::assert_snapshot!(shown(folder.command(&args[..3]).write_stdin(context)), @r"
    exit code 2
    --- stdout
    --- stderr
    error: unknown format of `-`: add `--context-format` with toml, json or yaml
    ");
}
