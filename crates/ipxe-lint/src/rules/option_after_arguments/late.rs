use std::ops::Range;

use ipxe_catalog::{CommandForm, OptionSpec, Repeat, Role, Takes};
use ipxe_language::integer::parse_integer;
use ipxe_syntax::Word;

/// An option among the arguments.
pub(super) struct Late {
    /// Its words, counted from the first argument: itself, and its value if that is a separate word.
    pub(super) words: Range<usize>,
}

/// The options of the command that are among its arguments, and were certainly meant as options.
///
/// `is_refused`: the command gets too many arguments; then letters also count as options.
pub(super) fn late_options(form: &CommandForm, words: &[Word<'_, '_>], is_refused: bool) -> Vec<Late> {
    let mut found: Vec<Late> = Vec::new();
    let mut at = 1;
    while let Some(word) = words.get(at) {
        if word.text() == b"--" {
            break; // after it, kernels read the arguments of their first process
        }
        let end = spec_of(form, *word, is_refused).and_then(|spec| end_of(spec, words, at));
        if let Some(end) = end {
            found.push(Late { words: at..end });
        }
        at = end.unwrap_or(at + 1);
    }
    found.retain(|late| is_believable(form, late.words.start));
    if form.argument(1).or(form.argument(0)).is_some_and(|argument| argument.repeat == Repeat::Joined) {
        keep_ends(form, &mut found, words.len());
    }
    found
}

fn spec_of(form: &CommandForm, word: Word<'_, '_>, with_letters: bool) -> Option<&'static OptionSpec> {
    let text = word.text();
    if let Some(long) = text.strip_prefix(b"--") {
        let name = long.split(|byte| *byte == b'=').next().unwrap_or_default();
        let has_value = name.len() < long.len();
        return form.option(name).filter(|spec| !has_value || spec.takes != Takes::Nothing);
    }
    match text {
        [b'-', letter] if with_letters => form.short_option(*letter),
        _ => None,
    }
}

/// The end of an option's words. None if its value is missing or invalid.
fn end_of(spec: &OptionSpec, words: &[Word<'_, '_>], at: usize) -> Option<usize> {
    let has_value = words.get(at)?.text().contains(&b'=');
    if has_value || spec.takes != Takes::Required {
        return Some(at + 1);
    }
    let value = words.get(at + 1).filter(|value| !value.text().starts_with(b"-"))?;
    let is_number = value.as_literal().is_none_or(|value| parse_integer(value).is_ok());
    (!spec.role.is_integer() || is_number).then_some(at + 2)
}

/// Whether an argument at this position could be an option by mistake: not one that is printed or stored.
fn is_believable(form: &CommandForm, at: usize) -> bool {
    form.argument(at)
        .is_none_or(|argument| argument.role != Role::SettingValue && argument.role != Role::Command)
}

/// In a text, keeps only the options at its beginning and at its end: elsewhere they may be part of it.
fn keep_ends(form: &CommandForm, found: &mut Vec<Late>, length: usize) {
    let mut tail = length;
    let first_of_tail = found
        .iter()
        .rposition(|late| {
            let touches = late.words.end == tail;
            tail = if touches { late.words.start } else { tail };
            !touches
        })
        .map_or(0, |at| at + 1);
    // All words of `echo` are text; elsewhere the first one is a name.
    let has_name = form.argument(0).is_some_and(|argument| argument.repeat != Repeat::Joined);
    let mut head = usize::from(has_name);
    let mut at = 0;
    found.retain(|late| {
        let is_first = late.words.start == head;
        head = if is_first { late.words.end } else { head };
        at += 1;
        is_first || at > first_of_tail
    });
}
