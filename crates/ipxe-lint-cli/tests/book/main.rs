//! The book is true: what its pages say that commands and scripts print is what they print, the links of all pages lead
//! somewhere, and every command has its page.
//!
//! A page is run from its first block to its last one, in a folder of its own with a copy of the project's `examples`:
//!
//! * A block with `file=NAME` is that file.
//! * A block `ipxe,run` is a script; what `ipxe-lint run` makes of it is the block `text` behind it.
//! * A block `console` has commands, each behind `$ `, and what they print.
//! * A block with `ignore` is only read.
//!
//! With `BOOK_UPDATE=1` in the environment, what is printed is written into the pages.

mod folder;
mod links;
mod page;

use std::{fs, path::PathBuf};

use crate::{folder::Folder, page::Page};

/// The project's own folder.
fn root() -> PathBuf {
    fs::canonicalize(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")).expect("the project is there")
}

/// The pages of the book, without those of the rules, which have tests of their own.
fn pages() -> Vec<PathBuf> {
    let walk = ignore::WalkBuilder::new(root().join("docs/book/src")).sort_by_file_path(Ord::cmp).build();
    let paths = walk.map(|entry| entry.expect("readable").into_path());
    paths.filter(|path| path.extension().is_some_and(|extension| extension == "md")).collect()
}

#[test]
fn what_pages_say_is_printed_is_printed() {
    let mut wrong = Vec::new();
    for path in pages() {
        let page = Page::read(&path);
        let printed = page.run(&Folder::new(&root().join("examples")));
        if printed == page.text {
            continue;
        }
        if std::env::var_os("BOOK_UPDATE").is_some() {
            fs::write(&path, printed).expect("writable");
        } else {
            let name = path.display().to_string();
            let diff = similar::TextDiff::from_lines(&page.text, &printed);
            wrong.push(diff.unified_diff().header(&name, "what is printed").to_string());
        }
    }
    assert!(wrong.is_empty(), "{}\nrun this again with BOOK_UPDATE=1", wrong.join("\n"));
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

#[test]
fn every_command_has_its_help_in_the_book() {
    let commands = Page::read(&root().join("docs/book/src/commands.md"));
    let help = Folder::new(&root().join("examples")).sh("ipxe-lint --help", 0).0;
    let listed =
        help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let names: Vec<&str> = listed.filter_map(|line| line.split_whitespace().next()).collect();
    assert!(names.contains(&"fmt"));
    for name in names.into_iter().filter(|name| *name != "help") {
        assert!(
            commands.text.contains(&format!("$ ipxe-lint {name} --help\n")),
            "{name} is not in commands.md"
        );
    }
}
