//! A position in a script and its meaning.

use ipxe_lint::{
    catalog::{Argument, Catalog, CommandForm, KnownCommand, OptionSpec, Role, Takes},
    syntax::{Command, Expansion, Script, Span, Word},
};

/// A position in a command.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spot<'a, 's> {
    pub(crate) command: Command<'a, 's>,
    /// The specification of the command in the target release.
    pub(crate) known: Option<KnownCommand>,
    /// The word at the position. None between words.
    pub(crate) word: Option<Word<'a, 's>>,
    /// The meaning of the word, or of a word inserted here.
    pub(crate) meaning: Meaning,
}

/// The meaning of a word in its command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// The name of the command.
    Name,
    /// An option, and whether the position is in the value attached to it.
    Option { spec: Option<&'static OptionSpec>, in_value: bool },
    /// The value of the option before it.
    Value(&'static OptionSpec),
    /// An argument, by its index.
    Argument { at: usize, argument: Option<&'static Argument> },
}

impl Meaning {
    /// The meaning of the text at the position.
    pub(crate) fn role(self) -> Option<Role> {
        match self {
            Self::Value(spec) | Self::Option { spec: Some(spec), in_value: true } => Some(spec.role),
            Self::Argument { argument: Some(argument), .. } => Some(argument.role),
            _ => None,
        }
    }
}

impl<'a, 's> Spot<'a, 's> {
    /// The command at a position. None if there is no command.
    pub(crate) fn at(script: &'a Script<'s>, catalog: &Catalog, offset: u32) -> Option<Self> {
        let is_last = |end: u32| end as usize == script.source().len();
        let holds = |end: u32| end > offset || is_last(end);
        let line = script.lines().find(|line| holds(line.full_span().end()))?;
        if offset < line.span().start() {
            return None;
        }
        let is_comment = line.comment().is_some_and(|comment| offset > comment.start());
        let mut commands = line.commands().filter(|command| starts(*command) <= offset);
        let command = commands.next_back().filter(|_| !is_comment)?;
        let words: Vec<_> = command.words().collect();
        let touched = |word: &&Word<'_, '_>| word.span().start() <= offset && offset <= word.span().end();
        let word = words.iter().find(touched).copied();
        let number = words.iter().take_while(|word| word.span().end() < offset).count();
        let known = words.first().and_then(|name| catalog.command(name.text()));
        let meaning = match (number, known) {
            (0, _) => Meaning::Name,
            (_, Some(known)) => meaning(known.form, &words, number, offset),
            (number, None) => Meaning::Argument { at: number - 1, argument: None },
        };
        Some(Self { command, known, word, meaning })
    }

    /// The innermost expansion around a position.
    pub(crate) fn expansion(&self, offset: u32) -> Option<Expansion<'a, 's>> {
        let expansions = self.word?.expansions();
        let around = expansions.filter(|one| one.span().start() <= offset && offset <= one.span().end());
        around.min_by_key(|one| one.span().len())
    }

    /// The part of the word at the position that has this meaning: of `--name=value`, the value.
    pub(crate) fn span(&self) -> Option<Span> {
        let word = self.word?;
        match value_start(word, self.meaning) {
            0 => Some(word.span()),
            start => Some(word.span_at(start..word.text().len())),
        }
    }
}

/// The start of a command: after the operator before it.
fn starts(command: Command<'_, '_>) -> u32 {
    // The first command may be preceded by spaces.
    let start = command.line().span().start().min(command.span().start());
    command.operator().map_or(start, |operator| operator.span.end())
}

/// The meaning of a word: options come first, and some take the next word as value.
fn meaning(form: &'static CommandForm, words: &[Word<'_, '_>], number: usize, offset: u32) -> Meaning {
    let mut at = 1;
    while let Some(word) = words.get(at) {
        let text = word.text();
        if !text.starts_with(b"-") || text == b"-" || text == b"--" {
            break;
        }
        let (spec, value_at) = option(form, text);
        if at == number {
            let in_value = value_at.is_some_and(|value| word.span_at(value..text.len()).start() <= offset);
            return Meaning::Option { spec, in_value };
        }
        at += 1;
        // An optional value has to be attached to its option.
        if let Some(spec) = spec.filter(|spec| spec.takes == Takes::Required && value_at.is_none()) {
            if at == number {
                return Meaning::Value(spec);
            }
            at += 1;
        }
    }
    let ends_options = words.get(at).is_some_and(|word| word.text() == b"--");
    let at = number.saturating_sub(at + usize::from(ends_options && number > at));
    Meaning::Argument { at, argument: form.argument(at) }
}

/// The meanings of all words of a command.
pub(crate) fn meanings(form: &'static CommandForm, words: &[Word<'_, '_>]) -> Vec<Meaning> {
    let number = |number: usize, word: &Word<'_, '_>| match number {
        0 => Meaning::Name,
        _ => meaning(form, words, number, word.span().end()),
    };
    words.iter().enumerate().map(|(at, word)| number(at, word)).collect()
}

/// The words of commands that have a role, with their commands.
pub(crate) fn words_of<'a>(
    script: &'a Script<'_>,
    catalog: &Catalog,
    wanted: impl Fn(Role) -> bool,
) -> Vec<(Command<'a, 'a>, Word<'a, 'a>)> {
    let mut found = Vec::new();
    for command in script.commands() {
        let Some(known) = command.name().and_then(|name| catalog.command(name.text())) else { continue };
        let words: Vec<_> = command.words().collect();
        for (word, meaning) in words.iter().zip(meanings(known.form, &words)) {
            if meaning.role().is_some_and(&wanted) {
                found.push((command, *word));
            }
        }
    }
    found
}

/// The offset in a word of the part that has its meaning: of `--name=value`, the value.
pub(crate) fn value_start(word: Word<'_, '_>, meaning: Meaning) -> usize {
    match meaning {
        Meaning::Option { spec: Some(_), in_value: true } => {
            let text = word.text();
            let equals = text.iter().position(|byte| *byte == b'=').filter(|_| text.starts_with(b"--"));
            equals.map_or(2, |equals| equals + 1).min(text.len())
        }
        _ => 0,
    }
}

/// The option in a word, and the offset of its value if one is attached.
fn option(form: &'static CommandForm, word: &[u8]) -> (Option<&'static OptionSpec>, Option<usize>) {
    if let Some(long) = word.strip_prefix(b"--") {
        let equals = long.iter().position(|byte| *byte == b'=');
        return (form.option(&long[..equals.unwrap_or(long.len())]), equals.map(|equals| equals + 3));
    }
    let spec = word.get(1).and_then(|letter| form.short_option(*letter));
    let has_value = spec.is_some_and(|spec| spec.takes != Takes::Nothing) && word.len() > 2;
    (spec, has_value.then_some(2))
}

#[cfg(test)]
mod tests {
    use ipxe_lint::{catalog::Target, syntax::parse};

    use super::*;
    use crate::testing::CURSOR;

    /// A description of the meaning at the cursor.
    fn spot(text: &str) -> String {
        let (offset, source) = (text.find(CURSOR).unwrap(), text.replace(CURSOR, ""));
        let script = parse(source.as_bytes());
        let spot = Spot::at(&script, &Catalog::new(Target::default()), u32::try_from(offset).unwrap());
        let Some(spot) = spot else { return "nothing".to_owned() };
        let name = spot.known.map_or("?", |known| known.spec.name);
        let word = spot.word.map(|word| String::from_utf8_lossy(word.text()).into_owned());
        let what = match spot.meaning {
            Meaning::Name => "name".to_owned(),
            Meaning::Option { spec, in_value } => {
                format!("option {:?} {in_value}", spec.map(|spec| spec.long))
            }
            Meaning::Value(spec) => format!("value of {}", spec.long),
            Meaning::Argument { at, argument } => format!("argument {at} {:?}", argument.map(|one| one.role)),
        };
        format!("{name} {word:?}: {what}")
    }

    #[test]
    fn words_have_their_meanings() {
        let spots = [
            "#!ipxe\nch‸ain x\n",
            "#!ipxe\nchain --na‸me a x\n",
            "#!ipxe\nchain --name a‸ x\n",
            "#!ipxe\nchain --name=a‸ x\n",
            "#!ipxe\nchain -n a‸ x\n",
            "#!ipxe\nchain --name a x‸\n",
            "#!ipxe\nchain --name a x a‸\n",
            "#!ipxe\nset ‸\n",
            "#!ipxe\nset a‸\n",
            "#!ipxe\ndhcp || ‸\n",
            "#!ipxe\ndhcp || goto ‸\n",
            "#!ipxe\nchain x‸ || shell\n",
            "#!ipxe\nchain x |‸| shell\n",
            "#!ipxe\ndhcp && got‸o x\n",
            "#!ipxe\n  ‸\n",
            "#!ipxe\nunheard of‸\n",
            "#!ipxe\n# comm‸ent\n",
            "#!ipxe\n:la‸bel\n",
            "#!ipxe\nboot ‸",
        ];
        insta::assert_snapshot!(
            spots.map(|text| format!("{:40} {}", text[7..].trim_end(), spot(text))).join("\n")
        );
    }
}
