//! Evidence that a script means to handle the failure of a command.

use foldhash::{HashMap, HashSet};
use ipxe_catalog::{Actions, CommandForm, Implementation, Returns, world::Meaning};
use ipxe_language::invocation::Invocation;
use ipxe_model::graph::{Edge, Node};
use ipxe_syntax::{Command, CommandId, Label, Line, LineId, OperatorKind, Span, Word};

use super::{
    entries::OddOnes,
    way_back::{WayBack, way_back},
};
use crate::context::Context;
use ipxe_language::setting_name::untyped;
use ipxe_model::commands::{
    booting::executes_selected,
    comparison::sole_expansion,
    failures::{is_handler_name, speaks_of_failure},
    files::kind_of,
    positional_words,
    retries::{Retry, rounds},
    section_starts::reports_failure,
};
use ipxe_model::images::{departures::departs, executed::Executed};

/// The maximum number of commands below that are checked.
const LOOKED_AT: usize = 6;

/// The evidence that a failure was meant to be handled, and its place.
pub(super) enum Evidence<'a> {
    /// The lines below are for this case.
    Below(Span),
    /// A test below checks for success.
    Asked(Span),
    /// The next line does the same in another way.
    Other(Span),
    /// A jump below that only runs after a failure, or that leads back to a question to the user.
    WayBack(WayBack<'a>),
    /// A download in the same section has a handler, the section of that label.
    Sibling(Span, &'a [u8]),
    /// It is part of a loop that other failures restart, by a jump to that label.
    Round(Span, &'a [u8]),
    /// The boot of the same images has lines below for its failure.
    Boot(Span),
    /// The line below, which never runs, handles a failure.
    Misplaced(Span),
    /// A section for failures that is not a jump target.
    Handler(Span, &'a [u8]),
    /// A section that reports a failure, and that is only reachable from a dialogue with the user.
    Unled(Span, &'a [u8]),
    /// It has a timeout.
    Timeout(Span),
    /// The last finding of the section or loop also represents this command. Its failures lead to that label, if a jump
    /// handles them.
    Again(Option<&'a [u8]>),
}

/// Searches for evidence.
pub(super) struct Finder<'c, 'a, 's> {
    cx: &'c Context<'a, 's>,
    /// The sections for failures that are not jump targets.
    handlers: Vec<Label<'a, 's>>,
    /// The number of them that were reported, or passed.
    told_handlers: usize,
    /// The jumps that handle downloads, by section.
    handled: Vec<(usize, Span, &'a [u8])>,
    /// The boots whose failure is ignored intentionally, by section.
    passed_over: Vec<(usize, Span)>,
    /// The labels to which failures lead.
    led_to: HashSet<LineId>,
    /// The section of the last finding.
    told: Option<usize>,
    /// The retry loops, and the last one with a finding.
    rounds: Vec<Retry<'a, 's>>,
    told_round: Option<CommandId>,
    odd_ones: OddOnes<'a>,
    /// The section for failures that is only reachable from dialogues, and the section and command of its finding.
    unled: Option<(Label<'a, 's>, Option<(usize, CommandId)>)>,
}

impl<'c, 'a, 's> Finder<'c, 'a, 's> {
    pub(super) fn new(cx: &'c Context<'a, 's>) -> Self {
        let is_spare = |label: &Label<'_, '_>| {
            is_handler_name(label.name()) && !cx.flow.is_target(*label) && cx.flow.labels().is_first(*label)
        };
        let handlers = if cx.lost_jumps().is_empty() {
            cx.script.labels().filter(is_spare).collect()
        } else {
            Vec::new()
        };
        let (handled, led_to) = (handled(cx), after_failures(cx));
        let mut finder = Self {
            cx,
            handlers,
            handled,
            passed_over: Vec::new(),
            told: None,
            told_handlers: 0,
            rounds: rounds(cx),
            told_round: None,
            odd_ones: OddOnes::new(cx, |label| led_to.contains(&label.line())),
            unled: unled_handler(cx).map(|label| (label, None)),
            led_to,
        };
        finder.passed_over = finder.passed_over();
        finder
    }

    pub(super) fn find(
        &mut self,
        command: Command<'a, 's>,
        invocation: &'a Invocation<'a>,
    ) -> Option<Evidence<'a>> {
        let next = self.below(command).next();
        let asked = || Some(Evidence::Asked(self.asked(command, invocation, next?)?));
        let other = || Some(Evidence::Other(self.tried_next(command, invocation)?));
        let meant = || Some(Evidence::Below(self.meant_for_failure(command)?));
        let resort = || Some(Evidence::Below(self.last_resort(command)?));
        let misplaced = || Some(Evidence::Misplaced(self.misplaced_handler(command)?));
        let back = || Some(Evidence::WayBack(way_back(self.cx, command, self.below(command))?));
        let shown = meant().or_else(resort).or_else(misplaced).or_else(asked).or_else(other).or_else(back);
        shown
            .or_else(|| self.sibling(command))
            .or_else(|| self.round(command))
            .or_else(|| {
                let (jump, label) = self.odd_ones.handler_of(command.id())?;
                Some(Evidence::Sibling(jump, label))
            })
            .or_else(|| Self::timeout(command, invocation))
            .or_else(|| self.spare_handler(command))
            .or_else(|| self.unled_handler(command))
    }

    /// The section for failures that is only reachable from dialogues; the finding is for the first section that could
    /// need it.
    fn unled_handler(&mut self, command: Command<'a, 's>) -> Option<Evidence<'a>> {
        let section = self.cx.sections().of(command.span());
        let (label, told) = self.unled.as_mut()?;
        let first = *told.get_or_insert((section, command.id()));
        let is_first = first.1 == command.id();
        (first.0 == section).then(|| {
            if is_first {
                Evidence::Unled(label.span(), label.name())
            } else {
                Evidence::Again(Some(label.name()))
            }
        })
    }

    /// The loop that contains the command, if the failure of another part restarts it; one finding per loop.
    fn round(&mut self, command: Command<'a, 's>) -> Option<Evidence<'a>> {
        // A boot uses existing images, and is the same in every iteration.
        let is_there =
            |boot: Executed<'_, '_>| self.cx.images().names_one_before(&boot.location, command.id());
        if executes_selected(self.cx, command) || Executed::of(self.cx, command).is_some_and(is_there) {
            return None;
        }
        let open = self.rounds.partition_point(|retry| retry.jump.id() <= command.id());
        let mut open = self.rounds.iter().skip(open).take(LOOKED_AT);
        let retry = *open.find(|retry| retry.head.id() <= command.id())?;
        let is_told = self.told_round.replace(retry.jump.id()) == Some(retry.jump.id());
        let name = retry.label.name();
        Some(if is_told { Evidence::Again(Some(name)) } else { Evidence::Round(retry.jump.span(), name) })
    }

    /// The commands with words below the command's line, up to the next label.
    fn below(&self, command: Command<'a, 's>) -> impl Iterator<Item = Command<'a, 's>> + use<'c, 'a, 's> {
        let cx = self.cx;
        let behind = cx.commands_from(command.id().index() + 1).filter(|next| !next.is_empty());
        let behind = behind.skip_while(move |next| next.line_id() == command.line_id());
        behind.take(LOOKED_AT).take_while(move |next| cx.label_between(command, *next).is_none())
    }

    /// A command below that is only useful after a failure, if no command in between is useful after a success.
    fn meant_for_failure(&self, command: Command<'a, 's>) -> Option<Span> {
        let stays = self.stays_away(command);
        // A text below a label to which failures lead may give the reason for the failure.
        let says = |next: Command<'a, 's>| {
            (stays || !self.is_after_failure(command)) && speaks_of_failure(&text_of(next))
        };
        for next in self.below(command) {
            let form = self.cx.form(next)?;
            if next.operator().is_some() {
                return None;
            }
            match form.implementation {
                Implementation::Echo if says(next) => return Some(next.span()),
                Implementation::Prompt if stays || says(next) => return Some(next.span()),
                Implementation::Shell if stays => return Some(next.span()),
                Implementation::Goto => {
                    let target = self.cx.flow.invocation(next.id())?.positional(0)?.as_known()?;
                    return is_handler_name(target).then_some(next.span());
                }
                Implementation::Echo | Implementation::Sleep | Implementation::Imgfree => {}
                _ => return None,
            }
        }
        None
    }

    /// The shell below, if only downloads with an ignored failure are between it and the command that opens an
    /// interface: it is for the case without a network.
    fn last_resort(&self, command: Command<'a, 's>) -> Option<Span> {
        let opens = self.cx.form(command)?.effects.actions.contains(Actions::OPENS_INTERFACE);
        let tries = |next: &Command<'a, 's>| {
            let behind = self.cx.commands_from(next.id().index() + 1).next();
            let goes_on =
                |end: Command<'_, '_>| end.line_id() == next.line_id() && end.is_empty() && is_or(end);
            let fetches = self.cx.form(*next).is_some_and(|form| {
                form.effects.actions.intersects(Actions::FETCHES.union(Actions::EXECUTES))
            });
            fetches && next.operator().is_none() && behind.is_some_and(goes_on)
        };
        let mut below = self.below(command).filter(|_| opens).skip_while(tries);
        let last = below.next().filter(|last| last.operator().is_none())?;
        let is_shell = self.cx.form(last)?.implementation == Implementation::Shell;
        let has_tried = self.below(command).next().is_some_and(|next| tries(&next));
        (is_shell && has_tried).then(|| last.span())
    }

    /// Whether failures lead to the label of its section.
    fn is_after_failure(&self, command: Command<'a, 's>) -> bool {
        let above = (0..=command.line_id().index()).rev().take(LOOKED_AT);
        let mut lines = above.filter_map(|line| self.cx.script.line(LineId::new(u32::try_from(line).ok()?)));
        lines.find_map(Line::label).is_some_and(|label| self.led_to.contains(&label.line()))
    }

    /// A `boot` on the next line that never runs, and whose failure would be handled: the image that boots before does
    /// not return, or its failure ends the script.
    fn misplaced_handler(&self, command: Command<'a, 's>) -> Option<Span> {
        let next = self.below(command).next()?;
        let handler = self.cx.commands_from(next.id().index() + 1).next()?;
        let handles = handler.line_id() == next.line_id()
            && handler.operator().is_some_and(|operator| operator.kind == OperatorKind::Or)
            && !handler.is_empty();
        let is_left =
            self.cx.form(command)?.effects.returns == Returns::OnlyOnFailure || departs(self.cx, command);
        (is_left && handles && executes_selected(self.cx, next) && !self.cx.flow.is_reachable(next.id()))
            .then(|| next.span().cover(handler.span()))
    }

    /// The boots whose failure is ignored, with lines below for that case.
    fn passed_over(&self) -> Vec<(usize, Span)> {
        let boots = self.cx.invocations_where(&boots).map(|(command, _)| command);
        let found = boots.filter_map(|boot| {
            let next = self.cx.commands_from(boot.id().index() + 1).next()?;
            let is_or = next.operator().is_some_and(|operator| operator.kind == OperatorKind::Or);
            let ignores = is_or && next.line_id() == boot.line_id() && self.only_boots(boot);
            let below = if next.is_empty() { self.meant_for_failure(boot) } else { self.said(next) };
            Some((self.cx.sections().of(boot.span()), below.filter(|_| ignores)?))
        });
        found.collect()
    }

    /// The commands after a failed boot that only print or clean up, if the script continues after it.
    fn said(&self, talk: Command<'a, 's>) -> Option<Span> {
        use Implementation::{Clear, Echo, Prompt};
        let form = self.cx.form(talk)?;
        let is_talk = matches!(form.implementation, Clear | Echo | Prompt);
        let goes_on = self.cx.flow.successors(Node::Command(talk.id()));
        let mut goes_on = goes_on.filter(|(edge, _)| *edge == Edge::Success);
        (is_talk && goes_on.any(|(_, next)| matches!(next, Node::Command(_)))).then(|| talk.span())
    }

    /// Whether the image that it boots does not return: it is the image that was loaded for it, a disk, or certainly
    /// not a script.
    fn only_boots(&self, boot: Command<'a, 's>) -> bool {
        executes_selected(self.cx, boot)
            || self.cx.form(boot).is_some_and(|form| form.effects.returns == Returns::OnlyOnFailure)
            || Executed::of(self.cx, boot)
                .is_some_and(|executed| kind_of(&executed.file).is_some_and(|kind| !kind.is_script()))
    }

    /// Whether control does not return from it after a success: something is booted.
    fn stays_away(&self, command: Command<'a, 's>) -> bool {
        let returns = self.cx.form(command).map(|form| form.effects.returns);
        match returns {
            Some(Returns::OnlyOnFailure) => true,
            Some(Returns::AfterExecution) => ends_line(command),
            _ => false,
        }
    }

    /// A test in the next command of a setting that the command would have set.
    fn asked(
        &self,
        command: Command<'a, 's>,
        invocation: &Invocation<'_>,
        next: Command<'a, 's>,
    ) -> Option<Span> {
        use Implementation::{Iseq, Isset};
        if !matches!(self.cx.form(next)?.implementation, Isset | Iseq)
            || self.cx.flow.failure_is_fatal(next.id())
        {
            return None;
        }
        let expansion = sole_expansion(next.arguments().next()?)?;
        let name = untyped(expansion.inside().as_literal()?);
        let local = name.rsplit(|byte| *byte == b'/').next().unwrap_or(name);
        let is_set = match self.cx.form(command)?.implementation {
            Implementation::Dhcp | Implementation::Ifconf | Implementation::Autoboot => local == b"ip",
            Implementation::Nslookup => invocation.positional(0)?.as_known() == Some(name),
            _ => false,
        };
        (is_set || local == b"errno").then_some(next.span())
    }

    /// The next line, if it does the same as the command, but without the machine's own name, or for another interface.
    fn tried_next(&self, command: Command<'a, 's>, invocation: &'a Invocation<'a>) -> Option<Span> {
        let form = self.cx.form(command)?;
        let is_echo = |next: &Command<'_, '_>| {
            self.cx.form(*next).is_some_and(|form| form.implementation == Implementation::Echo)
        };
        let next = self.below(command).find(|next| !is_echo(next))?;
        let next_form = self.cx.form(next)?;
        let leads = |command: Command<'_, '_>| on_success(command).is_some_and(|next| !next.is_empty());
        if form.effects.actions.contains(Actions::OPENS_INTERFACE)
            && form.implementation == next_form.implementation
        {
            let differ = text_of(command) != text_of(next);
            return (differ && leads(command) && leads(next)).then_some(next.span());
        }
        let boots = form.effects.actions.contains(Actions::BOOTS) && ends_line(command);
        if boots && is_same_image(self.cx, command, next) {
            return Some(next.span());
        }
        let is_own = |command, invocation| {
            let uri: Option<Word<'_, '_>> = positional_words(command, invocation).next();
            uri.is_some_and(is_for_one_machine)
        };
        let other = self.cx.flow.invocation(next.id())?;
        let fetches = next_form.effects.actions.contains(Actions::FETCHES) && other.positional(0).is_some();
        let is_general = boots && fetches && is_own(command, invocation) && !is_own(next, other);
        is_general.then_some(next.span())
    }

    /// A download of the same section whose failure is handled; of each section it is told once.
    /// The jump behind another check of the section, for a check.
    pub(super) fn checked_beside(&self, command: Command<'a, 's>) -> Option<Evidence<'a>> {
        let cx = self.cx;
        let section = cx.sections().of(command.span());
        let checks = cx.invocations_of(Implementation::Imgverify).map(|(check, _)| check);
        let mut beside = checks.filter(|check| cx.sections().of(check.span()) == section).take(LOOKED_AT);
        let jump = beside.find_map(|check| {
            let handler = cx.commands_from(check.id().index() + 1).next().filter(|next| is_or(*next))?;
            cx.jumps().find(|jump| jump.command.id() == handler.id() && handler.line_id() == check.line_id())
        })?;
        Some(Evidence::Sibling(jump.command.span(), cx.label(jump.target.as_known()?)?.name()))
    }

    fn sibling(&mut self, command: Command<'a, 's>) -> Option<Evidence<'a>> {
        let actions = self.cx.form(command)?.effects.actions;
        let loads = actions.contains(Actions::FETCHES.union(Actions::REGISTERS_IMAGE));
        let attaches = actions.contains(Actions::ATTACHES_SAN);
        if !(loads || attaches) || actions.intersects(Actions::EXECUTES.union(Actions::BOOTS)) {
            return None;
        }
        let section = self.cx.sections().of(command.span());
        let evidence = self.sibling_in(section)?;
        let is_told = self.told.replace(section) == Some(section);
        Some(match evidence {
            Evidence::Sibling(_, label) if is_told => Evidence::Again(Some(label)),
            _ if is_told => Evidence::Again(None),
            evidence => evidence,
        })
    }

    fn sibling_in(&self, section: usize) -> Option<Evidence<'a>> {
        let first = self.handled.partition_point(|(other, ..)| *other < section);
        if let Some((_, span, label)) = self.handled.get(first).filter(|(other, ..)| *other == section) {
            return Some(Evidence::Sibling(*span, label));
        }
        let first = self.passed_over.partition_point(|(other, _)| *other < section);
        let (_, span) = self.passed_over.get(first).filter(|(other, _)| *other == section)?;
        Some(Evidence::Boot(*span))
    }

    /// The timeout of a download.
    fn timeout(command: Command<'a, 's>, invocation: &Invocation<'_>) -> Option<Evidence<'a>> {
        let timeout = invocation.operation()?.source()?.timeout?;
        let word = command.arguments().nth(timeout.option)?;
        let is_unlimited = timeout.integer().is_some_and(|time| time == Ok(0));
        (!is_unlimited).then_some(Evidence::Timeout(word.span()))
    }

    /// The next section below that is for failures, and not a jump target; one finding for each.
    fn spare_handler(&mut self, command: Command<'a, 's>) -> Option<Evidence<'a>> {
        let below = self.handlers.partition_point(|label| label.line() <= command.line_id());
        let at = below.max(self.told_handlers);
        let label = self.handlers.get(at)?;
        self.told_handlers = at + 1;
        Some(Evidence::Handler(label.span(), label.name()))
    }
}

