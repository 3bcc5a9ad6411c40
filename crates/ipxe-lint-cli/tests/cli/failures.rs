use crate::support::{CLEAN, Folder};

#[test]
fn wrong_usage_is_told_with_what_was_probably_meant() {
    let folder = Folder::with(&[("a.ipxe", CLEAN)]);
    for (name, args) in [
        ("rule", vec!["--select=undefined-lable"]),
        ("level", vec!["--level=all=fatal"]),
        ("level_without_rule", vec!["--level=error"]),
        ("release", vec!["--release=3.0"]),
        ("platform", vec!["--platform=uefi"]),
        ("arch", vec!["--arch=amd64"]),
        ("build_option", vec!["--build-option=PING_CMDS"]),
        ("build_option_state", vec!["--build-option=PING_CMD=yes"]),
        ("format", vec!["--format=xml"]),
        ("option", vec!["--selct=all"]),
        ("set", vec!["--set=hostname"]),
        ("statistics", vec!["--statistics", "--format=sarif"]),
        ("profile", vec!["--profile=flexmetl"]),
        ("set_value", vec!["--set=ip=nowhere"]),
        ("release_series", vec!["--release=1.21"]),
        ("build_option_short", vec!["--build-option=HTTPS"]),
        ("two_reports", vec!["--report=json=out", "--report=sarif=./out"]),
        ("output_twice", vec!["--report=json=out", "--output=out"]),
        ("output_over_script", vec!["--output=./a.ipxe"]),
        ("baseline_over_script", vec!["--write-baseline=a.ipxe"]),
    ] {
        let args = [vec!["a.ipxe"], args].concat();
        insta::assert_snapshot!(format!("usage_{name}"), folder.run(&args));
    }
}

#[test]
fn no_arguments_at_all_show_the_help() {
    let told = Folder::with(&[]).run(&[]);
    assert!(told.starts_with("exit code 2") && told.contains("Usage: ipxe-lint"), "{told}");
}

#[test]
fn a_mistyped_command_is_told_apart_from_a_missing_file() {
    let folder = Folder::with(&[("chekc", CLEAN)]);
    insta::assert_snapshot!(folder.run(&["reslove", "a.ipxe"]), @r"
    exit code 2
    --- stdout
    --- stderr
    error: no file or command `reslove`; did you mean `resolve`?
    ");
    insta::assert_snapshot!(folder.run(&["missing.ipxe"]), @r"
    exit code 2
    --- stdout
    --- stderr
    error: cannot read `missing.ipxe`: no such file or directory
    ");
    assert!(folder.run(&["chekc"]).starts_with("exit code 0"), "a file of that name is checked");
}
