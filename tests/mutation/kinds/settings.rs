//! Mistakes in settings, their values and their tests.

use ipxe_catalog::Implementation as Is;
use ipxe_syntax::{Expansion, Span, Word};

use crate::seed::{Edit, Ground, Random, misspelt};

pub(super) fn assignment_with_equals(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let sets = ground.of(&[Is::Set]).into_iter().filter_map(|command| {
        let words = ground.positional(command);
        let (name, value) = (words.first()?, words.get(1)?);
        let (end, start) = (name.span().end(), value.span().start());
        (name.as_literal().is_some())
            .then(|| Edit { range: end as usize..start as usize, text: b"=".to_vec() })
    });
    random.pick(sets)
}

pub(super) fn bare_setting_in_test(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let words = ground.of(&[Is::Isset, Is::Iseq]).into_iter().filter_map(|command| {
        let word = ground.positional(command).first().copied()?;
        let name = word.text().strip_prefix(b"${")?.strip_suffix(b"}")?;
        (!name.contains(&b'{')).then(|| Edit::new(word.span(), name))
    });
    random.pick(words)
}

pub(super) fn builtin_misspelt(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    const BUILTINS: &[&[u8]] = &[
        b"next-server",
        b"net0/mac",
        b"platform",
        b"buildarch",
        b"hostname",
        b"manufacturer",
        b"product",
        b"serial",
        b"gateway",
        b"netmask",
        b"net0/ip",
        b"filename",
        b"root-path",
    ];
    let own = ground.own_settings();
    let spans = ground.expansions().into_iter().filter_map(|expansion| {
        let name = expansion.inside().as_literal()?;
        (BUILTINS.contains(&name) && !own.contains(&name)).then(|| (expansion.inside().span(), name))
    });
    let (span, name) = random.pick(spans)?;
    let start = name.iter().position(|byte| *byte == b'/').map_or(0, |slash| slash + 1);
    let text = [&name[..start], &misspelt(&[b"_", &name[start..]].concat(), random)?[..]].concat();
    Some(Edit::new(span, text.into_iter().filter(|byte| *byte != b'_').collect::<Vec<_>>()))
        .filter(|edit| edit.text != name)
}

pub(super) fn comparison_lost_a_side(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let sides =
        ground.of(&[Is::Iseq]).into_iter().filter_map(|command| ground.positional(command).get(1).copied());
    random.pick(sides).map(|side| Edit::new(side.span(), ""))
}

pub(super) fn comparison_with_equals(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let sides =
        ground.of(&[Is::Iseq]).into_iter().filter_map(|command| ground.positional(command).get(1).copied());
    let side = random.pick(sides)?;
    Some(Edit::new(side.span(), [b"== ", side.text()].concat()))
}

pub(super) fn dollar_lost(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let own = ground.own_settings();
    let spans = ground
        .expansions()
        .into_iter()
        .filter(|expansion| expansion.inside().as_literal().is_some_and(|name| own.contains(&name)));
    let start = random.pick(spans)?.span().start() as usize;
    Some(Edit { range: start..start + 1, text: Vec::new() })
}

pub(super) fn own_setting_misspelt(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let own = ground.own_settings();
    let names = ground.expansions().into_iter().filter_map(|expansion| {
        let name = expansion.inside().as_literal().filter(|name| own.contains(name))?;
        Some((expansion.inside().span(), name))
    });
    let (span, name) = random.pick(names)?;
    let text = misspelt(name, random)?;
    (!own.contains(&&text[..])).then(|| Edit::new(span, text))
}

pub(super) fn platform_misnamed(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let values = ground.of(&[Is::Iseq]).into_iter().filter_map(|command| {
        let sides = ground.positional(command);
        let other = match sides.first()?.text() {
            b"${platform}" => ["uefi", "bios", "EFI", "PCBIOS", "pc"].as_slice(),
            b"${buildarch}" => ["amd64", "x64", "aarch64", "i686", "X86_64"].as_slice(),
            _ => return None,
        };
        Some((*sides.get(1)?, other))
    });
    let (side, others) = random.pick(values)?;
    Some(Edit::new(side.span(), random.pick(others.iter().copied())?))
}

