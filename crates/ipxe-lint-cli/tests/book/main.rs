//! The book is true, and so is the project's README.md: commands and scripts print what the pages say, all links are
//! valid, and every command has its page.
//!
//! A page is run from its first block to its last one, in its own folder with a copy of the project's `examples`:
//!
//! * A block with `file=NAME` is that file.
//! * A block `ipxe,run` is a script; the block `text` after it is the output of `ipxe-lint run`.
//! * A block `console` has commands, each after `$ `, and their output.
//! * A block with `ignore` is not run.
//!
//! The page of the commands is their help. With `BOOK_UPDATE=1` in the environment, the actual output is written into
//! the pages.

mod folder;
mod links;
mod page;

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{folder::Folder, page::Page};

/// The project's own folder.
fn root() -> PathBuf {
    fs::canonicalize(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")).expect("the project is there")
}

/// The page that only contains help.
const COMMANDS: &str = "docs/book/src/commands.md";

/// The pages of the book, without those of the rules, which have tests of their own.
fn pages() -> Vec<PathBuf> {
    let walk = ignore::WalkBuilder::new(root().join("docs/book/src")).sort_by_file_path(Ord::cmp).build();
    let paths = walk.map(|entry| entry.expect("readable").into_path());
    paths.filter(|path| path.extension().is_some_and(|extension| extension == "md")).collect()
}

/// Compares a page with its expected contents, or writes these. Returns the difference.
fn settle(path: &Path, page: &str, printed: &str) -> Option<String> {
    if page == printed {
        return None;
    }
    if std::env::var_os("BOOK_UPDATE").is_some() {
        fs::write(path, printed).expect("writable");
        return None;
    }
    let diff = similar::TextDiff::from_lines(page, printed);
    let header = (path.display().to_string(), "what is printed; BOOK_UPDATE=1 writes it into the page");
    Some(diff.unified_diff().header(&header.0, header.1).to_string())
}

#[test]
fn what_pages_say_is_printed_is_printed() {
    let mut wrong = Vec::new();
    for path in pages().into_iter().chain([root().join("README.md")]) {
        let page = Page::read(&path);
        wrong.extend(settle(&path, &page.text, &page.run(&Folder::new(&root().join("examples")))));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_help_of_every_command_is_in_the_book() {
    let folder = Folder::new(&root().join("examples"));
    let help = |command: &str| {
        let line = format!("ipxe-lint {command}--help");
        format!("\n```console\n$ {line}\n{}```\n", folder.sh(&line, 0).0)
    };
    let mut printed =
        format!("# Commands\n\nWhat `--help` says of each; `-h` says it shorter.\n{}", help(""));
    let listed = printed.lines().skip_while(|line| *line != "Commands:").skip(1);
    let names = listed.take_while(|line| !line.is_empty()).filter_map(|line| line.split_whitespace().next());
    let names: Vec<String> = names.filter(|name| *name != "help").map(str::to_owned).collect();
    assert!(names.iter().any(|name| name == "fmt"), "{printed}");
    for name in names {
        printed.extend(["\n## ", &name, "\n", &help(&format!("{name} "))]);
    }
    let path = root().join(COMMANDS);
    let wrong = settle(&path, &fs::read_to_string(&path).expect("a page"), &printed);
    assert!(wrong.is_none(), "{}", wrong.unwrap_or_default());
}

#[test]
fn every_link_leads_somewhere() {
    let broken = links::broken(&root());
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn every_page_is_in_the_summary() {
    let summary = root().join("docs/book/src/SUMMARY.md");
    let linked: Vec<PathBuf> = links::targets(&summary).into_iter().map(|(path, _)| path).collect();
    let rules = fs::read_dir(root().join("docs/book/src/rules")).expect("the rules are there");
    let rules = rules.map(|entry| summary.with_file_name("rules").join(entry.expect("readable").file_name()));
    for page in pages().into_iter().chain(rules).filter(|page| *page != summary) {
        assert!(linked.contains(&page), "{} is not in SUMMARY.md", page.display());
    }
}
