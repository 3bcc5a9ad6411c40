//! Configuration files: which one applies, its contents, and its errors.

use crate::support::{CLEAN, FAULTY, Folder, RULES, shown};

/// The lines of a concise report.
fn found(folder: &Folder, args: &[&str]) -> Vec<String> {
    let told = folder.stdout(&[args, &["--format=concise", "--quiet"]].concat());
    told.lines().map(str::to_owned).collect()
}

#[test]
fn the_nearest_file_counts_as_a_whole() {
    let folder = Folder::with(&[
        ("ipxe-lint.toml", "select = ['undefined-label']\n[rules]\nundefined-label = 'advice'\n"),
        ("a.ipxe", FAULTY),
        ("sub/ipxe-lint.toml", "select = ['unknown-command']\n"),
        ("sub/b.ipxe", FAULTY),
        ("sub/deeper/c.ipxe", FAULTY),
    ]);
    insta::assert_snapshot!(folder.run(&[".", "--format=concise"]), @r"
    exit code 1
    --- stdout
    a.ipxe:2:14: advice[undefined-label] label `retyr` is not defined in this script
    sub/b.ipxe:4:1: warning[unknown-command] `frobnicate` is not an iPXE command
    sub/deeper/c.ipxe:4:1: warning[unknown-command] `frobnicate` is not an iPXE command
    Found 2 warnings and 1 piece of advice in 3 of 3 scripts.
    1 can be fixed with `--fix --unsafe-fixes`.
    --- stderr
    ");
    assert_eq!(found(&folder, &["sub/deeper/c.ipxe"]).len(), 1, "files are looked for upwards");
    assert_eq!(found(&folder, &[".", RULES, "--isolated"]).len(), 6);
}

#[test]
fn the_command_line_wins_over_the_file() {
    let folder = Folder::with(&[
        ("ipxe-lint.toml", "ignore = ['undefined-label']\nformat = 'json'\nfail-on = 'never'\n"),
        ("a.ipxe", FAULTY),
    ]);
    insta::assert_snapshot!(
        folder.run(&["a.ipxe", RULES, "--format=concise", "--fail-on=error"]),
        @r"
    exit code 1
    --- stdout
    a.ipxe:2:14: error[undefined-label] label `retyr` is not defined in this script
    a.ipxe:4:1: warning[unknown-command] `frobnicate` is not an iPXE command
    Found 1 error and 1 warning in 1 script.
    1 can be fixed with `--fix --unsafe-fixes`.
    --- stderr
    "
    );
    assert!(folder.run(&["a.ipxe"]).starts_with("exit code 0\n--- stdout\n{\n  \"version\": 1"));
}

#[test]
fn overrides_are_for_some_scripts() {
    let folder = Folder::with(&[
        (
            "ipxe-lint.toml",
            "select = ['undefined-label', 'unknown-command']\n\
             [[overrides]]\npaths = ['legacy/', '*.tmp.ipxe']\nrules = { flow = 'off', unknown-command = 'advice' }\n\
             [[overrides]]\npaths = ['legacy/new.ipxe']\nextend-select = ['undefined-label']\n",
        ),
        ("a.ipxe", FAULTY),
        ("legacy/old/a.ipxe", FAULTY),
        ("legacy/new.ipxe", FAULTY),
        ("b.tmp.ipxe", FAULTY),
    ]);
    insta::assert_snapshot!(folder.run(&[".", "--format=concise"]), @r"
    exit code 1
    --- stdout
    a.ipxe:2:14: error[undefined-label] label `retyr` is not defined in this script
    a.ipxe:4:1: warning[unknown-command] `frobnicate` is not an iPXE command
    b.tmp.ipxe:4:1: advice[unknown-command] `frobnicate` is not an iPXE command
    legacy/new.ipxe:2:14: error[undefined-label] label `retyr` is not defined in this script
    legacy/new.ipxe:4:1: advice[unknown-command] `frobnicate` is not an iPXE command
    legacy/old/a.ipxe:4:1: advice[unknown-command] `frobnicate` is not an iPXE command
    Found 2 errors, 1 warning and 3 pieces of advice in 4 of 4 scripts.
    2 can be fixed with `--fix --unsafe-fixes`.
    --- stderr
    ");
    assert_eq!(found(&folder, &["legacy/new.ipxe", "--select=undefined-label"]).len(), 1);
}

#[test]
fn files_are_included_and_excluded() {
    let folder = Folder::with(&[
        (
            "ipxe-lint.toml",
            "select = ['undefined-label']\ninclude = ['templates/*.j2']\nexclude = ['vendor/', '/x.ipxe']\n",
        ),
        ("templates/a.j2", "#!ipxe\ngoto nowhere\n"),
        ("templates/a.txt", "goto nowhere\n"),
        ("vendor/deep/b.ipxe", FAULTY),
        ("x.ipxe", FAULTY),
        ("sub/x.ipxe", FAULTY),
        ("own/ipxe-lint.toml", ""),
        ("own/vendor/c.ipxe", FAULTY),
    ]);
    let paths = |args: &[&str]| -> Vec<String> {
        let lines = found(&folder, &[args, &["--select=undefined-label"]].concat());
        lines.iter().map(|line| line.split(':').next().unwrap_or_default().to_owned()).collect()
    };
    let all = ["own/vendor/c.ipxe", "sub/x.ipxe", "templates/a.j2"];
    assert_eq!(paths(&["."]), all);
    assert_eq!(
        paths(&["sub/../vendor", "x.ipxe"]),
        ["sub/../vendor/deep/b.ipxe", "x.ipxe"],
        "what is named is checked"
    );
}

#[test]
fn what_a_file_names_is_beside_it() {
    let folder = Folder::with(&[
        (
            "etc/ipxe-lint.toml",
            "context = 'machine.toml'\nprofile = 'provider.toml'\nselect = ['unresolved-variable']\n\
             [settings]\nrack = '7'\nmirror = { unknown = true }\n",
        ),
        ("etc/machine.toml", "complete = true\n[settings]\nsite = 'x'\n"),
        ("etc/provider.toml", "name = 'ours'\n[settings]\n\"our-setting\" = 'what it is'\n"),
        ("etc/a.ipxe", "#!ipxe\necho ${site} ${rack} ${mirror} ${our-setting} ${nobodys}\n"),
    ]);
    let told = folder.run(&["etc", "--format=concise"]);
    insta::assert_snapshot!(told, @r"
    exit code 1
    --- stdout
    etc/a.ipxe:2:47: error[unresolved-variable] `nobodys` is never set
    Found 1 error in 1 script.
    --- stderr
    ");
}

#[test]
fn the_target_is_configured() {
    let folder = Folder::with(&[
        (
            "ipxe-lint.toml",
            "[target]\nrelease = '1.20.1'\nplatforms = ['efi']\nbuild-options = { PING_CMD = true }\n",
        ),
        ("a.ipxe", "#!ipxe\nping -c 1 192.0.2.1 || shell\nshim http://192.0.2.1/shim.efi || shell\n"),
    ]);
    insta::assert_snapshot!(folder.run(&["a.ipxe", "--format=concise", "--select=target"]), @r"
    exit code 0
    --- stdout
    a.ipxe:3:1: advice[not-in-release] iPXE 1.20.1 has no command `shim`
    Found 1 piece of advice in 1 script.
    --- stderr
    ");
    assert_eq!(found(&folder, &["a.ipxe", "--select=target", "--release=2.0.0"]).len(), 0);
    assert_eq!(found(&folder, &["a.ipxe", "--select=target", "--build-option=PING_CMD=off"]).len(), 2);
}

#[test]
fn rules_have_options() {
    let folder = Folder::with(&[
        (
            "ipxe-lint.toml",
            "select = ['unknown-command', 'overlong-command-line']\n[rules]\n\
             unknown-command = { known = ['frobnicate'] }\n\
             IPX609 = { level = 'error', longest = 20 }\n",
        ),
        (
            "a.ipxe",
            "#!ipxe\nfrobnicate || shell\nfrobnicat || shell\nkernel vmlinuz root=/dev/sda1 quiet splash || shell\nboot\n",
        ),
    ]);
    insta::assert_snapshot!(folder.run(&["a.ipxe"]), @r#"
    exit code 1
    --- stdout
    warning[unknown-command] (see `ipxe-lint explain IPX201`)

      ⚠ `frobnicat` is not an iPXE command
       ╭─[a.ipxe:3:1]
     2 │ frobnicate || shell
     3 │ frobnicat || shell
       · ────┬────
       ·     ╰── iPXE prints "command not found", and the command fails
     4 │ kernel vmlinuz root=/dev/sda1 quiet splash || shell
       ╰────

    error[overlong-command-line] (see `ipxe-lint explain IPX609`)

      × this command line is 27 bytes long
       ╭─[a.ipxe:4:16]
     3 │ frobnicat || shell
     4 │ kernel vmlinuz root=/dev/sda1 quiet splash || shell
       ·                ─────────────┬─────────────
       ·                             ╰── on these machines, Linux uses only 20 bytes
     5 │ boot
       ╰────
      help: move the configuration to a file, and name the file on the command line

    Found 1 error and 1 warning in 1 script.
    --- stderr
    "#);
}

#[test]
fn scripts_that_start_each_other_are_followed_as_configured() {
    let folder = Folder::with(&[
        (
            "ipxe-lint.toml",
            "select = ['unresolved-variable']\n[serve]\n'http://boot.example/s/' = 'scripts'\n",
        ),
        ("boot.ipxe", "#!ipxe\nset kind big\nchain http://boot.example/s/linux.ipxe || shell\n"),
        ("scripts/linux.ipxe", "#!ipxe\necho ${kind}\n"),
        ("s/linux.ipxe", "#!ipxe\necho ${kind}\n"),
    ]);
    let lines = found(&folder, &["."]);
    assert!(lines.len() == 1 && lines[0].starts_with("s/linux.ipxe:2:6"), "{lines:?}");
    folder.write("ipxe-lint.toml", b"select = ['unresolved-variable']\nfollow = false\n");
    assert_eq!(found(&folder, &["."]).len(), 2);
    assert_eq!(found(&folder, &[".", "--serve=http://boot.example/s/=scripts"]).len(), 1);
}

#[test]
fn a_file_can_be_given() {
    let folder = Folder::with(&[
        ("ipxe-lint.toml", "select = ['undefined-label']\n"),
        ("ci/strict.toml", "select = ['unknown-command']\n"),
        ("a.ipxe", FAULTY),
    ]);
    let told = found(&folder, &["a.ipxe", "--config=ci/strict.toml"]);
    assert!(told.len() == 1 && told[0].contains("unknown-command"), "{told:?}");
    insta::assert_snapshot!(folder.run(&["a.ipxe", "--config=missing.toml"]), @r"
    exit code 2
    --- stdout
    --- stderr
    error: cannot read `missing.toml`: no such file or directory
    ");
    insta::assert_snapshot!(folder.run(&["a.ipxe", "--config=ci/strict.toml", "--isolated"]), @r"
    exit code 2
    --- stdout
    --- stderr
    error: the argument '--config <FILE>' cannot be used with '--isolated'

    Usage: ipxe-lint --config <FILE> <PATH>...

    For more information, try '--help'.
    ");
}

#[test]
fn standard_input_has_the_configuration_of_its_name() {
    let folder = Folder::with(&[
        ("sub/ipxe-lint.toml", "select = ['unknown-command']\nformat = 'concise'\n"),
        ("ipxe-lint.toml", "select = ['undefined-label']\n"),
    ]);
    let told = |args: &[&str]| shown(folder.command(args).write_stdin(FAULTY));
    insta::assert_snapshot!(told(&["-", "--stdin-filename=sub/new/a.ipxe"]), @r"
    exit code 1
    --- stdout
    sub/new/a.ipxe:4:1: warning[unknown-command] `frobnicate` is not an iPXE command
    Found 1 warning in 1 script.
    --- stderr
    ");
    assert!(told(&["-", "--format=concise"]).contains("<stdin>:2:14: error[undefined-label]"));
}

#[test]
fn files_above_are_found_from_below_and_named_from_there() {
    let folder = Folder::with(&[
        ("ipxe-lint.toml", "select = ['undefined-label']\ncontext = 'no.toml'\n"),
        ("a/b/c.ipxe", CLEAN),
    ]);
    let told = shown(folder.command(&["c.ipxe"]).current_dir(folder.path().join("a/b")));
    insta::assert_snapshot!(told, @r"
    exit code 2
    --- stdout
    --- stderr
    error: cannot use `../../ipxe-lint.toml`
      × cannot read `../../no.toml`: no such file or directory
       ╭─[../../ipxe-lint.toml:2:11]
     2 │ context = 'no.toml'
       ·           ─────────
       ╰────
    ");
}

#[test]
fn one_run_has_one_format_and_one_level_to_fail_on() {
    let folder = Folder::with(&[
        ("ipxe-lint.toml", "fail-on = 'error'\nformat = 'concise'\nselect = ['unknown-command']\n"),
        ("a/ipxe-lint.toml", "fail-on = 'never'\nformat = 'json'\nselect = ['undefined-label']\n"),
        ("a/a.ipxe", FAULTY),
        ("b.ipxe", FAULTY),
    ]);
    let all = folder.run(&["."]);
    assert!(all.starts_with("exit code 1\n--- stdout\na/a.ipxe:2:14"), "{all}");
    assert!(folder.run(&["a"]).starts_with("exit code 0\n--- stdout\n{"));
}

#[test]
fn fixes_follow_the_configuration() {
    let folder = Folder::with(&[
        ("ipxe-lint.toml", "ignore = ['undefined-label']\n"),
        ("a.ipxe", "#!ipxe\ngoto retyr || shell\n:retry\n"),
    ]);
    assert_eq!(folder.stdout(&["a.ipxe", "--diff", "--unsafe-fixes"]), "");
    assert!(folder.stdout(&["a.ipxe", "--diff", "--unsafe-fixes", "--isolated"]).contains("+goto retry"));
}

#[test]
fn the_formatter_leaves_out_what_is_excluded() {
    let folder = Folder::with(&[
        ("ipxe-lint.toml", "exclude = ['vendor/']\n"),
        ("a.ipxe", "#!ipxe\necho   a\n"),
        ("vendor/b.ipxe", "#!ipxe\necho   b\n"),
    ]);
    let told = folder.stdout(&["fmt", "--check"]);
    assert!(told.contains("a.ipxe: not") && !told.contains("vendor"), "{told}");
    assert!(folder.stdout(&["fmt", "--check", "--isolated"]).contains("vendor/b.ipxe: not formatted"));
}

#[test]
fn suppressions_can_be_switched_off() {
    let folder = Folder::with(&[
        ("ipxe-lint.toml", "suppressions = false\nselect = ['unknown-command']\n"),
        ("a.ipxe", "#!ipxe\nfrobnicate || shell # ipxe-lint: ignore[unknown-command] ours\n"),
    ]);
    assert_eq!(found(&folder, &["a.ipxe"]).len(), 1);
    assert_eq!(found(&folder, &["a.ipxe", "--isolated"]).len(), 0);
}

/// The error for a file with this text.
fn refused(text: &[u8]) -> String {
    let folder = Folder::with(&[("a.ipxe", CLEAN)]);
    folder.write("ipxe-lint.toml", text);
    folder.run(&["a.ipxe"])
}

#[test]
fn what_is_wrong_is_shown_at_its_place() {
    for (name, text) in [
        ("unknown_key", "fail_on = 'error'\n"),
        ("unknown_key_in_table", "[target]\nrelase = '1.21.1'\n"),
        ("unknown_rule", "[rules]\nundefined-lable = 'off'\n"),
        ("unknown_rule_in_list", "ignore = ['flow',\n  'undefined-lable']\n"),
        ("unknown_option", "[rules]\nunknown-command = { knwon = ['x'] }\n"),
        ("option_of_another_rule", "[rules]\nundefined-label = { known = ['x'] }\n"),
        ("unknown_level", "[rules]\nundefined-label = 'fatal'\n"),
        ("unknown_fail_on", "fail-on = 'warnings'\n"),
        ("unknown_format", "format = 'consice'\n"),
        ("unknown_platform", "[target]\nplatforms = ['pcbios', 'uefi']\n"),
        ("unknown_release", "[target]\nrelease = '1.21'\n"),
        ("unknown_build_option", "[target]\nbuild-options = { PIN_CMD = true }\n"),
        ("wrong_type", "max-warnings = 'many'\n"),
        ("negative", "max-warnings = -1\n"),
        ("list_for_text", "context = ['a.toml', 'b.toml']\n"),
        ("rules_are_no_list", "rules = ['flow']\n"),
        ("twice", "follow = true\nfollow = false\n"),
        ("twice_by_code", "[rules]\nundefined-label = 'off'\nIPX401 = 'error'\n"),
        ("pattern", "exclude = ['a',\n  '[z-a].ipxe']\n"),
        ("open_pattern", "exclude = ['[']\n"),
        ("no_platforms", "[target]\nplatforms = []\n"),
        ("empty_pattern", "[[overrides]]\npaths = ['']\n"),
        ("override_without_paths", "[[overrides]]\nignore = ['flow']\n"),
        ("override_of_nothing", "[[overrides]]\npaths = []\n"),
        ("unquoted", "fail-on = never\n"),
        ("no_value", "fail-on =\n"),
        ("text_for_truth", "follow = 'yes'\n"),
        ("text_for_list", "[target]\nplatforms = 'efi'\n"),
        ("key_of_a_table", "platforms = ['efi']\n"),
        ("setting", "[settings]\nip = 'nowhere'\n"),
        ("setting_with_blanks", "[settings]\n'my name' = 'x'\n"),
        ("context_missing", "context = 'missing.toml'\n"),
        ("profile", "profile = 'flexmetl'\n"),
        ("baseline_missing", "baseline = 'known.json'\n"),
        ("no_toml", "{ \"follow\": true }\n"),
        ("control_characters", "x\u{1b}[31m = 1\n"),
    ] {
        insta::assert_snapshot!(format!("config_{name}"), refused(text.as_bytes()));
    }
    insta::assert_snapshot!("config_not_utf_8", refused(b"# caf\xe9\nfollow = true\n"));
}

#[test]
fn a_directory_of_that_name_is_no_configuration() {
    let folder = Folder::with(&[("ipxe-lint.toml/x", ""), ("a.ipxe", CLEAN)]);
    insta::assert_snapshot!(folder.run(&["a.ipxe"]), @r"
    exit code 2
    --- stdout
    --- stderr
    error: cannot read `ipxe-lint.toml`: is a directory
    ");
    assert!(folder.run(&["a.ipxe", "--isolated"]).starts_with("exit code 0"));
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read_is_no_missing_one() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::with(&[("ipxe-lint.toml", "follow = true\n"), ("a.ipxe", CLEAN)]);
    let file = folder.path().join("ipxe-lint.toml");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o000)).unwrap();
    // Permissions do not stop root.
    if std::fs::read(&file).is_err() {
        assert!(folder.run(&["a.ipxe"]).starts_with("exit code 2"));
    }
    std::fs::remove_file(&file).unwrap();
    std::os::unix::fs::symlink("ipxe-lint.toml", &file).unwrap();
    let told = folder.run(&["a.ipxe"]);
    assert!(told.starts_with("exit code 2") && told.contains("cannot read `ipxe-lint.toml`"), "{told}");
}

#[test]
fn an_empty_file_says_nothing() {
    let folder = Folder::with(&[("ipxe-lint.toml", ""), ("a.ipxe", FAULTY)]);
    assert_eq!(folder.run(&["a.ipxe"]), folder.run(&["a.ipxe", "--isolated"]));
}

#[cfg(unix)]
#[test]
fn devices_are_no_files() {
    let folder = Folder::with(&[("a.ipxe", "#!ipxe\nshell\n")]);
    for option in ["--config", "--baseline", "--profile", "--values"] {
        insta::assert_snapshot!(folder.run(&["a.ipxe", option, "/dev/zero"]));
    }
}
