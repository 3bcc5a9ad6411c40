//! The intended label for one that does not exist.

use foldhash::HashMap;
use ipxe_catalog::all_near;
use ipxe_syntax::{Command, Label, Span};

use crate::{
    Diagnostic, Fix,
    context::Context,
    text::{is_harmful, quote},
};
use ipxe_model::commands::jumps::{Jump, bare, folded};

/// The labels of a script by their names without case and punctuation.
pub(super) struct Nearby<'c, 'a, 's> {
    cx: &'c Context<'a, 's>,
    folded: HashMap<Vec<u8>, Label<'a, 's>>,
    /// Words directly after a separate colon: `: retry`.
    apart: HashMap<&'a [u8], Span>,
}

impl<'c, 'a, 's> Nearby<'c, 'a, 's> {
    pub(super) fn new(cx: &'c Context<'a, 's>) -> Self {
        let mut nearby = Self { cx, folded: HashMap::default(), apart: HashMap::default() };
        for label in cx.script.labels().filter(|label| !label.name().is_empty()) {
            nearby.folded.entry(folded(label.name())).or_insert(label);
        }
        for line in cx.script.lines() {
            let colon = line.label().filter(|label| label.name().is_empty());
            if let Some((colon, name)) = colon.zip(line.commands().next().and_then(Command::name)) {
                let gap = Span::new(colon.span().end(), name.span().start());
                nearby.apart.entry(name.text()).or_insert(gap);
            }
        }
        nearby
    }

    /// The finding with a help text and a fix.
    pub(super) fn advise(
        &self,
        finding: Diagnostic,
        first: &Jump<'_, '_>,
        jumps: &[Jump<'_, '_>],
    ) -> Diagnostic {
        if !first.target.is_known() {
            return finding.help("define the label, or jump to an existing one");
        }
        let name = first.word.text();
        if let Some(&gap) = self.apart.get(name) {
            let title = "write the name directly after the colon";
            return finding
                .and_label(gap, "this space makes the label's name empty")
                .fix(Fix::unsafe_(title, gap, ""));
        }
        if let Some(&label) = self.folded.get(&folded(name)) {
            return Self::same_but_for_dress(finding, name, label, jumps);
        }
        match self.nearest(first) {
            Some((near, label)) => {
                let finding =
                    finding.and_label(label.span(), format!("{} is defined here", quote(near.as_bytes())));
                rename(finding, jumps, near)
            }
            None => finding.help("define the label on a line of its own, with a colon before the name"),
        }
    }

    /// The most similar label, and of several equally similar ones the next one below. Names that only differ in their
    /// numbers are separate, and a label that is used is meant for something else.
    fn nearest(&self, jump: &Jump<'_, '_>) -> Option<(&'c str, Label<'a, 's>)> {
        let (cx, name) = (self.cx, jump.word.text());
        let is_neighbour = |label: &[u8]| without_digits(label) == without_digits(name) && is_used(cx, label);
        let names = || cx.flow.labels().names().filter(|label| !is_neighbour(label));
        let names = names().filter_map(|label| std::str::from_utf8(label).ok());
        let near = all_near(std::str::from_utf8(name).ok()?, names).into_iter();
        let labels = near.filter_map(|name| Some((name, cx.label(name.as_bytes())?)));
        let here = jump.command.line_id();
        labels.min_by_key(|(_, label)| (label.line() < here, label.line().index().abs_diff(here.index())))
    }

    /// The label differs by case, or by punctuation that is part of its name.
    fn same_but_for_dress(
        finding: Diagnostic,
        name: &[u8],
        label: Label<'_, '_>,
        jumps: &[Jump<'_, '_>],
    ) -> Diagnostic {
        let text = label.name();
        let (Ok(shown), Ok(wanted)) = (std::str::from_utf8(text), std::str::from_utf8(name)) else {
            return finding.and_label(label.span(), "did you mean this one?");
        };
        if bare(text) == name {
            let note = format!("everything up to the next space is part of the name: {}", quote(text));
            let fix = Fix::unsafe_(format!("write `:{wanted}`"), label.name_span(), wanted);
            return finding.and_label(label.span(), note).fix(fix);
        }
        let finding = finding.and_label(label.span(), "defined here, with another spelling");
        rename(finding, jumps, shown)
    }
}

fn without_digits(name: &[u8]) -> Vec<u8> {
    name.iter().copied().filter(|byte| !byte.is_ascii_digit()).collect()
}

/// Whether a label is a jump target.
fn is_used(cx: &Context<'_, '_>, name: &[u8]) -> bool {
    cx.label(name).is_some_and(|label| cx.flow.is_target(label))
}

/// Makes all the jumps use another label, unless their name was intended.
fn rename(finding: Diagnostic, jumps: &[Jump<'_, '_>], name: &str) -> Diagnostic {
    let title = format!("did you mean `{name}`?");
    // A character that looks like a space is fixed in its place, and not copied.
    if name.chars().any(|char| char.is_whitespace() || is_harmful(char)) {
        return finding.help(title);
    }
    let mut spans = jumps.iter().map(|jump| jump.word.span());
    let first = Fix::unsafe_(title, spans.next().unwrap_or_default(), name);
    finding.fix(spans.fold(first, |fix, span| fix.and(span, name)))
}
