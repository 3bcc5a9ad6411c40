//! Real engines verify, where they are installed, that the small engines which the laws use render templates in the
//! same way.

use std::{
    env,
    io::Write as _,
    path::PathBuf,
    process::{Command, Stdio},
};

use ipxe_lint::host::{Template, TemplateEngine, Templating};
use proptest::{
    collection::vec,
    prelude::*,
    sample::select,
    strategy::ValueTree as _,
    test_runner::{Config, TestRunner},
};
use serde_json::{Value as Json, json};

use crate::generated::{Engine, Given, Token, all_given, nodes, template, written};

/// The number of templates rendered with each engine.
const TEMPLATES: usize = 80;

/// The output of a program. None if it is not installed, which is reported.
fn output_of(mut command: Command, needs: &str, input: &str) -> Option<String> {
    let cannot = || crate::say(&format!("skipped: needs {needs}"));
    let spawned = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let Ok(mut child) = spawned else {
        cannot();
        return None;
    };
    let mut stdin = child.stdin.take().expect("it is piped");
    // A program that ends early does not read all input.
    _ = stdin.write_all(input.as_bytes());
    drop(stdin);
    let output = child.wait_with_output().expect("it ends");
    if output.status.success() {
        return Some(String::from_utf8(output.stdout).expect("UTF-8"));
    }
    let error = String::from_utf8_lossy(&output.stderr);
    let is_missing =
        ["No module named", "not found", "LoadError", "cannot load"].iter().any(|sign| error.contains(sign));
    assert!(is_missing, "{error}");
    cannot();
    None
}

fn script(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("templates/engines").join(name)
}

/// All values, as data.
pub(crate) fn values(given: &Given) -> Json {
    let lists = given.lengths.iter().map(|(name, length)| (*name, json!(vec![1; *length])));
    let truths = given.truths.iter().map(|(name, holds)| (*name, json!(holds)));
    let words = given.words.iter().map(|(name, word)| (*name, json!(word)));
    Json::Object(lists.chain(truths).chain(words).map(|(name, value)| (name.to_owned(), value)).collect())
}

/// Compares an engine with the small engine of this suite.
fn compare(engine: Engine, command: Command, needs: &str) {
    let mut runner = TestRunner::new(Config::default());
    let all: Vec<Vec<Token>> = (0..TEMPLATES)
        .map(|_| template(engine, &nodes().new_tree(&mut runner).expect("a template").current()))
        .collect();
    let given = all_given(|name| format!("<{name}>"));
    let values: Vec<Json> = given.iter().map(values).collect();
    let input: Vec<Json> = all.iter().map(|tokens| json!([written(tokens), values])).collect();
    let Some(output) = output_of(command, needs, &Json::Array(input).to_string()) else { return };
    let output: Vec<Vec<String>> = serde_json::from_str(&output).expect("texts");
    for (tokens, texts) in all.iter().zip(&output) {
        for (given, text) in given.iter().zip(texts) {
            assert_eq!(&engine.render(tokens, given), text, "{}", written(tokens));
        }
    }
    assert_eq!(output.len(), all.len());
}

#[test]
fn jinja_renders_as_expected() {
    let mut command = Command::new(env::var("IPXE_LINT_PYTHON").unwrap_or_else(|_| "python3".to_owned()));
    command.arg(script("jinja.py"));
    compare(Engine::Jinja, command, "python3 with jinja2");
}

#[test]
fn erb_renders_as_expected() {
    let mut command = Command::new("ruby");
    command.arg(script("erb.rb"));
    compare(Engine::Erb, command, "ruby");
}

#[test]
fn go_renders_as_expected() {
    let mut command = Command::new("go");
    command.arg("run").arg(script("template.go")).env("GO111MODULE", "off").env("GOTOOLCHAIN", "local");
    compare(Engine::Go, command, "go");
}

/// The input of envsubst: names, and similar texts.
const PARTS: &[&str] = &[
    "$A",
    "${B}",
    "${net0/mac}",
    "$",
    "{",
    "}",
    "${",
    "$1",
    "$$",
    "A",
    "_",
    " ",
    "\n",
    "echo",
    "${A:x}",
    "\\$A",
];

#[test]
fn envsubst_fills_in_what_is_expected() {
    let mut runner = TestRunner::new(Config::default());
    for _ in 0..TEMPLATES {
        let parts = vec(select(PARTS), 1..20).new_tree(&mut runner).expect("parts").current();
        let source = format!("x{}\n", parts.concat());
        let mut command = Command::new("envsubst");
        command.arg("$A $B").envs(["A", "B"].map(|name| (name, format!("{{{{{name}}}}}"))));
        let Some(output) = output_of(command, "envsubst of gettext-base", &source) else { return };
        let templating = Templating::of(TemplateEngine::Envsubst).with_variables(["A", "B"]);
        let own = Template::read_as(source.as_bytes(), &templating);
        let own = own
            .map_or_else(|| source.clone().into_bytes(), |template| template.renderings()[0].text().to_vec());
        assert_eq!(String::from_utf8_lossy(&own), output, "{source}");
    }
}
