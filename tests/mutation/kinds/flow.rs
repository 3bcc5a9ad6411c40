//! Mistakes in labels, jumps and operators.

use ipxe_catalog::Implementation as Is;
use ipxe_syntax::{Command, Label, OperatorKind, Word};

use super::writing::{is_first, line_before};
use crate::seed::{Edit, Ground, Random, misspelt};

/// The operators `||` and `&&`, with the white space around them.
pub(super) fn operators(ground: &Ground<'_, '_>) -> Vec<(usize, usize)> {
    let spans = ground.commands().flat_map(|(command, _)| command.line().commands().collect::<Vec<_>>());
    let spans = spans.filter_map(Command::operator).filter(|operator| operator.kind != OperatorKind::Then);
    let mut spans: Vec<_> =
        spans.map(|operator| (operator.span.start() as usize, operator.span.end() as usize)).collect();
    spans.sort_unstable();
    spans.dedup();
    spans
}

pub(super) fn glued_operator_after(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let source = ground.script.source();
    let followed = operators(ground).into_iter().filter(|(_, end)| {
        source.get(*end) == Some(&b' ') && source.get(end + 1).is_some_and(u8::is_ascii_alphabetic)
    });
    let (_, end) = random.pick(followed)?;
    Some(Edit { range: end..end + 1, text: Vec::new() })
}

pub(super) fn glued_operator_before(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let source = ground.script.source();
    let preceded = operators(ground).into_iter().filter(|(start, _)| {
        start.checked_sub(2).is_some_and(|at| source[at].is_ascii_graphic() && source[at + 1] == b' ')
    });
    let (start, _) = random.pick(preceded)?;
    Some(Edit { range: start - 1..start, text: Vec::new() })
}

pub(super) fn goto_lost(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let jumps = ground.of(&[Is::Goto]).into_iter().filter(|command| command.operator().is_some());
    let jump = random.pick(jumps)?;
    let (name, target) = (jump.name()?, ground.positional(jump).first().copied()?);
    let range = name.span().start() as usize..target.span().start() as usize;
    target.as_literal().map(|_| Edit { range, text: Vec::new() })
}

pub(super) fn label_colon_lost(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let start = random.pick(targets(ground))?.span().start() as usize;
    Some(Edit { range: start..start + 1, text: Vec::new() })
}

pub(super) fn label_misspelt(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let words =
        ground.of(&[Is::Goto]).into_iter().filter_map(|command| ground.positional(command).first().copied());
    let word = random.pick(words.filter(|word| word.as_literal().is_some()))?;
    Some(Edit::new(word.span(), misspelt(word.text(), random)?))
}

pub(super) fn label_renamed(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let label = random.pick(targets(ground))?;
    Some(Edit::new(label.name_span(), misspelt(label.name(), random)?))
}

/// The labels that a `goto` names, and that are not preceded by anything.
pub(super) fn targets<'a, 's>(ground: &Ground<'a, 's>) -> Vec<Label<'a, 's>> {
    let wanted: Vec<&[u8]> = ground
        .of(&[Is::Goto])
        .into_iter()
        .filter_map(|command| ground.positional(command).first().and_then(|word| word.as_literal()))
        .collect();
    ground.script.labels().filter(|label| wanted.contains(&label.name())).collect()
}

pub(super) fn duplicate_label(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let labels = targets(ground);
    let at = random.below(labels.len().checked_sub(1)?);
    let (first, second) = (labels.get(at)?, labels.get(at + 1)?);
    (first.name() != second.name()).then(|| Edit::new(second.name_span(), first.name()))
}

pub(super) fn colon_before_target(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let word = random.pick(
        ground.of(&[Is::Goto]).into_iter().filter_map(|command| ground.positional(command).first().copied()),
    )?;
    Some(Edit::new(word.span(), [b":", word.text()].concat()))
}

pub(super) fn operator_halved(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let (start, _) = random.pick(operators(ground))?;
    Some(Edit { range: start..start + 1, text: Vec::new() })
}

pub(super) fn script_ends_early(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let is_in_section = |command: &Command<'_, '_>| {
        let before = ground.script.commands().rfind(|before| before.line_id() < command.line_id());
        is_first(*command)
            && before.is_some_and(|before| before.line_id().index() + 1 == command.line_id().index())
    };
    let executing = ground.named(&["kernel", "chain"]);
    let command = random.pick(executing.into_iter().filter(is_in_section))?;
    Some(line_before(command, "exit"))
}