/// Whether a command runs if the one before it fails.
fn is_or(command: Command<'_, '_>) -> bool {
    command.operator().is_some_and(|operator| operator.kind == OperatorKind::Or)
}

/// Whether this is the last command on its line.
fn ends_line(command: Command<'_, '_>) -> bool {
    let mut behind = command.behind_on_line();
    behind.all(Command::is_empty)
}

/// The downloads whose failure jumps to a section for it, by section.
fn handled<'a>(cx: &Context<'a, '_>) -> Vec<(usize, Span, &'a [u8])> {
    let fetches = |command: Command<'_, '_>| {
        cx.form(command).is_some_and(|form| form.effects.actions.contains(Actions::FETCHES))
    };
    let handled = cx.jumps().filter_map(|jump| {
        let failed = cx
            .command_before(jump.command.id())
            .filter(|failed| is_or(jump.command) && failed.line_id() == jump.command.line_id())?;
        let label = cx.label(jump.target.as_known()?)?;
        // An optional download skips something; a boot is never optional after its images are loaded.
        let gives_up = is_handler_name(label.name()) || label.line() <= jump.command.line_id();
        let is_handled = gives_up && fetches(failed) && !tries_another(cx, label, failed)
            || cx.form(failed).is_some_and(boots);
        is_handled.then(|| (cx.sections().of(failed.span()), jump.command.span(), label.name()))
    });
    handled.collect()
}

