//! `exit` with success where the machine should boot its own disk.

use std::cell::{LazyCell, OnceCell};

use foldhash::HashMap;
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

/// The reason why the local disk was probably meant to boot, and the place that shows it.
type Reason = (Span, &'static str);

/// The script that ran before has returned: nothing was booted.
fn after_return<'a, 's>(cx: &Context<'a, 's>, command: Command<'a, 's>) -> Option<Reason> {
    let mut before = command.line().commands().rev().skip_while(|before| before.id() >= command.id());
    loop {
        let before = before.next()?;
        let executes = cx.form(before).is_some_and(|form| form.implementation == Implementation::Imgexec);
        let next = (Edge::Success, Node::Command(command.id()));
        if executes && cx.flow.successors(Node::Command(before.id())).any(|successor| successor == next) {
            return Some((before.span(), "when this returns, nothing was booted"));
        }
        // Only `||` skips the command after it if the command before it succeeds.
        before.operator().filter(|operator| operator.kind == OperatorKind::Or)?;
    }
}

/// It runs if the user chooses the disk, or if the disk does not boot.
fn asked_for<'a, 's>(
    cx: &Context<'a, 's>,
    command: Command<'a, 's>,
    disks: &Disks<'a, 's>,
) -> Option<Reason> {
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

/// The lines before announce it, or the label does.
fn announced<'a, 's>(
    cx: &Context<'a, 's>,
    command: Command<'a, 's>,
    disks: &Disks<'a, 's>,
) -> Option<Reason> {
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

/// The names for the local disk.
struct Disks<'a, 's> {
    /// The entries of the menus, by name.
    entries: HashMap<&'a [u8], Entry<'a, 's>>,
}

/// The entries of one name.
#[derive(Default)]
struct Entry<'a, 's> {
    items: Vec<Command<'a, 's>>,
    /// Whether one of their texts mentions the disk.
    speaks: OnceCell<bool>,
}

impl<'a, 's> Disks<'a, 's> {
    fn new(cx: &Context<'a, 's>) -> Self {
        let mut entries: HashMap<_, Entry<'a, 's>> = HashMap::default();
        for item in cx.menus().menus().iter().flat_map(|menu| &menu.items) {
            if let Some(name) = item.word.as_literal() {
                entries.entry(name).or_default().items.push(item.command);
            }
        }
        Self { entries }
    }

    /// Whether a label or an entry of that name refers to the disk.
    fn are_named(&self, name: &[u8]) -> bool {
        let letters: Vec<u8> =
            name.iter().filter(|byte| byte.is_ascii_alphanumeric()).map(u8::to_ascii_lowercase).collect();
        let speaks = |item: &Command<'_, '_>| speaks_of_disk(&text_of(*item, 1));
        let is_entry = |entry: &Entry<'_, '_>| *entry.speaks.get_or_init(|| entry.items.iter().any(speaks));
        Meaning::LocalDiskLabel.is_in(&letters)
            || speaks_of_disk(name)
            || self.entries.get(name).is_some_and(is_entry)
    }
}

/// The words of a command from an index on, as one text.
fn text_of(command: Command<'_, '_>, skipped: usize) -> Vec<u8> {
    command.arguments().skip(skipped).map(Word::text).collect::<Vec<_>>().join(&b' ')
}

/// Whether a text is about booting the machine's own disk.
fn speaks_of_disk(text: &[u8]) -> bool {
    let text = text.to_ascii_lowercase();
    let is_local = Meaning::LocalText.is_in(&text) && Meaning::DiskText.is_in(&text);
    let goes_on = Meaning::ContinuationText.is_in(&text) && Meaning::FirmwareBootText.is_in(&text);
    is_local || goes_on || Meaning::LocalDiskText.is_in(&text)
}
