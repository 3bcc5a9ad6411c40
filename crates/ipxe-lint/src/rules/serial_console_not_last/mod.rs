//! The order of `console=`: the last one is the one that the system talks to.

use ipxe_syntax::Word;

use crate::{
    Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, facts::command_lines::CommandLine,
    sink::Sink, text::quote,
};

pub(super) const META: RuleMeta = RuleMeta {
    name: "serial-console-not-last",
    code: "IPX605",
    summary: "a serial console is given before the screen, and so is not `/dev/console`",
    level: Level::Advice,
    fix: FixKind::Always,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// Beginnings of the names of consoles that are no screens.
const SERIAL: [&[u8]; 7] = [b"ttyS", b"ttyAMA", b"ttyUSB", b"ttyPS", b"ttymxc", b"ttySAC", b"hvc"];

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    out.extend(cx.command_lines().linux().iter().filter_map(look_at));
}

fn look_at(line: &CommandLine<'_, '_>) -> Option<Diagnostic> {
    let consoles: Vec<(Word<'_, '_>, &[u8])> = line
        .words
        .iter()
        .filter_map(|word| Some((*word, word.text().strip_prefix(b"console=")?)))
        .collect();
    let (last, screen) = consoles.last().copied().filter(|(_, name)| is_screen(name))?;
    let (serial, name) = consoles.iter().rev().find(|(_, name)| is_serial(name))?;
    let short = |name: &[u8]| quote(name.split(|byte| *byte == b',').next().unwrap_or_default());
    let message = format!("of several consoles, {} is `/dev/console` because it is the last one", short(screen));
    let label = format!("what the system says and asks while it starts is not seen on {}", short(name));
    let text = |word: Word<'_, '_>| String::from_utf8_lossy(word.text()).into_owned();
    let title = format!("to have it on {}, put that last", short(name));
    let fix = Fix::unsafe_(title, last.span(), text(*serial)).and(serial.span(), text(last));
    Some(Diagnostic::new(RuleId::SerialConsoleNotLast, last.span(), message, label).fix(fix))
}

fn is_screen(name: &[u8]) -> bool {
    name.strip_prefix(b"tty").is_some_and(|rest| !rest.is_empty() && rest.iter().all(u8::is_ascii_digit))
}

fn is_serial(name: &[u8]) -> bool {
    SERIAL.iter().any(|start| name.starts_with(start)) && name.is_ascii() && !name.contains(&b'$')
}
