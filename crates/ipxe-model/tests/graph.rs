//! Which commands can follow which.

use ipxe_catalog::{Catalog, Target};
use ipxe_language::words::Words;
use ipxe_model::graph::{Edge, Ending, Flow, Node};
use ipxe_syntax::{Command, Script, parse};
use proptest::prelude::*;

fn flow_of<T>(source: &[u8], look: impl FnOnce(&Script<'_>, &Flow<'_>) -> T) -> T {
    let script = parse(source);
    let words = Words::new(&script);
    look(&script, &Flow::new(&script, &words, &Catalog::new(Target::default())))
}

/// The reachable commands, and the possible endings of the script.
fn reachable(source: &str) -> (Vec<String>, Vec<Ending>) {
    flow_of(format!("#!ipxe\n{source}").as_bytes(), |script, flow| {
        let reached: Vec<_> = script.commands().filter(|command| flow.is_reachable(command.id())).collect();
        let text =
            |command: &Command<'_, '_>| String::from_utf8_lossy(script.slice(command.span())).into_owned();
        let ends_by = |ending: &Ending| {
            let mut reached = reached.iter().map(|command| Node::Command(command.id()));
            reached.any(|node| flow.successors(node).any(|(_, node)| node == Node::End(*ending)))
        };
        let endings = [Ending::RanThrough, Ending::Failed, Ending::Exited, Ending::Left];
        (reached.iter().map(text).collect(), endings.into_iter().filter(ends_by).collect())
    })
}

fn commands(source: &str) -> Vec<String> {
    reachable(source).0
}

#[test]
fn operators_look_at_the_last_command_that_ran() {
    assert_eq!(commands("exit && echo a || echo b ; echo c"), ["exit"]);
    assert_eq!(commands("dhcp && exit || echo b"), ["dhcp", "exit", "echo b"]);
    // A skipped command does not change the status, so `c` also runs if `dhcp` succeeded.
    assert_eq!(commands("dhcp || goto x && echo c\n:x"), ["dhcp", "goto x", "echo c"]);
}

#[test]
fn what_ipxe_refuses_also_goes_the_ways_that_it_will_go_once_it_is_corrected() {
    assert_eq!(commands("frobnicate && echo a || echo b"), ["frobnicate", "echo a", "echo b"]);
    assert_eq!(commands("sleep --loud 1 && echo a || echo b"), ["sleep --loud 1", "echo a", "echo b"]);
    assert_eq!(commands("goto --now a\necho b\n:a\necho c"), ["goto --now a", "echo c"]);
    assert_eq!(commands("gotoo a\necho b\n:a\necho c"), ["gotoo a", "echo c"]);
    assert_eq!(commands("exit 1 2\necho b"), ["exit 1 2"]);
    let failed = flow_of(b"#!ipxe\ngoto --now a\n:a\n", |script, flow| {
        script.commands().next().map(|command| flow.failure_is_fatal(command.id()))
    });
    assert_eq!(failed, Some(true));
}

#[test]
fn an_unguarded_failure_ends_the_script() {
    assert_eq!(reachable("goto x\necho a"), (vec!["goto x".to_owned()], vec![Ending::Failed]));
    let guarded = (vec!["goto x".to_owned(), String::new()], vec![Ending::RanThrough]);
    assert_eq!(reachable("goto x ||\n"), guarded);
}

#[test]
fn goto_abandons_the_rest_of_its_line() {
    assert_eq!(commands("goto a && echo b || echo c\necho d\n:a\necho e"), ["goto a", "echo e"]);
    assert_eq!(commands("goto nowhere || echo c\n:a echo e"), ["goto nowhere", "echo c", "echo e"]);
}

#[test]
fn the_first_of_two_labels_is_found() {
    assert_eq!(commands("goto a\n:b\necho x\n:a\nexit\n:a\necho y"), ["goto a", "exit"]);
}

#[test]
fn a_computed_target_may_be_any_label_that_fits() {
    let source = "goto boot_${x} || exit\n:boot_a\nexit 1\n:other\nexit 2\n:boot_b\nexit 3\n";
    assert_eq!(commands(source), ["goto boot_${x}", "exit", "exit 1", "exit 3"]);
    assert_eq!(commands("goto ${x}\n:a\nexit 1\n:b\nexit 2"), ["goto ${x}", "exit 1", "exit 2"]);
}

#[test]
fn what_does_not_come_back_ends_the_way() {
    assert_eq!(commands("reboot\necho a"), ["reboot"]);
    assert_eq!(commands("reboot || echo a"), ["reboot", "echo a"]);
    assert_eq!(
        commands("chain --replace http://192.0.2.1/x\necho a"),
        ["chain --replace http://192.0.2.1/x"]
    );
    assert_eq!(commands("chain http://192.0.2.1/x\necho a").len(), 2);
    assert_eq!(reachable("exit 1").1, [Ending::Exited]);
    assert_eq!(reachable("exit shell").1, [Ending::Failed]);
}

