use crate::{
    script::{Script, index},
    segment::{Node, NodeKind, Offset, Segments},
    span::Span,
};

/// `${[scope/]name[:type]}`: iPXE replaces it with the formatted value of a setting.
///
/// The name is split as it is written. If a nested expansion produces a `/` or `:`, iPXE splits there; only the engine,
/// which has the values, can do that.
#[derive(Clone, Copy)]
pub struct Expansion<'a, 's> {
    pub(crate) script: &'a Script<'s>,
    pub(crate) at: u32,
}

impl<'a, 's> Expansion<'a, 's> {
    fn node(self) -> &'a Node {
        &self.script.nodes[self.at as usize]
    }

    fn part(self, start: u32, end: u32) -> Part<'a, 's> {
        Part { script: self.script, text: Span::new(start, end), first: self.at + 1, end: self.node().end }
    }

    /// Between the braces, in text coordinates.
    fn inner(self) -> Span {
        let text = self.node().text;
        Span::new(text.start() + index("${".len()), text.end() - index("}".len()))
    }

    /// Its position, including the braces.
    #[must_use]
    pub fn span(self) -> Span {
        self.script.source_span(self.node().text)
    }

    /// Its bytes, including the braces, without the continuations inside it.
    #[must_use]
    pub fn text(self) -> &'a [u8] {
        self.script.text(self.node().text)
    }

    /// Everything between the braces.
    #[must_use]
    pub fn inside(self) -> Part<'a, 's> {
        self.part(self.inner().start(), self.inner().end())
    }

    /// The settings block, before the first `/`: a path of names with `.` between them.
    #[must_use]
    pub fn scope(self) -> Option<Part<'a, 's>> {
        self.node().slash.map(|slash| self.part(self.inner().start(), slash.get()))
    }

    /// The setting's name, between scope and type; it may be empty.
    #[must_use]
    pub fn name(self) -> Part<'a, 's> {
        let start = self.node().slash.map_or(self.inner().start(), |slash| slash.get() + 1);
        self.part(start, self.node().colon.map_or(self.inner().end(), Offset::get))
    }

    /// The type that formats the value, after the first `:` that follows the scope.
    #[must_use]
    pub fn setting_type(self) -> Option<Part<'a, 's>> {
        self.node().colon.map(|colon| self.part(colon.get() + 1, self.inner().end()))
    }

    /// Whether the name contains further expansions, which iPXE expands first.
    #[must_use]
    pub fn has_nested(self) -> bool {
        self.inside().as_literal().is_none()
    }
}

impl std::fmt::Debug for Expansion<'_, '_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Expansion({:?} at {:?})", self.text().escape_ascii().to_string(), self.span())
    }
}

/// A part of an expansion: its scope, name or type.
#[derive(Clone, Copy)]
pub struct Part<'a, 's> {
    script: &'a Script<'s>,
    text: Span,
    /// The nodes of the whole expansion.
    first: u32,
    end: u32,
}

impl<'a, 's> Part<'a, 's> {
    /// Its bytes before expansion.
    #[must_use]
    pub fn text(self) -> &'a [u8] {
        self.script.text(self.text)
    }

    /// Its position.
    #[must_use]
    pub fn span(self) -> Span {
        self.script.source_span(self.text)
    }

    /// Its parts in order.
    #[must_use]
    pub fn segments(self) -> Segments<'a, 's> {
        Segments::new(self.script, self.text, self.first..self.end)
    }

    /// Its text, if it contains no expansion.
    #[must_use]
    pub fn as_literal(self) -> Option<&'a [u8]> {
        let nodes = &self.script.nodes[self.first as usize..self.end as usize];
        let expanded = nodes.iter().any(|node| {
            node.kind != NodeKind::Unterminated
                && node.text.start() < self.text.end()
                && self.text.start() < node.text.end()
        });
        (!expanded).then(|| self.text())
    }
}

impl std::fmt::Debug for Part<'_, '_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Part({:?} at {:?})", self.text().escape_ascii().to_string(), self.span())
    }
}