/// The values of `set` commands that are one word.
pub(super) fn value_words<'a, 's>(ground: &Ground<'a, 's>) -> Vec<Word<'a, 's>> {
    let sets = ground.of(&[Is::Set]).into_iter().filter_map(|command| match ground.positional(command)[..] {
        [_, value] => Some(value),
        _ => None,
    });
    sets.collect()
}

pub(super) fn quoted_value(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let word = random.pick(value_words(ground))?;
    Some(Edit::new(word.span(), [b"\"", word.text(), b"\""].concat()))
}

pub(super) fn look_alike_quotes(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let word = random.pick(value_words(ground))?;
    Some(Edit::new(word.span(), [b"\xe2\x80\x9c", word.text(), b"\xe2\x80\x9d"].concat()))
}

pub(super) fn set_of_expansion(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let names =
        ground.of(&[Is::Set]).into_iter().filter_map(|command| ground.positional(command).first().copied());
    // If the script never uses a setting, it does not matter whether it has a value.
    let read: Vec<_> = own_reads(ground).into_iter().map(|(_, name)| name).collect();
    let word = random.pick(names.filter(|word| read.contains(&word.text())))?;
    Some(Edit::new(word.span(), [b"${", word.text(), b"}"].concat()))
}

pub(super) fn shell_assignment(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let sets = ground.of(&[Is::Set]).into_iter().filter_map(|command| {
        let words = ground.positional(command);
        let [name, value] = words[..] else { return None };
        let range = command.span().start() as usize..command.span().end() as usize;
        name.as_literal().map(|name| Edit { range, text: [name, b"=", value.text()].concat() })
    });
    random.pick(sets)
}

pub(super) fn shell_variable(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let own = ground.own_settings();
    let spans = ground.expansions().into_iter().filter_map(|expansion| {
        let name = expansion.inside().as_literal().filter(|name| own.contains(name))?;
        Some((expansion.span(), name))
    });
    let (span, name) = random.pick(spans)?;
    let text = if random.below(2) == 0 { [b"$", name].concat() } else { [b"$(", name, b")"].concat() };
    Some(Edit::new(span, text))
}

pub(super) fn type_misspelt(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let types = ground.expansions().into_iter().filter_map(Expansion::setting_type);
    let part = random.pick(types)?;
    Some(Edit::new(part.span(), misspelt(part.as_literal()?, random)?))
}

pub(super) fn unterminated_expansion(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let end = random.pick(ground.expansions())?.span().end() as usize;
    Some(Edit { range: end - 1..end, text: Vec::new() })
}

pub(super) fn windows_variable(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let own = ground.own_settings();
    let spans = ground.expansions().into_iter().filter_map(|expansion| {
        let name = expansion.inside().as_literal().filter(|name| own.contains(name))?;
        Some((expansion.span(), name))
    });
    let (span, name) = random.pick(spans)?;
    Some(Edit::new(span, [b"%", name, b"%"].concat()))
}

/// Expansions of settings with a type, and the position of its colon.
pub(super) fn colon_before_type_lost(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let types = ground.expansions().into_iter().filter_map(|expansion| {
        let part = expansion.setting_type()?;
        part.as_literal().map(|_| part.span().start() as usize)
    });
    let start = random.pick(types)?;
    let text = random.pick(["", "-", ".", ";"])?;
    Some(Edit { range: start - 1..start, text: text.into() })
}

pub(super) fn wrong_closing_brace(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let end = random.pick(ground.expansions())?.span().end() as usize;
    Some(Edit { range: end - 1..end, text: random.pick([")", "]", "]}"])?.into() })
}

pub(super) fn blank_inside_expansion(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let inside = random.pick(ground.expansions())?.inside().span();
    let at = if random.below(2) == 0 { inside.start() } else { inside.end() } as usize;
    Some(Edit { range: at..at, text: b" ".to_vec() })
}

