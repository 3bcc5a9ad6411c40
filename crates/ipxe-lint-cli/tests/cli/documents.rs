//! Scripts in other files.

use std::fs;

use crate::support::Folder;

const PAGE: &str = "# Booting\n\nA script begins with `#!ipxe`:\n\n* in a list\n\n  ```ipxe\n  #!ipxe\n  goto retyr\n  :retry\n  exit 1\n  ```\n";
const DATA: &str = "boot: |\n    #!ipxe\n    kernl http://192.0.2.1/vmlinuz || shell\n      exit 1\n";
const UNNAMED: &str = "```\n#!ipxe\ngoto nowhere\n```\n";

fn folder() -> Folder {
    Folder::with(&[
        ("README.md", PAGE),
        ("docs/unnamed.md", UNNAMED),
        ("deploy.yaml", DATA),
        ("notes.txt", "nothing"),
        ("other.md", "```sh\nls\n```\n"),
    ])
}

#[test]
fn findings_stand_at_the_lines_of_the_document() {
    insta::assert_snapshot!(folder().run(&["README.md"]));
    insta::assert_snapshot!(folder().run(&[
        "--format",
        "concise",
        "README.md",
        "deploy.yaml",
        "docs/unnamed.md"
    ]));
}

#[test]
fn a_directory_is_searched_for_pages_that_name_the_language() {
    insta::assert_snapshot!(folder().run(&["--show-files"]));
    insta::assert_snapshot!(folder().run(&["--format", "concise"]));
    let folder = folder();
    folder.write("ipxe-lint.toml", b"include = [\"*.yaml\", \"docs/**\"]\n");
    insta::assert_snapshot!(folder.run(&["--format", "concise"]));
}

#[test]
fn a_document_without_scripts_has_none() {
    insta::assert_snapshot!(folder().run(&["other.md"]));
}

#[test]
fn fixes_and_layout_keep_the_document_as_it_is() {
    insta::assert_snapshot!(folder().run(&[
        "check",
        "--fix",
        "--unsafe-fixes",
        "--diff",
        "README.md",
        "deploy.yaml"
    ]));
    let folder = folder();
    insta::assert_snapshot!(folder.run(&["fmt", "deploy.yaml", "README.md"]));
    insta::assert_snapshot!(fs::read_to_string(folder.path().join("deploy.yaml")).expect("readable"));
    assert_eq!(fs::read_to_string(folder.path().join("README.md")).expect("readable"), PAGE);
}

#[test]
fn fixes_in_places_of_the_document_are_reported() {
    let report = folder().run(&["--format", "json", "README.md"]);
    assert!(report.contains("\"retry\""), "{report}");
}
