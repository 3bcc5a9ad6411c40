//! `a || b && c`, where `c` is meant for the failure of `a`, but also runs after its success.

use crate::graph::{Edge, Node};
use ipxe_catalog::{Actions, Fails, Implementation, Returns, Tested};
use ipxe_language::{integer::parse_integer, text::Text};
use ipxe_syntax::{Command, OperatorKind};

use crate::{
    commands::{booting::executes_selected, comparison::Comparison, failures::is_way_back, positional_words},
    settings::{SettingFacts, cases::Cases},
};
use ipxe_language::setting_name::untyped;

/// The maximum number of commands that only print and are skipped: no line that people write has more.
const PASSED: usize = 16;

/// `first || second && third`.
#[derive(Clone, Copy)]
pub struct Misread<'a, 's> {
    /// The command whose success makes iPXE skip the second one and run the third.
    pub first: Command<'a, 's>,
    /// The command after the `||`.
    pub second: Command<'a, 's>,
    /// The third command of the line, which runs in both cases.
    pub third: Command<'a, 's>,
    /// Why the line is misleading.
    pub why: Why,
}

/// Why the third cannot have been meant for the success of the first.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The second always succeeds, so the third always runs.
    Always,
    /// The second is another test, and the first was the result of a test before.
    NextCase,
    /// The third gives up or tries again.
    GivesUp,
    /// The third sets a value that refers to the second, and overwrites another value that is never used.
    Overwrites,
    /// The second asks the user, and the third acts on the answer.
    Asked,
    /// The second handles a false test, and the third continues from there.
    OtherCase,
}

/// The misleading line of which this command is the third. None if there is none.
pub fn misread<'a, 's>(cx: &SettingFacts<'a, 's>, third: Command<'a, 's>) -> Option<Misread<'a, 's>> {
    if !is_after(third, OperatorKind::And) || third.is_empty() {
        return None;
    }
    let second = alternative(cx, third)?;
    let before = cx.flow.predecessors(Node::Command(second.id())).filter_map(|(edge, node)| match node {
        Node::Command(before) if edge == Edge::Failure => cx.script.command(before),
        _ => None,
    });
    // The last of those whose success skips it.
    let before =
        before.filter(|before| before.line_id() == third.line_id() && succeeds_into(cx, *before, third));
    let first = before.max_by_key(|before| before.id());
    if let Some((first, why)) = first.and_then(|first| Some((first, why(cx, first, second, third)?))) {
        return Some(Misread { first, second, third, why });
    }
    let first = passed_limit(cx, second, third)?;
    Some(Misread { first, second, third, why: Why::Always })
}

/// A test for the maximum number of iterations, before the other commands of the line, that is meant to end a loop but
/// continues it: `iseq ${tries} 4 || chain --replace … || echo Attempt ${tries} failed && goto again`.
fn passed_limit<'a, 's>(
    cx: &SettingFacts<'a, 's>,
    second: Command<'a, 's>,
    third: Command<'a, 's>,
) -> Option<Command<'a, 's>> {
    let jump = cx.flow.invocation(third.id())?;
    jump.form().filter(|form| form.implementation == Implementation::Goto)?;
    let label = jump.positional(0)?.as_known()?;
    let is_back = cx.flow.labels().line(label).is_some_and(|line| line <= third.line_id());
    let is_sure = cx.form(second)?.effects.fails != Fails::Yes;
    if !is_back || !is_sure {
        return None;
    }
    let is_counted = |name: &[u8]| {
        let mut counts = cx.invocations_of(Implementation::Inc);
        counts.any(|(_, count)| {
            count.positional(0).and_then(Text::as_known).is_some_and(|counter| untyped(counter) == name)
        })
    };
    let is_limit = |test: Command<'a, 's>| {
        Comparison::of(cx, test).is_some_and(|comparison| {
            let name = comparison.expansion.inside().as_literal().map(untyped);
            parse_integer(comparison.text).is_ok() && name.is_some_and(is_counted)
        })
    };
    let mut before = second;
    for _ in 0..PASSED {
        if !is_after(before, OperatorKind::Or) {
            return None;
        }
        before = cx.command_before(before.id())?;
        if before.line_id() != third.line_id() {
            return None;
        }
        if is_limit(before) && succeeds_into(cx, before, third) {
            return Some(before);
        }
    }
    None
}

