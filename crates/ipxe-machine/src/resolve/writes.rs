//! The settings that the commands of a script write.

use std::collections::{BTreeMap, BTreeSet};

use ipxe_catalog::{Catalog, Implementation, Returns, Role};
use ipxe_syntax::{Command, OperatorKind, Script};

use crate::settings::Origin;
use ipxe_language::{
    integer::parse_integer, options::parse_arguments, setting_name::SettingName, text::Text,
};

/// A write to a setting with a known name.
pub(crate) enum Write {
    /// `set`
    Set { name: Vec<u8>, text: Text<'static> },
    /// `clear`
    Clear { name: Vec<u8> },
    /// `inc`; `None`: by an unknown number.
    Increment { name: Vec<u8>, by: Option<u32> },
    /// A write by another command, or of an unknown value.
    Other { name: Vec<u8> },
}

impl Write {
    pub(crate) fn name(&self) -> &[u8] {
        match self {
            Self::Set { name, .. }
            | Self::Clear { name }
            | Self::Increment { name, .. }
            | Self::Other { name } => name,
        }
    }
}

/// The write of a command with these words, the first of which is its name.
pub(crate) fn of(words: &[Text<'_>], catalog: &Catalog) -> Vec<Write> {
    let Some((name, arguments)) = words.split_first() else { return Vec::new() };
    let Some(form) = name.as_known().and_then(|name| catalog.command(name)).map(|known| known.form) else {
        return Vec::new();
    };
    let Ok(parsed) = parse_arguments(catalog, form, arguments) else { return Vec::new() };
    let named = |text: &Text<'_>| text.as_known().map(<[u8]>::to_vec);
    let Some((first, rest)) = parsed.positionals.split_first() else {
        return form
            .effects
            .writes
            .iter()
            .map(|name| Write::Other { name: name.as_bytes().to_vec() })
            .collect();
    };
    let write = match (form.implementation, named(first)) {
        (Implementation::Set, Some(name)) => Some(Write::Set { name, text: Text::join(rest) }),
        (Implementation::Clear, Some(name)) => Some(Write::Clear { name }),
        (Implementation::Inc, Some(name)) => {
            let by = match rest.first() {
                None => Some(Ok(1)),
                Some(by) => by.as_known().map(parse_integer),
            };
            match by {
                Some(Err(_)) => return Vec::new(),
                by => Some(Write::Increment { name, by: by.and_then(Result::ok) }),
            }
        }
        _ => None,
    };
    if let Some(write) = write {
        return vec![write];
    }
    let positional = parsed.positionals.iter().enumerate();
    let positional =
        positional.map(|(at, text)| (form.argument(at).map(|argument| argument.role), text.clone()));
    let options =
        parsed.options.iter().filter_map(|option| Some((option.spec.role, option.value?.text.to_text())));
    positional
        .filter_map(|(role, text)| Some((role?, text)))
        .chain(options)
        .filter(|(role, _)| Role::writes_setting(*role))
        .filter_map(|(_, text)| named(&text))
        .chain(form.effects.writes.iter().map(|name| name.as_bytes().to_vec()))
        .map(|name| Write::Other { name })
        .collect()
}

/// The settings that a script writes, by whether their values last beyond labels.
pub(super) struct Lasting {
    /// Written only once, unconditionally, before the first label and the first jump.
    pub(super) once: BTreeSet<Vec<u8>>,
    /// The others, with their first write.
    pub(super) others: Vec<(Vec<u8>, Origin)>,
}

/// Searches a script for writes to settings with literal names.
pub(super) fn lasting(script: &Script<'_>, catalog: &Catalog) -> Lasting {
    // The number of writes to each setting, its first write, and whether that one lasts.
    let mut all: BTreeMap<Vec<u8>, (usize, Vec<u8>, Origin, bool)> = BTreeMap::new();
    let mut straight = true;
    for line in script.lines() {
        straight &= line.label().is_none();
        for command in line.commands() {
            let words = literal_words(command);
            let operator = command.operator().map(|operator| operator.kind);
            let lasts = straight && !matches!(operator, Some(OperatorKind::And | OperatorKind::Or));
            let origin = Origin::Script { command: command.span() };
            for write in of(&words, catalog) {
                let (name, written) = (untyped(write.name()), write.name().to_vec());
                all.entry(name).or_insert((0, written, origin, lasts)).0 += 1;
            }
            straight &= !jumps(&words, catalog);
        }
    }
    let (once, others): (Vec<_>, Vec<_>) =
        all.into_values().partition(|(count, _, _, lasts)| *lasts && *count == 1);
    Lasting {
        once: once.into_iter().map(|(_, name, _, _)| name).collect(),
        others: others.into_iter().map(|(_, name, origin, _)| (name, origin)).collect(),
    }
}

/// The words of a command; those with expansions are unknown.
fn literal_words<'a>(command: Command<'a, '_>) -> Vec<Text<'a>> {
    command.words().map(|word| word.as_literal().map_or_else(Text::unknown, Text::from)).collect()
}

/// Whether a command may jump. A command whose name is not literal may.
fn jumps(words: &[Text<'_>], catalog: &Catalog) -> bool {
    let Some(name) = words.first() else { return false };
    let Some(name) = name.as_known() else { return true };
    catalog.command(name).is_some_and(|known| known.form.effects.returns == Returns::Jumps)
}

/// A setting's name without its type.
fn untyped(name: &[u8]) -> Vec<u8> {
    let SettingName { scope, name, .. } = SettingName::parse(name);
    [scope, b"/", name].concat()
}
