//! Mistakes in downloads and boots.

use ipxe_catalog::{Implementation as Is, world::asks_for_initrd};
use ipxe_syntax::{Command, Word};

use crate::seed::{Edit, Ground, Random, misspelt, whole_line};

const DOWNLOADS: &[Is] = &[Is::Chain, Is::Kernel, Is::Imgfetch, Is::Imgselect, Is::Imgexec];

/// The words of downloading commands that are URIs with this beginning.
pub(super) fn uris<'a, 's>(ground: &Ground<'a, 's>, start: &[u8]) -> Vec<Word<'a, 's>> {
    let commands =
        ground.of(DOWNLOADS).into_iter().filter_map(|command| ground.positional(command).first().copied());
    commands.filter(|word| word.text().starts_with(start)).collect()
}

pub(super) fn replaced(word: Word<'_, '_>, from: &[u8], to: &[u8]) -> Option<Edit> {
    let at = memchr_find(word.text(), from)?;
    let span = word.span_at(at..at + from.len());
    Some(Edit::new(span, to))
}

pub(super) fn memchr_find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len()).position(|window| window == wanted)
}

pub(super) fn address_glued_to_path(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let is_digits = |host: &[u8]| host.iter().all(|byte| byte.is_ascii_digit() || *byte == b'.');
    let is_address = |host: &[u8]| is_digits(host) || host.ends_with(b"}") && is_host(ground, host);
    let slashes = uris(ground, b"http://").into_iter().filter_map(|word| {
        let host = word.text().get(b"http://".len()..)?;
        let slash = host.iter().position(|byte| *byte == b'/')?;
        let follows = host.get(slash + 1).is_some_and(u8::is_ascii_alphabetic);
        let at = b"http://".len() + slash;
        (follows && slash > 0 && is_address(&host[..slash])).then(|| word.span_at(at..at + 1))
    });
    random.pick(slashes).map(|slash| Edit::new(slash, ""))
}

/// Whether it is evident that a setting at the end of an authority contains a host, without its own slash: the script
/// sets it to a value without one, or writes a slash after it elsewhere. Values from callers are unknown.
fn is_host(ground: &Ground<'_, '_>, authority: &[u8]) -> bool {
    let Some(start) = authority.iter().rposition(|byte| *byte == b'$') else { return false };
    let expansion = &authority[start..];
    let is_name = |word: Word<'_, '_>| word.text() == &expansion[2..expansion.len() - 1];
    let sets = ground.of(&[Is::Set]).into_iter().map(|command| ground.positional(command));
    let values: Vec<_> = sets.filter(|words| words.first().copied().is_some_and(is_name)).collect();
    let has_slash = |words: &Vec<Word<'_, '_>>| words.iter().skip(1).any(|word| word.text().contains(&b'/'));
    let with_slash = [expansion, b"/"].concat();
    let used = ground.script.source().windows(with_slash.len()).filter(|text| *text == with_slash).count();
    !values.iter().any(has_slash) && (!values.is_empty() || used > 1)
}

pub(super) fn backslashes_in_path(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let word =
        random.pick(uris(ground, b"http://").into_iter().filter(|word| word.as_literal().is_some()))?;
    let path = word.text()[b"http://".len()..].iter().position(|byte| *byte == b'/')? + b"http://".len();
    let text: Vec<u8> =
        word.text()[path..].iter().map(|byte| if *byte == b'/' { b'\\' } else { *byte }).collect();
    Some(Edit::new(word.span_at(path..word.text().len()), text))
}

pub(super) fn boot_lost(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let boots: Vec<_> = ground.named(&["boot"]);
    // With another one, the kernel may still be booted.
    let [boot] = boots[..] else { return None };
    let follows_kernel = ground.named(&["kernel"]).iter().any(|kernel| kernel.id() < boot.id());
    let line = whole_line(boot).filter(|_| follows_kernel && ground.positional(boot).is_empty())?;
    let _ = random;
    Some(Edit::new(line, ""))
}

