//! Scripts that start each other: which ones, and how settings propagate.

use std::{fmt::Write as _, path::PathBuf};

use ipxe_lint::{LintOptions, Project, RuleId, Served, lint, lint_with_outline, outline};
use ipxe_syntax::parse;
use proptest::prelude::*;

type Scripts<'t> = &'t [(&'t str, &'t str)];

fn project(scripts: Scripts<'_>, served: &[Served]) -> Project {
    let options = LintOptions::default();
    let outlined = |text: &str| outline(&parse(text.as_bytes()), &options);
    Project::new(scripts.iter().map(|(path, text)| (*path, outlined(text))), served)
}

/// The paths of the scripts that the first one starts.
fn started(scripts: Scripts<'_>, served: &[Served]) -> Vec<String> {
    let project = project(scripts, served);
    project.started_by(0).iter().map(|at| scripts[*at].0.to_owned()).collect()
}

/// The findings about unset settings in the script at that path.
fn unresolved(scripts: Scripts<'_>, path: &str) -> Vec<String> {
    let at = scripts.iter().position(|script| script.0 == path).expect("it is one of them");
    let options = LintOptions::default().with_surroundings(project(scripts, &[]).surroundings(at));
    let report = lint(&parse(scripts[at].1.as_bytes()), &options);
    let findings = report.into_diagnostics().into_iter();
    findings
        .filter(|finding| finding.rule == RuleId::UnresolvedVariable)
        .map(|finding| finding.message)
        .collect()
}

/// Whether a script, `from`, that chains to this URI starts the script `to` in the same folder as others.
fn leads(from: &str, uri: &str, to: &str) -> bool {
    let text = format!("#!ipxe\nchain {uri} || shell\n");
    let scripts = [(from, text.as_str()), (to, "#!ipxe\nshell\n"), ("else/other.ipxe", "#!ipxe\nshell\n")];
    started(&scripts, &[]).contains(&to.to_owned())
}

#[test]
fn the_end_of_a_path_tells_which_script_is_meant() {
    for (from, uri, to) in [
        ("boot.ipxe", "menu.ipxe", "menu.ipxe"),
        ("boot.ipxe", "./menu/linux.ipxe", "menu/linux.ipxe"),
        ("menu/boot.ipxe", "../menu.ipxe", "menu.ipxe"),
        ("menu/boot.ipxe", "linux.ipxe", "menu/linux.ipxe"),
        ("boot.ipxe", "/menu.ipxe", "public/menu.ipxe"),
        ("boot.ipxe", "http://boot.example/ipxe/menu/linux.ipxe", "menu/linux.ipxe"),
        ("boot.ipxe", "http://boot.example/menu.ipxe?mac=${mac}##params", "menu.ipxe"),
        ("boot.ipxe", "--autofree tftp://192.0.2.1/menu.ipxe", "menu.ipxe"),
        ("boot.ipxe", "${base}/menu/linux.ipxe", "menu/linux.ipxe"),
        ("boot.ipxe", "http://${next-server}/menu.ipxe", "menu.ipxe"),
        ("boot.ipxe", "${cwduri}menu.ipxe", "menu.ipxe"),
        ("boot.ipxe", "${kind}.ipxe", "menu.ipxe"),
        ("boot.ipxe", "menu/${kind}.ipxe", "menu/linux.ipxe"),
        ("a/boot.ipxe", "${base}/menu.ipxe", "b/menu.ipxe"),
    ] {
        assert!(leads(from, uri, to), "{uri} in {from} means {to}");
    }
    for (from, uri, to) in [
        ("boot.ipxe", "Menu.ipxe", "menu.ipxe"),
        ("boot.ipxe", "http://boot.example/menu.ipxe/", "menu.ipxe"),
        ("boot.ipxe", "${next}", "menu.ipxe"),
        ("boot.ipxe", "menu-${kind}.ipxe", "menu.ipxe"),
        ("boot.ipxe", "${kind}.ipxe", "menu/linux.ipxe"),
        ("boot.ipxe", "http://boot.example/?next=menu.ipxe", "menu.ipxe"),
        ("boot.ipxe", "xmenu.ipxe", "menu.ipxe"),
    ] {
        assert!(!leads(from, uri, to), "{uri} in {from} does not mean {to}");
    }
}

