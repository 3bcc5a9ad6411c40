//! Failures that end the script, although there is evidence that it means to handle them.

mod entries;
mod evidence;
mod way_back;

use std::collections::hash_map::Entry;

use foldhash::HashMap;
use ipxe_catalog::{Actions, CommandForm, Fails, Implementation, Tested};
use ipxe_language::{invocation::Invocation, operation::Operation, text::Certainty};
use ipxe_model::commands::positional_words;
use ipxe_syntax::{Command, Span};

use crate::{
    Diagnostic, Fix, FixKind, Label, Level, RuleId, RuleMeta,
    context::Context,
    sink::Sink,
    text::{printable, quote},
};
use evidence::{Evidence, Finder};

pub(super) const META: RuleMeta = RuleMeta {
    name: "unhandled-failure",
    code: "IPX408",
    summary: "a command such as a download ends the script when it fails, although the script has a handler",
    level: Level::Warning,
    fix: FixKind::Sometimes,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let mut finder = None;
    let mut last = None;
    let mut told = Told::default();
    for (command, invocation) in cx.invocations_where(&can_go_wrong) {
        let is_fatal = cx.flow.is_reachable(command.id()) && cx.flow.failure_is_fatal(command.id());
        // One finding per line is enough.
        if !is_fatal
            || last == Some(command.line_id())
            || cx.is_parked(command)
            || invocation.argument_error().is_some()
            || !is_check(cx, command) && is_at_hand(cx, command, invocation)
        {
            continue;
        }
        let finder = finder.get_or_insert_with(|| Finder::new(cx));
        let evidence = if is_check(cx, command) {
            finder.checked_beside(command)
        } else {
            finder.find(command, invocation)
        };
        let Some(evidence) = evidence else { continue };
        last = Some(command.line_id());
        told.add(cx, command, &evidence);
    }
    out.extend(told.findings);
}

/// The maximum number of further commands of a section that a finding points at.
const SHOWN: usize = 2;

/// The findings.
#[derive(Default)]
struct Told<'a> {
    findings: Vec<Diagnostic>,
    /// Per label to which jumps after failing commands return, and whether a success leads to them: the finding that
    /// represents all of these.
    ways_back: HashMap<(&'a [u8], bool), usize>,
    /// The one that represents all of its section or loop.
    shared: Option<usize>,
}

impl<'a> Told<'a> {
    fn add(&mut self, cx: &Context<'_, '_>, command: Command<'_, '_>, evidence: &Evidence<'a>) {
        match evidence {
            Evidence::WayBack(back) if back.is_on_line => self.findings.push(report(cx, command, evidence)),
            Evidence::WayBack(back) => match self.ways_back.entry((back.label, back.may_come)) {
                Entry::Occupied(told) => {
                    if let Some(finding) = self.findings.get_mut(*told.get()) {
                        add_way_back(finding, command);
                    }
                }
                Entry::Vacant(new) => {
                    new.insert(self.findings.len());
                    self.findings.push(report(cx, command, evidence));
                }
            },
            Evidence::Again(label) => self.add_again(command, *label),
            Evidence::Sibling(..) | Evidence::Boot(_) | Evidence::Round(..) | Evidence::Unled(..) => {
                self.shared = Some(self.findings.len());
                self.findings.push(report(cx, command, evidence));
            }
            _ => self.findings.push(report(cx, command, evidence)),
        }
    }

    /// Adds another command to the last finding of its section or loop.
    fn add_again(&mut self, command: Command<'_, '_>, label: Option<&[u8]>) {
        let Some(finding) = self.shared.and_then(|at| self.findings.get_mut(at)) else { return };
        if finding.labels.len() <= SHOWN {
            finding.labels.push(Label { span: command.span(), text: "also here".to_owned() });
        }
        if let (Some(fix), Some(label)) = (finding.fix.take(), label) {
            let label = printable(&String::from_utf8_lossy(label));
            finding.fix = Some(fix.and(end_of(command), format!(" || goto {label}")));
        }
    }
}

/// The maximum number of further commands before jumps to one label that a finding points at.
const SHOWN_WAYS: usize = 5;

/// Adds another command before a jump to the same label.
fn add_way_back(finding: &mut Diagnostic, command: Command<'_, '_>) {
    if finding.labels.len() <= SHOWN_WAYS {
        finding.labels.push(Label { span: command.span(), text: "also here".to_owned() });
    }
    if let Some(fix) = finding.fix.take() {
        finding.fix = Some(fix.and(end_of(command), " ||"));
    }
}

/// The end of a command's line.
fn end_of(command: Command<'_, '_>) -> Span {
    Span::empty(command.line().commands().next_back().unwrap_or(command).span().end())
}

