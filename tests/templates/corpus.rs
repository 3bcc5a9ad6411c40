//! Compares the findings in the Jinja templates of the corpus with those in their renderings, with random values.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use ipxe_lint::{
    Document, Level, LintOptions, RuleId,
    host::{Composition, PieceKind, Template, TemplateEngine, Templating},
    lint,
};
use ipxe_lint_tests::{
    RealScript, corpus_files,
    template_values::{Names, render},
};
use ipxe_syntax::{LineIndex, parse};

/// The maximum number of renderings checked per template.
const RENDERINGS: usize = 16;
/// The minimum number of renderings that must contain a line for a comparison of their findings on it.
const FEWEST: usize = 4;
/// The maximum number of random values tried for them.
const TRIES: u64 = 60;

/// The Jinja templates of the corpus. Empty if it does not exist, which is reported.
fn jinja() -> Vec<RealScript> {
    corpus_files("templates/jinja2")
}

fn options() -> LintOptions {
    LintOptions::default().with_templating(Templating::of(TemplateEngine::Jinja))
}

/// A rule, and the line of the template on which it has a finding.
type Place = (RuleId, usize);

/// The findings of a template or of a rendering.
#[derive(Default)]
struct Found {
    errors: BTreeSet<Place>,
    warnings: BTreeSet<Place>,
    /// Those in text without values.
    of_text: BTreeSet<Place>,
    messages: BTreeMap<Place, String>,
}

impl Found {
    fn has(&self, place: &Place) -> bool {
        self.errors.contains(place) || self.warnings.contains(place)
    }
}

fn found(text: &[u8], options: &LintOptions, composition: &Composition<'_>) -> Found {
    let lines = LineIndex::new(composition.source());
    let mut found = Found::default();
    for finding in lint(&parse(text), options).diagnostics() {
        let range = finding.span.range();
        let source = composition.source_range(range.clone());
        let line = |offset: usize| lines.line_of(u32::try_from(offset).unwrap_or(u32::MAX)) as usize;
        let place = (finding.rule, line(source.start));
        found.messages.insert(place, finding.message.clone());
        match finding.level {
            Level::Error => found.errors.insert(place),
            Level::Warning => found.warnings.insert(place),
            Level::Advice => continue,
        };
        let is_filled_in = composition.pieces().iter().any(|piece| {
            piece.kind != PieceKind::Text && piece.text.start < range.end && range.start < piece.text.end
        });
        if !is_filled_in {
            found.of_text.insert(place);
        }
    }
    found
}

/// A rendering, with its findings, and the template's lines that it contains.
struct Rendered {
    found: Found,
    lines: BTreeSet<usize>,
}

fn renderings(real: &RealScript, template: &Template<'_>) -> Vec<Rendered> {
    let (Ok(source), Some(noted)) = (std::str::from_utf8(&real.script), template.noted()) else {
        return Vec::new();
    };
    let noted = String::from_utf8(noted).expect("UTF-8");
    let names = Arc::new(Names::of(source));
    let lines = LineIndex::new(&real.script);
    let plain = LintOptions::default().with_templating(Templating::of(TemplateEngine::None));
    let rendered = |seed| {
        let text = render(source, &names, seed)?;
        let noted = render(&noted, &names, seed)?;
        let composition = template.rendering(noted.as_bytes())?;
        if composition.text() != text.as_bytes() {
            return None;
        }
        let pieces = composition.pieces().iter().filter(|piece| piece.kind == PieceKind::Text);
        let of = |piece: &ipxe_lint::host::Piece| {
            let line = |at: usize| lines.line_of(u32::try_from(at).unwrap_or(u32::MAX)) as usize;
            line(piece.source.start)..=line(piece.source.end.saturating_sub(1))
        };
        let lines = pieces.flat_map(of).collect();
        Some(Rendered { found: found(composition.text(), &plain, &composition), lines })
    };
    (0..TRIES).filter_map(rendered).take(RENDERINGS).collect()
}

/// The number of findings, and how many of them are wrong.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    all: usize,
    wrong: usize,
}

impl Count {
    fn add(&mut self, is_wrong: bool, text: impl FnOnce() -> String) {
        self.all += 1;
        if is_wrong {
            self.wrong += 1;
            crate::note(&text());
        }
    }
}

#[test]
fn what_is_found_in_templates_is_found_in_their_renderings() {
    let (mut errors, mut warnings, mut common) = (Count::default(), Count::default(), Count::default());
    for real in jinja() {
        let templating = Templating::of(TemplateEngine::Jinja);
        let Some(template) = Template::read_as(&real.script, &templating) else { continue };
        let own = found(&real.script, &options(), &Composition::whole(&real.script));
        let all = renderings(&real, &template);
        if all.is_empty() {
            crate::note(&format!("not rendered: {}", real.path));
            continue;
        }
        let text = |what: &str, place: &Place, message: &str| {
            format!("{what}: {}:{}: [{}] {message}", real.path, place.1 + 1, place.0)
        };
        for place in &own.errors {
            let is_there = all.iter().any(|one| one.found.errors.contains(place));
            errors.add(!is_there, || text("error of no rendering", place, &own.messages[place]));
        }
        for place in &own.warnings {
            let is_there = all.iter().any(|one| one.found.has(place));
            warnings.add(!is_there, || text("warning of no rendering", place, &own.messages[place]));
        }
        for (place, message) in of_all(&all) {
            common.add(!own.errors.contains(&place), || text("error of all renderings", &place, message));
        }
    }
    if errors.all == 0 {
        return;
    }
    let said = format!(
        "errors, of no rendering: {errors:?}; warnings: {warnings:?}; errors of all renderings, not found: {common:?}"
    );
    crate::say(&said);
    assert!(errors.wrong == 0 && warnings.wrong <= 1, "{said}");
    assert!((common.all - common.wrong) * 100 >= common.all * 85, "{said}");
}

/// The errors in text that all renderings containing their line have.
fn of_all(all: &[Rendered]) -> BTreeMap<Place, &str> {
    let mut errors = BTreeMap::new();
    for (place, message) in all.iter().flat_map(|one| &one.found.messages) {
        let mut having = all.iter().filter(|one| one.lines.contains(&place.1));
        let has = |one: &Rendered| one.found.errors.contains(place) && one.found.of_text.contains(place);
        if having.clone().count() >= FEWEST && having.all(has) {
            errors.insert(*place, message.as_str());
        }
    }
    errors
}

#[test]
fn scripts_in_documents_are_found() {
    let files = corpus_files("embedded");
    if files.is_empty() {
        return;
    }
    let mut count = 0;
    for real in &files {
        let path = real.path.replace("__", "/");
        let Some(document) = Document::read(&path, &real.script) else { continue };
        for script in document.scripts() {
            let text = script.composition.text();
            count += 1;
            let has_header = text.trim_ascii_start().starts_with(b"#!ipxe");
            assert!(has_header || script.is_fragment, "{path}: {}", String::from_utf8_lossy(text));
        }
    }
    crate::say(&format!("{count} scripts in {} documents", files.len()));
    assert!(count >= 115, "{count}");
}