#[test]
fn a_line_that_the_end_of_the_file_cuts_short_never_runs() {
    assert_eq!(commands("echo a\necho b \\"), ["echo a"]);
}

/// The unreachable runs, as the texts of their first and last commands.
fn unreachable(source: &str) -> Vec<(String, String)> {
    flow_of(format!("#!ipxe\n{source}").as_bytes(), |script, flow| {
        let text = |id| {
            let command: Command<'_, '_> = script.command(id).expect("a command");
            String::from_utf8_lossy(script.slice(command.span())).into_owned()
        };
        flow.unreachable_regions().map(|region| (text(region.first()), text(region.last()))).collect()
    })
}

#[test]
fn unreachable_commands_come_in_runs() {
    let runs = |expected: &[(&str, &str)]| {
        expected.iter().map(|(first, last)| ((*first).to_owned(), (*last).to_owned())).collect::<Vec<_>>()
    };
    assert_eq!(unreachable("exit ; echo a ||\necho b ;\n\n:x\necho c"), runs(&[("echo a", "echo c")]));
    assert_eq!(
        unreachable("exit || ; echo a\ngoto b\n:b exit\n:c echo c"),
        runs(&[("echo a", "goto b"), ("exit", "echo c")][..1])
            .into_iter()
            .map(|(first, _)| (first, "echo c".to_owned()))
            .collect::<Vec<_>>()
    );
    assert_eq!(
        unreachable("goto b\necho a\n:b exit\necho c"),
        runs(&[("echo a", "echo a"), ("echo c", "echo c")])
    );
    assert_eq!(unreachable("dhcp ||"), []);
}

#[test]
fn a_label_is_a_target_if_some_goto_may_mean_it() {
    let source = b"#!ipxe\ngoto a\ngoto b${x}\n:a\n:b1\n:b2\n:c\n:a\n";
    flow_of(source, |script, flow| {
        let targets: Vec<bool> = script.labels().map(|label| flow.is_target(label)).collect();
        assert_eq!(targets, [true, true, true, false, false]);
    });
}

/// Many computed jumps to many labels must not multiply.
#[test]
fn the_graph_stays_small() {
    let jumps: String = (0..20_000).map(|i| format!("goto ${{v}}{i} ||\n:l{i}\n")).collect();
    flow_of(jumps.as_bytes(), |script, flow| {
        assert!(script.commands().all(|command| flow.is_reachable(command.id())));
    });
}

proptest! {
    #[test]
    fn successors_and_predecessors_agree(
        lines in prop::collection::vec(
            r"(:[ab] )?(goto (a|b|\$\{x\}|c)|exit|dhcp|reboot|echo x)( (\|\||&&|;) (goto a|exit|dhcp|))?",
            0..12,
        )
    ) {
        flow_of(lines.join("\n").as_bytes(), |script, flow| {
            for command in script.commands().map(Command::id) {
                let here = Node::Command(command);
                assert!(flow.successors(here).next().is_some(), "control goes somewhere");
                for (edge, node) in flow.successors(here) {
                    assert!(flow.predecessors(node).any(|back| back == (edge, here)));
                    if let Node::Command(next) = node && flow.is_reachable(command) {
                        assert!(flow.is_reachable(next));
                    }
                }
            }
        });
    }

    #[test]
    fn commands_share_a_loop_if_they_lead_to_each_other(
        lines in prop::collection::vec(
            r"(:[ab] )?(goto (a|b|\$\{x\}|c)|exit|dhcp|echo x)( (\|\||&&|;) (goto a|exit|dhcp|))?",
            0..10,
        )
    ) {
        flow_of(lines.join("\n").as_bytes(), |script, flow| {
            let follow = |_, edge| edge != Edge::Failure;
            let loops = flow.loops_along(follow);
            let ids: Vec<_> = script.commands().map(Command::id).collect();
            let after = |id| {
                let next = flow.successors(Node::Command(id)).filter(|(edge, _)| follow(id, *edge));
                let next: Vec<_> = next.filter_map(|(_, node)| match node {
                    Node::Command(next) => Some(next),
                    _ => None,
                }).collect();
                flow.reachable_from_along(next, follow)
            };
            for &one in &ids {
                assert_eq!(loops.of(one).is_some(), after(one).contains(one));
                for &other in &ids {
                    let both = after(one).contains(other) && after(other).contains(one);
                    assert_eq!(loops.of(one).is_some() && loops.of(one) == loops.of(other), both);
                }
            }
        });
    }
}