pub(super) fn test_unguarded(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let lines = ground.of(&[Is::Iseq, Is::Isset]).into_iter().filter_map(|test| {
        let commands: Vec<_> = test.line().commands().collect();
        let [_, then, otherwise] = commands[..] else { return None };
        let kinds = (then.operator()?.kind, otherwise.operator()?.kind);
        let guards = kinds == (OperatorKind::And, OperatorKind::Or) && otherwise.is_empty();
        // A jump is meant to be taken; a command that only sets something has others after it.
        let follows = then.name().is_some_and(|name| name.text() == b"set");
        let start = otherwise.operator()?.span.start() as usize;
        (guards && follows && is_first(test)).then(|| Edit { range: start..start + 2, text: Vec::new() })
    });
    random.pick(lines)
}

/// The literal labels after `goto`.
fn spelt_targets<'a, 's>(ground: &Ground<'a, 's>) -> Vec<Word<'a, 's>> {
    let words =
        ground.of(&[Is::Goto]).into_iter().filter_map(|command| ground.positional(command).first().copied());
    words.filter(|word| word.as_literal().is_some()).collect()
}

pub(super) fn colon_behind_target(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let word = random.pick(spelt_targets(ground))?;
    Some(Edit::new(word.span(), [word.text(), b":"].concat()))
}

pub(super) fn comment_glued_to_target(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let word = random.pick(spelt_targets(ground))?;
    Some(Edit::new(word.span(), [word.text(), b"#again"].concat()))
}

pub(super) fn target_in_other_case(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let word = random.pick(spelt_targets(ground))?;
    let mut text = word.text().to_vec();
    match (random.below(2), text.first_mut()) {
        (0, Some(first)) if first.is_ascii_lowercase() => first.make_ascii_uppercase(),
        (0, Some(first)) => first.make_ascii_lowercase(),
        _ => text.make_ascii_uppercase(),
    }
    Some(Edit::new(word.span(), text))
}

pub(super) fn colon_behind_label(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let label = random.pick(targets(ground))?;
    Some(Edit::new(label.name_span(), [label.name(), b":"].concat()))
}

pub(super) fn blank_behind_colon(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let label = random.pick(targets(ground))?;
    Some(Edit::new(label.name_span(), [b" ", label.name()].concat()))
}

pub(super) fn operator_in_words(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let (start, end) = random.pick(operators(ground))?;
    let range = start..end;
    let word = if ground.script.source().get(range.clone())? == b"||" { "or" } else { "and" };
    Some(Edit { range, text: word.into() })
}

/// `||` before a jump to a label that reports a failure, replaced by `&&`.
pub(super) fn fallback_on_success(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let guarded = ground.of(&[Is::Kernel, Is::Imgfetch, Is::Imgselect, Is::Imgexec, Is::Dhcp]);
    let operators = guarded.into_iter().filter_map(|command| {
        let next = command.line().commands().find(|next| next.id() > command.id())?;
        let operator = next.operator().filter(|operator| operator.kind == OperatorKind::Or)?;
        let jumps = next.name().is_some_and(|name| name.text() == b"goto");
        (jumps && ground.positional(next).first()?.as_literal().is_some()).then_some(operator.span)
    });
    Some(Edit::new(random.pick(operators)?, "&&"))
}

/// A missing line end before a command's line, so that two lines become one.
pub(super) fn line_end_lost(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let source = ground.script.source();
    let joined = ground.commands().filter_map(|(command, _)| {
        let start = command.line().full_span().start() as usize;
        let before = ground.script.commands().rfind(|before| before.line_id() < command.line_id())?;
        let follows = before.line_id().index() + 1 == command.line_id().index()
            && !before.is_empty()
            && before.line().comment().is_none();
        // Words after these are as good as any.
        let takes_all = before.name().is_some_and(|name| {
            [&b"echo"[..], b"item", b"menu", b"prompt", b"set", b"shell"].contains(&name.text())
        });
        (is_first(command) && follows && !takes_all && source.get(start.checked_sub(1)?) == Some(&b'\n'))
            .then_some(start)
    });
    let start = random.pick(joined)?;
    let blank = if source[start..].first().is_some_and(u8::is_ascii_whitespace) { "" } else { " " };
    let end = if source[..start].ends_with(b"\r\n") { 2 } else { 1 };
    Some(Edit { range: start - end..start, text: blank.into() })
}
