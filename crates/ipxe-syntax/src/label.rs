use crate::{line::LineId, script::Script, span::Span};

/// The label of a line: a target of `goto`.
#[derive(Clone, Copy)]
pub struct Label<'a, 's> {
    pub(crate) script: &'a Script<'s>,
    pub(crate) line: u32,
    /// Colon and name, in text coordinates.
    pub(crate) text: Span,
}

impl<'a> Label<'a, '_> {
    fn name_text(self) -> Span {
        Span::new(self.text.start() + 1, self.text.end())
    }

    /// The bytes after the colon; it may be empty. iPXE never expands them.
    #[must_use]
    pub fn name(self) -> &'a [u8] {
        self.script.text(self.name_text())
    }

    /// The position of the name.
    #[must_use]
    pub fn name_span(self) -> Span {
        self.script.source_span(self.name_text())
    }

    /// The position of colon and name.
    #[must_use]
    pub fn span(self) -> Span {
        self.script.source_span(self.text)
    }

    /// The line with this label.
    #[must_use]
    pub fn line(self) -> LineId {
        LineId(self.line)
    }
}

impl std::fmt::Debug for Label<'_, '_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Label({:?} at {:?})", self.name().escape_ascii().to_string(), self.span())
    }
}
