//! The catalog accepts everything that real iPXE accepted.

use std::path::{Path, PathBuf};

use ipxe_catalog::{
    Catalog, CommandForm, MAX_ARGUMENTS, OptionSpec, Platform, PlatformSet, Release, Takes, Target,
};
use serde_json::Value;

fn cases() -> Vec<PathBuf> {
    let oracle = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/oracle");
    let files = ["cases", "network"].iter().flat_map(|name| oracle.join(name).read_dir().unwrap());
    files
        .map(|file| file.unwrap().path())
        .filter(|path| path.extension().is_some_and(|one| one == "json"))
        .collect()
}

/// Every executed command, with its words and its status.
fn executed(steps: &Value, found: &mut Vec<(Vec<String>, Option<String>)>) {
    for step in steps.as_array().into_iter().flatten() {
        let words =
            step["argv"].as_array().unwrap().iter().map(|word| word.as_str().unwrap().to_owned()).collect();
        found.push((words, step["rc"].as_str().map(str::to_owned)));
        executed(&step["steps"], found);
    }
}

/// The options in a word, and whether the last one still needs its value.
fn options(form: &CommandForm, word: &str) -> (Vec<&'static OptionSpec>, bool) {
    if let Some(long) = word.strip_prefix("--") {
        let (name, value) = long.split_once('=').map_or((long, None), |(name, value)| (name, Some(value)));
        let option = form.option(name.as_bytes()).unwrap_or_else(|| panic!("no option --{name}"));
        return (vec![option], option.takes == Takes::Required && value.is_none());
    }
    let mut found = Vec::new();
    for (at, letter) in word.bytes().enumerate().skip(1) {
        let option = form.short_option(letter).unwrap_or_else(|| panic!("no option in {word}"));
        found.push(option);
        if option.takes != Takes::Nothing {
            return (found, at + 1 == word.len());
        }
    }
    (found, false)
}

/// The number of words after the options.
fn positionals(form: &CommandForm, words: &[String]) -> usize {
    let mut rest = words.iter();
    while let Some(word) = rest.clone().next().filter(|word| word.starts_with('-')) {
        rest.next();
        if word == "--" {
            break;
        }
        if options(form, word).1 {
            rest.next();
        }
    }
    rest.len()
}

#[test]
fn every_option_and_argument_that_was_taken_is_known() {
    let target =
        Target::default().with_release(Release::Head).with_platforms(PlatformSet::of(&[Platform::Linux]));
    let catalog = Catalog::new(target);
    let mut commands = Vec::new();
    for case in cases() {
        let case: Value = serde_json::from_slice(&std::fs::read(case).unwrap()).unwrap();
        executed(&case["steps"], &mut commands);
    }
    assert!(commands.len() > 500, "the cases are not there");
    for (words, status) in commands {
        let (name, arguments) = words.split_first().unwrap();
        let Some(known) = catalog.command(name.as_bytes()) else {
            assert_eq!(status.as_deref(), Some("ENOEXEC"), "{words:?}");
            continue;
        };
        // `help` ignores its words.
        if status.is_none() && name != "help" {
            assert!(catalog.availability(known.form.build).is_everywhere(), "{name} is in the build");
            let count = positionals(known.form, arguments);
            let most = known.form.max_args.unwrap_or(MAX_ARGUMENTS);
            assert!((usize::from(known.form.min_args)..=usize::from(most)).contains(&count), "{words:?}");
        }
    }
}
