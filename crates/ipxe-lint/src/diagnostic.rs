use std::fmt;

use ipxe_syntax::Span;
use serde::Serialize;

use crate::{Fix, Level, RuleId, printable};

/// A finding: what is wrong, where it is, what iPXE does there, and how to correct it.
///
/// It owns its texts, so it can outlive the script. Quoted script text is UTF-8 with replacement characters, and
/// control characters are escaped: a message is safe to print.
///
/// As a [`miette::Diagnostic`] it carries no source code; see [`SourceFile`](crate::SourceFile).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Diagnostic {
    /// The rule that found it.
    pub rule: RuleId,
    /// Its level, after the configuration was applied.
    pub level: Level,
    /// The mistake, in one sentence without a full stop.
    pub message: String,
    /// The bytes at fault.
    pub span: Span,
    /// What iPXE does with these bytes: the consequence.
    pub label: String,
    /// Further places that belong to the finding.
    pub labels: Vec<Label>,
    /// The way out.
    pub help: Option<String>,
    /// The correction as edits, if it is certain enough.
    pub fix: Option<Fix>,
    /// The cause, if it is in another place.
    #[serde(skip)]
    pub(crate) cause: Option<Span>,
    /// Whether the finding, or its level, depends on an [assumption](crate::Assumption) about the script.
    #[serde(skip)]
    pub(crate) assumes: bool,
}

/// A further place that belongs to a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Label {
    /// The place.
    pub span: Span,
    /// The text for that place.
    pub text: String,
}

impl Diagnostic {
    /// A finding of `rule` at its default level. `label` is the consequence in iPXE.
    #[must_use]
    pub(crate) fn new(
        rule: RuleId,
        span: Span,
        message: impl Into<String>,
        label: impl Into<String>,
    ) -> Self {
        Self {
            rule,
            level: rule.meta().level,
            message: message.into(),
            span,
            label: label.into(),
            labels: Vec::new(),
            help: None,
            fix: None,
            cause: None,
            assumes: false,
        }
    }

    /// The same finding at another level than the rule's own; a configured level takes precedence.
    #[must_use]
    pub(crate) fn at_level(self, level: Level) -> Self {
        Self { level, ..self }
    }

    /// The rule, with all of its places.
    pub(crate) fn places(&self) -> impl Iterator<Item = (RuleId, Span)> + '_ {
        let places = std::iter::once(self.span).chain(self.labels.iter().map(|label| label.span));
        places.map(|place| (self.rule, place))
    }

    /// The same finding with another place.
    #[must_use]
    pub(crate) fn and_label(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// The same finding, with the place of its cause.
    #[must_use]
    pub(crate) fn caused_by(self, cause: Span) -> Self {
        Self { cause: Some(cause), ..self }
    }

    /// The same finding, and whether it depends on an assumption about the script.
    #[must_use]
    pub(crate) fn assuming(self, assumes: bool) -> Self {
        Self { assumes, ..self }
    }

    /// The message and its consequence in one line, for reports that have a single field for text.
    pub(crate) fn with_consequence(&self) -> String {
        printable(&format!("{}: {}", self.message, self.label))
    }

    /// The same finding with a help text.
    #[must_use]
    pub(crate) fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    /// The same finding with a fix. The fix's title is the help text if there is no other.
    #[must_use]
    pub(crate) fn fix(self, fix: Fix) -> Self {
        let help = self.help.or_else(|| Some(fix.title.clone()));
        Self { help, fix: Some(fix), ..self }
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Diagnostic {}

impl miette::Diagnostic for Diagnostic {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(self.rule.meta().name))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(self.level.into())
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn url<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(self.rule.url()))
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = miette::LabeledSpan> + '_>> {
        let range = |span: Span| (span.start() as usize, span.len() as usize);
        let primary = miette::LabeledSpan::new_primary_with_span(Some(self.label.clone()), range(self.span));
        let further = self.labels.iter().map(move |label| {
            miette::LabeledSpan::new_with_span(Some(label.text.clone()), range(label.span))
        });
        Some(Box::new(std::iter::once(primary).chain(further)))
    }
}