pub(super) fn broken_command_line(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let kernels = ground.named(&["kernel"]).into_iter().filter_map(|command| {
        let words = ground.positional(command);
        let at = words.len().checked_sub(2).filter(|at| *at >= 1)?;
        let (before, after) = (words[at], words[at + 1]);
        Some(Edit {
            range: before.span().end() as usize..after.span().start() as usize,
            text: b"\n".to_vec(),
        })
    });
    random.pick(kernels)
}

/// The initrds that a kernel's command line names, with the argument.
pub(super) fn named_initrds<'a, 's>(ground: &Ground<'a, 's>) -> Vec<(Word<'a, 's>, Command<'a, 's>)> {
    let initrds: Vec<_> = ground
        .script
        .commands()
        .filter(|command| command.name().is_some_and(|name| name.text() == b"initrd"))
        .collect();
    let arguments = ground.named(&["kernel"]).into_iter().flat_map(|kernel| ground.positional(kernel));
    let named = arguments.filter_map(|word| {
        let name = word.as_literal()?.strip_prefix(b"initrd=")?;
        let file = |command: &&Command<'_, '_>| {
            ground
                .positional(**command)
                .first()
                .is_some_and(|uri| uri.text().ends_with(&[b"/", name].concat()))
        };
        let mut loading = initrds.iter().filter(file);
        let only = loading.next().filter(|_| loading.next().is_none())?;
        Some((word, *only))
    });
    named.collect()
}

pub(super) fn initrd_lost(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let lines = named_initrds(ground).into_iter().filter_map(|(_, command)| whole_line(command));
    random.pick(lines).map(|line| Edit::new(line, ""))
}

pub(super) fn initrd_argument_lost(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    // New kernels request it from the firmware, whichever line of the script shows their age; wimboot needs none; and
    // the value of a setting may contain the argument as well.
    let is_needed = |(word, _): &(Word<'_, '_>, Command<'_, '_>)| {
        let kernel = ground.named(&["kernel"]).into_iter().find(|kernel| {
            kernel.span().start() <= word.span().start() && word.span().end() <= kernel.span().end()
        });
        kernel.is_some_and(|kernel| {
            let words = ground.positional(kernel);
            let may_hold_it = words.iter().skip(1).any(|word| word.text().starts_with(b"${"));
            let is_wimboot = words.first().is_some_and(|uri| uri.text().ends_with(b"wimboot"));
            !may_hold_it && !is_wimboot && !asks_for_initrd(ground.script.source())
        })
    };
    let named = named_initrds(ground).into_iter().filter(is_needed);
    random.pick(named).map(|(word, _)| Edit::new(word.span(), ""))
}

pub(super) fn initrd_argument_misspelt(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let (word, _) = random.pick(named_initrds(ground))?;
    let name = misspelt(&word.text()[b"initrd=".len()..], random)?;
    Some(Edit::new(word.span(), [b"initrd=", &name[..]].concat()))
}

pub(super) fn kernel_lost(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let kernels = ground.named(&["kernel"]);
    let [kernel] = kernels[..] else { return None };
    let boots = ground
        .of(&[Is::Imgexec])
        .into_iter()
        .any(|boot| boot.id() > kernel.id() && ground.positional(boot).is_empty());
    let _ = random;
    boots.then(|| whole_line(kernel)).flatten().map(|line| Edit::new(line, ""))
}

pub(super) fn scheme_doubled(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let word = random.pick(uris(ground, b"http://"))?;
    Some(Edit::new(word.span_at(0..0), "http://"))
}

pub(super) fn scheme_lost(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let is_host = |word: &Word<'_, '_>| {
        let host = word.text()[b"http://".len()..].split(|byte| *byte == b'/').next().unwrap_or_default();
        host.iter().all(|byte| byte.is_ascii_alphanumeric() || b".-".contains(byte)) && host.contains(&b'.')
    };
    let word = random.pick(uris(ground, b"http://").into_iter().filter(is_host))?;
    Some(Edit::new(word.span_at(0..b"http://".len()), ""))
}

pub(super) fn scheme_misspelt(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let word = random.pick(uris(ground, b"http://"))?;
    let text =
        random.pick(["htp://", "http:/", "http//", "http:", "htpp://", "http:///", "HTTP;//", "http;//"])?;
    replaced(word, b"http://", text.as_bytes())
}

