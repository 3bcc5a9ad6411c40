use crate::support::{CLEAN, FAULTY, Folder, RULES};

#[test]
fn a_mistake_fails_the_run() {
    let folder = Folder::with(&[("boot.ipxe", FAULTY)]);
    insta::assert_snapshot!(folder.run(&["boot.ipxe", RULES]));
}

#[test]
fn the_word_check_changes_nothing() {
    let folder = Folder::with(&[("boot.ipxe", FAULTY)]);
    assert_eq!(folder.run(&["check", "boot.ipxe", RULES]), folder.run(&["boot.ipxe", RULES]));
}

#[test]
fn a_clean_script_passes() {
    let folder = Folder::with(&[("boot.ipxe", CLEAN)]);
    insta::assert_snapshot!(folder.run(&["boot.ipxe"]), @r"
    exit code 0
    --- stdout
    Nothing to report in 1 script.
    --- stderr
    ");
}

#[test]
fn advice_does_not_fail_the_run() {
    let folder = Folder::with(&[("boot.ipxe", "#!ipxe\ngoto nowhere || shell\n")]);
    let args = ["boot.ipxe", RULES, "--level=flow=advice", "--format=concise"];
    insta::assert_snapshot!(folder.run(&args), @r"
    exit code 0
    --- stdout
    boot.ipxe:2:6: advice[undefined-label] label `nowhere` is not defined in this script
    Found 1 piece of advice in 1 script.
    --- stderr
    ");
}

#[test]
fn rules_can_be_ignored_by_name_code_and_family() {
    let folder = Folder::with(&[("boot.ipxe", FAULTY)]);
    for ignored in ["undefined-label", "IPX401", "flow", "IPX4"] {
        let told = folder.stdout(&["boot.ipxe", "--ignore", ignored, "--format=concise"]);
        assert!(!told.contains("undefined-label") && told.contains("unknown-command"), "{ignored}: {told}");
    }
}

#[test]
fn the_target_decides_what_there_is() {
    let folder = Folder::with(&[("boot.ipxe", "#!ipxe\nshim http://192.0.2.1/shim.efi || shell\n")]);
    let told = |args: &[&str]| folder.stdout(&[&["boot.ipxe", "--format=concise", "--quiet"], args].concat());
    assert!(!told(&["--release=1.0.0"]).is_empty());
    assert_eq!(told(&["--platform=efi"]), "");
}

#[test]
fn statistics_count_per_rule() {
    let folder = Folder::with(&[("a.ipxe", FAULTY), ("b.ipxe", "#!ipxe\ngoto x\n"), ("c.ipxe", CLEAN)]);
    insta::assert_snapshot!(folder.run(&[".", RULES, "--statistics"]));
}

#[test]
fn quiet_tells_nothing_but_findings() {
    let folder = Folder::with(&[("a.ipxe", FAULTY), ("c.ipxe", CLEAN)]);
    insta::assert_snapshot!(folder.run(&[".", RULES, "--quiet", "--format=concise"]), @r"
    exit code 1
    --- stdout
    a.ipxe:2:14: error[undefined-label] label `retyr` is not defined in this script
    a.ipxe:4:1: warning[unknown-command] `frobnicate` is not an iPXE command
    --- stderr
    ");
    assert_eq!(folder.stdout(&["c.ipxe", "--quiet"]), "");
}

#[test]
fn colours_are_used_when_asked_for_and_never_with_no_color() {
    let folder = Folder::with(&[("boot.ipxe", FAULTY)]);
    assert!(folder.stdout(&["boot.ipxe", "--color=always"]).contains('\x1b'));
    assert!(!folder.stdout(&["boot.ipxe", "--color=never"]).contains('\x1b'));
    assert!(!folder.stdout(&["boot.ipxe"]).contains('\x1b'));
    let forced = folder.command(&["boot.ipxe"]).env("CLICOLOR_FORCE", "1").output().unwrap();
    assert!(forced.stdout.contains(&b'\x1b'));
    let forbidden =
        folder.command(&["boot.ipxe"]).env("CLICOLOR_FORCE", "1").env("NO_COLOR", "1").output().unwrap();
    assert!(!forbidden.stdout.contains(&b'\x1b'));
}

#[test]
fn control_characters_in_a_script_or_its_name_are_shown_not_sent() {
    let folder = Folder::with(&[]);
    folder.write(
        "a\x1b[31m.ipxe",
        "#!ipxe\n\x1b]0;x\x07 y\u{9b}31m || goto \u{202e}no\x1b[2J\x08\n".as_bytes(),
    );
    for format in ["full", "concise", "json", "sarif", "github"] {
        let told = folder.stdout(&[".", "--format", format]);
        let sent = |char: char| char != '\n' && (char.is_control() || char == '\u{202e}');
        let plain = if format == "json" || format == "sarif" { told.replace('\u{202e}', "") } else { told };
        assert!(!plain.contains(sent), "{format}: {plain:?}");
    }
}