#[test]
fn of_several_scripts_the_best_fitting_and_nearest_is_meant() {
    let others = [("a/linux/boot.ipxe", ""), ("b/linux/boot.ipxe", ""), ("a/bsd/boot.ipxe", "")];
    let with = |from, uri: &str| {
        let text = format!("#!ipxe\nchain {uri} || shell\n");
        started(&[&[(from, text.as_str())][..], &others].concat(), &[])
    };
    assert_eq!(with("a/menu.ipxe", "${base}/linux/boot.ipxe"), ["a/linux/boot.ipxe"]);
    assert_eq!(with("b/menu.ipxe", "${base}/bsd/boot.ipxe"), ["a/bsd/boot.ipxe"]);
    assert_eq!(with("a/menu.ipxe", "${base}/boot.ipxe"), ["a/linux/boot.ipxe", "a/bsd/boot.ipxe"]);
    assert_eq!(with("menu.ipxe", "${base}/boot.ipxe").len(), 3);
    assert!(with("c/menu.ipxe", "${base}/boot.ipxe").is_empty(), "all three are as far away");
}

#[test]
fn a_served_directory_has_what_is_below_its_url_and_nothing_else() {
    let scripts = [
        ("boot.ipxe", "#!ipxe\nchain http://boot.example/x/menu.ipxe?y || shell\n"),
        ("menu.ipxe", ""),
        ("public/x/menu.ipxe", ""),
        ("other/x/menu.ipxe", ""),
    ];
    let served = |url| [Served::new(url, "./public")];
    assert_eq!(started(&scripts, &served("http://boot.example")), ["public/x/menu.ipxe"]);
    assert_eq!(started(&scripts, &served("http://boot.example/")), ["public/x/menu.ipxe"]);
    assert_eq!(started(&scripts, &served("http://boot.example/x")), [""; 0]);
    assert_eq!(started(&scripts, &served("http://boot.ex")).len(), 2);
}

#[test]
fn what_is_loaded_now_may_be_executed_later() {
    for load in ["imgfetch menu.ipxe", "kernel menu.ipxe", "imgexec menu.ipxe", "set m menu.ipxe\nchain ${m}"]
    {
        let text = format!("#!ipxe\n{load} || shell\n");
        assert_eq!(started(&[("boot.ipxe", &text), ("menu.ipxe", "")], &[]), ["menu.ipxe"], "{load}");
    }
}

const LINUX: &str = "#!ipxe\nchain http://192.0.2.1/${kind}/linux.efi || shell\n";
const CHAIN: &str = "chain linux.ipxe || shell\n";

#[test]
fn what_is_chosen_from_a_menu_is_one_of_its_entries() {
    let entry = "#!ipxe\nmenu Systems\nitem linux Linux\nitem tools Tools\nchoose pick || exit\nchain ${pick}.ipxe || shell\n";
    let scripts = [
        ("boot.ipxe", entry),
        ("linux.ipxe", "#!ipxe\n"),
        ("other.ipxe", "#!ipxe\n"),
        ("tools.ipxe", "#!ipxe\n"),
    ];
    assert_eq!(started(&scripts, &[]), ["linux.ipxe", "tools.ipxe"]);
}

#[test]
fn settings_get_to_scripts_that_are_started_however_far_away() {
    let entry = "#!ipxe\nset kind big\nchain menu.ipxe || shell\n";
    let menu = format!("#!ipxe\n{CHAIN}");
    assert!(
        unresolved(&[("a.ipxe", entry), ("menu.ipxe", &menu), ("linux.ipxe", LINUX)], "linux.ipxe")
            .is_empty()
    );
}

