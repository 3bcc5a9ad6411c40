use ipxe_catalog::{Catalog, Target};

use super::*;
use crate::{
    context::{DhcpAnswer, Interface, NetworkContext},
    simulate::{ContextEnvironment, ExploreLimits, Files, LimitReached, MachineState, OutcomeKind},
};

fn context() -> NetworkContext {
    let net0 = Interface::new().dhcp(DhcpAnswer::new().option("ip", "192.0.2.7").unwrap());
    NetworkContext::new().interface("net0", net0).unwrap()
}

fn explorer(context: NetworkContext) -> Explorer {
    let machine = MachineState::new(context.settings(&Catalog::new(Target::default())));
    Explorer::new(machine, ContextEnvironment::new(context))
}

fn tell<F: Files>(explorer: &mut Explorer<F>, script: &str) -> Vec<String> {
    let found = explorer.explore(format!("#!ipxe\n{script}\n").as_bytes());
    assert_eq!(found.cut, None, "{found:?}");
    found.outcomes.iter().map(told).collect()
}

fn told(found: &PossibleOutcome) -> String {
    let ways: Vec<_> = found.ways.iter().map(ToString::to_string).collect();
    let command =
        found.command.as_ref().map(|words| String::from_utf8_lossy(&words.join(&b' ')).into_owned());
    let at = command.map_or(String::new(), |command| format!(" at `{command}`"));
    let outcome = match &found.outcome {
        crate::simulate::Outcome::Booted(plan) => {
            let line = String::from_utf8_lossy(&plan.kernel.command_line).into_owned();
            format!("boots {} [{line}]", String::from_utf8_lossy(&plan.kernel.name))
        }
        other => other.to_string(),
    };
    format!("{outcome}{at}: {}", ways.join("; or "))
}

fn outcomes(script: &str) -> Vec<String> {
    tell(&mut explorer(context()), script)
}

#[test]
fn a_script_without_open_facts_has_one_outcome() {
    assert_eq!(outcomes("kernel http://192.0.2.1/k a=${net0/ip}\nboot"), ["boots k [a=192.0.2.7]: always"]);
    assert_eq!(outcomes("echo x"), ["ends: always"]);
}

#[test]
fn a_fact_does_not_change_its_mind() {
    let script = "iseq ${rack} 7 && set a 1 || set a 0\niseq ${rack} 7 && set b 1 || set b 0\n\
        isset ${rack} && set c 1 || set c 0\nboot http://192.0.2.1/k ${a}${b}${c}";
    assert_eq!(
        outcomes(script),
        [
            "boots k [000]: rack is not set",
            "boots k [001]: rack is set and is not 7",
            "boots k [111]: rack is 7",
        ]
    );
}

#[test]
fn values_exclude_each_other() {
    let script = "iseq ${x} a && exit 1 ||\niseq ${x} b && exit 2 ||\niseq ${x} a && exit 3 ||\niseq b ${x} && exit 4 ||";
    assert_eq!(
        outcomes(script),
        ["ends: x is not a or b", "exits with status 1: x is a", "exits with status 2: x is b"]
    );
}

#[test]
fn the_platform_is_one_of_those_of_the_target() {
    let script = "iseq ${platform} efi && exit 1 ||\niseq ${platform} pcbios && exit 2 ||\nexit 3";
    assert_eq!(
        outcomes(script),
        ["exits with status 2: it is a BIOS machine", "exits with status 1: it is a UEFI machine"]
    );
}

#[test]
fn what_makes_no_difference_is_no_condition() {
    let script = "isset ${x} && echo a || echo b\nprompt --timeout 5 x || echo c\nkernel http://192.0.2.1/k ||\nexit 3";
    assert_eq!(outcomes(script), ["exits with status 3: always"]);
}

#[test]
fn one_of_two_failures_is_enough() {
    let script = "kernel http://192.0.2.1/k || exit 1\ninitrd http://192.0.2.1/i || exit 1\nboot";
    assert_eq!(
        outcomes(script),
        [
            "boots k []: http://192.0.2.1/k can be downloaded, and http://192.0.2.1/i can be downloaded",
            "exits with status 1: http://192.0.2.1/k cannot be downloaded; or http://192.0.2.1/i cannot be downloaded",
        ]
    );
}

#[test]
fn failures_are_open_as_far_as_asked_for() {
    let script = "kernel http://192.0.2.1/k\ninitrd http://192.0.2.1/i || exit 1\nboot";
    for (failures, count) in [(OpenFailures::None, 1), (OpenFailures::Handled, 2), (OpenFailures::All, 3)] {
        let mut explorer = explorer(context()).with_open(OpenFacts::default().with_failures(failures));
        assert_eq!(tell(&mut explorer, script).len(), count);
    }
}

#[test]
fn a_download_that_always_fails_is_tried_for_ever() {
    let script = ":again\nchain http://192.0.2.1/k || goto again";
    assert_eq!(
        outcomes(script),
        [
            "boots k []: http://192.0.2.1/k can be downloaded",
            "never ends: it comes by the same state again and again: http://192.0.2.1/k cannot be downloaded",
        ]
    );
}