/// The names of the script's own settings where they are read.
fn own_reads<'a>(ground: &Ground<'a, '_>) -> Vec<(Span, &'a [u8])> {
    let own = ground.own_settings();
    let names = ground.expansions().into_iter().filter_map(|expansion| {
        let name = expansion.inside().as_literal().filter(|name| own.contains(name))?;
        Some((expansion.inside().span(), name))
    });
    names.collect()
}

pub(super) fn own_setting_in_capitals(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let own = ground.own_settings();
    let (span, name) = random.pick(own_reads(ground))?;
    let text = name.to_ascii_uppercase();
    (!own.contains(&&text[..])).then(|| Edit::new(span, text))
}

pub(super) fn hyphen_for_underscore(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let own = ground.own_settings();
    let (span, name) = random.pick(own_reads(ground))?;
    let swapped = |byte: &u8| match byte {
        b'-' => b'_',
        b'_' => b'-',
        other => *other,
    };
    let text: Vec<u8> = name.iter().map(swapped).collect();
    (!own.contains(&&text[..])).then(|| Edit::new(span, text))
}

/// A setting of the script's own that is set only once, with its name misspelt there.
pub(super) fn set_name_misspelt(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let own = ground.own_settings();
    let read: Vec<_> = own_reads(ground).into_iter().map(|(_, name)| name).collect();
    // A name without a value after it is deleted, and usually never set.
    let sets = ground.of(&[Is::Set]).into_iter().map(|command| ground.positional(command));
    let names = sets.filter(|words| words.len() > 1).filter_map(|words| words.first().copied());
    let once = names.filter(|word| {
        let name = word.text();
        read.contains(&name) && own.iter().filter(|own| **own == name).count() == 1
    });
    let word = random.pick(once)?;
    Some(Edit::new(word.span(), misspelt(word.text(), random)?))
}

pub(super) fn interface_of_linux(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let scopes = ground.expansions().into_iter().filter_map(|expansion| {
        let scope = expansion.scope()?;
        let number = scope.as_literal()?.strip_prefix(b"net")?;
        number.iter().all(u8::is_ascii_digit).then(|| (scope.span(), number))
    });
    let (span, number) = random.pick(scopes)?;
    let text = random.pick([&b"eth"[..], b"enp", b"nic", b"lan"])?;
    Some(Edit::new(span, [text, number].concat()))
}

pub(super) fn comparison_glued(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let sides =
        ground.of(&[Is::Iseq]).into_iter().filter_map(|command| match ground.positional(command)[..] {
            [left, right] => Some(left.span().end() as usize..right.span().start() as usize),
            _ => None,
        });
    let range = random.pick(sides)?;
    Some(Edit { range, text: random.pick(["=", "==", "!=", ""])?.into() })
}

pub(super) fn quoted_side(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let sides =
        ground.of(&[Is::Iseq]).into_iter().filter_map(|command| ground.positional(command).get(1).copied());
    let side = random.pick(sides)?;
    let quote: &[u8] = if random.below(2) == 0 { b"\"" } else { b"'" };
    Some(Edit::new(side.span(), [quote, side.text(), quote].concat()))
}

pub(super) fn negated_test(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let name = random.pick(ground.of(&[Is::Iseq, Is::Isset]))?.name()?;
    let text = random.pick(["! ", "not ", "!", "if "])?;
    Some(Edit::new(name.span(), [text.as_bytes(), name.text()].concat()))
}

/// `set NAME VALUE` without its name, or with both swapped, if the value cannot be the name of a setting.
pub(super) fn set_name_lost(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    Some(Edit::new(random.pick(sets_of_paths(ground))?.0.span(), ""))
}

pub(super) fn set_swapped(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let (name, value) = random.pick(sets_of_paths(ground))?;
    Some(Edit::new(name.span().cover(value.span()), [value.text(), b" ", name.text()].concat()))
}

fn sets_of_paths<'a, 's>(ground: &Ground<'a, 's>) -> Vec<(Word<'a, 's>, Word<'a, 's>)> {
    let sets = ground.of(&[Is::Set]).into_iter().filter_map(|command| match ground.positional(command)[..] {
        [name, value] if value.text().contains(&b'/') => Some((name, value)),
        _ => None,
    });
    sets.collect()
}
