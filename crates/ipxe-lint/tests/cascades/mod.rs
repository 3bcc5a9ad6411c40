//! One mistake is one finding: an invalid command neither causes nor hides findings about others.

use std::collections::BTreeSet;

use ipxe_lint::{LintOptions, lint};
use ipxe_syntax::parse;

/// A script whose commands depend on each other in many ways. Its findings: a missing label, a misspelt setting and an
/// unnecessary jump.
const SCRIPT: &str = "\
#!ipxe
ifopen net0 || goto failed
dhcp net0 || goto failed
set base http://192.0.2.1
set tries:int32 0
:start
menu Machines
item linux Linux
item windows Windows
item disc Disc
choose --timeout 30000 --default linux target || goto failed
goto ${target}
:linux
kernel --name vmlinuz ${base}/vmlinuz || goto failed
initrd --name initrd.img ${base}/initrd.img || goto failed
imgargs vmlinuz initrd=initrd.img ip=dhcp net.ifnames=0 || goto failed
boot vmlinuz || goto failed
goto start
:windows
params || goto failed
param mac ${net0/mac} || goto failed
kernel --name wimboot ${base}/wimboot##params || goto failed
initrd --name boot.wim ${base}/boot.wim boot.wim || goto failed
boot wimboot || goto nowhere
goto start
:disc
sanhook --drive 0x82 iscsi:192.0.2.2::::iqn.2010-04.example:disc || goto failed
sanunhook --drive 0x82 || goto failed
sanhook --drive 0x82 iscsi:192.0.2.2::::iqn.2010-04.example:other || goto failed
sanboot --drive 0x82 || goto failed
goto start
:failed
inc tries
iseq ${tries} 3 && shell ||
echo Failed ${tires} times
goto start
";

/// The rules and lines of all findings.
fn found(script: &str) -> BTreeSet<(String, usize)> {
    let script = parse(script.as_bytes());
    let report = lint(&script, &LintOptions::default());
    let line = |finding: &ipxe_lint::Diagnostic| {
        let before = &script.source()[..finding.span.start() as usize];
        before.split(|byte| *byte == b'\n').count()
    };
    report.diagnostics().iter().map(|finding| (finding.rule.to_string(), line(finding))).collect()
}

/// Makes a mistake in each line's first command, and compares the other findings with those before.
fn cascades(mistake: impl Fn(&str, &str) -> Option<String>) -> Vec<String> {
    let before = found(SCRIPT);
    let mut cascades = Vec::new();
    for (at, line) in SCRIPT.lines().enumerate().filter(|(_, line)| !line.starts_with(['#', ':'])) {
        let (name, rest) = line.split_once(' ').unwrap_or((line, ""));
        let Some(mistaken) = mistake(name, rest) else { continue };
        let mut lines: Vec<&str> = SCRIPT.lines().collect();
        lines[at] = &mistaken;
        let elsewhere = |found: &BTreeSet<(String, usize)>| -> BTreeSet<(String, usize)> {
            found.iter().filter(|(_, line)| *line != at + 1).cloned().collect()
        };
        let after = found(&(lines.join("\n") + "\n"));
        let here: Vec<_> = after.iter().filter(|(_, line)| *line == at + 1).map(|(rule, _)| rule).collect();
        if here.len() != 1 && !before.iter().any(|(_, line)| *line == at + 1) {
            cascades.push(format!("{mistaken}: here {here:?}"));
        }
        if elsewhere(&before) != elsewhere(&after) {
            let (lost, new) =
                (&elsewhere(&before) - &elsewhere(&after), &elsewhere(&after) - &elsewhere(&before));
            cascades.push(format!("{mistaken}: lost {lost:?}, new {new:?}"));
        }
    }
    cascades
}

#[test]
fn the_script_has_findings_that_could_be_hidden() {
    insta::assert_debug_snapshot!(found(SCRIPT));
}

#[test]
fn an_option_that_is_none_is_one_finding() {
    insta::assert_debug_snapshot!(cascades(|name, rest| Some(format!("{name} --frobnicate {rest}"))));
}

#[test]
fn an_argument_too_many_is_one_finding() {
    let takes_two = |name: &str| matches!(name, "choose" | "iseq" | "inc" | "goto" | "params");
    insta::assert_debug_snapshot!(cascades(|name, rest| {
        let (arguments, operators) =
            rest.find(" ||").or(rest.find(" &&")).map_or((rest, ""), |at| rest.split_at(at));
        takes_two(name).then(|| format!("{name} {arguments} 7 7 7{operators}"))
    }));
}

#[test]
fn arguments_that_are_missing_are_one_finding() {
    insta::assert_debug_snapshot!(cascades(|name, rest| {
        let needs =
            !matches!(name, "menu" | "item" | "dhcp" | "ifopen" | "boot" | "params" | "param" | "echo");
        let operators = rest.find("||").or(rest.find("&&")).map_or("", |at| &rest[at..]);
        (needs && !name.starts_with("san")).then(|| format!("{name} {operators}"))
    }));
}

#[test]
fn a_misspelt_name_is_one_finding() {
    insta::assert_debug_snapshot!(cascades(|name, rest| Some(format!("{name}x {rest}"))));
}
