//! The order of `console=`: the system uses the last one for input and output.

use ipxe_catalog::{Implementation, world::Meaning};
use ipxe_syntax::Word;

use crate::{Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_model::images::command_lines::CommandLine;

pub(super) const META: RuleMeta = RuleMeta {
    name: "serial-console-not-last",
    code: "IPX605",
    summary: "a serial console is not the last `console=`, so it is not `/dev/console`",
    level: Level::Advice,
    fix: FixKind::Sometimes,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

const ARGUMENT: &[u8] = b"console=";

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    // A hypervisor's module, such as the kernel of Xen's first domain, has other consoles.
    let is_module = |line: &&CommandLine<'_, '_>| {
        cx.form(line.command).is_some_and(|form| form.implementation == Implementation::Imgfetch)
    };
    let lines = cx.command_lines().linux().iter().filter(|line| !is_module(line));
    out.extend(lines.filter_map(|line| look_at(cx, line)));
}

/// A console of a command line.
struct Console<'a, 's> {
    /// The word that contains it, possibly in a setting.
    word: Word<'a, 's>,
    name: Vec<u8>,
}

impl Console<'_, '_> {
    fn is_written(&self) -> bool {
        self.word.text().strip_prefix(ARGUMENT) == Some(&self.name)
    }

    fn short(&self) -> String {
        quote(self.name.split(|byte| *byte == b',').next().unwrap_or_default())
    }
}

fn look_at<'a, 's>(cx: &Context<'a, 's>, line: &CommandLine<'a, 's>) -> Option<Diagnostic> {
    let consoles: Vec<_> = line.words.iter().flat_map(|word| consoles(cx, *word)).collect();
    let screen = consoles.last().filter(|console| is_screen(&console.name))?;
    let serial = consoles.iter().rev().find(|console| is_serial(&console.name))?;
    let message = format!("{} is the last of several consoles, so it is `/dev/console`", screen.short());
    let label = format!("messages and prompts of the booting system do not appear on {}", serial.short());
    let finding = Diagnostic::new(RuleId::SerialConsoleNotLast, screen.word.span(), message, label);
    let title = format!("to get them on {}, put it last", serial.short());
    if !(screen.is_written() && serial.is_written()) {
        return Some(finding.help(title));
    }
    let text = |word: Word<'_, '_>| String::from_utf8_lossy(word.text()).into_owned();
    let fix = Fix::unsafe_(title, screen.word.span(), text(serial.word));
    Some(finding.fix(fix.and(serial.word.span(), text(screen.word))))
}

/// The consoles in a word of a command line.
fn consoles<'a, 's>(cx: &Context<'a, 's>, word: Word<'a, 's>) -> Vec<Console<'a, 's>> {
    if let Some(name) = word.text().strip_prefix(ARGUMENT) {
        return vec![Console { word, name: name.to_vec() }];
    }
    if !word.text().starts_with(b"${") {
        return Vec::new();
    }
    let value = cx.constants().resolve(word, cx);
    let known = value.as_known().unwrap_or_default().split(|byte| *byte == b' ');
    known
        .filter_map(|argument| Some(Console { word, name: argument.strip_prefix(ARGUMENT)?.to_vec() }))
        .collect()
}

fn is_screen(name: &[u8]) -> bool {
    name.strip_prefix(b"tty").is_some_and(|rest| !rest.is_empty() && rest.iter().all(u8::is_ascii_digit))
}

fn is_serial(name: &[u8]) -> bool {
    Meaning::SerialConsole.is_in(name) && name.is_ascii() && !name.contains(&b'$')
}