/// The words that are whole URIs with a literal host.
fn literal_uris<'a, 's>(ground: &Ground<'a, 's>) -> Vec<Word<'a, 's>> {
    let is_whole =
        |word: &Word<'_, '_>| word.as_literal().is_some_and(|text| text[b"http://".len()..].contains(&b'/'));
    uris(ground, b"http://").into_iter().filter(is_whole).collect()
}

/// `boot`, moved before the last `initrd` above it.
pub(super) fn boot_before_initrd(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let source = ground.script.source();
    let pairs = ground.named(&["boot"]).into_iter().filter_map(|boot| {
        let before = ground.script.commands().rfind(|before| before.line_id() < boot.line_id())?;
        let is_initrd = before.name().is_some_and(|name| name.text() == b"initrd");
        let (first, second) = (whole_line(before)?, whole_line(boot)?);
        // A Windows file may be superfluous.
        let after_kernel = ground.named(&["kernel"]).iter().any(|kernel| {
            kernel.line_id() < before.line_id()
                && !ground.positional(*kernel).first().is_some_and(|uri| uri.text().ends_with(b"wimboot"))
        });
        let fits =
            is_initrd && after_kernel && ground.positional(boot).is_empty() && first.end() == second.start();
        fits.then(|| first.start() as usize..second.end() as usize).map(|range| (range, first.end() as usize))
    });
    let (range, middle) = random.pick(pairs)?;
    let (initrd, boot) = (&source[range.start..middle], &source[middle..range.end]);
    let end: &[u8] = if boot.ends_with(b"\n") { b"" } else { b"\n" };
    Some(Edit { text: [boot, end, initrd].concat(), range })
}

pub(super) fn quoted_uri(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let word = random.pick(uris(ground, b"http://"))?;
    let quote: &[u8] = if random.below(2) == 0 { b"\"" } else { b"'" };
    Some(Edit::new(word.span(), [quote, word.text(), quote].concat()))
}

pub(super) fn letter_in_port(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let ports = literal_uris(ground).into_iter().filter_map(|word| {
        let host = word.text().get(b"http://".len()..)?.split(|byte| *byte == b'/').next()?;
        let colon = host.iter().position(|byte| *byte == b':')?;
        let zero = host[colon..].iter().position(|byte| *byte == b'0')?;
        let at = b"http://".len() + colon + zero;
        Some(word.span_at(at..at + 1))
    });
    random.pick(ports).map(|zero| Edit::new(zero, "O"))
}

pub(super) fn address_out_of_range(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let parts = literal_uris(ground).into_iter().filter_map(|word| {
        let host = word.text().get(b"http://".len()..)?.split(|byte| b":/".contains(byte)).next()?;
        let is_address = host.iter().all(|byte| byte.is_ascii_digit() || *byte == b'.');
        let last = host.iter().rposition(|byte| *byte == b'.')? + 1;
        let start = b"http://".len();
        is_address.then(|| word.span_at(start + last..start + host.len()))
    });
    let part = random.pick(parts)?;
    Some(Edit::new(part, random.pick(["256", "310", "1.7", "1."])?))
}

pub(super) fn colon_of_scheme_lost(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let word = random.pick(uris(ground, b"http://"))?;
    replaced(word, b"http://", random.pick([&b"http//"[..], b"http;//", b"http:\\\\", b"http.//"])?)
}

/// The names of images in arguments, if the script gives an image this name.
pub(super) fn image_name_misspelt(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let given: Vec<_> = super::writing::option_values(ground, &[b"--name", b"-n"])
        .into_iter()
        .map(|(_, name)| name.text())
        .collect();
    let users =
        [Is::Imgargs, Is::Imgexec, Is::Imgselect, Is::Kernel, Is::Imgfree, Is::Imgverify, Is::Imgextract];
    let names =
        ground.of(&users).into_iter().filter_map(|command| ground.positional(command).first().copied());
    let name = random.pick(names.filter(|name| given.contains(&name.text())))?;
    Some(Edit::new(name.span(), misspelt(name.as_literal()?, random)?))
}
