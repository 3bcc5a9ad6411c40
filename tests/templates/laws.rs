//! Laws for all templates of all engines.

use std::collections::BTreeSet;

use ipxe_format::{format, format_as};
use ipxe_lint::{
    Applicability, Level, LintOptions, RuleId, fix,
    host::{PieceKind, Template, TemplateEngine, Templating},
    lint,
};
use ipxe_syntax::parse;
use proptest::{prelude::*, sample::select, test_runner::RngSeed};

use crate::{
    engines::values,
    generated::{ENGINES, Engine, Given, Node, Token, all_given, nodes, template, written},
};

/// The seed of the templates that are the same each time, and how many there are.
const SEED: u64 = 1;
const SLOW_CASES: u32 = 128;

/// The text that the template's own renderings contain in place of a value.
fn placeholder(name: &str) -> String {
    format!("{{{{{name}}}}}")
}

/// A word as a value.
fn word(name: &str) -> String {
    format!("w{name}")
}

/// All renderings of a template.
fn rendered(engine: Engine, tokens: &[Token], word: impl Fn(&str) -> String) -> BTreeSet<String> {
    all_given(word).iter().map(|given| engine.render(tokens, given)).collect()
}

/// The errors in a script: rule and message.
fn errors(text: &[u8], options: &LintOptions) -> Vec<(RuleId, String)> {
    let report = lint(&parse(text), options);
    let errors = report.diagnostics().iter().filter(|finding| finding.level == Level::Error);
    errors.map(|finding| (finding.rule, finding.message.clone())).collect()
}

fn plain() -> LintOptions {
    LintOptions::default().with_templating(Templating::of(TemplateEngine::None))
}

/// The rendering of a template by minijinja.
fn jinja(source: &str, given: &Given) -> String {
    let mut engine = minijinja::Environment::new();
    let syntax = minijinja::syntax::SyntaxConfig::builder().keep_trailing_newline(true).build();
    engine.set_syntax(syntax.expect("the usual marks"));
    let values = minijinja::value::Serde(values(given));
    engine.render_str(source, values).expect("a template")
}

proptest! {
    #[test]
    fn jinja_renders_as_expected_and_its_text_has_its_places(nodes in nodes()) {
        let tokens = template(Engine::Jinja, &nodes);
        let source = written(&tokens);
        let Some(own) = Template::read_as(source.as_bytes(), &Engine::Jinja.templating()) else { return Ok(()) };
        let noted = String::from_utf8(own.noted().expect("no notes")).expect("UTF-8");
        for given in all_given(word) {
            let text = jinja(&source, &given);
            prop_assert_eq!(&text, &Engine::Jinja.render(&tokens, &given));
            let rendering = own.rendering(jinja(&noted, &given).as_bytes()).expect("notes");
            prop_assert_eq!(rendering.text(), text.as_bytes());
            for piece in rendering.pieces().iter().filter(|piece| piece.kind == PieceKind::Text) {
                prop_assert_eq!(&source.as_bytes()[piece.source.clone()], &rendering.text()[piece.text.clone()]);
            }
        }
    }

    #[test]
    fn each_own_rendering_is_one_of_the_engine(engine in select(&ENGINES[..]), nodes in nodes()) {
        let tokens = template(engine, &nodes);
        let source = written(&tokens);
        let Some(own) = Template::read_as(source.as_bytes(), &engine.templating()) else { return Ok(()) };
        let all = rendered(engine, &tokens, placeholder);
        for one in own.renderings() {
            let text = String::from_utf8_lossy(one.text()).replace("{{.", "{{");
            prop_assert!(all.contains(&text), "{source}\n--\n{text}\n{all:#?}");
        }
    }

    #[test]
    fn a_formatted_template_is_rendered_to_the_formatted_script(engine in select(&ENGINES[..]), nodes in nodes()) {
        let tokens = template(engine, &nodes);
        let source = written(&tokens);
        let script = parse(source.as_bytes());
        let formatted = format_as(&script, &engine.templating());
        prop_assert!(format_as(&parse(&formatted), &engine.templating()) == formatted);
        // A line that a mark joins with a comment is text of the comment, which says the same with other blanks.
        let done = |text: &[u8]| single_blanks_in_comments(&format(&parse(text)));
        same_renderings(engine, &tokens, &formatted, done)?;
    }
}

// What takes long: the same templates each time.
proptest! {
    #![proptest_config(ProptestConfig { cases: SLOW_CASES, rng_seed: RngSeed::Fixed(SEED), ..ProptestConfig::default() })]

    #[test]
    fn each_error_is_one_in_a_rendering(engine in select(&ENGINES[..]), nodes in nodes()) {
        let tokens = template(engine, &nodes);
        let source = written(&tokens);
        let options = LintOptions::default().with_templating(engine.templating());
        let mut own = errors(source.as_bytes(), &options);
        let mut all = rendered(engine, &tokens, word).into_iter();
        while let (false, Some(text)) = (own.is_empty(), all.next()) {
            let there = errors(text.as_bytes(), &plain());
            own.retain(|(rule, _)| there.iter().all(|(other, _)| other != rule));
        }
        prop_assert!(own.is_empty(), "{source}\n--\n{own:?}");
    }

    #[test]
    fn a_fixed_template_is_rendered_to_the_fixed_script(engine in select(&ENGINES[..]), nodes in nodes()) {
        // Where a block is on a line with others, what is wrong with the rest of the line can depend on it.
        if nodes.iter().any(Node::has_inline_block) {
            return Ok(());
        }
        let tokens = template(engine, &nodes);
        let source = written(&tokens);
        let options = LintOptions::default().with_templating(engine.templating());
        let fixed = fix(source.as_bytes(), &options, Applicability::Safe).text;
        // A fix does not change the white space around it.
        let done = |text: &[u8]| {
            let fixed = fix(text, &plain(), Applicability::Safe).text;
            single_blanks_in_comments(&format(&parse(&fixed)))
        };
        same_renderings(engine, &tokens, &fixed, done)?;
    }
}

fn single_blanks_in_comments(text: &[u8]) -> Vec<u8> {
    let line = |line: &[u8]| {
        let words = line.split(|byte| *byte == b' ').filter(|word| !word.is_empty());
        if line.starts_with(b"# ") { words.collect::<Vec<_>>().join(&b' ') } else { line.to_vec() }
    };
    text.split(|byte| *byte == b'\n').map(line).collect::<Vec<_>>().join(&b'\n')
}

/// Whether changing a template and then its renderings has the same result as changing only the renderings.
fn same_renderings(
    engine: Engine,
    tokens: &[Token],
    changed: &[u8],
    done: impl Fn(&[u8]) -> Vec<u8>,
) -> Result<(), TestCaseError> {
    let changed = std::str::from_utf8(changed).expect("UTF-8");
    let after = engine.read(tokens, changed);
    prop_assert!(after.is_some(), "marks are lost: {}\n--\n{changed}", written(tokens));
    for given in all_given(word) {
        let [before, after] =
            [tokens, after.as_deref().unwrap_or_default()].map(|tokens| engine.render(tokens, &given));
        // Without the removed white space, the header may be invalid.
        if before == after || !parse(before.as_bytes()).header().is_valid() {
            continue;
        }
        let [before, after] =
            [before, after].map(|text| String::from_utf8_lossy(&done(text.as_bytes())).into_owned());
        prop_assert!(before == after, "{}\n--\n{changed}\n--\n{before}\n--\n{after}", written(tokens));
    }
    Ok(())
}