fn is_after(command: Command<'_, '_>, kind: OperatorKind) -> bool {
    command.operator().is_some_and(|operator| operator.kind == kind)
}

/// The command after the last `||`, if only commands that print or wait are between it and this one.
fn alternative<'a, 's>(cx: &SettingFacts<'a, 's>, third: Command<'a, 's>) -> Option<Command<'a, 's>> {
    let mut before = cx.command_before(third.id())?;
    for _ in 0..PASSED {
        if !is_after(before, OperatorKind::And) || before.line_id() != third.line_id() || !is_talk(cx, before)
        {
            break;
        }
        before = cx.command_before(before.id())?;
    }
    (is_after(before, OperatorKind::Or) && before.line_id() == third.line_id()).then_some(before)
}

/// Whether the success of a command leads to another one, over commands that are skipped or only print.
fn succeeds_into<'a, 's>(
    cx: &SettingFacts<'a, 's>,
    command: Command<'a, 's>,
    third: Command<'a, 's>,
) -> bool {
    let next = cx.flow.successors(Node::Command(command.id())).find_map(|(edge, node)| match node {
        Node::Command(next) if edge == Edge::Success => cx.script.command(next),
        _ => None,
    });
    next.is_some_and(|next| {
        let is_behind = next.line_id() == third.line_id()
            && next.id() > command.id()
            && is_after(next, OperatorKind::And);
        is_behind && (next.id() == third.id() || next.id() < third.id() && is_talk(cx, next))
    })
}

/// Whether the command only prints, or waits.
fn is_talk(cx: &SettingFacts<'_, '_>, command: Command<'_, '_>) -> bool {
    use Implementation::{Echo, Prompt, Sleep};
    cx.form(command).is_some_and(|form| matches!(form.implementation, Echo | Prompt | Sleep))
}

fn why<'a, 's>(
    cx: &SettingFacts<'a, 's>,
    first: Command<'a, 's>,
    second: Command<'a, 's>,
    third: Command<'a, 's>,
) -> Option<Why> {
    let form = |command| cx.form(command);
    let is_test = |command| form(command).is_some_and(|form| form.effects.tested == Tested::Always);
    // `a && set x 1 || b && set x 1`: both cases do the same.
    if is_same(first, third) {
        return is_talk(cx, second).then_some(Why::Always);
    }
    let (first_form, second_form, third_form) = (form(first)?, form(second)?, form(third)?);
    let cases = Cases { cx, first, second, third };
    if first_form.effects.returns != Returns::Always {
        // A script that returns may be tried again; a boot of the selected image hardly ever is.
        return (cases.is_asked() && !executes_selected(cx, first)).then_some(Why::Asked);
    }
    let leaves = matches!(third_form.effects.returns, Returns::Jumps | Returns::EndsScript)
        || third_form.effects.actions.contains(Actions::LEAVES)
        || third_form.implementation == Implementation::Shell;
    let is_sure =
        second_form.effects.fails != Fails::Yes || second_form.implementation == Implementation::Inc;
    if is_sure && leaves {
        // `isset ${x} || set x 1 && goto next` sets a default and continues.
        let defaults = second_form.effects.actions.contains(Actions::WRITES_SETTINGS)
            && second_form.implementation != Implementation::Inc;
        return (!defaults || first_form.effects.fails == Fails::Yes && !is_test(first))
            .then_some(Why::Always);
    }
    if leaves
        && first_form.effects.fails == Fails::Yes
        && gives_up(cx, third)
        && (is_test(second) != is_test(first))
    {
        return Some(Why::GivesUp);
    }
    if leaves
        && !is_test(first)
        && !is_test(second)
        && first_form.effects.fails == Fails::Yes
        && gives_up(cx, third)
    {
        return Some(Why::GivesUp);
    }
    if third_form.implementation == Implementation::Set
        && !is_test(second)
        && first_form.effects.fails == Fails::Yes
        && second_form.effects.fails == Fails::Yes
        && (is_about_second(cx, first, second, third) || is_lost_value(cx, first, second, third))
    {
        return Some(Why::Overwrites);
    }
    let follows = is_after(first, OperatorKind::And);
    let decided = follows && cx.command_before(first.id()).is_some_and(is_test);
    if is_test(second) && !is_test(first) && decided {
        return Some(Why::NextCase);
    }
    cases.why(follows)
}

