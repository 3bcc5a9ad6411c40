use std::fs;

use crate::support::{CLEAN, Folder, shown};

/// A script that is not formatted, with CRLF.
const LOOSE: &str = "#!ipxe\r\n  menu  Boot\r\n item  linux Linux\r\n item --gap --   Tools\r\n item shell Shell\r\n\tchoose  target||goto x";

fn folder() -> Folder {
    let folder = Folder::with(&[("boot.ipxe", LOOSE), ("clean.ipxe", CLEAN), ("notes.txt", "  a   b")]);
    folder.write("part.ipxe", b"  echo  a\n");
    folder
}

fn text(folder: &Folder, name: &str) -> String {
    fs::read_to_string(folder.path().join(name)).expect("readable")
}

#[test]
fn what_was_not_asked_for_can_be_kept_quiet() {
    let folder = folder();
    insta::assert_snapshot!(folder.run(&["fmt", "--quiet", "--check"]), @r"
    exit code 1
    --- stdout
    boot.ipxe: not formatted
    --- stderr
    ");
    assert_eq!(folder.run(&["fmt", "-q"]), "exit code 0\n--- stdout\n--- stderr\n");
    assert_eq!(folder.run(&["fmt", "-q", "--check"]), "exit code 0\n--- stdout\n--- stderr\n");
}

#[test]
fn scripts_of_a_directory_are_laid_out() {
    let folder = folder();
    insta::assert_snapshot!(folder.run(&["fmt"]), @r"
    exit code 0
    --- stdout
    Formatted 1 of 3 scripts.
    --- stderr
    part.ipxe: left as it is: iPXE does not take it for a script
    ");
    insta::assert_snapshot!(text(&folder, "boot.ipxe").replace('\r', "^M"), @r"
    #!ipxe^M
    menu Boot^M
    item linux    Linux^M
    item --gap -- Tools^M
    item shell    Shell^M
    choose target||goto x^M
    ");
    assert_eq!(text(&folder, "clean.ipxe"), CLEAN);
    assert_eq!(text(&folder, "part.ipxe"), "  echo  a\n");
    assert_eq!(text(&folder, "notes.txt"), "  a   b");
    insta::assert_snapshot!(folder.run(&["fmt", "boot.ipxe"]), @r"
    exit code 0
    --- stdout
    Nothing to format in 1 script.
    --- stderr
    ");
    assert_eq!(fs::read_dir(folder.path()).expect("readable").count(), 4, "no draft is left behind");
}

#[test]
fn a_check_names_what_is_not_laid_out() {
    let folder = folder();
    insta::assert_snapshot!(folder.run(&["fmt", "--check", "boot.ipxe", "clean.ipxe"]), @r"
    exit code 1
    --- stdout
    boot.ipxe: not formatted
    Found 1 of 2 scripts not formatted.
    --- stderr
    ");
    insta::assert_snapshot!(folder.run(&["fmt", "--check", "clean.ipxe"]), @r"
    exit code 0
    --- stdout
    Nothing to format in 1 script.
    --- stderr
    ");
    assert_eq!(text(&folder, "boot.ipxe"), LOOSE);
}

#[test]
fn a_diff_of_the_layout_changes_nothing() {
    let folder = folder();
    insta::assert_snapshot!(folder.run(&["fmt", "--diff", "boot.ipxe", "clean.ipxe"]).replace('\r', "^M"), @r"
    exit code 1
    --- stdout
    --- a/boot.ipxe
    +++ b/boot.ipxe
    @@ -1,6 +1,6 @@
     #!ipxe^M
    -  menu  Boot^M
    - item  linux Linux^M
    - item --gap --   Tools^M
    - item shell Shell^M
    -	choose  target||goto x
    \ No newline at end of file
    +menu Boot^M
    +item linux    Linux^M
    +item --gap -- Tools^M
    +item shell    Shell^M
    +choose target||goto x^M
    --- stderr
    ");
    assert_eq!(text(&folder, "boot.ipxe"), LOOSE);
}

#[test]
fn standard_input_is_laid_out_to_standard_output() {
    let folder = folder();
    let run = |args: &[&str], source: &str| shown(folder.command(args).write_stdin(source));
    let loose = "#!ipxe\necho  a\n";
    assert_eq!(run(&["fmt", "-"], loose), "exit code 0\n--- stdout\n#!ipxe\necho a\n--- stderr\n");
    assert_eq!(run(&["fmt", "-"], CLEAN), format!("exit code 0\n--- stdout\n{CLEAN}--- stderr\n"));
    insta::assert_snapshot!(run(&["fmt", "-", "--stdin-filename", "a.ipxe"], "echo  a\n"), @r"
    exit code 0
    --- stdout
    echo  a
    --- stderr
    a.ipxe: left as it is: iPXE does not take it for a script
    ");
    insta::assert_snapshot!(run(&["fmt", "--check", "-", "clean.ipxe", "--stdin-filename", "a.ipxe"], loose), @r"
    exit code 1
    --- stdout
    a.ipxe: not formatted
    Found 1 of 2 scripts not formatted.
    --- stderr
    ");
    insta::assert_snapshot!(run(&["fmt", "-", "clean.ipxe"], loose), @r"
    exit code 2
    --- stdout
    --- stderr
    error: standard input is formatted to standard output: without --check or --diff, it cannot be formatted together with files
    ");
}

#[test]
fn what_cannot_be_read_does_not_keep_others_from_being_laid_out() {
    let folder = folder();
    insta::assert_snapshot!(folder.run(&["fmt", "boot.ipxe", "gone.ipxe"]), @r"
    exit code 2
    --- stdout
    Formatted 1 of 1 script.
    --- stderr
    error: cannot read `gone.ipxe`: no such file or directory
    ");
    assert!(text(&folder, "boot.ipxe").contains("item linux    Linux"));
    insta::assert_snapshot!(Folder::with(&[("a.txt", "  a")]).run(&["fmt", "."]), @r"
    exit code 2
    --- stdout
    --- stderr
    error: no iPXE scripts in `.`
    ");
    insta::assert_snapshot!(folder.run(&["fmt", "--check", "--diff"]), @r"
    exit code 2
    --- stdout
    --- stderr
    error: the argument '--check' cannot be used with '--diff'

    Usage: ipxe-lint fmt --check [PATH]...

    For more information, try '--help'.
    ");
}

#[test]
fn the_projects_own_examples_are_laid_out() {
    let examples = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples");
    insta::assert_snapshot!(folder().run(&["fmt", "--check", examples]), @r"
    exit code 0
    --- stdout
    Nothing to format in 7 scripts.
    --- stderr
    ");
}
