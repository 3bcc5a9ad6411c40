//! Laws of scripts in the document root of a server.

use std::collections::BTreeSet;

use ipxe_lint::{LintOptions, Project, Root, RuleId, lint, outline};
use ipxe_syntax::parse;
use proptest::{prelude::*, sample::Index};

/// A script: its path, and its text.
type Tree = Vec<(String, String)>;

/// The findings about missing scripts: the path of the script, the rule, and the message.
fn absences(tree: &Tree, url: Option<&str>) -> Vec<(String, RuleId, String)> {
    let options = LintOptions::default();
    let outlines = tree.iter().map(|(path, text)| (path.clone(), outline(&parse(text.as_bytes()), &options)));
    let root = Root::new("", tree.iter().map(|(path, _)| path));
    let root = url.iter().fold(root, |root, url| root.with_url(url));
    let project = Project::with_roots(outlines, &[], &[root]);
    let rules =
        [RuleId::MissingScript, RuleId::MisplacedScript, RuleId::MiscasedScript, RuleId::EntryWithoutScript];
    let found = tree.iter().enumerate().flat_map(|(at, (path, text))| {
        let options = options.clone().with_surroundings(project.surroundings(at));
        let findings = lint(&parse(text.as_bytes()), &options).into_diagnostics().into_iter();
        let findings = findings.filter(|finding| rules.contains(&finding.rule)).collect::<Vec<_>>();
        findings.into_iter().map(|finding| (path.clone(), finding.rule, finding.message))
    });
    found.collect()
}

/// How a script starts another one.
#[derive(Clone, Copy, Debug)]
enum Start {
    Relative,
    FromRoot,
    Url,
    Setting,
    Entry,
}

/// A tree in which some scripts start others, each pair at most once; and which start which.
fn tree() -> impl Strategy<Value = (Tree, BTreeSet<(usize, usize)>)> {
    let kinds = [Start::Relative, Start::FromRoot, Start::Url, Start::Setting, Start::Entry];
    let folder = prop::sample::select(vec!["", "a/", "b/", "a/c/", "A/"]);
    let starts =
        prop::collection::vec((any::<Index>(), any::<Index>(), prop::sample::select(kinds.to_vec())), 0..12);
    (prop::collection::vec(folder, 2..8), starts).prop_map(|(folders, starts)| {
        let paths: Vec<String> =
            folders.iter().enumerate().map(|(at, folder)| format!("{folder}s{at}.ipxe")).collect();
        let mut texts = vec!["#!ipxe\n".to_owned(); paths.len()];
        let mut pairs = BTreeSet::new();
        for (from, to, kind) in starts {
            let (from, to) = (from.index(paths.len()), to.index(paths.len()));
            if from != to && pairs.insert((from, to)) {
                texts[from].push_str(&start(&paths[from], &paths[to], kind, to));
            }
        }
        (paths.into_iter().zip(texts).collect(), pairs)
    })
}

fn start(from: &str, to: &str, kind: Start, number: usize) -> String {
    let up = "../".repeat(from.matches('/').count());
    let stem = to.strip_suffix(".ipxe").unwrap_or(to);
    match kind {
        Start::Relative => format!("chain {up}{to}\n"),
        Start::FromRoot => format!("chain /{to} || shell\n"),
        Start::Url => {
            format!("set base{number} http://h\nchain ${{base{number}}}/{to}?x=${{mac}} || shell\n")
        }
        Start::Setting => format!("set name{number} {stem}\nchain {up}${{name{number}}}.ipxe || shell\n"),
        Start::Entry => format!(
            "menu\nitem {stem} One\nitem exit Leave\nchoose pick{number} || exit\niseq ${{pick{number}}} exit && exit ||\nchain {up}${{pick{number}}}.ipxe || shell\n"
        ),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn who_starts_a_script_that_was_deleted_reports_it_and_nobody_else((tree, starts) in tree(), deleted: Index) {
        let url = Some("http://h/");
        prop_assert_eq!(absences(&tree, url), []);
        let deleted = deleted.index(tree.len());
        let callers: BTreeSet<String> =
            starts.iter().filter(|(_, to)| *to == deleted).map(|(from, _)| tree[*from].0.clone()).collect();
        let mut left = tree;
        left.remove(deleted);
        let found = absences(&left, url);
        prop_assert_eq!(found.iter().map(|(path, ..)| path.clone()).collect::<BTreeSet<_>>(), callers.clone());
        prop_assert_eq!(found.len(), callers.len());
    }

    #[test]
    fn what_template_engines_add_to_names_changes_nothing(
        (tree, _) in tree(),
        deleted: Index,
        suffixes in prop::collection::vec(prop::sample::select(vec!["", ".j2", ".tmpl", ".erb", ".tpl"]), 8),
    ) {
        let mut plain = tree;
        plain.remove(deleted.index(plain.len()));
        let with_suffixes = plain.iter().zip(&suffixes);
        let renamed: Tree = with_suffixes.map(|((path, text), suffix)| (format!("{path}{suffix}"), text.clone())).collect();
        let said = |tree: &Tree| {
            let found = absences(tree, Some("http://h"));
            found.into_iter().map(|(_, rule, message)| (rule, message)).collect::<Vec<_>>()
        };
        prop_assert_eq!(said(&plain), said(&renamed));
    }
}
