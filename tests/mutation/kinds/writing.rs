//! Mistakes in the syntax of commands and lines.

use ipxe_catalog::{Catalog, Implementation as Is};
use ipxe_syntax::{Command, Word};

use crate::seed::{Edit, Ground, Random, misspelt};

/// A separate line before a command's line.
pub(super) fn line_before(command: Command<'_, '_>, text: &str) -> Edit {
    let mut edit = Edit::new(command.line().full_span(), Vec::new());
    edit.range.end = edit.range.start;
    edit.text = format!("{text}\n").into_bytes();
    edit
}

pub(super) fn is_first(command: Command<'_, '_>) -> bool {
    command.line().commands().next().is_some_and(|first| first.id() == command.id())
        && command.line().label().is_none()
}

/// The value of an option, as a separate word.
pub(super) fn option_values<'a, 's>(
    ground: &Ground<'a, 's>,
    names: &[&[u8]],
) -> Vec<(Word<'a, 's>, Word<'a, 's>)> {
    let values = ground.commands().flat_map(|(command, _)| {
        let words: Vec<_> = command.words().collect();
        words.windows(2).map(|pair| (pair[0], pair[1])).collect::<Vec<_>>()
    });
    values.filter(|(option, _)| names.contains(&option.text())).collect()
}

pub(super) fn backslash_before_command(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let next_is_command = |command: &Command<'_, '_>| {
        let next = ground.script.commands().find(|next| next.line_id() > command.line_id());
        next.is_some_and(|next| {
            next.line_id().index() == command.line_id().index() + 1
                && next.line().label().is_none()
                && next.name().is_some_and(|name| name.text() != b"initrd")
        })
    };
    let last = |command: &Command<'_, '_>| {
        command.line().commands().last().is_some_and(|last| last.id() == command.id())
            && command.line().comment().is_none()
            && !command.line().is_continued()
    };
    let lines = ground.of(&[Is::Kernel, Is::Imgfetch, Is::Set, Is::Chain]);
    let line = random.pick(lines.into_iter().filter(next_is_command).filter(last))?;
    let end = line.words().last()?.span().end() as usize;
    Some(Edit { range: end..end, text: b" \\".to_vec() })
}

pub(super) fn blank_after_backslash(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let source = ground.script.source();
    let continued: Vec<usize> = (1..source.len())
        .filter(|at| source[*at] == b'\n' && source[at - 1] == b'\\' && (*at < 2 || source[at - 2] != b'\\'))
        .collect();
    let at = random.pick(continued)?;
    let command = ground
        .commands()
        .find(|(command, _)| (command.span().start() as usize..command.span().end() as usize).contains(&at));
    command.map(|_| Edit { range: at..at, text: b" ".to_vec() })
}

pub(super) fn capital_command(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let name = random.pick(ground.commands().filter_map(|(command, _)| command.name()))?;
    let mut text = name.as_literal()?.to_vec();
    if random.below(2) == 0 {
        text.make_ascii_uppercase();
    } else {
        text[0].make_ascii_uppercase();
    }
    Some(Edit::new(name.span(), text))
}

pub(super) fn command_misspelt(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let name = random.pick(ground.commands().filter_map(|(command, _)| command.name()))?;
    Some(Edit::new(name.span(), misspelt(name.as_literal()?, random)?))
}

pub(super) fn comment_mark_lost(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let comments = ground.script.lines().skip(1).filter_map(|line| {
        let text = ground.script.slice(line.comment()?);
        let words = text.strip_prefix(b"# ")?;
        // A commented-out line is a command, and is correct without its `#`.
        let first = words.split(u8::is_ascii_whitespace).next().unwrap_or_default();
        let is_command = Catalog::command_in_any_release(first).is_some();
        let is_prose = !is_command
            && words.split(u8::is_ascii_whitespace).count() > 1
            && words.first().is_some_and(u8::is_ascii_alphabetic);
        let is_reached = ground.commands().any(|(command, _)| command.line_id() > line.id())
            && ground.commands().any(|(command, _)| command.line_id().index() + 1 == line.id().index());
        (is_prose && is_reached && line.commands().all(Command::is_empty)).then(|| line.comment()).flatten()
    });
    let comment = random.pick(comments)?;
    let start = comment.start() as usize;
    Some(Edit { range: start..start + 2, text: Vec::new() })
}

pub(super) fn foreign_comment(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let command = random.pick(ground.commands())?.0;
    let mark = random.pick(["// ", "; ", "REM ", "-- "])?;
    Some(line_before(command, &format!("{mark}the next step"))).filter(|_| is_first(command))
}

pub(super) fn header_misspelt(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let header = b"#!ipxe";
    let is_there = ground.script.source().starts_with(header);
    let text = random.pick([
        "#ipxe", "!ipxe", "# !ipxe", "#!pxe", "#!iPXE", "#!/ipxe", " #!ipxe", "#! ipxe", "", "\n#!ipxe",
    ])?;
    is_there.then(|| Edit { range: 0..header.len(), text: text.into() })
}

pub(super) fn look_alike_dash(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let option = random.pick(ground.options())?;
    Some(Edit::new(option.span_at(0..2), "\u{2014}"))
}

pub(super) fn merge_conflict(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let command =
        random.pick(ground.commands().map(|(command, _)| command).filter(|command| is_first(*command)))?;
    Some(line_before(command, random.pick(["<<<<<<< HEAD", "=======", ">>>>>>> main"])?))
}

