//! Baselines, changed lines, and the conditions for a failed run.

use std::{fs, process::Command};

use crate::support::{CLEAN, FAULTY, Folder, RULES, shown};

fn folder() -> Folder {
    Folder::with(&[("a.ipxe", FAULTY), ("menu/b.ipxe", "#!ipxe\ngoto x\ngoto x\n"), ("c.ipxe", CLEAN)])
}

fn read(folder: &Folder, name: &str) -> String {
    fs::read_to_string(folder.path().join(name)).expect("readable")
}

#[test]
fn what_is_known_is_not_reported_while_lines_move() {
    let folder = folder();
    insta::assert_snapshot!(folder.run(&[".", RULES, "--write-baseline=known.json"]), @r"
    exit code 0
    --- stdout
    Wrote 3 findings in 2 scripts to `known.json`.
    --- stderr
    ");
    insta::assert_snapshot!(read(&folder, "known.json"));
    let args = [".", RULES, "--baseline=known.json", "--format=concise"];
    insta::assert_snapshot!(folder.run(&args), @r"
    exit code 0
    --- stdout
    Nothing to report in 3 scripts. 3 findings are in the baseline.
    --- stderr
    ");
    folder.write("menu/b.ipxe", b"#!ipxe\necho new\n  goto  x\ngoto y\n\ngoto x\ngoto x\n");
    insta::assert_snapshot!(folder.run(&args), @r"
    exit code 1
    --- stdout
    menu/b.ipxe:4:6: error[undefined-label] label `y` is not defined in this script
    Found 1 error in 1 of 3 scripts. 3 findings are in the baseline.
    --- stderr
    ");
}

#[test]
fn a_baseline_is_the_same_wherever_it_is_written_from() {
    let folder = folder();
    folder.run(&[".", RULES, "--write-baseline=menu/known.json"]);
    let first = read(&folder, "menu/known.json");
    assert!(first.contains("\"../a.ipxe\"") && first.contains("\"b.ipxe\""), "{first}");
    let mut from_below = folder.command(&["..", RULES, "--write-baseline=known.json"]);
    shown(from_below.current_dir(folder.path().join("menu")));
    assert_eq!(read(&folder, "menu/known.json"), first);
}

#[test]
fn what_is_gone_is_told() {
    let folder = folder();
    folder.run(&[".", RULES, "--write-baseline=known.json"]);
    folder.write("a.ipxe", CLEAN.as_bytes());
    fs::remove_file(folder.path().join("menu/b.ipxe")).unwrap();
    insta::assert_snapshot!(folder.run(&[".", RULES, "--baseline=known.json"]), @r"
    exit code 0
    --- stdout
    Nothing to report in 2 scripts.
    --- stderr
    note: `known.json` lists findings that no longer exist; update it with --write-baseline
      a.ipxe: undefined-label: dhcp || goto retyr
      a.ipxe: unknown-command: frobnicate x || shell
      menu/b.ipxe: undefined-label: goto x
    ");
    assert!(
        !folder.run(&[".", "--select=invalid-header", "--baseline=known.json"]).contains("a.ipxe"),
        "nobody looked"
    );
    assert!(folder.run(&[".", RULES, "--baseline=known.json", "--quiet"]).ends_with("--- stderr\n"));
}

#[test]
fn what_was_not_looked_at_stays_known() {
    let folder = folder();
    folder.run(&[".", RULES, "--write-baseline=known.json"]);
    let before = read(&folder, "known.json");
    folder.run(&["menu", RULES, "--write-baseline=known.json"]);
    assert_eq!(read(&folder, "known.json"), before);
    folder.run(&["a.ipxe", "--select=unknown-command", "--write-baseline=known.json"]);
    assert_eq!(read(&folder, "known.json"), before);
    folder.write("a.ipxe", CLEAN.as_bytes());
    folder.run(&[".", RULES, "--write-baseline=known.json"]);
    assert!(!read(&folder, "known.json").contains("a.ipxe"));
}

#[test]
fn a_baseline_can_be_configured() {
    let folder = folder();
    folder.run(&[".", RULES, "--write-baseline=known.json"]);
    folder.write(
        "ipxe-lint.toml",
        b"baseline = 'known.json'\nselect = ['undefined-label', 'unknown-command']\n",
    );
    assert!(folder.run(&["."]).starts_with("exit code 0"));
    assert!(folder.run(&[".", "--isolated", RULES]).starts_with("exit code 1"));
    let all = folder.run(&[".", "--no-baseline"]);
    assert!(all.starts_with("exit code 1") && !all.contains("in the baseline"), "{all}");
    assert!(folder.run(&[".", "--no-baseline", "--baseline=known.json"]).starts_with("exit code 2"));
    // All findings are written, not only the new ones.
    let before = read(&folder, "known.json");
    folder.run(&[".", "--write-baseline=known.json"]);
    assert_eq!(read(&folder, "known.json"), before);
}

#[test]
fn programs_are_told_how_much_is_known() {
    let folder = folder();
    folder.run(&[".", RULES, "--write-baseline=known.json"]);
    let told = folder.stdout(&[".", RULES, "--baseline=known.json", "--format=json"]);
    let report: serde_json::Value = serde_json::from_str(&told).unwrap();
    assert_eq!(
        (&report["summary"]["baselined"], &report["diagnostics"]),
        (&3.into(), &serde_json::json!([]))
    );
}

#[test]
fn what_is_known_is_not_fixed() {
    let folder = Folder::with(&[("a.ipxe", "#!ipxe\ngoto retyr\n:retry\n")]);
    folder.run(&[".", RULES, "--write-baseline=known.json"]);
    folder.write("a.ipxe", b"#!ipxe\ngoto retyr\n:retry\ngoto retry: || shell\n");
    let args =
        ["a.ipxe", RULES, "--baseline=known.json", "--fix", "--unsafe-fixes", "--select=misplaced-colon"];
    folder.run(&args);
    assert_eq!(read(&folder, "a.ipxe"), "#!ipxe\ngoto retyr\n:retry\ngoto retry || shell\n");
}

#[test]
fn a_baseline_that_is_none_is_refused_and_never_replaced() {
    let folder = folder();
    for (name, text) in [
        ("no_json", "#!ipxe\n"),
        ("version", "{\n  \"version\": 2,\n  \"known\": {}\n}\n"),
        ("shape", "{ \"version\": 1, \"findings\": [ { \"path\": \"a.ipxe\", \"rule\": \"x\" } ] }\n"),
        ("other_json", "[1, 2]\n"),
    ] {
        folder.write("known.json", text.as_bytes());
        insta::assert_snapshot!(
            format!("baseline_{name}"),
            folder.run(&[".", RULES, "--baseline=known.json"])
        );
        let told = folder.run(&[".", RULES, "--write-baseline=known.json"]);
        assert!(told.starts_with("exit code 2"), "{told}");
        assert_eq!(read(&folder, "known.json"), text);
    }
    insta::assert_snapshot!(folder.run(&[".", RULES, "--baseline=missing.json"]), @r"
    exit code 2
    --- stdout
    --- stderr
    error: cannot read `missing.json`: no such file or directory
    ");
    insta::assert_snapshot!(folder.run(&[".", RULES, "--baseline=menu"]), @r"
    exit code 2
    --- stdout
    --- stderr
    error: cannot read `menu`: is a directory
    ");
    insta::assert_snapshot!(folder.run(&[".", RULES, "--baseline=x", "--write-baseline=y"]), @r"
    exit code 2
    --- stdout
    --- stderr
    error: the argument '--baseline <FILE>' cannot be used with '--write-baseline <FILE>'

    Usage: ipxe-lint --select <RULES> <PATH>...

    For more information, try '--help'.
    ");
    let told = folder.run(&[".", "missing.ipxe", RULES, "--write-baseline=new.json"]);
    assert!(
        told.contains("the baseline is not written") && !folder.path().join("new.json").exists(),
        "{told}"
    );
}

#[test]
fn what_fails_a_run_can_be_said() {
    let folder = Folder::with(&[("w.ipxe", "#!ipxe\nfrobnicate || shell\ngrobnicate || shell\n")]);
    let code = |args: &[&str]| {
        let told = folder.run(&[&["w.ipxe", "--select=unknown-command", "--quiet"], args].concat());
        told.lines().next().unwrap_or_default().trim_start_matches("exit code ").parse::<u8>().unwrap()
    };
    for (args, expected) in [
        (&["--fail-on=warning"][..], 1),
        (&["--fail-on=error"], 0),
        (&["--fail-on=advice", "--level=all=advice"], 1),
        (&["--level=all=advice"], 0),
        (&["--fail-on=never", "--level=all=error"], 0),
        (&["--max-warnings=2"], 0),
        (&["--max-warnings=1"], 1),
        (&["--max-warnings=9", "--level=all=error"], 1),
        (&["--fail-on=error", "--max-warnings=1"], 1),
    ] {
        assert_eq!(code(args), expected, "{args:?}");
    }
    insta::assert_snapshot!(folder.run(&["w.ipxe", "--fail-on=warnings"]), @r"
    exit code 2
    --- stdout
    --- stderr
    error: invalid value 'warnings' for '--fail-on <LEVEL>': `warnings` is not a level to fail on; expected one of `error`, `warning`, `advice`, `never`

    For more information, try '--help'.
    ");
    insta::assert_snapshot!(folder.run(&["w.ipxe", "--max-warnings=-1"]), @r"
    exit code 2
    --- stdout
    --- stderr
    error: invalid value '-1' for '--max-warnings <N>': invalid digit found in string

    For more information, try '--help'.
    ");
}

/// Runs git in the folder. False if there is no git.
fn git(folder: &Folder, args: &[&str]) -> bool {
    let identity = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"];
    let mut git = Command::new("git");
    git.current_dir(folder.path()).args(identity).args(args);
    git.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    git.output().is_ok_and(|output| output.status.success())
}

/// A repository with a commit. None if there is no git.
fn repository() -> Option<Folder> {
    let folder = Folder::with(&[
        ("a.ipxe", "#!ipxe\ngoto one\ngoto two\ngoto three\n"),
        ("sub/\u{e4} \"b\".ipxe", "#!ipxe\ngoto one\n"),
        ("old.ipxe", "#!ipxe\ngoto one\necho 1\necho 2\necho 3\n"),
    ]);
    let is_there = git(&folder, &["init", "--quiet"]);
    (is_there && git(&folder, &["add", "."]) && git(&folder, &["commit", "--quiet", "-m", "x"]))
        .then_some(folder)
}

/// The command with a PATH, to find git.
fn run(folder: &Folder, args: &[&str]) -> String {
    let path = std::env::var_os("PATH").unwrap_or_default();
    shown(
        folder
            .command(&[args, &["--select=undefined-label,misplaced-colon", "--format=concise"]].concat())
            .env("PATH", path),
    )
}

#[test]
fn only_changed_lines_count() {
    let Some(folder) = repository() else { return eprintln!("skipped: no git") };
    assert!(
        run(&folder, &[".", "--diff-only=HEAD"])
            .starts_with("exit code 0\n--- stdout\nNothing to report in 3 scripts. 5 findings")
    );
    folder.write("a.ipxe", b"#!ipxe\necho\ngoto one\ngoto 2\ngoto three\n");
    folder.write("sub/\u{e4} \"b\".ipxe", b"#!ipxe\ngoto one\n++ b/a.ipxe\ngoto two\n");
    folder.write("new.ipxe", b"#!ipxe\ngoto new\n");
    assert!(git(&folder, &["mv", "old.ipxe", "moved.ipxe"]));
    insta::assert_snapshot!(run(&folder, &[".", "--diff-only=HEAD"]), @r#"
    exit code 1
    --- stdout
    a.ipxe:4:6: error[undefined-label] label `2` is not defined in this script
    new.ipxe:2:6: error[undefined-label] label `new` is not defined in this script
    sub/ä "b".ipxe:4:6: error[undefined-label] label `two` is not defined in this script
    Found 3 errors in 3 of 4 scripts. 4 findings are on lines that did not change.
    --- stderr
    "#);
    let told = shown(
        folder
            .command(&[
                "\u{e4} \"b\".ipxe",
                "--diff-only=HEAD",
                "--select=undefined-label",
                "--format=concise",
                "-q",
            ])
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .current_dir(folder.path().join("sub")),
    );
    assert!(told.contains("two") && !told.contains("one"), "{told}");
}

#[test]
fn only_changed_lines_are_fixed() {
    let Some(folder) = repository() else { return eprintln!("skipped: no git") };
    folder.write("a.ipxe", b"#!ipxe\ngoto one:\n:one\n");
    assert!(git(&folder, &["commit", "--quiet", "-a", "-m", "y"]));
    folder.write("a.ipxe", b"#!ipxe\ngoto one:\n:one\ngoto one:\n");
    run(&folder, &["a.ipxe", "--diff-only=HEAD", "--fix", "--unsafe-fixes"]);
    assert_eq!(read(&folder, "a.ipxe"), "#!ipxe\ngoto one:\n:one\ngoto one\n");
}

#[test]
fn what_git_cannot_tell_is_a_failure() {
    let Some(folder) = repository() else { return eprintln!("skipped: no git") };
    insta::assert_snapshot!(run(&folder, &[".", "--diff-only=no-such-branch"]), @r"
    exit code 2
    --- stdout
    --- stderr
    error: --diff-only: no commit is called `no-such-branch`
    ");
    insta::assert_snapshot!(run(&folder, &[".", "--diff-only=--output=x"]), @r"
    exit code 2
    --- stdout
    --- stderr
    error: --diff-only: no commit is called `--output=x`
    ");
    insta::assert_snapshot!(run(&folder, &["-", "--diff-only=HEAD"]), @r"
    exit code 2
    --- stdout
    --- stderr
    error: --diff-only cannot check standard input
    ");
    assert!(!folder.path().join("x").exists());
    let outside = Folder::with(&[("a.ipxe", CLEAN)]);
    let told = run(&outside, &[".", "--diff-only=HEAD"]);
    assert!(told.starts_with("exit code 2") && told.contains("not a git repository"), "{told}");
    let without = folder.run(&[".", "--diff-only=HEAD"]);
    assert!(without.contains("there is no command `git`") || without.contains("exit code 0"), "{without}");
}
