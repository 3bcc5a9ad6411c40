use std::fs;

use crate::support::{CLEAN, Folder, shown};

/// A certain mistake before the header, a probable one below, CRLF, no last line end.
const SCRIPT: &str = "\u{feff}#!ipxe\r\ndhcp || goto retyr\r\n:retry\r\nfrobnicate || shell";
const RULES: &str = "--select=undefined-label,unknown-command,invalid-header";

fn folder() -> Folder {
    Folder::with(&[("boot.ipxe", SCRIPT), ("clean.ipxe", CLEAN)])
}

fn text(folder: &Folder, name: &str) -> String {
    fs::read_to_string(folder.path().join(name)).expect("readable")
}

#[test]
fn what_is_safe_is_mended_and_the_rest_reported() {
    let folder = folder();
    insta::assert_snapshot!(folder.run(&[".", RULES, "--fix", "--format=concise"]), @r"
    exit code 1
    --- stdout
    Fixed 1 finding.
    boot.ipxe:2:14: error[undefined-label] label `retyr` is not defined in this script
    boot.ipxe:4:1: warning[unknown-command] `frobnicate` is not an iPXE command
    Found 1 error and 1 warning in 1 of 2 scripts.
    1 more can be fixed with `--unsafe-fixes`.
    --- stderr
    ");
    assert_eq!(text(&folder, "boot.ipxe"), SCRIPT.trim_start_matches('\u{feff}'));
    assert_eq!(text(&folder, "clean.ipxe"), CLEAN);
}

#[test]
fn what_was_probably_meant_is_done_when_asked_for() {
    let folder = folder();
    let rules = "--select=undefined-label,invalid-header";
    insta::assert_snapshot!(folder.run(&["boot.ipxe", rules, "--fix", "--unsafe-fixes"]), @r"
    exit code 0
    --- stdout
    Fixed 2 findings.
    Nothing to report in 1 script.
    --- stderr
    ");
    let mended = "#!ipxe\r\ndhcp || goto retry\r\n:retry\r\nfrobnicate || shell";
    assert_eq!(text(&folder, "boot.ipxe"), mended);
    assert!(!folder.run(&["boot.ipxe", rules, "--fix", "--unsafe-fixes"]).contains("Fixed"));
    assert_eq!(text(&folder, "boot.ipxe"), mended);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "no draft is left behind");
}

#[test]
fn a_diff_shows_what_would_change_and_changes_nothing() {
    let folder = folder();
    let told = folder.run(&[".", RULES, "--diff", "--unsafe-fixes"]);
    insta::assert_snapshot!(told.replace('\r', "^M").replace('\u{feff}', "<BOM>"), @r"
    exit code 1
    --- stdout
    --- a/boot.ipxe
    +++ b/boot.ipxe
    @@ -1,4 +1,4 @@
    -<BOM>#!ipxe^M
    -dhcp || goto retyr^M
    +#!ipxe^M
    +dhcp || goto retry^M
     :retry^M
     frobnicate || shell
    \ No newline at end of file
    --- stderr
    ");
    assert_eq!(text(&folder, "boot.ipxe"), SCRIPT);
    assert_eq!(folder.run(&["clean.ipxe", "--diff"]), "exit code 0\n--- stdout\n--- stderr\n");
}

#[test]
fn standard_input_is_fixed_to_standard_output() {
    let folder = folder();
    let args = ["-", RULES, "--fix", "--unsafe-fixes", "--format=concise"];
    insta::assert_snapshot!(shown(folder.command(&args).write_stdin("#!ipxe\ngoto retyr\n:retry\n")), @r"
    exit code 0
    --- stdout
    #!ipxe
    goto retry
    :retry
    --- stderr
    Fixed 1 finding.
    Nothing to report in 1 script.
    ");
    insta::assert_snapshot!(folder.run(&["-", "boot.ipxe", "--fix"]), @r"
    exit code 2
    --- stdout
    --- stderr
    error: with --fix, standard input is fixed to standard output: it cannot be checked together with files
    ");
}

#[test]
fn permission_for_nothing_is_refused() {
    insta::assert_snapshot!(folder().run(&["boot.ipxe", "--unsafe-fixes"]), @r"
    exit code 2
    --- stdout
    --- stderr
    error: --unsafe-fixes needs --fix or --diff
    ");
}

#[cfg(unix)]
#[test]
fn links_and_permissions_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = folder();
    let file = folder.path().join("boot.ipxe");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o750)).unwrap();
    symlink("boot.ipxe", folder.path().join("link.ipxe")).unwrap();
    folder.run(&["link.ipxe", "--fix"]);
    assert!(fs::symlink_metadata(folder.path().join("link.ipxe")).unwrap().is_symlink());
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o750);
    assert!(text(&folder, "boot.ipxe").starts_with("#!ipxe"));
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_replaced_is_told_and_stays() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder();
    let read_only = |mode| fs::set_permissions(folder.path(), fs::Permissions::from_mode(mode)).unwrap();
    read_only(0o555);
    let is_root = fs::write(folder.path().join("probe"), "").is_ok();
    let told = folder.run(&["boot.ipxe", "--fix"]);
    read_only(0o755);
    // Permissions do not stop root.
    if !is_root {
        assert!(told.starts_with("exit code 2") && told.contains("cannot write `boot.ipxe`"), "{told}");
        assert_eq!(text(&folder, "boot.ipxe"), SCRIPT);
    }
}