/// Whether such commands execute an image, or boot a disk.
fn boots(form: &CommandForm) -> bool {
    form.effects.returns == Returns::AfterExecution
        || form.effects.returns == Returns::OnlyOnFailure && form.effects.actions.contains(Actions::BOOTS)
}

/// The first section that reports a failure and is only reachable from dialogues.
fn unled_handler<'a, 's>(cx: &Context<'a, 's>) -> Option<Label<'a, 's>> {
    let mut led_to: HashMap<LineId, bool> = HashMap::default();
    for jump in cx.jumps() {
        let Some(label) = jump.target.as_known().and_then(|name| cx.label(name)) else { continue };
        let is_from_dialogue = is_or(jump.command)
            && cx.command_before(jump.command.id()).is_some_and(|failed| {
                let asks = Actions::READS_INPUT.union(Actions::LEAVES);
                failed.line_id() == jump.command.line_id()
                    && cx.form(failed).is_some_and(|form| form.effects.actions.intersects(asks))
            });
        *led_to.entry(label.line()).or_insert(true) &= is_from_dialogue;
    }
    let is_unled = |label: &Label<'a, 's>| {
        led_to.get(&label.line()).copied().unwrap_or_default() && reports_failure(cx, *label)
    };
    cx.script.labels().find(is_unled)
}

