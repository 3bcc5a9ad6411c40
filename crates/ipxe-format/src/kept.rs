//! Lines that are not formatted.

use std::{iter::Peekable, ops::Range, vec};

use ipxe_host::{Template, Templating};
use ipxe_syntax::{Line, LineId, Script};

use crate::{comment::Switch, text::trim_start};

/// The part of a line that does not change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kept {
    /// Only its words.
    Words,
    /// All except its end.
    Text,
    /// All of it.
    All,
}

/// Determines the unchanged part of each line, from top to bottom.
pub(crate) struct Keeper<'a, 's> {
    script: &'a Script<'s>,
    next_line: u32,
    /// Whether the script is a template. Its indentation then follows the template's statements.
    is_template: bool,
    marks: Peekable<vec::IntoIter<Range<usize>>>,
    is_off: bool,
    is_page: bool,
}

impl<'a, 's> Keeper<'a, 's> {
    pub(crate) fn new(script: &'a Script<'s>, templating: &Templating) -> Self {
        let template = Template::read_as(script.source(), templating);
        let marks = template.as_ref().map(|template| template.marks().to_vec()).unwrap_or_default();
        Self {
            script,
            next_line: 0,
            is_template: template.is_some(),
            marks: marks.into_iter().peekable(),
            is_off: false,
            is_page: false,
        }
    }

    pub(crate) fn keeps_indentation(&self) -> bool {
        self.is_template
    }

    fn of(&mut self, line: Line<'_, '_>) -> Kept {
        let comment = line.comment().filter(|_| line.label().is_none() && line.commands().len() == 0);
        match comment.and_then(|comment| Switch::of(self.script.slice(comment))) {
            Some(Switch::Off) => self.is_off = true,
            Some(Switch::On) => self.is_off = false,
            None if self.is_off => return Kept::All,
            None => {}
        }
        self.is_page |= is_page(line);
        if self.is_page || line.lost().is_some() || line.is_unfinished() {
            Kept::All
        } else if self.has_mark(line) {
            Kept::Text
        } else {
            Kept::Words
        }
    }

    fn has_mark(&mut self, line: Line<'_, '_>) -> bool {
        let span = line.full_span().range();
        while self.marks.next_if(|mark| mark.end <= span.start).is_some() {}
        self.marks.peek().is_some_and(|mark| mark.start < span.end)
    }
}

impl Iterator for Keeper<'_, '_> {
    type Item = Kept;

    fn next(&mut self) -> Option<Kept> {
        let line = self.script.line(LineId::new(self.next_line))?;
        self.next_line += 1;
        Some(self.of(line))
    }
}

/// Whether a web page begins with this line: some files are a script to iPXE and a page to browsers.
fn is_page(line: Line<'_, '_>) -> bool {
    let text = trim_start(line.text());
    let begins = |start: &[u8]| text.get(..start.len()).is_some_and(|own| own.eq_ignore_ascii_case(start));
    begins(b"<!doctype") || begins(b"<html")
}