/// Whether two commands consist of the same words.
fn is_same(one: Command<'_, '_>, other: Command<'_, '_>) -> bool {
    one.words().map(ipxe_syntax::Word::text).eq(other.words().map(ipxe_syntax::Word::text))
}

/// Whether the value of a setting is an argument of the second command and not of the first:
/// `dhcp net0 || dhcp net1 && set nic net1`.
fn is_about_second(
    cx: &SettingFacts<'_, '_>,
    first: Command<'_, '_>,
    second: Command<'_, '_>,
    third: Command<'_, '_>,
) -> bool {
    let Some(invocation) = cx.flow.invocation(third.id()) else { return false };
    let mut values = positional_words(third, invocation).skip(1);
    let Some(value) = values.next().and_then(ipxe_syntax::Word::as_literal) else { return false };
    let has = |command: Command<'_, '_>| command.arguments().any(|word| word.text() == value);
    values.next().is_none() && has(second) && !has(first) && first.arguments().len() > 0
}

/// Whether a setting's value from before the line is lost in any case: if the second command fails, the script ends.
fn is_lost_value(
    cx: &SettingFacts<'_, '_>,
    first: Command<'_, '_>,
    second: Command<'_, '_>,
    third: Command<'_, '_>,
) -> bool {
    let name = cx.flow.invocation(third.id()).and_then(|invocation| invocation.positional(0)?.as_known());
    let Some(name) = name.filter(|_| cx.flow.failure_is_fatal(second.id())) else { return false };
    let before = cx.analysis().before(first.id()).map(|moment| moment.setting(name));
    let Some(before) = before.filter(|before| !before.others && !before.texts.is_empty()) else {
        return false;
    };
    let Some(set) = before.set_by.commands().last() else { return false };
    let between = cx.commands_from(set.index() + 1).take_while(|command| command.id() < third.id());
    let is_read = |command: Command<'_, '_>| {
        cx.form(command).is_none_or(|form| form.effects.actions.intersects(Actions::EXECUTES))
            || command.expansions().any(|expansion| {
                expansion.has_nested() || untyped(expansion.inside().text()) == untyped(name)
            })
    };
    // The target of a jump may read it.
    let is_straight = |command: Command<'_, '_>| {
        command.line().label().is_none()
            && cx.form(command).is_some_and(|form| form.effects.returns == Returns::Always)
    };
    set < first.id()
        && between.take(PASSED).all(|command| command.is_empty() || is_straight(command) && !is_read(command))
        && before.texts.iter().all(|text| !text.is_empty().is_yes())
}

/// Whether it reports a failure, or jumps back to a place before the line.
fn gives_up(cx: &SettingFacts<'_, '_>, command: Command<'_, '_>) -> bool {
    let Some(invocation) = cx.flow.invocation(command.id()) else { return false };
    match invocation.form().map(|form| form.implementation) {
        Some(Implementation::Goto) => {
            invocation.positional(0).and_then(Text::as_known).is_some_and(is_way_back)
        }
        Some(Implementation::Exit) => positional_words(command, invocation)
            .next()
            .is_some_and(|status| status.as_literal().is_some_and(|text| text != b"0")),
        _ => false,
    }
}