pub(super) fn option_behind_arguments(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let moved =
        ground.of(&[Is::Choose, Is::Imgfetch, Is::Chain, Is::Item]).into_iter().filter_map(|command| {
            let words: Vec<_> = command.words().collect();
            let [_, option, target] = words[..] else { return None };
            let is_flag = option.text().starts_with(b"--") && !option.text().contains(&b'=');
            is_flag.then(|| Edit {
                range: option.span().start() as usize..target.span().end() as usize,
                text: [target.text(), b" ", option.text()].concat(),
            })
        });
    random.pick(moved)
}

pub(super) fn option_misspelt(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let option = random.pick(ground.options())?;
    let name_end = option.text().iter().position(|byte| *byte == b'=').unwrap_or(option.text().len());
    let name = misspelt(&option.text()[2..name_end], random)?;
    Some(Edit::new(option.span_at(2..name_end), name))
}

pub(super) fn option_single_dash(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let option = random.pick(ground.options())?;
    Some(Edit::new(option.span_at(0..1), ""))
}

pub(super) fn option_value_lost(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let values = option_values(ground, &[b"--timeout", b"--default", b"--key", b"--name"]);
    random.pick(values).map(|(_, value)| Edit::new(value.span(), ""))
}

pub(super) fn shell_condition(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let command =
        random.pick(ground.commands().map(|(command, _)| command).filter(|command| is_first(*command)))?;
    Some(line_before(
        command,
        random.pick(["if [ -n \"${net0/ip}\" ]; then", "fi", "else", "export name=value", "done"])?,
    ))
}

pub(super) fn unit_behind_number(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let values = option_values(ground, &[b"--timeout", b"-t"]);
    let numbers = values.into_iter().filter(|(_, value)| value.text().iter().all(u8::is_ascii_digit));
    let (_, value) = random.pick(numbers)?;
    Some(Edit::new(value.span(), [value.text(), random.pick(["s", "ms", "sec"])?.as_bytes()].concat()))
}

/// A space between two words of a command that matters, replaced by a space character that is not white space to iPXE.
pub(super) fn no_break_space(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let source = ground.script.source();
    let gaps = ground.commands().filter_map(|(command, _)| {
        let words: Vec<_> = command.words().take(2).collect();
        let [first, second] = words[..] else { return None };
        let gap = first.span().end() as usize..second.span().start() as usize;
        (source.get(gap.clone())? == b" ").then_some(gap)
    });
    Some(Edit { range: random.pick(gaps)?, text: b"\xc2\xa0".to_vec() })
}

pub(super) fn byte_order_mark(ground: &Ground<'_, '_>, _: &mut Random) -> Option<Edit> {
    let is_there = ground.script.source().starts_with(b"#!ipxe");
    is_there.then(|| Edit { range: 0..0, text: b"\xef\xbb\xbf".to_vec() })
}

pub(super) fn word_doubled(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let told = [Is::Echo, Is::Item, Is::Menu, Is::Dynui, Is::Prompt];
    let names = ground.commands().filter_map(|(command, invocation)| {
        let tells = invocation.form().is_some_and(|form| told.contains(&form.implementation));
        command.name().filter(|_| !tells && command.words().len() > 1)
    });
    let name = random.pick(names)?;
    Some(Edit::new(name.span(), [name.text(), b" ", name.text()].concat()))
}

pub(super) fn blank_behind_command_lost(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let gaps = ground.commands().filter_map(|(command, _)| {
        let words: Vec<_> = command.words().take(2).collect();
        let [first, second] = words[..] else { return None };
        Some(first.span().end() as usize..second.span().start() as usize)
    });
    Some(Edit { range: random.pick(gaps)?, text: Vec::new() })
}

pub(super) fn semicolon_glued(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let last = ground.of(&[Is::Dhcp, Is::Goto, Is::Kernel, Is::Imgfetch, Is::Imgexec, Is::Chain, Is::Set]);
    let ends = last.into_iter().filter_map(|command| Some(command.words().last()?.span().end() as usize));
    let end = random.pick(ends)?;
    Some(Edit { range: end..end, text: b";".to_vec() })
}

pub(super) fn foreign_option(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let commands = ground.of(&[Is::Dhcp, Is::Goto, Is::Kernel, Is::Set, Is::Choose, Is::Isset, Is::Imgfree]);
    let name = random.pick(commands)?.name()?;
    let option = random.pick(["--quiet", "--replace", "--force", "--retry", "-q", "--url"])?;
    let end = name.span().end() as usize;
    Some(Edit { range: end..end, text: format!(" {option}").into_bytes() })
}

/// A command with its name in other boot loaders and shells.
pub(super) fn foreign_command(ground: &Ground<'_, '_>, random: &mut Random) -> Option<Edit> {
    let names = ground.commands().filter_map(|(command, _)| {
        let name = command.name()?;
        let others: &[&str] = match name.text() {
            b"kernel" => &["linux", "LINUX", "linuxefi", "vmlinuz"],
            b"initrd" => &["initrdefi", "INITRD", "initramfs", "append", "APPEND"],
            b"chain" => &["chainload", "configfile", "include", "source", "wget"],
            b"goto" => &["jump", "call", "gosub"],
            b"echo" => &["print", "printf", "SAY"],
            b"set" => &["let", "export", "setenv", "var"],
            b"sleep" => &["wait", "TIMEOUT"],
            b"item" => &["menuentry", "option", "LABEL"],
            _ => return None,
        };
        Some((name, others))
    });
    let (name, others) = random.pick(names)?;
    Some(Edit::new(name.span(), random.pick(others.iter().copied())?))
}
