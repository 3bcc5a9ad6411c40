//! `exit` with success where the machine is to go on with its own disk.

use ipxe_catalog::{Implementation, Platform};
use ipxe_engine::parse_integer;
use ipxe_flow::{Edge, Node};
use ipxe_syntax::{Command, Span};

use crate::{
    Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta,
    context::{Context, positional_words},
    facts::platforms::PlatformReach,
    sink::Sink,
};

pub(super) const META: RuleMeta = RuleMeta {
    name: "exit-to-local-boot",
    code: "IPX421",
    summary: "a script that wants the local disk booted ends with success, which some firmware takes for the end of booting",
    level: Level::Advice,
    fix: FixKind::Always,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let mut reach = None;
    for (command, invocation) in cx.invocations_of(Implementation::Exit) {
        let status = positional_words(command, invocation).next();
        let succeeds = status.is_none_or(|status| status.as_literal().is_some_and(|text| parse_integer(text) == Ok(0)));
        if !succeeds || invocation.argument_error().is_some() || cx.is_template(command) {
            continue;
        }
        let Some(why) = after_return(cx, command).or_else(|| announced(cx, command)) else { continue };
        let reach: &PlatformReach = reach.get_or_insert_with(|| PlatformReach::new(cx));
        if !reach.of(command.id()).contains(Platform::Efi) {
            continue;
        }
        let edit = match status {
            Some(status) => (status.span(), "1"),
            None => (Span::empty(command.span().end()), " 1"),
        };
        out.push(
            Diagnostic::new(
                RuleId::ExitToLocalBoot,
                command.span(),
                "`exit` reports success, and UEFI firmware may stop there",
                "some firmware goes on with its boot order only after a failure",
            )
            .and_label(why.0, why.1)
            .fix(Fix::unsafe_("leave with a failure: `exit 1`", edit.0, edit.1)),
        );
    }
}

/// Why a place looks as if the local disk was to be booted, and where.
type Reason = (Span, &'static str);

/// The script that ran before has come back: nothing was booted.
fn after_return<'a, 's>(cx: &Context<'a, 's>, command: Command<'a, 's>) -> Option<Reason> {
    let mut before = cx.flow.predecessors(Node::Command(command.id()));
    before.find_map(|(edge, node)| match node {
        Node::Command(before) if edge == Edge::Success => {
            let before = cx.script.command(before).filter(|before| before.line_id() == command.line_id())?;
            let executes = cx.form(before).is_some_and(|form| form.implementation == Implementation::Imgexec);
            executes.then(|| (before.span(), "when this comes back, nothing was booted"))
        }
        _ => None,
    })
}

/// The line before says so, or the label does.
fn announced<'a, 's>(cx: &Context<'a, 's>, command: Command<'a, 's>) -> Option<Reason> {
    if let Some(label) = command.line().label() {
        return speaks_of_disk(label.name()).then(|| (label.span(), "this is where the local disk is to be booted"));
    }
    let before = cx.command_before(command.id())?;
    if let Some(label) = cx.label_between(before, command) {
        return speaks_of_disk(label.name()).then(|| (label.span(), "this is where the local disk is to be booted"));
    }
    let is_echo = cx.form(before).is_some_and(|form| form.implementation == Implementation::Echo);
    let text = before.arguments().map(|word| word.text().to_vec()).collect::<Vec<_>>().join(&b' ');
    if is_echo && speaks_of_disk(&text) {
        return Some((before.span(), "this announces the local disk"));
    }
    is_echo.then(|| announced(cx, before)).flatten()
}

/// Whether a text is about booting from the machine's own disk.
fn speaks_of_disk(text: &[u8]) -> bool {
    let text = String::from_utf8_lossy(text).to_ascii_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    let is_local = has(&["local", "hard"]) && has(&["boot", "disk", "drive", "hdd"]);
    is_local || has(&["next boot device", "boot order", "from disk", "from hdd", "localboot"])
}
