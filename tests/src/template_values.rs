//! Random values for the names in a template.

use std::{collections::BTreeSet, fmt, sync::Arc};

use minijinja::{
    Environment, Error, ErrorKind, State, UndefinedBehavior, Value,
    syntax::SyntaxConfig,
    value::{Enumerator, Object, ObjectRepr},
};

/// The maximum number of steps of a rendering.
const FUEL: u64 = 1_000_000;
/// The maximum number of unknown filters and tests that are defined for a template.
const MOST_NAMES: usize = 40;
/// The names that Jinja defines itself.
const OWN: &[&str] =
    &["range", "namespace", "dict", "loop", "self", "super", "caller", "lipsum", "cycler", "joiner"];

/// The known facts about the values of a template: the texts that it compares them with, and which names have
/// attributes.
#[derive(Debug)]
pub struct Names {
    literals: Vec<String>,
    with_parts: BTreeSet<String>,
    /// Names of lists of texts.
    lists: BTreeSet<String>,
}

impl Names {
    /// The known facts about the values of a template.
    #[must_use]
    pub fn of(source: &str) -> Self {
        let is_part = |char: char| char.is_alphanumeric() || char == '_';
        let mut with_parts = BTreeSet::new();
        for (at, _) in source.match_indices(['.', '[', '(']) {
            let before = &source[..at];
            with_parts.insert(before[before.trim_end_matches(is_part).len()..].to_owned());
        }
        let (mut literals, mut lists): (Vec<String>, _) = (Vec::new(), BTreeSet::new());
        for (at, found) in source.match_indices(" in ") {
            let after = source[at + found.len()..].trim_start();
            let path =
                &after[..after.len() - after.trim_start_matches(|char| is_part(char) || char == '.').len()];
            let name = path.rsplit('.').next().unwrap_or_default().to_owned();
            // `'text' in name`: a list of texts, or a text.
            match source[..at].strip_suffix(['\'', '"']) {
                Some(before) => {
                    literals.extend(before.rsplit(['\'', '"']).next().map(str::to_owned));
                    lists.insert(name);
                }
                None => drop(with_parts.insert(name)),
            }
        }
        for (at, found) in source.match_indices("== '").chain(source.match_indices("== \"")) {
            let text = &source[at + found.len()..];
            literals.extend(text.split(['\'', '"']).next().map(str::to_owned));
        }
        // Settings that the template supplies may equal the texts that the script compares with.
        for line in source.lines().filter(|line| line.trim_start().starts_with("iseq ")) {
            let words = line.split_whitespace().skip(1).take(2);
            literals.extend(words.filter(|word| !word.contains(['$', '{'])).map(str::to_owned));
        }
        Self { literals, with_parts, lists }
    }
}

/// Possible values if a template does not compare them with anything.
const SAMPLES: &[&str] =
    &["http", "x86_64", "192.0.2.1", "boot", "24.04", "tftp", "example.com", "a/b", "8080", "amd64"];

/// A value that depends only on a seed and on how it is used.
#[derive(Clone)]
struct Anything {
    names: Arc<Names>,
    seed: u64,
}

fn mixed(seed: u64, text: &str) -> u64 {
    let mut bits = text.bytes().fold(seed ^ 0x9e37_79b9_7f4a_7c15, |sum, byte| {
        (sum ^ u64::from(byte)).wrapping_mul(0xbf58_476d_1ce4_e5b9).rotate_left(23)
    });
    bits = (bits ^ (bits >> 30)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

impl Anything {
    fn word(&self) -> String {
        format!("w{:x}", self.seed % 0xffff)
    }

    /// One of its attributes, by name.
    fn part(&self, name: &str) -> Value {
        let seed = mixed(self.seed, name);
        let part = Self { names: Arc::clone(&self.names), seed };
        let literals = self.names.literals.iter().enumerate();
        if self.names.lists.contains(name) {
            let chosen = literals.filter(|(at, _)| !(seed >> (at % 32)).is_multiple_of(2));
            return chosen.map(|(_, literal)| literal.as_str()).collect();
        }
        if name.contains("scheme") || name.contains("proto") {
            return Value::from("http");
        }
        if self.names.with_parts.contains(name) { Value::from_object(part) } else { part.plain() }
    }

    fn plain(&self) -> Value {
        let literals = &self.names.literals;
        let at = usize::try_from(self.seed >> 8).unwrap_or_default();
        match self.seed % 16 {
            0 => Value::from(false),
            1 => Value::from(true),
            2 => Value::from(""),
            3..=4 => Value::from(self.seed / 16 % 9),
            5..=9 if !literals.is_empty() => Value::from(literals[at % literals.len()].as_str()),
            10..=13 => Value::from(SAMPLES[at % SAMPLES.len()]),
            _ => Value::from(self.word()),
        }
    }

    fn parts(&self) -> Vec<Value> {
        let count = self.seed / 16 % 3;
        let part = |number: u64| Self {
            names: Arc::clone(&self.names),
            seed: mixed(self.seed, &number.to_string()),
        };
        (0..count).map(|number| Value::from_object(part(number))).collect()
    }

    fn pairs(&self) -> Value {
        let pair = |part: Value| [Value::from(part.to_string()), part].into_iter().collect::<Value>();
        self.parts().into_iter().map(pair).collect()
    }
}

impl fmt::Debug for Anything {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.word())
    }
}

