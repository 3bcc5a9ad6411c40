//! Creates the folder of a new rule, and registers it.

use std::{fs, io, path::Path};

use ipxe_lint::{Category, RuleId};

/// Why a rule could not be created.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum NewRuleError {
    /// The name is not in kebab case.
    #[error("`{0}` is no name of a rule: lower-case words, joined by hyphens")]
    Name(String),
    /// The name is in use.
    #[error("there is a rule `{0}`")]
    Taken(String),
    /// There is no such family.
    #[error("`{0}` is no family of rules; there are {families}", families = families())]
    Family(String),
    /// The family has a hundred rules.
    #[error("the codes of the family are used up")]
    Full,
    /// The list of the rules does not have the expected form.
    #[error("the list of the rules has no line for {0}")]
    List(String),
    /// A file could not be read or written.
    #[error(transparent)]
    File(#[from] io::Error),
}

fn families() -> String {
    Category::ALL.map(Category::as_str).join(", ")
}

/// Creates the rule `name` in a family, with the family's next code, below the sources of `ipxe-lint`.
///
/// # Errors
/// See [`NewRuleError`]; in that case nothing, or only part of the folder, was written.
pub fn run(sources: &Path, name: &str, family: &str) -> Result<(), NewRuleError> {
    let is_word = |word: &str| {
        !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    if !name.split('-').all(is_word) || !name.starts_with(|first: char| first.is_ascii_lowercase()) {
        return Err(NewRuleError::Name(name.into()));
    }
    if RuleId::ALL.iter().any(|rule| rule.meta().name == name) {
        return Err(NewRuleError::Taken(name.into()));
    }
    let known = Category::ALL.into_iter().find(|known| known.as_str() == family);
    let family = known.ok_or_else(|| NewRuleError::Family(family.into()))?;
    let last = RuleId::ALL.iter().rfind(|rule| rule.meta().category() == family).ok_or(NewRuleError::Full)?;
    let code = next_code(last.meta().code).ok_or(NewRuleError::Full)?;
    let module = name.replace('-', "_");
    let list = sources.join("rule.rs");
    let registered = register(&fs::read_to_string(&list)?, *last, &variant(name), &module)?;
    let folder = sources.join("rules").join(&module);
    fs::create_dir_all(folder.join("fixtures"))?;
    fs::write(folder.join("mod.rs"), check(name, &code))?;
    fs::write(folder.join("doc.md"), page(name))?;
    fs::write(folder.join("fixtures/fires-simple.ipxe"), "#!ipxe\n")?;
    fs::write(folder.join("fixtures/quiet-look-alike.ipxe"), "#!ipxe\n")?;
    fs::write(list, registered)?;
    Ok(())
}

/// `IPX413` after `IPX412`. None after `IPX499`.
fn next_code(last: &str) -> Option<String> {
    let next = last.strip_prefix("IPX")?.parse::<u32>().ok()? + 1;
    (!next.is_multiple_of(100)).then(|| format!("IPX{next}"))
}

/// `exit-to-local-boot` as the name of a variant.
fn variant(name: &str) -> String {
    let capital = |word: &str| word.chars().next().map(|first| first.to_ascii_uppercase());
    name.split('-').flat_map(|word| capital(word).into_iter().chain(word.chars().skip(1))).collect()
}

/// The list with one more rule, after the last one of its family.
fn register(list: &str, last: RuleId, variant: &str, module: &str) -> Result<String, NewRuleError> {
    let before = format!("{last:?} => {},\n", last.meta().name.replace('-', "_"));
    let at = list.find(&before).ok_or_else(|| NewRuleError::List(last.to_string()))?;
    let start = list[..at].rfind('\n').map_or(0, |end| end + 1);
    let (head, rest) = list.split_at(at + before.len());
    Ok(format!("{head}{indent}{variant} => {module},\n{rest}", indent = &list[start..at]))
}

fn check(name: &str, code: &str) -> String {
    format!(
        r#"//! What it finds, in a few words.

use crate::{{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink}};

pub(super) const META: RuleMeta = RuleMeta {{
    name: "{name}",
    code: "{code}",
    summary: "the bad pattern, in a sentence without a full stop",
    level: Level::Warning,
    fix: FixKind::Never,
    since: "{since}",
    doc: include_str!("doc.md"),
}};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {{
    for (command, _) in cx.invocations() {{
        let (message, label) = ("the cause", "what iPXE makes of it: the consequence");
        out.push(Diagnostic::new(RuleId::{variant}, command.span(), message, label).help("the way out"));
    }}
}}
"#,
        since = env!("CARGO_PKG_VERSION"),
        variant = variant(name),
    )
}

fn page(name: &str) -> String {
    let heading = |title: &str, text: &str| format!("## {title}\n{text}\n\n");
    let example = |kind: &str| format!("```ipxe,{kind}\n#!ipxe\n```");
    let sections = [
        heading("What it does", "Finds …"),
        heading("Why is this bad?", "…"),
        heading("Example", &example("bad")),
        heading("Correction", &example("good")),
    ];
    format!("# {name}\n\n{}\n", sections.concat().trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_is_registered_behind_the_last_one_of_its_family() {
        let list = include_str!("../../ipxe-lint/src/rule.rs");
        let last = *RuleId::ALL.iter().rfind(|rule| rule.meta().category() == Category::Flow).expect("rules");
        let registered =
            register(list, last, &variant("lost-in-thought"), "lost_in_thought").expect("a list");
        let line = format!("{last:?} => ");
        let mut lines = registered.lines().skip_while(|text| !text.trim_start().starts_with(&line));
        assert_eq!(lines.nth(1).map(str::trim), Some("LostInThought => lost_in_thought,"));
        assert_eq!(registered.lines().count(), list.lines().count() + 1);
    }

    #[test]
    fn codes_follow_each_other_within_a_family() {
        assert_eq!(next_code("IPX412").as_deref(), Some("IPX413"));
        assert_eq!(next_code("IPX499"), None);
    }

    #[test]
    fn names_that_are_none_or_taken_are_refused() {
        let folder = Path::new("nowhere");
        assert!(matches!(run(folder, "Two Words", "flow"), Err(NewRuleError::Name(_))));
        assert!(matches!(run(folder, "undefined-label", "flow"), Err(NewRuleError::Taken(_))));
        assert!(matches!(run(folder, "a-new-one", "nothing"), Err(NewRuleError::Family(_))));
    }
}