#[test]
fn a_menu_that_is_shown_again_is_a_new_question() {
    let script = ":top\nmenu Boot\nitem a\nitem b\nitem back\nchoose what || exit 1\niseq ${what} back && goto top ||\n\
        boot http://192.0.2.1/${what}";
    assert_eq!(
        outcomes(script),
        [
            "boots a []: a is picked from menu \"Boot\"",
            "boots b []: b is picked from menu \"Boot\"",
            "exits with status 1: menu \"Boot\" is left",
        ]
    );
}

#[test]
fn a_menu_of_sixty_entries_gives_sixty_boot_plans() {
    let items: String = (0..60).map(|at| format!("item os{at} System {at}\n")).collect();
    let entries: String = (0..60)
        .map(|at| format!(":os{at}\nkernel http://192.0.2.1/{at}/linux n={at}\ninitrd http://192.0.2.1/{at}/i\nboot || goto top\n"))
        .collect();
    let script = format!("#!ipxe\n:top\nmenu Boot\n{items}choose --timeout 9 os && goto ${{os}}\n{entries}");
    let found = explorer(context()).explore(script.as_bytes());
    assert_eq!((found.outcomes.len(), found.cut), (60, None));
    for (at, found) in found.outcomes.iter().enumerate() {
        assert_eq!(told(found), format!("boots linux [n={at}]: os{at} is picked from menu \"Boot\""));
    }
    assert!(found.steps < 10_000, "{}", found.steps);
}

#[test]
fn what_a_script_writes_itself_is_not_set_before() {
    assert_eq!(outcomes("isset ${x} || set x 1\nexit ${x}"), ["exits with status 1: always"]);
    // But one that iPXE knows may be.
    assert_eq!(
        outcomes("isset ${filename} && exit 2 ||\nset filename x"),
        ["ends: filename is not set", "exits with status 2: filename is set"]
    );
}

#[test]
fn a_setting_that_was_written_or_cleared_is_known() {
    let script = "isset ${filename} || exit 1\nclear filename\nisset ${filename} && exit 2 ||\nset filename a\niseq ${filename} a && exit 3 ||";
    assert_eq!(
        outcomes(script),
        ["exits with status 1: filename is not set", "exits with status 3: filename is set"]
    );
}

#[test]
fn a_status_that_is_not_known_is_success_or_some_failure() {
    assert_eq!(
        outcomes("exit ${code}"),
        [
            "fails with EINVAL at `exit `: code is not set",
            "exits with a status that is not known at `exit <code>`: code is set and is not 0",
            "ends: code is 0",
        ]
    );
    let inner = "#!ipxe%0Aexit%20$%7Bcode%7D%0A".replace('#', "%23");
    let script = format!("isset ${{code}} || exit 9\nchain data:,{inner} && exit 1 || exit 2");
    // Only this one is a script that can be embedded in another one.
    let head = Catalog::new(Target::default().with_release(ipxe_catalog::Release::Head));
    let machine = MachineState::new(context().settings(&head));
    assert_eq!(
        tell(&mut Explorer::new(machine, ContextEnvironment::new(context())), &script),
        [
            "exits with status 9: code is not set",
            "exits with status 2: code is set and is not 0",
            "exits with status 1: code is 0",
        ]
    );
    let told = outcomes("isset ${code} && exit 1${code} || exit 9");
    assert!(
        told.contains(&"exits with a status that is not known at `exit 1<code>`: code is set".to_owned()),
        "{told:?}"
    );
}

#[test]
fn unknown_values_show_as_their_names() {
    let script =
        "set y ${rack}-${mac:hexhyp}\nset net0/gateway ${gw}\nboot http://192.0.2.1/k ${y} ${net0/gateway}";
    let told = outcomes(script);
    assert!(
        told.contains(
            &"boots k [<rack>-<mac:hexhyp> <net0/gateway>]: rack is set, and mac is set, and gw is set"
                .to_owned()
        ),
        "{told:#?}"
    );
}

#[test]
fn a_label_that_is_named_by_an_unknown_value_may_be_any_that_fits() {
    let script = "goto host-${rack} || exit 9\n:host-a\nexit 1\n:host-b\nexit 2\n:other\nexit 3";
    assert_eq!(
        outcomes(script),
        [
            "exits with status 9: rack is not a or b",
            "exits with status 1: rack is a",
            "exits with status 2: rack is b",
        ]
    );
}

#[test]
fn a_complete_context_leaves_no_setting_open() {
    let script = "isset ${rack} && exit 1 || exit 2";
    assert_eq!(tell(&mut explorer(context().complete()), script), ["exits with status 2: always"]);
    let known = context().setting("rack", "7").unwrap();
    assert_eq!(tell(&mut explorer(known), script), ["exits with status 1: always"]);
}