/// Whether the section of a label further below repeats the failed download, and continues from there: it is useless to
/// another command.
fn tries_another<'a>(cx: &Context<'a, '_>, label: Label<'a, '_>, failed: Command<'a, '_>) -> bool {
    let downloads = |command: &Command<'_, '_>| {
        cx.form(*command).is_some_and(|form| {
            form.effects.actions.contains(Actions::FETCHES.union(Actions::REGISTERS_IMAGE))
                && !form.effects.actions.contains(Actions::EXECUTES)
        })
    };
    let Some(first) = cx.command_at(label).filter(|_| label.line() > failed.line_id()) else { return false };
    let section = cx.commands_from(first.id().index()).take(LOOKED_AT);
    let mut section = section.take_while(|next| cx.label_between(first, *next).is_none());
    section.any(|next| downloads(&next))
}

/// The lines of the labels that are targets of jumps after `||`.
fn after_failures(cx: &Context<'_, '_>) -> HashSet<LineId> {
    let jumps = cx.jumps().filter(|jump| is_or(jump.command));
    jumps.filter_map(|jump| Some(cx.label(jump.target.as_known()?)?.line())).collect()
}

/// Whether two commands execute the same file.
fn is_same_image<'a, 's>(cx: &Context<'a, 's>, one: Command<'a, 's>, other: Command<'a, 's>) -> bool {
    let executed = |command| Executed::of(cx, command);
    executed(one).zip(executed(other)).is_some_and(|(one, other)| {
        let is_known = one.location.is_known() && one.location == other.location;
        is_known || one.image.text() == other.image.text()
    })
}

/// The next command on its line after its success.
fn on_success<'a, 's>(command: Command<'a, 's>) -> Option<Command<'a, 's>> {
    let next = command.behind_on_line().next()?;
    next.operator().is_some_and(|operator| operator.kind == OperatorKind::And).then_some(next)
}

/// Whether a path contains settings that distinguish machines.
fn is_for_one_machine(uri: Word<'_, '_>) -> bool {
    let text = uri.text();
    let query = memchr::memchr(b'?', text).unwrap_or(text.len());
    let start = uri.span().start() as usize;
    uri.expansions().any(|expansion| {
        let name = expansion.inside().as_literal().map(untyped).unwrap_or_default();
        let local = name.rsplit(|byte| *byte == b'/').next().unwrap_or(name);
        expansion.span().start() as usize - start < query && Meaning::MachineIdentity.is_in(local)
    })
}

/// The text that a command prints.
fn text_of(command: Command<'_, '_>) -> Vec<u8> {
    command.arguments().map(Word::text).collect::<Vec<_>>().join(&b' ')
}