#[test]
fn settings_come_back_from_scripts_that_were_started() {
    let entry = format!("#!ipxe\nchain settings.ipxe || shell\n{CHAIN}");
    let scripts =
        [("a.ipxe", entry.as_str()), ("settings.ipxe", "#!ipxe\nset kind big\n"), ("linux.ipxe", LINUX)];
    assert!(unresolved(&scripts, "linux.ipxe").is_empty());
    let own = "#!ipxe\nchain settings.ipxe ||\necho ${kind}\n";
    assert!(unresolved(&[("a.ipxe", own), scripts[1]], "a.ipxe").is_empty());
}

#[test]
fn settings_get_around_in_circles() {
    let menu = format!("#!ipxe\n{CHAIN}set kind big\n");
    let linux = format!("{LINUX}chain menu.ipxe\n");
    assert!(unresolved(&[("menu.ipxe", &menu), ("linux.ipxe", &linux)], "linux.ipxe").is_empty());
}

#[test]
fn settings_do_not_get_to_who_never_meets_the_script_that_sets_them() {
    let entry = format!("#!ipxe\n{CHAIN}echo ${{mine}}\n");
    let other = format!("#!ipxe\nset mine x\n{CHAIN}");
    let scripts = [("a.ipxe", entry.as_str()), ("b.ipxe", &other), ("linux.ipxe", "#!ipxe\necho ${mine}\n")];
    assert!(unresolved(&scripts, "linux.ipxe").is_empty());
    assert_eq!(unresolved(&scripts, "a.ipxe"), ["`mine` is never set in this script"]);
}

#[test]
fn what_no_script_sets_is_told_together_with_who_does_not() {
    let menu = format!("#!ipxe\n{CHAIN}");
    let scripts =
        [("a.ipxe", menu.as_str()), ("b.ipxe", &menu), ("linux.ipxe", LINUX), ("alone.ipxe", LINUX)];
    assert_eq!(unresolved(&scripts, "alone.ipxe"), ["`kind` is never set in this script"]);
    assert_eq!(
        unresolved(&scripts[1..], "linux.ipxe"),
        ["`kind` is set neither here nor in `b.ipxe`, which starts this script"]
    );
    assert_eq!(
        unresolved(&scripts, "linux.ipxe"),
        ["`kind` is set neither here nor in any of the 2 scripts that start this one"]
    );
}

#[test]
fn a_script_that_starts_itself_is_not_told_of_itself() {
    let text = "#!ipxe\nchain a.ipxe?${kind} || shell\n";
    assert_eq!(project(&[("a.ipxe", text)], &[]).started_by(0), [0]);
    assert_eq!(unresolved(&[("a.ipxe", text)], "a.ipxe"), ["`kind` is never set in this script"]);
}

#[test]
fn names_with_blocks_types_and_unknown_pieces_match_as_they_do_within_a_script() {
    let linux = "#!ipxe\necho ${big/kind:hex} ${net0/speed} ${menu_linux}\n";
    let starter = |sets: &str| format!("#!ipxe\n{sets}\n{CHAIN}");
    for (sets, left) in [
        ("set big/kind:hexhyp 1", 2),
        ("set kind 1", 3),
        ("set net7/speed 1", 2),
        ("set menu_${buildarch} 1", 2),
        ("set ${x} 1", 0),
        ("read menu_linux", 2),
    ] {
        let text = starter(sets);
        let found = unresolved(&[("a.ipxe", &text), ("linux.ipxe", linux)], "linux.ipxe");
        assert_eq!(found.len(), left, "{sets}: {found:?}");
    }
}

