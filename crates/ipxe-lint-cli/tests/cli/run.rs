use std::{fs, path::PathBuf};

use serde_json::Value;

use crate::support::Folder;

/// Runs every recorded script of a folder. Returns the names of those whose output differs from iPXE's.
fn differing(name: &str, args: &[&str]) -> Vec<String> {
    let oracle = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/oracle").join(name);
    let folder = Folder::with(&[]);
    let mut scripts: Vec<_> = fs::read_dir(oracle)
        .expect("a recorded case")
        .map(|entry| entry.expect("a recorded case").path())
        .collect();
    scripts.retain(|path| path.extension().is_some_and(|extension| extension == "ipxe"));
    assert!(scripts.len() > 20, "the recordings are there");
    let differs = |script: &PathBuf| {
        let expected: Value =
            serde_json::from_slice(&fs::read(script.with_extension("json")).expect("a recorded case"))
                .expect("a recorded case");
        let told = folder
            .stdout(&[&["run", "--trace=json", script.to_str().expect("a recorded case")], args].concat());
        serde_json::from_str::<Value>(&told).expect("a recorded case") != expected
    };
    let name = |path: PathBuf| path.file_stem().expect("a file").to_string_lossy().into_owned();
    let mut names: Vec<_> = scripts.into_iter().filter(differs).map(name).collect();
    names.sort();
    names
}

/// The recordings of a folder that are known to differ.
fn known(name: &str) -> Vec<String> {
    let list = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/oracle/differing").join(name);
    fs::read_to_string(list).unwrap_or_default().lines().map(str::to_owned).collect()
}

#[test]
fn recorded_scripts_do_what_ipxe_did() {
    assert_eq!(differing("cases", &["--platform=linux"]), known("cases"));
}

#[test]
fn recorded_scripts_in_a_network_do_what_ipxe_did() {
    let world = concat!("--context=", env!("CARGO_MANIFEST_DIR"), "/../../tests/oracle/network/world.json");
    assert_eq!(differing("network", &["--platform=linux", world]), known("network"));
}

#[test]
fn a_script_with_scripts_inside_is_shown_as_it_ran() {
    let inner = "#!ipxe\necho in ${cwuri}\niseq ${x} 2 || echo not 2\nset x 3\nchain b/missing\n";
    let script = "#!ipxe\nset x 1\nchain http://boot.example/a/inner.ipxe || echo x=${x}\n\
        kernel http://boot.example/linux quiet host=${host}\ninitrd http://boot.example/initrd\nboot\n";
    let folder = Folder::with(&[
        ("a.ipxe", script),
        ("files/a/inner.ipxe", inner),
        ("c.toml", "[responses.fetch]\n\"http://boot.example/linux\" = \"ok\"\n"),
        ("files/initrd", "x"),
    ]);
    insta::assert_snapshot!(folder.run(&[
        "run",
        "a.ipxe",
        "--set=host=web1",
        "--context=c.toml",
        "--serve=http://boot.example=files"
    ]));
}

#[test]
fn nothing_in_a_script_reaches_the_terminal_raw() {
    let folder = Folder::with(&[]);
    folder.write(
        "a.ipxe",
        b"#!ipxe\necho a\x1b[31mred \xff\nset x:hex 41:0a:1b:42\necho ${x:string}\nfrob\x07nicate\n",
    );
    insta::assert_snapshot!(folder.run(&["run", "a.ipxe"]));
}

#[test]
fn a_run_that_cannot_go_on_fails() {
    let folder = Folder::with(&[("a.ipxe", "#!ipxe\n:a\ngoto a\n"), ("b.ipxe", "echo no script\n")]);
    folder.write("c.ipxe", b"#!ipxe\nprompt Press a key\n");
    for name in ["a.ipxe", "b.ipxe", "c.ipxe"] {
        let told = folder.run(&["run", name]);
        assert!(told.starts_with("exit code 1\n"), "{told}");
    }
}

#[cfg(unix)]
#[test]
fn nothing_outside_of_the_directory_is_served() {
    let folder = Folder::with(&[("secret", "#!ipxe\necho told\n"), ("files/x", "")]);
    std::os::unix::fs::symlink("../secret", folder.path().join("files/link")).unwrap();
    for path in ["../secret", "%2e%2e/secret", "link", "x/../../secret", "/secret", "."] {
        folder.write("a.ipxe", format!("#!ipxe\nchain http://192.0.2.9/{path}\n").as_bytes());
        let told = folder.run(&["run", "a.ipxe", "--serve=http://192.0.2.9/=files"]);
        assert!(told.starts_with("exit code 1\n") && told.contains("failed: ENOENT"), "{told}");
    }
}

