use crate::{
    command::Command, expansion::Expansion, label::Label, line::Line, script::Script, span::Span, word::Word,
};

/// A visitor of each part of a script, in source order. Every method does nothing by default.
///
/// ```
/// use ipxe_syntax::{Visitor, Word, parse, walk};
///
/// #[derive(Default)]
/// struct LongestWord(usize);
///
/// impl Visitor for LongestWord {
///     fn visit_word(&mut self, word: Word<'_, '_>) {
///         self.0 = self.0.max(word.text().len());
///     }
/// }
///
/// let mut longest = LongestWord::default();
/// walk(&parse(b"#!ipxe\ndhcp && autoboot\n"), &mut longest);
/// assert_eq!(longest.0, 8);
/// ```
pub trait Visitor {
    /// A logical line, before its parts.
    fn visit_line(&mut self, _line: Line<'_, '_>) {}
    /// A line's label.
    fn visit_label(&mut self, _label: Label<'_, '_>) {}
    /// A command, before its words.
    fn visit_command(&mut self, _command: Command<'_, '_>) {}
    /// A word, before its expansions.
    fn visit_word(&mut self, _word: Word<'_, '_>) {}
    /// An expansion, before those inside it.
    fn visit_expansion(&mut self, _expansion: Expansion<'_, '_>) {}
    /// A comment, `#` included.
    fn visit_comment(&mut self, _comment: Span) {}
}

/// Calls the visitor for the script's parts, in source order.
pub fn walk(script: &Script<'_>, visitor: &mut impl Visitor) {
    for line in script.lines() {
        visitor.visit_line(line);
        if let Some(label) = line.label() {
            visitor.visit_label(label);
        }
        for command in line.commands() {
            visitor.visit_command(command);
            for word in command.words() {
                visitor.visit_word(word);
                word.expansions().for_each(|expansion| visitor.visit_expansion(expansion));
            }
        }
        if let Some(comment) = line.comment() {
            visitor.visit_comment(comment);
        }
    }
}
