//! The banner of a build determines the target iPXE.

use crate::support::{Folder, shown};

const SCREEN: &str = "iPXE initialising devices...ok\r\n\r\n\x1b[0;1miPXE 1.21.1+ (g3ae83)\x1b[0m -- Open Source Network Boot \
    Firmware -- \x1b[0;36mhttp\r\n://ipxe.org\r\n\x1b[0mFeatures: DNS HTTP iSCSI TFTP AoE EFI Menu\r\n\r\n";

fn folder() -> Folder {
    Folder::with(&[
        ("screen.txt", SCREEN),
        (
            "configured/ipxe-lint.toml",
            "[target]\nbanner-file = '../screen.txt'\nplatforms = ['efi', 'pcbios']\n",
        ),
        ("text/ipxe-lint.toml", "[target]\nbanner = 'iPXE 1.0.0+ -- Features: DNS HTTP HTTPS PXEXT'\n"),
        ("bad/ipxe-lint.toml", "[target]\nbanner-file = 'ipxe-lint.toml'\n"),
        ("worse/ipxe-lint.toml", "[target]\nbanner = 'gPXE 0.9.9'\n"),
        ("https.ipxe", "#!ipxe\nchain https://192.0.2.1/a\n"),
    ])
}

/// The target in the output of `config`.
fn target(told: &str) -> String {
    let lines = told.lines().filter(|line| line.starts_with("target.") || line.contains("rror"));
    lines.map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ") + "\n").collect()
}

#[test]
fn what_is_concluded_is_told_with_its_origin() {
    let folder = folder();
    let config = |args: &[&str]| target(&folder.run(&[&["config"], args].concat()));
    insta::assert_snapshot!(config(&["--banner", "screen.txt"]));
    insta::assert_snapshot!(config(&[
        "configured",
        "--release=2.0.0",
        "--build-option=DOWNLOAD_PROTO_HTTPS"
    ]));
    insta::assert_snapshot!(config(&["text", "--arch=x86_64"]));
    let from_stdin = shown(folder.command(&["config", "--banner=-"]).write_stdin(SCREEN));
    assert_eq!(target(&from_stdin), config(&["--banner", "screen.txt"]));
    assert_eq!(config(&["--banner", SCREEN]), config(&["--banner", "screen.txt"]));
}

#[test]
fn what_a_build_lacks_its_scripts_may_not_use() {
    let folder = folder();
    let check = |banner: &str| folder.stdout(&["https.ipxe", "--format=concise", "--banner", banner]);
    insta::assert_snapshot!(check("screen.txt"), @r"
    https.ipxe:2:7: error[scheme-not-in-build] `https:` is not in this build of iPXE 1.21.1+
    Found 1 error in 1 script.
    ");
    insta::assert_snapshot!(check("iPXE 1.21.1+\nFeatures: DNS HTTP HTTPS TFTP PXEXT"), @"Nothing to report in 1 script.");
    insta::assert_snapshot!(folder.run(&["run", "https.ipxe", "--banner", "screen.txt"]), @r"
    exit code 1
    --- stdout
    > chain https://192.0.2.1/a
      failed: ENOTSUP
    The script fails with ENOTSUP.
    --- stderr
    ");
}

#[test]
fn what_is_no_banner_is_refused() {
    let folder = folder();
    for args in [
        &["config", "--banner=nosuch.txt"][..],
        &["config", "--banner=https.ipxe"],
        &["config", "bad"],
        &["config", "worse"],
    ] {
        insta::assert_snapshot!(folder.run(args));
    }
}
