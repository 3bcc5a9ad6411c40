//! Linting fixtures.

use std::{path::PathBuf, str::FromStr};

use ipxe_lint::{LintOptions, Project, Report, Root, RuleId, Surroundings, outline};
use ipxe_machine::profile::Profile;
use ipxe_syntax::parse;

/// The folder of a rule.
pub(crate) fn rule_dir(rule: RuleId) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/rules").join(rule.meta().name.replace('-', "_"))
}

pub(crate) fn lint(source: &[u8], options: &LintOptions) -> Report {
    ipxe_lint::lint(&parse(source), options)
}

/// The options in the comments `# fixture: KEY=VALUE …` of a script.
pub(crate) fn options_in(source: &[u8]) -> LintOptions {
    let text = String::from_utf8_lossy(source);
    let directives = text
        .lines()
        .filter_map(|line| line.split_once("# fixture: "))
        .flat_map(|(_, rest)| rest.split_whitespace());
    let mut tree = Vec::new();
    let options = directives.fold(LintOptions::default().with_suppressions(true), |options, directive| {
        let (key, value) = directive.split_once('=').expect("a directive is KEY=VALUE");
        match key {
            "caller" => called(options, value, source),
            "at" | "root" | "url" | "file" | "script" => {
                tree.push((key.to_owned(), value.to_owned()));
                options
            }
            _ => with(options, key, value),
        }
    });
    if tree.is_empty() { options } else { in_tree(options, &tree, source) }
}

/// The options for a script at a path (`at`) among other scripts (`script=PATH:COMMAND;COMMAND`, spaces as `_`; a path
/// that begins with `!` is an entry point), with `root=.` or a `url` in a document root that also contains some files
/// (`file`).
fn in_tree(options: LintOptions, tree: &[(String, String)], source: &[u8]) -> LintOptions {
    let all = |key: &'static str| {
        tree.iter().filter(move |(other, _)| other == key).map(|(_, value)| value.as_str())
    };
    let path = all("at").next().unwrap_or("boot.ipxe");
    let mut scripts = vec![(path.to_owned(), outline(&parse(source), &options))];
    for script in all("script") {
        let (path, text) = script.split_once(':').expect("a script is PATH:COMMANDS");
        let text = format!("#!ipxe\n{}\n", text.replace('_', " ").replace(';', "\n"));
        let entry = options.clone().with_entry(path.starts_with('!').then_some(true));
        scripts.push((path.trim_start_matches('!').to_owned(), outline(&parse(text.as_bytes()), &entry)));
    }
    let root = || Root::new("", all("file"));
    let roots = all("root").map(|_| root()).chain(all("url").map(|url| root().with_url(url)));
    let project = Project::with_roots(scripts, &[], &roots.collect::<Vec<_>>());
    options.with_surroundings(project.surroundings(0))
}

/// The options for a script that another one starts, after that one ran some commands.
fn called(options: LintOptions, what: &str, source: &[u8]) -> LintOptions {
    let before = match what {
        "network" => "dhcp || shell",
        "images" => "initrd http://192.0.2.1/tools.cpio",
        "script" => "chain settings.ipxe || shell",
        "freed" => "chain settings.ipxe || shell\nimgfree",
        _ => panic!("no caller does {what}"),
    };
    let caller = format!("#!ipxe\n{before}\nchain called.ipxe\n");
    let outlines = [caller.as_bytes(), source].map(|text| outline(&parse(text), &options));
    let project = Project::new(["caller.ipxe", "called.ipxe"].into_iter().zip(outlines), &[]);
    options.with_surroundings(project.surroundings(1))
}

fn with(options: LintOptions, key: &str, value: &str) -> LintOptions {
    let target = options.target.clone();
    let target = match key {
        "profile" => return options.with_profile(Profile::built_in(value).expect("a profile").clone()),
        "name" => return options.with_surroundings(Surroundings::named(value)),
        "context" if value == "complete" => {
            let context = options.context.clone().complete();
            return options.with_context(context);
        }
        "set" => {
            let (name, value) = value.split_once('=').expect("a setting is NAME=VALUE");
            return options.with_setting(name, value).expect("a setting");
        }
        "select" | "ignore" => {
            let mut rules = options.rules.clone();
            let selector = parsed(value);
            if key == "select" {
                rules.select(selector);
            } else {
                rules.ignore(selector);
            }
            return options.with_rules(rules);
        }
        "release" => target.with_version(parsed(value)),
        "platform" => target.with_platforms(value.split(',').map(parsed).collect()),
        "arch" => target.with_arches(value.split(',').map(parsed).collect()),
        "build" => target.with_option(value, true).expect("a build symbol"),
        "no-build" => target.with_option(value, false).expect("a build symbol"),
        _ => panic!("no directive is called {key}"),
    };
    options.with_target(target)
}

fn parsed<T: FromStr>(value: &str) -> T {
    value.parse().unwrap_or_else(|_| panic!("{value} is none"))
}
