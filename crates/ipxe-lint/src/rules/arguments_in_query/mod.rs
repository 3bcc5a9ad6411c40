//! Arguments of a kernel in the query of its URL.

use ipxe_language::text::Text;
use ipxe_model::{commands::linux, images::command_lines::CommandLine};

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};

pub(super) const META: RuleMeta = RuleMeta {
    name: "arguments-in-query",
    code: "IPX612",
    summary: "kernel arguments are in the query of the URL, where only the web server sees them",
    level: Level::Warning,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// This many arguments without an `initrd=` among them are not an accident.
const SEVERAL: usize = 2;

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    out.extend(cx.command_lines().linux().iter().filter_map(|line| look_at(cx, line)));
}

fn look_at<'a, 's>(cx: &Context<'a, 's>, line: &CommandLine<'a, 's>) -> Option<Diagnostic> {
    let location: Text<'_> = cx.constants().resolve(line.image, cx);
    let query =
        memchr::memchr(b'?', location.known_bytes()).and_then(|at| location.known_bytes().get(at + 1..))?;
    let arguments: Vec<&[u8]> =
        query.split(|byte| b"&? ".contains(byte)).filter(|part| linux::is_argument(part)).collect();
    let names_initrd = arguments.iter().any(|argument| argument.starts_with(b"initrd="));
    if !names_initrd && (arguments.len() < SEVERAL || !line.words.is_empty()) {
        return None;
    }
    let first = arguments.first()?;
    let message = format!("{} is in the query of the kernel's URL", quote(first));
    let label = "this is sent to the web server; the kernel does not get it";
    let finding = Diagnostic::new(RuleId::ArgumentsInQuery, line.image.span(), message, label);
    Some(finding.help("write the kernel's arguments after its URL, separated by spaces"))
}
