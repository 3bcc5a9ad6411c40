//! Mistakes in menus.

use ipxe_catalog::Implementation as Is;
use ipxe_syntax::{Command, Label, Word};

use super::writing::option_values;
use crate::seed::{Edit, Ground, Random, misspelt, whole_line};

/// The names of entries, with those of the entries before them in the same menu.
pub(super) fn items<'a, 's>(ground: &Ground<'a, 's>) -> Vec<(Word<'a, 's>, Word<'a, 's>)> {
    let names: Vec<_> = ground
        .of(&[Is::Item])
        .into_iter()
        .filter(|command| !command.words().any(|word| word.text().starts_with(b"--g")))
        .filter_map(|command| Some((command.line_id().index(), ground.positional(command).first().copied()?)))
        .collect();
    let neighbours =
        names.windows(2).filter(|pair| pair[0].0 + 1 == pair[1].0).map(|pair| (pair[0].1, pair[1].1));
    neighbours
        .filter(|(first, second)| first.as_literal().is_some() && second.as_literal().is_some())
        .collect()
}

pub(super) fn duplicate_item(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let (first, second) = random.pick(items(ground))?;
    Some(Edit::new(second.span(), first.text())).filter(|_| first.text() != second.text())
}

pub(super) fn duplicate_key(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let keys = option_values(ground, &[b"--key", b"-k"]);
    let line = |word: Word<'_, '_>| {
        ground
            .script
            .commands()
            .find(|command| {
                command.span().start() <= word.span().start() && word.span().end() <= command.span().end()
            })
            .map(|command| command.line_id().index())
    };
    let pairs = keys.windows(2).filter(|pair| {
        line(pair[0].1).zip(line(pair[1].1)).is_some_and(|(first, second)| first + 1 == second)
            && pair[0].1.text() != pair[1].1.text()
            && ground.script.slice(pair[0].1.span()).len() == 1
    });
    let pair = random.pick(pairs)?;
    Some(Edit::new(pair[1].1.span(), pair[0].1.text()))
}

pub(super) fn default_misspelt(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    // The first entry is the default; if it is the only one, there is no other.
    let has_several = |choose: &Command<'_, '_>| {
        let above = ground.of(&[Is::Item, Is::Menu, Is::Dynui]).into_iter().rev();
        let above = above.filter(|command| command.id() < choose.id());
        let items = above.take_while(|command| command.name().is_some_and(|name| name.text() == b"item"));
        items.filter(|item| !ground.positional(*item).is_empty()).count() > 1
    };
    let values = ground.of(&[Is::Choose]).into_iter().filter(has_several).filter_map(|command| {
        let words: Vec<_> = command.arguments().collect();
        let option = words.iter().position(|word| [&b"--default"[..], b"-d"].contains(&word.text()))?;
        words.get(option + 1).copied().filter(|value| value.as_literal().is_some())
    });
    let value = random.pick(values)?;
    Some(Edit::new(value.span(), misspelt(value.text(), random)?))
}

pub(super) fn choice_misspelt(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let chosen: Vec<&[u8]> = ground
        .of(&[Is::Choose])
        .into_iter()
        .filter_map(|command| ground.positional(command).first().and_then(|word| word.as_literal()))
        .collect();
    let jumps = ground.of(&[Is::Goto]).into_iter().filter_map(|command| {
        let word = ground.positional(command).first().copied()?;
        let name = word.text().strip_prefix(b"${")?.strip_suffix(b"}")?;
        chosen.contains(&name).then_some((word, name))
    });
    let (word, name) = random.pick(jumps)?;
    let name = misspelt(name, random)?;
    Some(Edit::new(word.span(), [b"${", &name[..], b"}"].concat()))
}

pub(super) fn choose_lost(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let chooses = ground.of(&[Is::Choose]);
    let line = random.pick(
        chooses
            .into_iter()
            .filter(|command| command.line().label().is_none())
            .map(|command| command.line().full_span()),
    )?;
    Some(Edit::new(line, ""))
}

pub(super) fn item_renamed(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let jumps_to_choice = ground
        .of(&[Is::Goto])
        .into_iter()
        .any(|command| ground.positional(command).first().is_some_and(|word| word.has_expansion()));
    let labels: Vec<&[u8]> = ground.script.labels().map(Label::name).collect();
    let names =
        ground.of(&[Is::Item]).into_iter().filter_map(|command| ground.positional(command).first().copied());
    let word = random.pick(names.filter(|word| labels.contains(&word.text()) && jumps_to_choice))?;
    Some(Edit::new(word.span(), misspelt(word.text(), random)?))
}

pub(super) fn menu_lost(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let menus = ground.of(&[Is::Menu, Is::Dynui]);
    let [menu] = menus[..] else { return None };
    let _ = random;
    whole_line(menu).map(|line| Edit::new(line, ""))
}

/// The timeouts of menus and prompts in milliseconds.
fn waits<'a, 's>(ground: &Ground<'a, 's>) -> Vec<Word<'a, 's>> {
    let is_round = |text: &[u8]| text.len() > 3 && text.ends_with(b"000");
    let values = option_values(ground, &[b"--timeout", b"-t"]).into_iter().map(|(_, value)| value);
    values.filter(|value| value.text().iter().all(u8::is_ascii_digit) && is_round(value.text())).collect()
}

pub(super) fn timeout_in_seconds(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let wait = random.pick(waits(ground))?;
    Some(Edit::new(wait.span(), wait.text().strip_suffix(b"000")?))
}

pub(super) fn timeout_in_words(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let wait = random.pick(waits(ground))?;
    Some(Edit::new(wait.span(), random.pick(["never", "5,000", "1e4", "5.0", "five"])?))
}

pub(super) fn sleep_in_milliseconds(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let words =
        ground.of(&[Is::Sleep]).into_iter().filter_map(|command| ground.positional(command).first().copied());
    let word = random.pick(words.filter(|word| word.text().iter().all(u8::is_ascii_digit)))?;
    Some(Edit::new(word.span(), [word.text(), b"000"].concat()))
}

pub(super) fn choice_nowhere_kept(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let names = ground
        .of(&[Is::Choose])
        .into_iter()
        .filter_map(|command| ground.positional(command).first().copied());
    Some(Edit::new(random.pick(names)?.span(), ""))
}

pub(super) fn item_command_lost(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let names = ground.of(&[Is::Item]).into_iter().filter_map(Command::name);
    Some(Edit::new(random.pick(names)?.span(), ""))
}

/// A missing name of an entry that leads to a label: the text's first word becomes the name.
pub(super) fn item_name_lost(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let labels: Vec<&[u8]> = ground.script.labels().map(Label::name).collect();
    let names =
        ground.of(&[Is::Item]).into_iter().filter_map(|command| match ground.positional(command)[..] {
            [name, text, ..] if labels.contains(&name.text()) && !labels.contains(&text.text()) => Some(name),
            _ => None,
        });
    let jumps_to_choice = ground
        .of(&[Is::Goto])
        .into_iter()
        .any(|command| ground.positional(command).first().is_some_and(|word| word.has_expansion()));
    random.pick(names).filter(|_| jumps_to_choice).map(|name| Edit::new(name.span(), ""))
}
