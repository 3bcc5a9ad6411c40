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

#[cfg(target_os = "linux")]
#[test]
fn help_that_cannot_be_written_is_a_failure() {
    let folder = Folder::with(&[]);
    for option in ["--help", "--version"] {
        let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
        let mut command = std::process::Command::new(assert_cmd::cargo::cargo_bin!("ipxe-lint"));
        let output = command.arg(option).stdout(full).current_dir(folder.path()).output().unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(
            (output.status.code(), told.starts_with("error: cannot write")),
            (Some(2), true),
            "{told}"
        );
    }
}

#[cfg(target_os = "linux")]
#[test]
fn pipes_and_devices_are_not_read() {
    let folder = Folder::with(&[("a.ipxe", CLEAN)]);
    let made = std::process::Command::new("mkfifo").arg(folder.path().join("pipe.ipxe")).status();
    assert!(made.is_ok_and(|made| made.success()));
    for args in [
        &["check", "pipe.ipxe"][..],
        &["fmt", "pipe.ipxe"],
        &["run", "pipe.ipxe"],
        &["check", "/dev/zero"],
        &["a.ipxe", "--config", "pipe.ipxe"],
        &["a.ipxe", "--context", "pipe.ipxe", "--context-format=toml"],
    ] {
        let told = folder.run(args);
        let is_refused =
            told.starts_with("exit code 2") && told.contains("it is a pipe or a device, not a file");
        assert!(is_refused, "{args:?}: {told}");
    }
}
