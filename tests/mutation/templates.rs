//! Mistakes seeded in the text of templates: they must be found as in a plain script.

use std::{
    cell::OnceCell,
    collections::BTreeMap,
    io::{self, Write as _},
};

use ipxe_lint::{
    LintOptions,
    host::{Composition, PieceKind, Template, TemplateEngine, Templating},
    lint,
};
use ipxe_lint_tests::corpus_files;
use ipxe_syntax::{parse, parse_with_holes};

use crate::{
    KINDS, is_asked_for, is_found,
    kinds::Kind,
    lint_source, seed,
    seed::{Edit, Random, on_ground_of},
    serious,
};

/// The number of seeded mistakes of each kind.
const SEEDED: usize = 4;
/// The maximum number of templates tried per mistake.
const TRIES: usize = 60;

/// The results for mistakes that are found in a plain script.
#[derive(Clone, Copy, Debug, Default)]
struct Score {
    seeded: usize,
    found: usize,
}

impl Score {
    fn add(&mut self, is_found: bool) {
        self.seeded += 1;
        self.found += usize::from(is_found);
    }
}

/// The findings, by rule and message.
type Found = BTreeMap<(String, String), usize>;

/// A template as a plain script: all conditions are true, and values are words.
struct Plain<'s> {
    source: &'s [u8],
    template: Template<'s>,
    rendering: Composition<'s>,
    /// The findings in the template, and in the plain script.
    before: OnceCell<[Found; 2]>,
}

impl<'s> Plain<'s> {
    fn new(source: &'s [u8]) -> Option<Self> {
        let template = Template::read_as(source, &Templating::of(TemplateEngine::Jinja))?;
        let rendering = template.renderings().into_iter().next()?;
        Some(Self { source, template, rendering, before: OnceCell::new() })
    }

    fn before(&self) -> &[Found; 2] {
        self.before.get_or_init(|| [lint_template(self.source), lint_source(&words(self.rendering.text()))])
    }

    /// The edit of the template that corresponds to one of the rendering. None if more than text changes.
    fn edit(&self, edit: &Edit) -> Option<Edit> {
        let touches = |piece: &ipxe_lint::host::Piece| {
            piece.text.start < edit.range.end.max(edit.range.start + 1) && edit.range.start < piece.text.end
        };
        let mut touched = self.rendering.pieces().iter().filter(|piece| touches(piece));
        if !touched.all(|piece| piece.kind == PieceKind::Text) {
            return None;
        }
        let written = self.rendering.edit(edit.range.clone(), &edit.text)?;
        self.template.keeps_marks(&written).then_some(Edit { range: written.range, text: written.text })
    }

    /// Whether a line with marks is edited.
    fn has_mark(&self, edit: &Edit) -> bool {
        let (start, end) = self.lines(edit);
        self.template.marks().iter().any(|mark| mark.start < end && start < mark.end)
    }

    /// Whether an edited line then starts with a value, which may be anything.
    fn leaves_value(&self, edit: &Edit) -> bool {
        let (start, end) = self.lines(edit);
        let lines =
            [&self.source[start..edit.range.start], &edit.text, &self.source[edit.range.end..end]].concat();
        lines.split(|byte| *byte == b'\n').any(|line| line.trim_ascii_start().starts_with(b"{{"))
    }

    /// The lines around an edit.
    fn lines(&self, edit: &Edit) -> (usize, usize) {
        let start = self.source[..edit.range.start].iter().rposition(|byte| *byte == b'\n');
        let end = self.source[edit.range.end..].iter().position(|byte| *byte == b'\n');
        (start.map_or(0, |at| at + 1), end.map_or(self.source.len(), |at| edit.range.end + at))
    }
}

/// The text of a rendering, with words for the values.
fn words(text: &[u8]) -> Vec<u8> {
    String::from_utf8_lossy(text).replace("{{", "v_").replace("}}", "_v").into_bytes()
}

/// Whether a rule has findings now and had none before.
fn is_new(before: &Found, after: &Found) -> bool {
    after.keys().any(|(rule, _)| before.keys().all(|(other, _)| other != rule))
}

fn options() -> LintOptions {
    LintOptions::default().with_templating(Templating::of(TemplateEngine::Jinja))
}

fn lint_template(source: &[u8]) -> BTreeMap<(String, String), usize> {
    serious(&lint(&parse(source), &options()))
}

/// Seeds mistakes of a kind. Returns the score of those on lines with marks, and on lines without. Only mistakes that
/// are found in the plain script count.
fn score(kind: &Kind, templates: &[Plain<'_>], random: &mut Random) -> [Score; 2] {
    let mut scores = [Score::default(); 2];
    for _ in 0..SEEDED * TRIES {
        if scores.iter().map(|score| score.seeded).sum::<usize>() >= SEEDED {
            break;
        }
        let Some(plain) = templates.get(random.below(templates.len())) else { break };
        let text = plain.rendering.text();
        let script = parse_with_holes(text);
        let Some(edit) = on_ground_of(&script, |ground| (kind.seed)(ground, random)) else { continue };
        let Some(written) = plain.edit(&edit).filter(|written| !plain.leaves_value(written)) else {
            continue;
        };
        let (mutant, [before, plainly]) = (written.apply(plain.source), plain.before());
        if mutant == plain.source || !is_new(plainly, &lint_source(&words(&edit.apply(text)))) {
            continue;
        }
        let is_found = is_found(before, &lint_template(&mutant));
        scores[usize::from(!plain.has_mark(&written))].add(is_found);
        if !is_found && std::env::var_os("IPXE_LINT_MISSED").is_some() {
            crate::print_missed(kind, plain.source, &written);
        }
    }
    scores
}

#[test]
fn mistakes_seeded_in_templates_are_found() {
    let files = corpus_files("templates/jinja2");
    let templates: Vec<Plain<'_>> = files.iter().filter_map(|real| Plain::new(&real.script)).collect();
    if templates.is_empty() {
        return;
    }
    let mut sums = [Score::default(); 2];
    for kind in KINDS.iter().filter(|kind| is_asked_for(kind)) {
        let scores = score(kind, &templates, &mut Random::for_kind(seed(), kind.name));
        for (sum, score) in sums.iter_mut().zip(scores) {
            sum.seeded += score.seeded;
            sum.found += score.found;
        }
    }
    let [marked, unmarked] = sums;
    let said = format!("found on lines with marks: {marked:?}, on lines without: {unmarked:?}");
    writeln!(io::stderr(), "{said}").expect("standard error is open");
    for Score { seeded, found } in sums {
        assert!(found * 100 >= seeded * 95, "{said}");
    }
}
