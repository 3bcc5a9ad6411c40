//! Project rules that no compiler checks.

mod functions;
mod imports;

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

/// A longer file contains more than one idea. Generated tables may be longer.
const MAX_LINES: usize = 600;

/// A longer function does more than one thing. Functions of tests may be longer.
const MAX_FUNCTION: usize = 60;

/// The libraries, from the lowest layer to the highest: each depends only on those before it.
const FLOORS: [&str; 10] = [
    "ipxe-host",
    "ipxe-syntax",
    "ipxe-catalog",
    "ipxe-language",
    "ipxe-format",
    "ipxe-machine",
    "ipxe-model",
    "ipxe-lint",
    "ipxe-lint-config",
    "ipxe-lint-server",
];

/// The layers of the model, from the lowest to the highest: each uses only those before it.
const LAYERS: [&str; 10] =
    ["slips", "given", "graph", "analysis", "commands", "settings", "images", "menus", "reach", "tree"];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The project's own files that git does not ignore.
fn files(extension: &str) -> Vec<(PathBuf, String)> {
    let walk = ignore::WalkBuilder::new(root())
        .hidden(false)
        .filter_entry(|entry| entry.file_name() != ".git")
        .build();
    let paths = walk.map(|entry| entry.expect("readable").into_path());
    let wanted = paths.filter(|path| path.extension().is_some_and(|found| found == extension));
    wanted.map(|path| (path.clone(), fs::read_to_string(path).expect("UTF-8"))).collect()
}

fn is_generated(path: &Path) -> bool {
    path.components().any(|part| part.as_os_str() == "generated")
}

#[test]
fn source_files_are_short() {
    for (path, text) in files("rs").iter().filter(|(path, _)| !is_generated(path)) {
        assert!(text.lines().count() <= MAX_LINES, "{} has more than {MAX_LINES} lines", path.display());
    }
}

#[test]
fn lints_are_expected_with_a_reason_and_never_allowed() {
    // Split, so that this file does not contain it.
    let (forbidden, expected) = (["#[", "allow("].concat(), ["#[", "expect("].concat());
    for (path, text) in files("rs") {
        assert!(!text.contains(&forbidden), "{} allows a lint", path.display());
        for (at, _) in text.match_indices(&expected) {
            let end = text[at..].find(")]").map_or(text.len(), |end| at + end);
            assert!(text[at..end].contains("reason"), "{}: an expectation without a reason", path.display());
        }
    }
}

#[test]
fn every_library_forbids_unsafe_code() {
    let libraries = files("rs").into_iter().filter(|(path, _)| path.ends_with("src/lib.rs"));
    for (path, text) in libraries.filter(|(path, _)| path.starts_with(root().join("crates"))) {
        assert!(text.contains("#![forbid(unsafe_code)]"), "{}", path.display());
    }
}

#[test]
fn nothing_is_left_to_be_done() {
    let marks = [["TO", "DO"].concat(), ["FIX", "ME"].concat(), ["XX", "X "].concat()];
    for (path, text) in files("rs") {
        assert!(marks.iter().all(|mark| !text.contains(mark.as_str())), "{}", path.display());
    }
}

#[test]
fn functions_are_short() {
    let crates = root().join("crates");
    let is_test = |path: &Path| {
        path.components().any(|part| part.as_os_str() == "tests" || part.as_os_str() == "tests.rs")
    };
    let mut long = Vec::new();
    for (path, text) in files("rs").iter().filter(|(path, _)| path.starts_with(&crates) && !is_test(path)) {
        let file = syn::parse_file(text).expect("what compiles can be parsed");
        let functions = functions::longer_than(MAX_FUNCTION, &file).into_iter();
        long.extend(functions.map(|(name, lines)| format!("{}: {name} has {lines} lines", path.display())));
    }
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn modules_import_each_other_in_no_circle() {
    for library in FLOORS {
        let mut imports = imports::imports(&root().join("crates").join(library).join("src"));
        assert!(imports.len() > 1, "{library} has modules");
        // Tables name everything that they consist of.
        imports.remove("generated");
        for circle in imports::circles(&imports) {
            // The views of one syntax tree refer to each other.
            assert!(library == "ipxe-syntax" && circle.contains("script"), "{library}: {circle:?}");
        }
    }
}

#[test]
fn layers_of_the_model_see_only_those_below() {
    let imports = imports::imports(&root().join("crates/ipxe-model/src"));
    let floor = |module: &str| LAYERS.iter().position(|layer| *layer == module);
    for (module, below) in &imports {
        assert!(floor(module).is_some(), "{module} is in no layer");
        let above: Vec<_> = below.iter().filter(|other| floor(other) >= floor(module)).collect();
        assert!(above.is_empty(), "{module} sees {above:?}");
    }
}

#[test]
fn circles_are_found() {
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let imports = BTreeMap::from([
        ("a".to_owned(), names(&["b"])),
        ("b".to_owned(), names(&["c"])),
        ("c".to_owned(), names(&["b", "d"])),
        ("d".to_owned(), names(&[])),
    ]);
    assert_eq!(imports::circles(&imports), [names(&["b", "c"])]);
}

#[test]
fn libraries_stand_only_on_those_below() {
    for (floor, library) in FLOORS.iter().enumerate() {
        let manifest =
            fs::read_to_string(root().join("crates").join(library).join("Cargo.toml")).expect("UTF-8");
        let dependencies = manifest.split("[dependencies]").nth(1).expect("a library has dependencies");
        let dependencies = dependencies.split("\n[").next().unwrap_or_default();
        for above in &FLOORS[floor..] {
            let stands_on = |line: &str| line.strip_prefix(above).is_some_and(|rest| !rest.starts_with('-'));
            assert!(!dependencies.lines().any(stands_on), "{library} stands on {above}");
        }
    }
}

/// Names outside of iPXE are data in the catalog, with sources: rules and the model only query them.
#[test]
fn rules_hold_no_tables_of_names() {
    let homes = ["crates/ipxe-lint/src/rules", "crates/ipxe-lint/src/facts", "crates/ipxe-model/src"];
    let is_table = |line: &str| {
        let line = line.trim_start().trim_start_matches("pub ").trim_start_matches("pub(crate) ");
        let is_constant = line.starts_with("const ") || line.starts_with("static ");
        let holds = |what: &str| line.split('=').next().is_some_and(|kind| kind.contains(what));
        is_constant && ["[&", "[(&"].iter().any(|list| holds(list))
    };
    for (path, text) in files("rs") {
        let is_meant = homes.iter().any(|home| path.starts_with(root().join(home)));
        let found = text.lines().find(|line| is_meant && is_table(line));
        assert!(found.is_none(), "{} holds a table of names: {found:?}", path.display());
    }
}
