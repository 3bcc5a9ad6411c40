//! A page of the book, in a form that can be run.

use std::{fs, ops::Range, path::Path};

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag};

use crate::folder::Folder;

pub(crate) struct Page {
    pub(crate) text: String,
}

/// A fenced block of a page.
struct Block {
    /// The text after the fence, split at commas.
    info: Vec<String>,
    /// Its lines in the page.
    lines: Range<usize>,
}

impl Block {
    fn is(&self, word: &str) -> bool {
        self.info.iter().any(|info| info == word)
    }

    fn file(&self) -> Option<&str> {
        self.info.iter().find_map(|info| info.strip_prefix("file="))
    }
}

impl Page {
    pub(crate) fn read(path: &Path) -> Self {
        Self { text: fs::read_to_string(path).expect("a page can be read") }
    }

    fn blocks(&self) -> Vec<Block> {
        let events = Parser::new(&self.text).into_offset_iter();
        let block = |(event, range): (Event<'_>, Range<usize>)| match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                let text = &self.text[range.clone()];
                let start = range.start + text.find('\n')? + 1;
                let end = range.start + text.trim_end().rfind('\n')? + 1;
                Some(Block { info: info.split(',').map(str::to_owned).collect(), lines: start..end })
            }
            _ => None,
        };
        events.filter_map(block).collect()
    }

    /// The page with the output of its commands and scripts.
    pub(crate) fn run(&self, folder: &Folder) -> String {
        let mut printed = String::new();
        let mut done = 0;
        let mut expected = None;
        for block in self.blocks() {
            let text = &self.text[block.lines.clone()];
            if let Some(name) = block.file() {
                folder.write(name, text);
            }
            let new = if block.is("ignore") {
                None
            } else if block.is("console") {
                Some(session(text, folder))
            } else if block.is("text") {
                expected.take()
            } else {
                None
            };
            assert!(
                expected.is_none(),
                "a script of the page is run, and what it prints is not told:\n{text}"
            );
            if let Some(new) = new {
                printed.push_str(&self.text[done..block.lines.start]);
                printed.push_str(&new);
                done = block.lines.end;
            }
            if block.is("run") {
                folder.write("script.ipxe", text);
                expected = Some(folder.sh("ipxe-lint run script.ipxe", 0).0);
            }
        }
        printed + &self.text[done..]
    }
}

/// Runs the commands of a block, and writes the output of each below it.
fn session(text: &str, folder: &Folder) -> String {
    let mut printed = String::new();
    let mut status = 0;
    for line in text.lines().filter(|line| line.starts_with("$ ")) {
        // The explanation of a command comes after two spaces.
        let output;
        (output, status) = folder.sh(&line[2..], status);
        printed.extend([line, "\n", &output]);
        assert!(output.is_empty() || output.ends_with('\n'), "{line} ends within a line");
    }
    printed
}
