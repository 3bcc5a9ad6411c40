use ipxe_syntax::{Line, LineId, Script, Span};
use memchr::memmem;

use super::{
    SuppressedRules, Suppression,
    directive::{self, Content, Directive, LINT},
    slip::Correction,
};
use crate::{Fix, RuleSelector, UnknownRule, text::printable};

/// The directives of a script.
#[derive(Clone, Debug, Default)]
pub(crate) struct Suppressions {
    /// The well-formed ones, in order, each with the lines that it covers.
    entries: Vec<(Suppression, Lines)>,
    problems: Vec<Problem>,
}

/// Numbers of logical lines, including both ends.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lines {
    pub(super) first: u32,
    pub(super) last: u32,
}

/// A mistake in a directive.
#[derive(Clone, Debug)]
pub(crate) enum Problem {
    /// The directive is malformed.
    Malformed { message: &'static str, span: Span, fix: Option<Fix> },
    /// A name in its brackets is not the name of a rule.
    UnknownRule { error: UnknownRule, span: Span },
}

impl Suppressions {
    /// Finds the directives in a script's comments. If there are none, the cost is a search for bytes.
    pub(crate) fn new(script: &Script<'_>) -> Self {
        let mut found = Self::default();
        let finder = memmem::Finder::new(LINT);
        let mut after = 0;
        let mut target = Target { script, line: None };
        while let Some(at) = script.source().get(after..).and_then(|rest| finder.find(rest)) {
            let Some(line) = line_at(script, offset(after + at)) else { break };
            found.read(line, &mut target);
            after = line.full_span().end() as usize;
        }
        found
    }

    /// The suppressions.
    pub(crate) fn all(&self) -> impl ExactSizeIterator<Item = &Suppression> {
        self.entries.iter().map(|(suppression, _)| suppression)
    }

    /// Whether there are no suppressions.
    pub(crate) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The mistakes in directives.
    pub(crate) fn problems(&self) -> &[Problem] {
        &self.problems
    }

    pub(super) fn entries(&self) -> &[(Suppression, Lines)] {
        &self.entries
    }

    fn read(&mut self, line: Line<'_, '_>, target: &mut Target<'_, '_>) {
        let Some(comment) = line.comment() else { return };
        for piece in line.pieces() {
            let piece = Span::new(piece.start().max(comment.start()), piece.end().min(comment.end()));
            let text = target.script.slice(piece);
            for directive in directive::directives(text) {
                self.take(&directive, text, piece.start(), line.id(), target);
            }
        }
    }

    fn take(
        &mut self,
        directive: &Directive,
        text: &[u8],
        start: u32,
        line: LineId,
        target: &mut Target<'_, '_>,
    ) {
        let span = |range: &std::ops::Range<usize>| place(start, range);
        let content = match &directive.content {
            Ok(content) => content,
            Err(malformed) => {
                let span = span(&malformed.range);
                let fix = malformed
                    .correction
                    .as_ref()
                    .map(|correction| fix_of(correction, place(start, &correction.range)));
                self.problems.push(Problem::Malformed { message: malformed.message, span, fix });
                return;
            }
        };
        let mut rules = Vec::new();
        for name in &content.names {
            match String::from_utf8_lossy(&text[name.clone()]).parse::<RuleSelector>() {
                Ok(selector) => rules.push(SuppressedRules { selector, span: span(name), uses: 0 }),
                Err(error) => self.problems.push(Problem::UnknownRule { error, span: span(name) }),
            }
        }
        if !rules.is_empty() {
            let Content { scope, reason, .. } = content;
            let reason = printable(&String::from_utf8_lossy(&text[reason.clone()]));
            let reason = Some(reason).filter(|reason| !reason.is_empty());
            let suppression = Suppression { span: span(&directive.range), scope: *scope, rules, reason };
            self.entries.push((suppression, target.lines_from(line)));
        }
    }
}

fn fix_of(correction: &Correction, place: Span) -> Fix {
    let title = format!("write `{}`", correction.text);
    if correction.is_certain {
        Fix::safe(title, place, correction.text.clone())
    } else {
        Fix::unsafe_(title, place, correction.text.clone())
    }
}

/// The span of a range in the piece that begins here.
fn place(start: u32, range: &std::ops::Range<usize>) -> Span {
    Span::new(start + offset(range.start), start + offset(range.end))
}

/// Finds the line to which a directive applies; directives come in order.
struct Target<'a, 's> {
    script: &'a Script<'s>,
    /// The last result.
    line: Option<u32>,
}

impl Target<'_, '_> {
    /// From the directive's line to the first one after it with a command or a label.
    fn lines_from(&mut self, line: LineId) -> Lines {
        let first = offset(line.index());
        let last = match self.line {
            Some(known) if known >= first => known,
            _ => self.next_with_content(first),
        };
        self.line = Some(last);
        Lines { first, last }
    }

    fn next_with_content(&self, first: u32) -> u32 {
        let has_content = |line: &Line<'_, '_>| {
            line.label().is_some() || line.commands().any(|command| !command.is_empty())
        };
        let lines = (first..).map_while(|at| self.script.line(LineId::new(at)));
        lines.into_iter().find(has_content).map_or(u32::MAX, |line| offset(line.id().index()))
    }
}

/// The logical line that contains an offset.
pub(crate) fn line_at<'a, 's>(script: &'a Script<'s>, at: u32) -> Option<Line<'a, 's>> {
    let (mut from, mut until) = (0, offset(script.lines().len()));
    // The last line that begins at or before the offset.
    while until - from > 1 {
        let middle = from + (until - from) / 2;
        let begins_before =
            script.line(LineId::new(middle)).is_some_and(|line| line.full_span().start() <= at);
        if begins_before { from = middle } else { until = middle }
    }
    script.line(LineId::new(from))
}

/// An offset or a number with the width that spans and lines use; sources are shorter than that.
fn offset(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

impl Lines {
    /// Whether a line is in the range.
    pub(super) fn reaches(self, line: u32) -> bool {
        self.first <= line && line <= self.last
    }
}