impl Object for Anything {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Seq
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        key.as_str().map_or_else(|| self.parts().into_iter().next(), |name| Some(self.part(name)))
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Values(self.parts())
    }

    fn is_true(self: &Arc<Self>) -> bool {
        !self.seed.is_multiple_of(3)
    }

    fn call(self: &Arc<Self>, _: &mut State<'_, '_>, args: &[Value]) -> Result<Value, Error> {
        Ok(self.part(&args.iter().map(ToString::to_string).collect::<String>()))
    }

    fn call_method(
        self: &Arc<Self>,
        _: &mut State<'_, '_>,
        method: &str,
        _: &[Value],
    ) -> Result<Value, Error> {
        Ok(match method {
            "items" => self.pairs(),
            "keys" | "values" => Value::from(self.parts()),
            _ => self.part(method),
        })
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.word())
    }
}

/// All names of a template have values.
struct Context(Anything);

impl fmt::Debug for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("values")
    }
}

impl Object for Context {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let name = key.as_str().filter(|name| !OWN.contains(name))?;
        Some(self.0.part(name))
    }
}

/// The rendering of a template with random values. None if it fails with these.
#[must_use]
pub fn render(source: &str, names: &Arc<Names>, seed: u64) -> Option<String> {
    // Ansible and others remove the line end after a statement.
    let mut engine = engine(seed.is_multiple_of(2))?;
    let values = || Value::from_object(Context(Anything { names: Arc::clone(names), seed }));
    for _ in 0..MOST_NAMES {
        let template = engine.template_from_str(source).ok()?;
        let error = match template.render(values()) {
            // Engines are set up to omit the text that statements before the header leave.
            Ok(text) => return Some(text.trim_start().to_owned()),
            Err(error) => error,
        };
        let name = error.detail()?.split(' ').nth(1)?.to_owned();
        let any = Anything { names: Arc::clone(names), seed: mixed(seed, &name) };
        match error.kind() {
            ErrorKind::UnknownFilter if matches!(name.as_str(), "dictsort" | "items" | "dict2items") => {
                engine.add_filter(name, move |_: Value| any.pairs());
            }
            ErrorKind::UnknownFilter => {
                engine.add_filter(name, |value: Value, _: minijinja::value::Rest<Value>| value);
            }
            ErrorKind::UnknownTest => {
                engine.add_test(name, move |value: Value, _: minijinja::value::Rest<Value>| {
                    mixed(any.seed, &value.to_string()).is_multiple_of(2)
                });
            }
            _ => return None,
        }
    }
    None
}

fn engine(trims: bool) -> Option<Environment<'static>> {
    let mut engine = Environment::new();
    engine.set_syntax(SyntaxConfig::builder().keep_trailing_newline(true).trim_blocks(trims).build().ok()?);
    engine.set_undefined_behavior(UndefinedBehavior::Chainable);
    engine.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
    engine.set_fuel(Some(FUEL));
    engine.set_loader(|_| Ok(Some(String::new())));
    engine.set_unknown_method_callback(minijinja_contrib::pycompat::unknown_method_callback);
    // Jinja's own filters of these names need more than a random value provides.
    for name in ["dictsort", "items"] {
        engine.remove_filter(name);
    }
    Some(engine)
}