#[test]
fn what_the_context_says_is_not_asked() {
    let mut context = context();
    context.responses.choices = vec!["b".to_owned()];
    context.responses.fetch.insert("http://192.0.2.1/k".to_owned(), "ENOENT".parse().unwrap());
    let script =
        "menu m\nitem a\nitem b\nchoose x\niseq ${x} b && imgfetch http://192.0.2.1/k || exit 7\nexit 8";
    assert_eq!(tell(&mut explorer(context), script), ["exits with status 7: always"]);
}

#[test]
fn typed_text_may_be_what_it_is_compared_with() {
    let script = "read answer\niseq ${answer} yes && exit 1 || exit 2";
    assert_eq!(
        outcomes(script),
        [
            "exits with status 2: the text typed for answer is not yes",
            "exits with status 1: the text typed for answer is yes",
        ]
    );
}

#[test]
fn a_failure_tells_its_command() {
    let found = explorer(context()).explore(b"#!ipxe\nset x 1\niseq ${x} 2\n");
    let [outcome] = &found.outcomes[..] else { panic!("{found:?}") };
    assert_eq!(outcome.outcome.kind(), OutcomeKind::Failed);
    assert_eq!(outcome.command.as_deref(), Some(&[b"iseq".to_vec(), b"1".to_vec(), b"2".to_vec()][..]));
    assert_eq!(outcome.span.map(ipxe_syntax::Span::start), Some(15));
}

#[test]
fn an_exploration_that_is_too_large_is_cut_and_says_so() {
    let tests: String =
        (0..40).map(|at| format!("isset ${{x{at}}} && set y{at} 1 || set y{at} 0\n")).collect();
    let limits = ExploreLimits { ways: 200, ..ExploreLimits::default() };
    let mut explorer = explorer(context()).with_limits(limits);
    assert_eq!(explorer.explore(format!("#!ipxe\n{tests}").as_bytes()).cut, Some(LimitReached::Ways));
    let found = explorer.explore(b"#!ipxe\n:a\ninc i\ngoto a\n");
    assert_eq!(found.outcomes[0].outcome.kind(), OutcomeKind::Stopped);
}

#[test]
fn an_exploration_leaves_the_explorer_as_it_was() {
    let mut explorer = explorer(context());
    let script = b"#!ipxe\nset x ${rack}\nmenu m\nitem a\nchoose y\nexit 1\n";
    let first = explorer.explore(script);
    assert_eq!(explorer.explore(script), first);
}

#[test]
fn a_uri_that_begins_with_something_unknown_is_downloaded() {
    let script = "isset ${base} || exit 1\nkernel ${base}/linux a\nboot";
    let told = outcomes(script);
    assert_eq!(told, ["exits with status 1: base is not set", "boots linux [a]: base is set"]);
}

#[test]
fn a_command_that_fails_whatever_its_words_is_one_outcome() {
    let found = explorer(context()).explore(b"#!ipxe\ngoto x${rack}\n");
    assert_eq!(found.outcomes.len(), 1, "{found:?}");
}

#[test]
fn a_search_that_is_cut_has_been_everywhere_before() {
    // Every test doubles the states; each of the two kernels depends on an answer to the first question.
    let tests: String =
        (0..40).map(|at| format!("iseq ${{a{at}}} x && set b{at} y || set b{at} z\n")).collect();
    let script = format!(
        "#!ipxe\nisset ${{first}} || goto other\n{tests}kernel http://192.0.2.1/one\nboot\n:other\n{tests}kernel http://192.0.2.1/two\nboot\n"
    );
    let found = explorer(context()).explore(script.as_bytes());
    assert_eq!(found.cut, Some(LimitReached::Ways));
    for name in [&b"one"[..], b"two"] {
        let boots = |found: &PossibleOutcome| matches!(&found.outcome, crate::simulate::Outcome::Booted(plan) if plan.kernel.name == name);
        assert!(found.outcomes.iter().any(boots), "{}", name.escape_ascii());
    }
}

#[test]
fn an_open_value_where_a_number_must_be_is_one() {
    assert_eq!(
        outcomes(
            "menu\nitem a\nitem b\nchoose --timeout ${t} x && goto ${x} || exit 5\n:a\nexit 1\n:b\nsleep ${s} && exit 2"
        ),
        [
            "exits with status 5: t is not set; or the menu is left",
            "exits with status 1: t is set, and a is picked from the menu",
            "fails with EINVAL at `sleep `: t is set, and b is picked from the menu, and s is not set",
            "exits with status 2: t is set, and b is picked from the menu, and s is set",
        ]
    );
}

#[test]
fn machines_are_those_that_exist_and_are_grouped() {
    let script = "iseq ${platform} efi && goto efi ||\niseq ${buildarch} arm64 && exit 9 ||\nexit 1\n\
                  :efi\niseq ${buildarch} arm64 && exit 2 ||\nexit 1";
    assert_eq!(
        outcomes(script),
        ["exits with status 1: buildarch is not arm64", "exits with status 2: buildarch is arm64"]
    );
}
