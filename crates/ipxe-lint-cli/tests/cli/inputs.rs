use crate::support::{CLEAN, FAULTY, Folder, RULES, shown};

/// The scripts with findings, in the order of the report.
fn found(folder: &Folder, paths: &[&str]) -> Vec<String> {
    let told = folder.stdout(&[paths, &["--format=concise", "--quiet", "--select=undefined-label"]].concat());
    told.lines().filter_map(|line| line.split(':').next()).map(str::to_owned).collect()
}

#[test]
fn directories_are_searched_for_scripts_by_name_and_by_first_line() {
    let folder = Folder::with(&[
        ("b.ipxe", FAULTY),
        ("a/OLD.GPXE", FAULTY),
        ("a/menu.j2", FAULTY),
        ("a/gpxe.cfg", "#!gpxe\ngoto x\n"),
        ("a/notes.txt", "goto x\n"),
        ("short", "#!ip"),
        (".hidden/boot.ipxe", FAULTY),
        (".git/boot.ipxe", FAULTY),
    ]);
    let all = [".hidden/boot.ipxe", "a/OLD.GPXE", "a/gpxe.cfg", "a/menu.j2", "b.ipxe"];
    assert_eq!(found(&folder, &["."]), all);
    assert_eq!(found(&folder, &["check"]), all, "no path means the current directory");
    assert_eq!(found(&folder, &["a", "b.ipxe", "a/menu.j2", "./a"]), all[1..], "each file once");
}

#[test]
fn ignore_files_are_respected_but_a_named_file_is_always_checked() {
    let folder = Folder::with(&[
        (".gitignore", "build/\n*.tmp.ipxe\n"),
        ("a.ipxe", FAULTY),
        ("x.tmp.ipxe", FAULTY),
        ("build/b.ipxe", FAULTY),
    ]);
    assert_eq!(found(&folder, &["."]), ["a.ipxe"]);
    assert_eq!(found(&folder, &["build/b.ipxe"]), ["build/b.ipxe"]);
}

#[test]
fn any_named_file_is_a_script() {
    let folder = Folder::with(&[("boot.txt", "krenel x\n")]);
    insta::assert_snapshot!(folder.run(&["boot.txt", RULES, "--format=concise"]));
}

#[test]
fn standard_input_has_the_name_it_is_given() {
    let folder = Folder::with(&[]);
    let told = |args: &[&str]| shown(folder.command(args).write_stdin(FAULTY));
    insta::assert_snapshot!(told(&["-", RULES, "--format=concise"]));
    assert!(
        told(&["-", "--stdin-filename=menu/boot.ipxe", "--format=concise"]).contains("menu/boot.ipxe:2:14:")
    );
}

#[test]
fn a_path_that_is_not_there_is_told_and_the_others_are_checked() {
    let folder = Folder::with(&[("a.ipxe", FAULTY)]);
    insta::assert_snapshot!(folder.run(&["nowhere.ipxe", "a.ipxe", RULES, "--format=concise"]));
}

#[test]
fn a_directory_without_scripts_is_not_a_success() {
    let folder = Folder::with(&[("docs/readme.txt", "hello")]);
    insta::assert_snapshot!(folder.run(&["docs", "."]), @r"
    exit code 2
    --- stdout
    --- stderr
    error: no iPXE scripts in `docs`, `.`
    ");
}

#[test]
fn files_that_are_no_text_get_a_finding_not_a_crash() {
    let folder = Folder::with(&[("empty.ipxe", ""), ("page.ipxe", "<!DOCTYPE html><html></html>")]);
    folder.write("kernel.ipxe", b"MZ\x00\x01\xff\xfe\x00binary\x00\x7f");
    folder.write("nul.ipxe", b"#!ipxe\necho a\x00b\n");
    insta::assert_snapshot!(folder.run(&[".", "--select=invalid-header", "--format=concise"]));
}

#[test]
fn a_file_too_large_for_a_script_is_told_and_the_others_are_checked() {
    let folder = Folder::with(&[("a.ipxe", CLEAN)]);
    let disk = std::fs::File::create(folder.path().join("disk.ipxe")).unwrap();
    disk.set_len(100 << 20).unwrap();
    insta::assert_snapshot!(folder.run(&["."]), @r"
    exit code 2
    --- stdout
    Nothing to report in 1 script.
    --- stderr
    error: `disk.ipxe` is too large for a script: the limit is 64 MiB
    ");
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let folder = Folder::with(&[]);
    folder.write("many.ipxe", format!("#!ipxe\n{}", "goto nowhere\n".repeat(20_000)).as_bytes());
    let mut command = std::process::Command::new(assert_cmd::cargo::cargo_bin!("ipxe-lint"));
    command.current_dir(folder.path()).args(["many.ipxe"]);
    command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
    let mut child = command.spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), String::from_utf8(output.stderr).unwrap().as_str()), (Some(1), ""));
}