#[test]
fn what_cannot_count_is_refused() {
    let profile = "name = \"p\"\n[settings]\nip = { description = \"address\", value = \"here\" }\n";
    let folder = Folder::with(&[
        ("a.ipxe", "#!ipxe\n"),
        ("p.toml", profile),
        ("smbios.toml", "[settings]\n\"smbios/serial\" = \"x\"\n"),
        ("builtin.toml", "[settings]\n\"builtin/nosuch\" = \"x\"\n"),
        ("any.toml", "[settings]\n\"netX/ip\" = \"192.0.2.1\"\n"),
        ("bus.toml", "[settings]\n\"net0/busid\" = \"aa\"\n"),
        ("served.toml", "[serve]\n\"boot\" = \".\"\n"),
        ("missing.toml", "[serve]\n\"http://boot.example/\" = \"missing\"\n"),
    ]);
    let cases: [&[&str]; 9] = [
        &["run", "a.ipxe", "--context=smbios.toml"],
        &["run", "a.ipxe", "--context=builtin.toml"],
        &["run", "a.ipxe", "--context=any.toml"],
        &["run", "a.ipxe", "--context=bus.toml"],
        &["run", "a.ipxe", "--profile=p.toml"],
        &["run", "a.ipxe", "--config=served.toml"],
        &["check", "a.ipxe", "--serve=http://boot.example/=missing"],
        &["check", "a.ipxe", "--arch=arm64", "--platform=pcbios"],
        &["plan", "a.ipxe", "--arch=arm64", "--platform=pcbios"],
    ];
    let said: Vec<_> = cases.iter().map(|args| folder.run(args)).collect();
    assert!(said.iter().all(|said| said.starts_with("exit code 2\n")), "{said:?}");
    let noted =
        ["served.toml", "missing.toml"].map(|file| folder.run(&["check", "a.ipxe", "--config", file]));
    insta::assert_snapshot!(said.iter().chain(&noted).map(String::as_str).collect::<Vec<_>>().join("\n"));
}

#[cfg(unix)]
#[test]
fn what_is_not_below_a_served_directory_is_named() {
    let lines = ["menu.ipxe", "none.ipxe", "sub", "../up.ipxe", "link", "none.ipxe", "[${token}].ipxe"];
    let chains = lines.map(|path| format!("chain http://boot.example/{path} ||\n")).concat();
    let folder = Folder::with(&[
        ("a.ipxe", &format!("#!ipxe\nifopen net0 ||\n{chains}chain http://other.example/x ||\n")),
        ("up.ipxe", "#!ipxe\n"),
        ("www/menu.ipxe", "#!ipxe\n"),
        ("www/sub/x", ""),
        (
            "c.toml",
            "[secrets]\ntoken = \"a-secret\"\n[interfaces.net0]\nip = \"192.0.2.2\"\nnetmask = \"255.255.255.0\"\n",
        ),
        (
            "a.test.toml",
            "[[test]]\nscript = \"a.ipxe\"\n[test.serve]\n\"http://boot.example/\" = \"www\"\n[test.expect]\noutcome = \"booted\"\n",
        ),
    ]);
    std::os::unix::fs::symlink("../up.ipxe", folder.path().join("www/link")).unwrap();
    let serve = "--serve=http://boot.example/=www";
    let said = [
        folder.run(&["run", "a.ipxe", serve, "--context=c.toml"]),
        folder.run(&["plan", "a.ipxe", serve]),
        folder.run(&["plan", "--all", "a.ipxe", serve]),
        folder.run(&["check", "--plan", "a.ipxe", serve]),
        folder.run(&["test", "a.test.toml"]),
    ];
    assert!(said.iter().all(|said| !said.contains("a-secret")), "{said:?}");
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn what_cannot_be_done_is_told() {
    let folder = Folder::with(&[
        ("a.ipxe", "#!ipxe\n"),
        ("c.toml", "[http]\nbase = \"http://192.0.2.9/\"\nfiles = \"www\"\n"),
    ]);
    let cases: [&[&str]; 5] = [
        &["missing.ipxe"],
        &["a.ipxe", "--serve=http://192.0.2.9/=missing"],
        &["a.ipxe", "--serve=http://192.0.2.9/=a.ipxe"],
        &["a.ipxe", "--serve=files"],
        &["a.ipxe", "--context=c.toml"],
    ];
    let told: Vec<_> = cases.iter().map(|args| folder.run(&[&["run"], *args].concat())).collect();
    assert!(told.iter().all(|told| told.starts_with("exit code 2\n")), "{told:?}");
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn secrets_are_shown_only_when_asked_for() {
    let script = "#!ipxe\nifopen net0\nset url http://boot.example/linux?t=${token:uristring}\n\
        show token\necho ${token:base64} ${token}\nkernel ${url} t=${token} || chain ${token}\n";
    let context = "[secrets]\ntoken = \"a secret\"\n[interfaces.net0]\nip = \"192.0.2.2\"\n\
        netmask = \"255.255.255.0\"\n[responses.fetch]\n\"http://boot.example/linux?t=a%20secret\" = \"ok\"\n";
    let folder = Folder::with(&[("a.ipxe", &format!("{script}boot\n")), ("c.toml", context)]);
    for form in ["text", "json"] {
        let args = ["run", "a.ipxe", "--context=c.toml", "--trace", form];
        let told = folder.run(&args);
        let forms = ["a secret", "a%20secret", "YSBzZWNyZXQ"];
        assert!(forms.iter().all(|secret| !told.contains(secret)), "{told}");
        insta::assert_snapshot!(format!("secrets_are_hidden_{form}"), told);
        let told = folder.run(&[&args[..], &["--show-secrets"]].concat());
        assert!(forms.iter().all(|secret| told.contains(secret)) && !told.contains("[secret]"), "{told}");
    }
    // A value on the command line for a secret is also secret.
    let told = folder.run(&["run", "a.ipxe", "--context=c.toml", "--set=token=another"]);
    assert!(!told.contains("another"), "{told}");
}

#[test]
fn a_file_that_is_no_script_is_told_to_be_none() {
    let folder = Folder::with(&[("a.ipxe", "#!/bin/sh\necho hello\n"), ("empty.ipxe", "")]);
    for name in ["a.ipxe", "empty.ipxe"] {
        let told = folder.run(&["run", name]);
        insta::allow_duplicates! {
            insta::assert_snapshot!(told, @r"
            exit code 1
            --- stdout
            The script fails with ENOEXEC, as its first line is not `#!ipxe`.
            --- stderr
            ");
        }
    }
}