/// Whether the success of such commands depends on the network, the user or hardware, and they are not tests.
fn can_go_wrong(form: &CommandForm) -> bool {
    let outside =
        Actions::USES_NETWORK.union(Actions::FETCHES).union(Actions::EXECUTES).union(Actions::ATTACHES_SAN);
    form.effects.fails == Fails::Yes
        && form.effects.tested == Tested::No
        && form.effects.actions.intersects(outside.union(Actions::OPENS_INTERFACE))
}

/// Whether it checks an image: a failure has to stop the script, or to lead where those of others do.
fn is_check(cx: &Context<'_, '_>, command: Command<'_, '_>) -> bool {
    cx.form(command).is_some_and(|form| form.implementation == Implementation::Imgverify)
}

/// Whether it needs nothing from outside: it uses an image that was loaded before, or downloads only a picture.
fn is_at_hand<'a>(cx: &Context<'a, '_>, command: Command<'a, '_>, invocation: &'a Invocation<'a>) -> bool {
    let Some(form) = invocation.form() else { return false };
    if let Some(Operation::SetUpConsole { picture: None, .. }) = invocation.operation() {
        return true;
    }
    let fetches = form.effects.actions.contains(Actions::FETCHES);
    if !fetches || form.effects.actions.intersects(Actions::EXECUTES) {
        return false;
    }
    if form.implementation == Implementation::Imgargs && cx.images().load_by(command.id()).is_none() {
        return true;
    }
    let image = positional_words(command, invocation).next();
    image.is_some_and(|image| {
        let location = cx.constants().resolve(image, cx);
        let is_there = |name| cx.analysis().before(command.id()).map(|moment| moment.has_image(name));
        cx.images().names_one_before(&location, command.id())
            && location.as_known().and_then(is_there).is_some_and(Certainty::is_yes)
    })
}

fn report(cx: &Context<'_, '_>, command: Command<'_, '_>, evidence: &Evidence<'_>) -> Diagnostic {
    let name = command.name().map(|name| quote(name.text())).unwrap_or_default();
    let message = format!("{name} ends the script when it fails");
    let label = match (evidence, cx.standing().is_first()) {
        (Evidence::Timeout(_), true) => "when the timeout expires, the machine boots its next boot device",
        (Evidence::Timeout(_), false) => {
            "when the timeout expires, this script fails, and the script that started it must handle that"
        }
        (_, true) => "nothing handles the failure, and the machine boots its next boot device",
        (_, false) => {
            "nothing handles the failure: this script fails, and the script that started it must handle that"
        }
    };
    let finding = Diagnostic::new(RuleId::UnhandledFailure, command.span(), message, label);
    let end = end_of(command);
    let go_on = || Fix::unsafe_("continue with the next line: end this line with `||`", end, " ||");
    let to = |label: &[u8]| {
        let label = printable(&String::from_utf8_lossy(label));
        Fix::unsafe_(format!("add `|| goto {label}`"), end, format!(" || goto {label}"))
    };
    match evidence {
        Evidence::Below(span) => finding.and_label(*span, "this is for that case, but does not run then").fix(go_on()),
        Evidence::Asked(span) => finding.and_label(*span, "this tests whether it succeeded, but does not run when it fails").fix(go_on()),
        Evidence::Other(span) => finding.and_label(*span, "this is the next attempt, but does not run then").fix(go_on()),
        Evidence::Sibling(span, label) => finding.and_label(*span, "the failure of this one is handled").fix(to(label)),
        Evidence::WayBack(back) => {
            let text = if back.may_come {
                "this jumps back to the menu or prompt, but does not run then"
            } else {
                "this never runs: a success does not return, and a failure ends the script"
            };
            finding.and_label(back.jump, text).fix(if back.is_on_line { to(back.label) } else { go_on() })
        }
        Evidence::Round(span, label) => finding.and_label(*span, "this retries when another command fails").fix(to(label)),
        Evidence::Unled(span, label) => finding.and_label(*span, "no download or boot jumps to this section for failures").fix(to(label)),
        Evidence::Boot(span) => finding.and_label(*span, "this is for a failed boot, but does not run then").help("handle this failure, too: put a label before these lines, and jump there, `|| goto failed`"),
        Evidence::Misplaced(span) => finding.and_label(*span, "this never runs, so it handles no failure").help("move the `||` and what follows it to the end of the line above"),
        Evidence::Handler(span, label) => finding.and_label(*span, "no `goto` jumps here").fix(to(label)),
        Evidence::Again(_) => finding,
        Evidence::Timeout(span) => finding
            .and_label(*span, "this sets a timeout, so the script expects a failure")
            .help("handle the failure: `|| goto` with the label of a section that retries or gives up, or `|| shell`"),
    }
}
