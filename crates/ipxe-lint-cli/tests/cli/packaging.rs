//! Distribution of the command: man pages, completions, hooks, actions, installers.

use std::{fs, path::PathBuf};

use serde_json::Value;

use crate::support::Folder;

/// A file of the project, by its path from the root.
fn file(path: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..").join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn yaml(path: &str) -> Value {
    serde_saphyr::from_str(&file(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The subcommands that `--help` lists.
fn subcommands(folder: &Folder) -> Vec<String> {
    let help = folder.stdout(&["-h"]);
    let (_, list) = help.split_once("Commands:\n").expect("a list of commands");
    let lines = list.lines().take_while(|line| !line.is_empty());
    let names = lines.filter_map(|line| line.split_whitespace().next());
    names.filter(|name| *name != "help").map(str::to_owned).collect()
}

/// The published crates, each by its folder's name, with its manifest.
fn crates() -> Vec<(String, toml::Table)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..");
    let names =
        fs::read_dir(folder).expect("there are crates").map(|entry| entry.expect("readable").file_name());
    let names = names.map(|name| name.into_string().expect("UTF-8"));
    let manifest = |name: &str| file(&format!("crates/{name}/Cargo.toml")).parse().expect("TOML");
    let all = names.map(|name| (name.clone(), manifest(&name)));
    let is_published = |manifest: &toml::Table| manifest["package"].get("publish").is_none();
    all.filter(|(_, manifest): &(_, toml::Table)| is_published(manifest)).collect()
}

#[test]
fn crates_are_complete_when_they_are_published() {
    let crates = crates();
    assert!(crates.len() > 6);
    let listed = file(".ci/run");
    for (name, manifest) in &crates {
        let package = manifest["package"].as_table().unwrap();
        for key in [
            "description",
            "license",
            "repository",
            "keywords",
            "categories",
            "rust-version",
            "documentation",
            "readme",
            "include",
        ] {
            assert!(package.contains_key(key), "{name} has no {key}");
        }
        assert!(file(&format!("crates/{name}/README.md")).starts_with(&format!("# {name}\n")));
        assert!(file(&format!("crates/{name}/LICENSE-MIT")).contains("MIT"));
        assert!(
            listed.contains(name) || name == "ipxe-lint-cli",
            "{name} is not among the libraries of .ci/run"
        );
        for (dependency, how) in manifest["dependencies"].as_table().unwrap() {
            assert!(how.get("path").is_none(), "{name}: {dependency} is only to be found in this workspace");
        }
    }
    let workspace: toml::Table = file("Cargo.toml").parse().unwrap();
    for (dependency, how) in workspace["workspace"]["dependencies"].as_table().unwrap() {
        assert!(how.is_str() || how.get("version").is_some(), "{dependency} has no version");
    }
}

#[test]
fn every_shell_completes_every_subcommand() {
    let folder = Folder::with(&[]);
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = folder.stdout(&["completions", shell]);
        for name in subcommands(&folder) {
            assert!(script.contains(&name), "{shell} does not know {name}");
        }
        assert!(script.contains("list-suppressions"), "{shell} does not know the options");
        for name in ["netboot-xyz", "undefined-label", "DOWNLOAD_PROTO_HTTPS", "1.21.1", "riscv64"] {
            assert!(script.contains(name) || shell == "elvish" || shell == "powershell", "{shell}: {name}");
        }
    }
    assert!(folder.run(&["completions", "tcsh"]).starts_with("exit code 2"));
}

#[test]
fn every_subcommand_has_a_manual_page() {
    let folder = Folder::with(&[]);
    assert_eq!(folder.run(&["man", "share/man"]), "exit code 0\n--- stdout\n--- stderr\n");
    let page = |name: &str| fs::read_to_string(folder.path().join("share/man").join(name)).unwrap();
    let main = page("ipxe-lint.1");
    assert!(main.contains("EXIT STATUS") && main.contains(env!("CARGO_PKG_VERSION")));
    assert!(main.contains(concat!(
        ".TH ipxe-lint 1 \" \" \"ipxe-lint ",
        env!("CARGO_PKG_VERSION"),
        "\" ipxe-lint"
    )));
    let names = subcommands(&folder);
    assert!(names.len() > 6, "{names:?}");
    for name in &names {
        assert!(main.contains(&format!("ipxe\\-lint\\-{name}(1)")), "the page does not name {name}");
        assert!(page(&format!("ipxe-lint-{name}.1")).contains(".SH SYNOPSIS"), "{name}");
    }
    let pages = fs::read_dir(folder.path().join("share/man")).unwrap().count();
    assert_eq!(pages, names.len() + 1, "nothing but what people may call");
}

#[test]
fn manual_pages_need_a_directory() {
    let folder = Folder::with(&[("man", "a file")]);
    let told = folder.run(&["man", "man"]);
    insta::assert_snapshot!(told, @r"
    exit code 2
    --- stdout
    --- stderr
    error: cannot write `man`: file exists
    ");
}

#[test]
fn hooks_get_the_files_that_are_found_in_directories() {
    let names =
        ["a.ipxe", "B.IPXE", "sub/c.gpxe", "d.ipxe.j2", "ipxe", "e.txt", "vendor/f.ipxe", "g.ipxe.tpl"];
    let folder = Folder::with(&names.map(|name| (name, "#!gpxe\nfrobnicate\n")));
    for name in ["d.ipxe.j2", "e.txt", "g.ipxe.tpl"] {
        folder.write(name, b"frobnicate\n");
    }
    folder.write("ipxe-lint.toml", b"exclude = ['vendor/']\ninclude = ['*.tpl']\n");
    let found = |args: &[&str]| {
        let report: Value = serde_json::from_str(&folder.stdout(args)).unwrap();
        let findings = report["diagnostics"].as_array().unwrap().iter();
        let found = findings.map(|one| one["path"].as_str().unwrap().to_owned());
        found.collect::<std::collections::BTreeSet<_>>()
    };
    let in_directory = found(&[".", "--format=json"]);
    for hook in yaml(".pre-commit-hooks.yaml").as_array().unwrap() {
        assert_eq!(hook["types"], serde_json::json!(["text"]));
        let mut words = hook["entry"].as_str().unwrap().split(' ');
        assert_eq!(words.next(), Some("ipxe-lint"));
        let args: Vec<&str> = words.chain(names).collect();
        assert!(!folder.run(&args).starts_with("exit code 2"), "{args:?}");
        if args[0] == "check" {
            assert_eq!(found(&[args, vec!["--format=json"]].concat()), in_directory);
        }
    }
}

#[test]
fn named_files_are_left_out_like_found_ones_if_that_is_wanted() {
    let folder = Folder::with(&[
        ("ipxe-lint.toml", "exclude = ['vendor/']\n"),
        ("a.ipxe", "#!ipxe\necho   a\n"),
        ("vendor/deep/b.ipxe", "#!ipxe\necho   b\n"),
        ("notes.txt", "no script\n"),
    ]);
    let all = ["a.ipxe", "vendor/deep/b.ipxe", "notes.txt"];
    let shown = |args: &[&str]| folder.run(&[args, &all].concat());
    insta::assert_snapshot!("show_files", shown(&["check", "--show-files"]));
    insta::assert_snapshot!("show_files_forced", shown(&["check", "--show-files", "--force-exclude"]));
    insta::assert_snapshot!("check_forced", folder.run(&["check", "--force-exclude", "vendor/deep/b.ipxe"]));
    insta::assert_snapshot!("fmt_forced", shown(&["fmt", "--force-exclude"]));
    assert!(fs::read_to_string(folder.path().join(all[1])).unwrap().contains("echo   b"));
    assert!(folder.run(&["vendor/deep/b.ipxe", "--show-files"]).contains("b.ipxe"));
}

#[test]
fn the_action_puts_no_input_into_a_command() {
    let action = yaml("action.yml");
    assert_eq!(action["runs"]["using"], "composite");
    let inputs = action["inputs"].as_object().unwrap();
    let text = file("action.yml");
    for (name, input) in inputs {
        assert!(input["description"].is_string() && input["default"].is_string(), "{name}");
        assert!(text.contains(&format!("${{{{ inputs.{name} }}}}")), "{name} is not used");
    }
    for step in action["runs"]["steps"].as_array().unwrap() {
        assert_eq!(step["shell"], "bash");
        assert!(!step["run"].as_str().unwrap().contains("${{"), "{step}");
    }
}

#[test]
fn workflows_are_yaml_and_put_nothing_into_commands() {
    let release = yaml(".github/workflows/release.yml");
    for job in release["jobs"].as_object().unwrap().values() {
        let runs = job["steps"].as_array().unwrap().iter().filter_map(|step| step["run"].as_str());
        assert!(runs.clone().count() > 0 && runs.into_iter().all(|run| !run.contains("${{")));
    }
}

/// Shell scripts, if there is a shell with the commands that they need.
#[cfg(unix)]
mod shell {
    use std::{
        path::Path,
        process::{Command, Output},
    };

    use super::*;

    fn script(name: &str) -> PathBuf {
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../packaging").join(name)
    }

    /// The directories of commands, with the one under test before them.
    fn path() -> String {
        let folder =
            assert_cmd::cargo::cargo_bin!("ipxe-lint").parent().expect("a file is in a folder").to_path_buf();
        format!("{}:{}", folder.display(), std::env::var("PATH").unwrap_or_default())
    }

    fn has(command: &str) -> bool {
        Command::new(command).arg("--version").output().is_ok_and(|output| output.status.success())
    }

    /// A release: an archive with a dummy command, and its checksum.
    fn release(folder: &Path, checksum: Option<&str>) {
        let make = "set -e; cd \"$1\"; mkdir -p ipxe-lint-a download/v1.2.3
            echo binary >ipxe-lint-a/ipxe-lint; echo text >ipxe-lint-a/README.md
            tar -czf download/v1.2.3/ipxe-lint-a.tar.gz ipxe-lint-a
            cd download/v1.2.3; sha256sum ipxe-lint-a.tar.gz >ipxe-lint-a.tar.gz.sha256";
        let made = Command::new("sh").args(["-c", make, "sh"]).arg(folder).status().expect("a shell runs");
        assert!(made.success());
        if let Some(checksum) = checksum {
            fs::write(folder.join("download/v1.2.3/ipxe-lint-a.tar.gz.sha256"), checksum)
                .expect("a file can be written");
        }
    }

    fn install(folder: &Path, version: &str) -> Output {
        let mut command = Command::new("sh");
        command.arg(script("install.sh")).current_dir(folder);
        command.env("IPXE_LINT_RELEASES", format!("file://{}", folder.display()));
        command.env("IPXE_LINT_VERSION", version).env("IPXE_LINT_TARGET", "a").env("IPXE_LINT_DIR", "bin");
        command.output().expect("a shell runs")
    }

    #[test]
    fn bash_completes_what_subcommands_take() {
        if !has("bash") {
            println!("skipped: needs bash");
            return;
        }
        let folder = Folder::with(&[]);
        let completed = |words: &[&str]| {
            let (last, before) = words.split_last().expect("there are words");
            let complete = "eval \"$1\"; shift; COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1))
                handler=$(complete -p ipxe-lint | sed 's/.*-F \\([^ ]*\\).*/\\1/')
                \"$handler\" ipxe-lint \"${!#}\" \"${COMP_WORDS[COMP_CWORD - 1]}\"; echo \"${COMPREPLY[*]}\"";
            let mut command = Command::new("bash");
            command.args(["-c", complete, "bash", &folder.stdout(&["completions", "bash"]), "ipxe-lint"]);
            let done = command.args(before).arg(last).output().expect("a shell runs");
            String::from_utf8(done.stdout).expect("UTF-8").trim().to_owned()
        };
        assert_eq!(completed(&["pl"]), "plan");
        assert_eq!(completed(&["--format", "g"]), "github gitlab");
        assert_eq!(completed(&["check", "--format", "g"]), "github gitlab");
        assert_eq!(completed(&["plan", "--fail"]), "--failures");
        assert_eq!(completed(&["plan", "--all", "--failures", "h"]), "handled");
    }

    #[test]
    fn the_installer_installs_what_has_the_right_checksum() {
        if !["curl", "tar", "sha256sum"].into_iter().all(has) {
            println!("skipped: needs curl, tar and sha256sum");
            return;
        }
        let folder = Folder::with(&[]);
        let folder = folder.path();
        release(folder, None);
        let done = install(folder, "v1.2.3");
        assert!(done.status.success(), "{done:?}");
        assert_eq!(fs::read_to_string(folder.join("bin/ipxe-lint")).unwrap(), "binary\n");
        assert_eq!(fs::read_dir(folder.join("bin")).unwrap().count(), 1);

        fs::remove_dir_all(folder.join("bin")).unwrap();
        for checksum in ["0000  ipxe-lint-a.tar.gz\n", "", "\n"] {
            release(folder, Some(checksum));
            let refused = install(folder, "1.2.3");
            assert_eq!(refused.status.code(), Some(2), "{refused:?}");
            assert!(
                String::from_utf8_lossy(&refused.stderr).contains("nothing was installed"),
                "{refused:?}"
            );
        }
        let missing = install(folder, "9.9.9");
        assert_eq!(missing.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&missing.stderr).contains("cannot download"), "{missing:?}");
        assert!(!folder.join("bin").exists());
    }

    #[test]
    fn the_action_checks_what_its_inputs_say() {
        if !has("bash") {
            println!("skipped: needs bash");
            return;
        }
        let folder = Folder::with(&[("a b.ipxe", "#!ipxe\nfrobnicate\n"), ("c.ipxe", "#!ipxe\necho ${x}\n")]);
        let mut command = Command::new("bash");
        command.arg(script("check.sh")).current_dir(folder.path()).env("PATH", path());
        command.env("PATHS", "a b.ipxe\n").env("ARGS", "--select=unknown-command\n--quiet");
        let done = command.env("SARIF_FILE", "out/of reach").output().unwrap();
        assert_eq!(done.status.code(), Some(2), "{done:?}");
        let done = command.env("SARIF_FILE", "a report").output().unwrap();
        assert_eq!(done.status.code(), Some(1), "{done:?}");
        let log = String::from_utf8(done.stdout).unwrap();
        assert!(log.starts_with("::error title=unknown-command") && log.lines().count() == 1, "{log}");
        let sarif = fs::read_to_string(folder.path().join("a report")).unwrap();
        assert!(sarif.contains("\"version\": \"2.1.0\""));
        // No input is set, as on the command line: everything is checked, and there is no other report.
        let all = command.env_remove("PATHS").env_remove("ARGS").env_remove("SARIF_FILE").output().unwrap();
        assert_eq!(String::from_utf8(all.stdout).unwrap().lines().count(), 2);
    }

    #[test]
    fn the_job_for_gitlab_leaves_its_reports() {
        let job = &yaml("packaging/gitlab-ci.yml")["ipxe-lint"];
        let version = job["variables"]["IPXE_LINT_VERSION"].as_str();
        assert_eq!(version, Some(env!("CARGO_PKG_VERSION")));
        let folder = Folder::with(&[("a.ipxe", "#!ipxe\nfrobnicate\n")]);
        for line in job["script"].as_array().unwrap() {
            let mut command = Command::new("sh");
            command.args(["-c", line.as_str().unwrap()]).current_dir(folder.path()).env("PATH", path());
            command.env("IPXE_LINT_ARGS", job["variables"]["IPXE_LINT_ARGS"].as_str().unwrap());
            assert_eq!(command.output().unwrap().status.code(), Some(1));
        }
        for report in job["artifacts"]["reports"].as_object().unwrap().values() {
            assert!(folder.path().join(report.as_str().unwrap()).exists(), "{report}");
        }
    }
}