#[test]
fn any_number_of_settings_gets_from_one_script_to_the_other() {
    let (mut entry, mut linux) = ("#!ipxe\n".to_owned(), "#!ipxe\n".to_owned());
    for at in 0..3000 {
        if at % 1000 != 7 {
            writeln!(entry, "set a{at}b 1").expect("a string");
        }
        writeln!(linux, "echo ${{a{at}b}}").expect("a string");
    }
    entry.push_str(CHAIN);
    let found = unresolved(&[("a.ipxe", &entry), ("linux.ipxe", &linux)], "linux.ipxe");
    let names: Vec<_> = found.iter().filter_map(|message| message.split('`').nth(1)).collect();
    assert_eq!(names, ["a7b", "a1007b", "a2007b"]);
}

#[test]
fn web_pages_neither_start_nor_set_anything() {
    let page = "<html>\nset kind big\nchain linux.ipxe\n";
    let scripts = [("a.ipxe", page), ("linux.ipxe", LINUX)];
    assert_eq!(unresolved(&scripts, "linux.ipxe"), ["`kind` is never set in this script"]);
}

fn path() -> impl Strategy<Value = String> {
    proptest::string::string_regex("(/|\\./|\\.\\./){0,2}([ab]/){0,2}[abc]?(\\.ipxe)?").expect("a pattern")
}

proptest! {
    #[test]
    fn linking_never_fails_and_only_takes_warnings_away_but_for_loops(
        paths in prop::collection::vec(path(), 1..5),
        uris in prop::collection::vec((path(), "(http://h/|\\$\\{x\\}|\\$\\{x\\}/)?", "(set [xyz] 1|echo \\$\\{[xyz]\\})"), 1..5),
    ) {
        let options = LintOptions::default();
        let texts: Vec<String> = uris.iter().map(|(uri, base, line)| format!("#!ipxe\n{line}\nchain {base}{uri}\n")).collect();
        let scripts: Vec<_> = texts.iter().map(|text| parse(text.as_bytes())).collect();
        let alone: Vec<_> = scripts.iter().map(|script| lint(script, &options)).collect();
        let paths: Vec<PathBuf> = paths.iter().cycle().take(scripts.len()).map(PathBuf::from).collect();
        let outlines = scripts.iter().map(|script| outline(script, &options));
        let project = Project::new(paths.into_iter().zip(outlines), &[Served::new("http://h", "a")]);
        for (at, report) in alone.iter().enumerate() {
            let within = lint(&scripts[at], &options.clone().with_surroundings(project.surroundings(at)));
            let places = |report: &ipxe_lint::Report| {
                let findings = report.diagnostics().iter();
                let findings = findings.filter(|finding| finding.rule != RuleId::NestedChainLoop);
                findings.map(|finding| (finding.rule, finding.span)).collect::<Vec<_>>()
            };
            let before = places(report);
            prop_assert!(places(&within).iter().all(|place| before.contains(place)));
            prop_assert!(!project.surroundings(at).is_empty() || within == *report);
            if let (Some(final_report), _) = lint_with_outline(&scripts[at], &options) {
                prop_assert!(project.surroundings(at).matter_otherwise() || within == final_report);
            }
        }
    }
}

#[test]
fn a_folder_beside_the_script_is_no_host() {
    let boot = ("web/boot.ipxe", "#!ipxe\nchain boot.example.org/menu.ipxe || shell\n");
    for (other, is_host) in [
        ("web/boot.example.org/menu.ipxe", false),
        ("web/boot.example.org/a/b/menu.ipxe", false),
        ("boot.example.org/menu.ipxe", true),
        ("web/boot.example/menu.ipxe", true),
    ] {
        let project = project(&[boot, (other, "#!ipxe\nshell\n")], &[]);
        let options = LintOptions::default().with_surroundings(project.surroundings(0));
        let report = lint(&parse(boot.1.as_bytes()), &options);
        let found = report.diagnostics().iter().any(|finding| finding.rule == RuleId::MissingScheme);
        assert_eq!(found, is_host, "{other}");
    }
}
