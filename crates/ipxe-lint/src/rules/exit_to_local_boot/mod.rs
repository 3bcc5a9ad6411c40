//! `exit` with success where the machine is to go on with its own disk.

use std::cell::LazyCell;

use foldhash::HashSet;
use ipxe_catalog::{Implementation, Platform, world::Meaning};
use ipxe_language::integer::parse_integer;
use ipxe_language::operation::Operation;
use ipxe_model::graph::{Edge, Node};
use ipxe_syntax::{Command, OperatorKind, Span, Word};

use crate::{Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink};
use ipxe_model::commands::{comparison::Comparison, positional_words};

pub(super) const META: RuleMeta = RuleMeta {
    name: "exit-to-local-boot",
    code: "IPX421",
    summary: "`exit` to the local disk reports success, and some firmware stops booting then",
    level: Level::Advice,
    fix: FixKind::Always,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let disks = LazyCell::new(|| Disks::new(cx));
    for (command, invocation) in cx.invocations_of(Implementation::Exit) {
        let status = positional_words(command, invocation).next();
        let succeeds =
            status.is_none_or(|status| status.as_literal().is_some_and(|text| parse_integer(text) == Ok(0)));
        if !succeeds || invocation.argument_error().is_some() {
            continue;
        }
        let why = after_return(cx, command).or_else(|| asked_for(cx, command, &disks));
        let Some(why) = why.or_else(|| announced(cx, command, &disks)) else { continue };
        if !cx.runs_on(command.id(), Platform::Efi) {
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
                "some firmware continues with its boot order only after a failure",
            )
            .and_label(why.0, why.1)
            .fix(Fix::unsafe_("exit with a failure: `exit 1`", edit.0, edit.1)),
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
            executes.then(|| (before.span(), "when this returns, nothing was booted"))
        }
        _ => None,
    })
}

/// It is done for who asks for the disk, or when the disk does not boot.
fn asked_for<'a, 's>(cx: &Context<'a, 's>, command: Command<'a, 's>, disks: &Disks<'_>) -> Option<Reason> {
    let before = cx.command_before(command.id()).filter(|before| before.line_id() == command.line_id())?;
    match command.operator()?.kind {
        OperatorKind::And => {
            let asked = Comparison::of(cx, before).filter(|comparison| disks.are_named(comparison.text))?;
            Some((asked.literal.span(), "this tests for the local disk"))
        }
        OperatorKind::Or => {
            let drive = match cx.flow.invocation(before.id())?.operation()? {
                Operation::BootSan(boot) => boot.drive,
                Operation::HookSan(hook) => hook.drive,
                _ => None,
            };
            Some((before.arguments().nth(drive?.option)?.span(), "this tries the local disk"))
        }
        OperatorKind::Then => None,
    }
}

/// The lines before say so, or the label does.
fn announced<'a, 's>(cx: &Context<'a, 's>, command: Command<'a, 's>, disks: &Disks<'_>) -> Option<Reason> {
    let mut command = command;
    loop {
        let before = cx.command_before(command.id());
        let label = match before {
            Some(before) => cx.label_between(before, command),
            None => cx.script.labels().take_while(|label| label.line() <= command.line_id()).last(),
        };
        if let Some(label) = label {
            let is_meant = disks.are_named(label.name());
            return is_meant.then(|| (label.span(), "this label is for booting the local disk"));
        }
        let before = before?;
        match cx.form(before)?.implementation {
            Implementation::Echo | Implementation::Prompt if speaks_of_disk(&text_of(before, 0)) => {
                return Some((before.span(), "this says that the local disk boots"));
            }
            Implementation::Echo | Implementation::Prompt | Implementation::Sleep => command = before,
            _ => return None,
        }
    }
}

/// What stands for the local disk.
struct Disks<'a> {
    /// The names of the menus' entries whose texts say so.
    entries: HashSet<&'a [u8]>,
}

impl<'a> Disks<'a> {
    fn new(cx: &Context<'a, '_>) -> Self {
        let items = cx.menus().menus().iter().flat_map(|menu| &menu.items);
        let items = items.filter(|item| speaks_of_disk(&text_of(item.command, 1)));
        Self { entries: items.filter_map(|item| item.word.as_literal()).collect() }
    }

    /// Whether a label or an entry of that name is about the disk.
    fn are_named(&self, name: &[u8]) -> bool {
        let letters: Vec<u8> =
            name.iter().filter(|byte| byte.is_ascii_alphanumeric()).map(u8::to_ascii_lowercase).collect();
        Meaning::LocalDiskLabel.is_in(&letters) || speaks_of_disk(name) || self.entries.contains(name)
    }
}

/// The words of a command from a place on, in one text.
fn text_of(command: Command<'_, '_>, skipped: usize) -> Vec<u8> {
    command.arguments().skip(skipped).map(Word::text).collect::<Vec<_>>().join(&b' ')
}

/// Whether a text is about booting from the machine's own disk.
fn speaks_of_disk(text: &[u8]) -> bool {
    let text = String::from_utf8_lossy(text).to_ascii_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    let is_local = has(&["local", "hard"]) && has(&["boot", "disk", "drive", "hdd"]);
    let goes_on = has(&["continue", "exit"]) && has(&["bios boot", "boot process", "normal boot"]);
    is_local || goes_on || Meaning::LocalDiskText.is_in(text.as_bytes())
}