#[cfg(target_os = "linux")]
#[test]
fn paths_need_not_be_utf_8() {
    use std::{ffi::OsStr, os::unix::ffi::OsStrExt};
    let folder = Folder::with(&[]);
    std::fs::write(folder.path().join(OsStr::from_bytes(b"b\xff.ipxe")), FAULTY).unwrap();
    assert_eq!(found(&folder, &["."]), ["b\u{fffd}.ipxe"]);
    assert!(folder.stdout(&[".", "--format=sarif"]).contains("\"b%FF.ipxe\""));
}

#[cfg(unix)]
#[test]
fn a_loop_of_links_ends() {
    let folder = Folder::with(&[("a.ipxe", FAULTY)]);
    std::os::unix::fs::symlink(".", folder.path().join("again")).unwrap();
    assert_eq!(found(&folder, &["."]), ["a.ipxe"]);
}

#[test]
fn directories_without_scripts_say_what_was_left_out() {
    let folder = Folder::with(&[
        (".gitignore", "out/\n"),
        ("out/a.ipxe", CLEAN),
        ("old/b.ipxe", CLEAN),
        ("old/c.ipxe", CLEAN),
        ("ipxe-lint.toml", "exclude = [\"old\"]\n"),
    ]);
    insta::assert_snapshot!(folder.run(&["check", "."]), @r"
    exit code 2
    --- stdout
    --- stderr
    error: no iPXE scripts in `.`: 1 script is ignored by .gitignore or .ignore files, 2 scripts are excluded by the configuration
    ");
    insta::assert_snapshot!(folder.run(&["fmt", "old"]), @r"
    exit code 0
    --- stdout
    Nothing to format in 2 scripts.
    --- stderr
    ");
    insta::assert_snapshot!(folder.run(&["check", "--show-files"]), @r"
    exit code 2
    --- stdout
    --- stderr
    error: no iPXE scripts in `.`: 1 script is ignored by .gitignore or .ignore files, 2 scripts are excluded by the configuration
    ");
}

#[cfg(unix)]
#[test]
fn links_that_are_not_followed_are_named() {
    use std::os::unix::fs::symlink;
    let folder = Folder::with(&[("a.ipxe", CLEAN), ("other/b.ipxe", CLEAN), ("links/readme", "")]);
    let link = |to: &str, from: &str| symlink(to, folder.path().join(from)).expect("a link can be made");
    link("../other", "links/other");
    link("../a.ipxe", "links/a.ipxe");
    insta::assert_snapshot!(folder.run(&["check", "links"]), @r"
    exit code 2
    --- stdout
    --- stderr
    error: no iPXE scripts in `links`: 2 symbolic links are not followed, such as `links/a.ipxe`
    ");
    // The target of a link may be checked already.
    insta::assert_snapshot!(folder.run(&["check", "links", "other"]), @r"
    exit code 0
    --- stdout
    Nothing to report in 1 script.
    --- stderr
    note: `links/a.ipxe` is a symbolic link and not followed; name it to check it
    ");
    insta::assert_snapshot!(folder.run(&["check", "."]), @r"
    exit code 0
    --- stdout
    Nothing to report in 2 scripts.
    --- stderr
    ");
    assert!(folder.run(&["check", "links/a.ipxe"]).starts_with("exit code 0"));
}
