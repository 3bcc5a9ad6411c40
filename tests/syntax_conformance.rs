//! The parser finds the same words, operators, labels and comments as real iPXE.

use ipxe_language::{text::Text, words::Words};
use ipxe_lint_tests::{Case, Step, oracle};
use ipxe_syntax::{Line, Script, parse};

fn cases() -> Vec<Case> {
    let cases: Vec<_> = ["cases", "network"].into_iter().flat_map(oracle).collect();
    assert!(cases.len() > 150, "the recorded cases are there");
    cases
}

/// Whether iPXE can have run these words for this command: the same number of words, each possible for its literal
/// text.
///
/// Text with its own brace can result in anything: a value next to it may complete an expansion.
fn explains(command: &[Text<'_>], step: &Step) -> bool {
    let words = step.words();
    let fits = |(text, word): (&Text<'_>, &Vec<u8>)| {
        text.may_equal(word) || text.known_bytes().iter().any(|byte| b"{}".contains(byte))
    };
    command.len() == words.len() && command.iter().zip(&words).all(fits)
}

/// The commands of the script, in the order of the source.
fn commands<'w>(script: &Script<'_>, words: &'w Words<'_>) -> Vec<&'w [Text<'w>]> {
    script.commands().map(|command| words.of(command)).filter(|words| !words.is_empty()).collect()
}

#[test]
fn every_command_that_ran_is_a_command_of_the_tree() {
    for case in cases() {
        let script = parse(&case.script);
        let words = Words::new(&script);
        let commands = commands(&script, &words);
        // Between jumps, commands run in the order of the source.
        let mut next = 0;
        for step in &case.trace.steps {
            let ahead = commands.iter().skip(next).position(|command| explains(command, step));
            let ahead = ahead.unwrap_or_else(|| panic!("{}: no command gives {:?}", case.name, step.argv));
            let jumped = step.argv[0] == "goto" && step.rc.is_none();
            next = if jumped { 0 } else { next + ahead + 1 };
            // Next come the commands of another script.
            if step.argv.iter().any(|word| word == "--replace") {
                break;
            }
        }
    }
}

#[test]
fn what_is_no_script_to_ipxe_has_no_valid_header() {
    for case in cases() {
        let refused = case.trace.rc.as_deref() == Some("ENOEXEC") && case.trace.steps.is_empty();
        assert_eq!(parse(&case.script).header().is_valid(), !refused, "{}", case.name);
    }
}

#[test]
fn jumps_that_succeeded_have_their_label_and_others_have_none() {
    for case in cases() {
        let script = parse(&case.script);
        for step in case.trace.steps.iter().filter(|step| step.argv[0] == "goto" && step.argv.len() == 2) {
            let target = step.words().swap_remove(1);
            let defined = script.labels().any(|label| label.name() == target);
            assert_eq!(defined, step.rc.is_none(), "{}: goto {}", case.name, step.argv[1]);
        }
    }
}

#[test]
fn a_script_that_ends_inside_a_continuation_fails() {
    for case in cases() {
        let script = parse(&case.script);
        let unfinished = script.lines().next_back().is_some_and(Line::is_unfinished);
        if unfinished && case.trace.steps.iter().all(|step| step.rc.is_none()) {
            assert_eq!(case.trace.rc.as_deref(), Some("EINVAL"), "{}", case.name);
        }
    }
}
