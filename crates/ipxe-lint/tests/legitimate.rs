//! What looks wrong and is right: nobody should be told anything of it.

use ipxe_lint::{LintOptions, RuleId, lint};
use ipxe_syntax::parse;

/// What each is, and a script with it.
const SCRIPTS: &[(&str, &str)] = &[
    ("`${}` keeps a blank at the end", "echo -n URL: ${} && read url\nchain ${url} ||\n"),
    ("a line that ends in `||`", "chain http://192.0.2.1/extra.ipxe ||\nshell\n"),
    (
        "an entry whose name is no label",
        "menu Boot\nitem tools Tools\nchoose menu || exit\ngoto ${menu} ||\nchain http://192.0.2.1/${menu}.ipxe || shell\n",
    ),
    (
        "settings in the names of settings",
        "set idx:int32 0\n:next\nisset ${net${idx}/mac} || goto done\necho ${net${idx}/mac}\ninc idx\ngoto next\n:done\nshell\n",
    ),
    ("the bus of a device in a name", "set bus 0.2\necho ${pci/${bus}.0}\n"),
    ("options of DHCP by number", "dhcp || shell\nset vlan ${43.116:string}\necho ${175.190} ${vlan}\n"),
    ("a command on a label's line", ":again dhcp || goto again\nshell\n"),
    (
        "a line that goes on with `||`",
        "chain http://192.0.2.1/menu.ipxe \\\n  || goto failed\nexit\n:failed\nshell\n",
    ),
    (
        "a `goto` ends its line",
        "isset ${net0/ip} && goto first || isset ${net1/ip} && goto second ||\nshell\n:first\nexit\n:second\nexit 1\n",
    ),
    ("an escape sequence and a comment", "set esc:hex 1b:5b:4a # clears the line\necho ${esc:string}\n"),
    (
        "separators of a menu",
        "menu Boot\nitem --gap -- -------- Systems --------\nitem --gap\nitem\nitem --gap -- text\nitem local Local ------\nchoose target || exit\ngoto ${target}\n:local\nexit 1\n",
    ),
    (
        "a script and a page for people",
        "#<!--\nchain http://192.0.2.1/menu.ipxe || shell\nexit 1\n#-->\n<html><body>Nothing to see</body></html>\n",
    ),
    (
        "an option's value behind `=`",
        "prompt --timeout=5000 --key=m Press M for the menu && chain http://192.0.2.1/menu.ipxe || shell\n",
    ),
    (
        "a `;` inside a word",
        "kernel http://192.0.2.1/vmlinuz ds=nocloud;s=http://192.0.2.1/ net.ifnames=0 || shell\nboot || shell\n",
    ),
    ("a `#` inside a word", "chain http://192.0.2.1/#fragment || shell\n"),
    (
        "a test that tries again",
        "dhcp ||\n:again\nsleep 5\niseq ${filename} menu.ipxe || goto again\nchain ${filename} || shell\n",
    ),
    (
        "a menu that can be left",
        "menu Boot\nitem local Local disk\nchoose target || goto cancel\ngoto ${target}\n:local\nexit 1\n:cancel\nshell\n",
    ),
    ("several interfaces that are tried", "ifopen net0 || ifopen net1 || shell\ndhcp netX || shell\n"),
    (
        "a default for what nobody set",
        "isset ${timeout} || set timeout 5000\nprompt --timeout ${timeout} Press a key ||\n",
    ),
    ("text with dashes behind `--`", "echo -- ---- Menu ----\n"),
    ("text in another language", "echo Gerät wird gestartet – bitte warten…\n"),
    (
        "a value that Linux wants in quotes",
        "kernel http://192.0.2.1/vmlinuz net.ifnames=0 dyndbg=\"file a.c +p\" || shell\nboot || shell\n",
    ),
    ("a time-out of nought, which is none", "prompt --timeout 0 Press a key ||\nsleep 60\n"),
];

#[test]
fn nothing_is_said_of_what_is_right() {
    for (what, script) in SCRIPTS {
        let source = format!("#!ipxe\n{script}");
        let report = lint(&parse(source.as_bytes()), &LintOptions::default());
        let about = |rule| !matches!(rule, RuleId::ExitToLocalBoot | RuleId::CommandNotInBuild);
        let found: Vec<_> = report.diagnostics().iter().filter(|finding| about(finding.rule)).collect();
        assert!(found.is_empty(), "{what}: {found:?}");
    }
}
