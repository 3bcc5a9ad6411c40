//! Sections that fall through into the next one.

mod branches;
mod on_success;

use std::cell::LazyCell;

use foldhash::{HashMap, HashSet};
use ipxe_catalog::{
    Actions, CommandForm, Implementation, Returns, Tested,
    world::{FileClass, FileReturns},
};
use ipxe_language::text::Text;
use ipxe_model::graph::{Edge, Node};
use ipxe_syntax::{Command, CommandId, Label, LineId, OperatorKind, Word};

use branches::Branches;

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_language::{setting_name::untyped, words::name_of};
use ipxe_model::commands::{
    failures::{is_retry_name, is_way_back, speaks_of_failure},
    files::{is_script, kind_of},
    jumps::Jump,
    positional_words,
    section_starts::{does_something, only_prepares, reports_failure},
};
use ipxe_model::images::executed::Executed;

pub(super) const META: RuleMeta = RuleMeta {
    name: "fall-through",
    code: "IPX440",
    summary: "a section continues into the next one, which undoes it or is for another choice",
    level: Level::Warning,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// The maximum number of commands before and after a label that are checked.
const LOOKED_AT: usize = 8;

/// The end of one section, and the label into which it falls through.
struct Seam<'a, 's> {
    /// The label of the section.
    before: Option<Label<'a, 's>>,
    label: Label<'a, 's>,
    /// The last command with words before the label.
    last: Command<'a, 's>,
}

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    on_success::check(cx, out);
    let (entries, branches) = (entries(cx), Branches::new(cx));
    // Rarely needed.
    let jumps = LazyCell::new(|| first_jumps(cx));
    // The label before, and whether control enters it from above, as in a script that continues step by step.
    let (mut before, mut is_step) = (None, true);
    let mut returning = Vec::new();
    for label in cx.script.labels() {
        let section = before.replace(label);
        if !cx.flow.labels().is_first(label) {
            continue;
        }
        let seam = seam(cx, section, label);
        let is_after_step =
            std::mem::replace(&mut is_step, seam.as_ref().is_some_and(|seam| !is_over(cx, seam)));
        let Some(seam) = seam else { continue };
        let entry = entries.get(label.name());
        let is_rival = !is_after_step
            && section.is_some_and(|section| entry.is_some() && entries.get(section.name()) == entry);
        let is_jumped_to = || jumps.get(label.name()).is_some_and(|jump| *jump < seam.last.id());
        let is_branch = section.is_some_and(|section| branches.part(section.name(), label.name()));
        if is_rival && let Some(finding) = into_next_entry(cx, &seam) {
            out.push(finding);
        } else if is_rival && let Some(finding) = after_failed_boot(cx, &seam) {
            out.push(finding);
        } else if (is_rival || is_branch)
            && cx.command_at(label).is_some_and(|first| does_something(cx, first))
            && let Some(started) = started_script(cx, &seam)
        {
            returning.push((started, seam));
        } else if let Some(finding) = into_handler(cx, &seam) {
            out.push(finding);
        } else {
            out.extend(undone(cx, &seam).filter(|_| entry.is_some() || is_jumped_to()));
        }
    }
    out.extend(report_returning(&returning));
}

/// The script that the section starts at its end, if control falls through after that script ends.
fn started_script<'a, 's>(cx: &Context<'a, 's>, seam: &Seam<'a, 's>) -> Option<Command<'a, 's>> {
    let line = seam.last.line().commands();
    // After a failure, a shell or the end of the script is normally the last step.
    let goes_on = |started: Command<'_, '_>| {
        let handler = seam.last.line().commands().find(|next| next.id() > started.id());
        let goes = |form: &CommandForm| form.implementation == Implementation::Goto;
        handler.is_none_or(|handler| cx.form(handler).is_some_and(goes))
    };
    let mut started = line.filter_map(|command| Executed::of(cx, command));
    started
        .find(|started| {
            let runs_on = |node| match node {
                Node::Command(next) => {
                    cx.script.command(next).is_some_and(|next| next.line_id() >= seam.label.line())
                }
                _ => false,
            };
            let mut next = cx.flow.successors(Node::Command(started.command.id()));
            goes_on(started.command)
                && comes_back(started)
                && next.any(|(edge, node)| edge == Edge::Success && runs_on(node))
        })
        .map(|started| started.command)
}

/// Whether the started image is a script, according to its name: a bare server address refers to one, too.
fn comes_back(started: &Executed<'_, '_>) -> bool {
    let has_path = |uri: &[u8]| {
        let host =
            memchr::memmem::find(uri, b"://").map_or(uri, |scheme| uri.get(scheme + 3..).unwrap_or_default());
        memchr::memchr2(b'/', b'?', host.strip_suffix(b"/").unwrap_or(host)).is_some()
    };
    let is_plain = started.invocation.arguments().is_some_and(|arguments| arguments.positionals.len() == 1);
    let is_server = started.location.as_known().is_some_and(|uri| uri.starts_with(b"http") && !has_path(uri));
    is_script(&started.file) || is_plain && is_server || is_program(started)
}

/// Whether the started image is a UEFI program that a user can leave, according to its name.
fn is_program(started: &Executed<'_, '_>) -> bool {
    kind_of(&started.file).is_some_and(|kind| {
        kind.certain && kind.class == FileClass::EfiProgram && kind.returns == FileReturns::WhenItEnds
    })
}

/// The maximum number of further places that are shown.
const SHOWN: usize = 3;

/// One finding for all of them: an author who forgets that scripts return does so everywhere.
fn report_returning(seams: &[(Command<'_, '_>, Seam<'_, '_>)]) -> Option<Diagnostic> {
    let ((started, seam), others) = seams.split_first()?;
    let (own, next) = (quote(seam.before?.name()), quote(seam.label.name()));
    let message = format!("the section {own} continues into {next} when the started image returns");
    let name = started.name().map(|name| quote(name.text())).unwrap_or_default();
    let label = format!("{name} returns when the image ends, and the commands of {next} run, too");
    let finding = Diagnostic::new(RuleId::FallThrough, started.span(), message, label)
        .and_label(seam.label.span(), "the next section");
    let finding = others
        .iter()
        .take(SHOWN)
        .fold(finding, |finding, (started, _)| finding.and_label(started.span(), "this one, too"));
    Some(finding.help(
        "end the section with `goto`, for example back to the menu, or with `exit`; or use `chain --replace`",
    ))
}

/// The names of the menu entries, each with the number of the first menu that has it.
fn entries<'a>(cx: &Context<'a, '_>) -> HashMap<&'a [u8], usize> {
    let mut entries = HashMap::default();
    for (number, menu) in cx.menus().menus().iter().enumerate() {
        for item in &menu.items {
            if let Some(name) = item.word.as_literal() {
                entries.entry(name).or_insert(number);
            }
        }
    }
    entries
}

/// The first jump to each label by its literal name.
fn first_jumps<'a>(cx: &Context<'a, '_>) -> HashMap<&'a [u8], CommandId> {
    let mut first = HashMap::default();
    for jump in cx.jumps() {
        if let Some(name) = jump.word.as_literal() {
            first.entry(name).or_insert(jump.command.id());
        }
    }
    first
}

/// The end of the section before a label, if control can fall through there.
fn seam<'a, 's>(
    cx: &Context<'a, 's>,
    before: Option<Label<'a, 's>>,
    label: Label<'a, 's>,
) -> Option<Seam<'a, 's>> {
    let first = before.map_or(0, |before| before.line().index());
    let lines = (first..label.line().index()).rev().filter_map(|line| u32::try_from(line).ok());
    let last = lines
        .filter_map(|line| cx.script.line(LineId::new(line)))
        .find_map(|line| line.commands().rev().find(|command| !command.is_empty()))?;
    let runs_on = |command: Command<'_, '_>| {
        let mut next = cx.flow.successors(Node::Command(command.id()));
        next.any(|(edge, node)| match node {
            Node::Command(next) if edge != Edge::Jump => {
                cx.script.command(next).is_some_and(|next| next.line_id() >= label.line())
            }
            _ => false,
        })
    };
    let is_computed = |command: Command<'_, '_>| {
        // Its successors include every label.
        cx.form(command).is_some_and(|form| form.effects.returns == Returns::Jumps)
            && !cx
                .flow
                .invocation(command.id())
                .and_then(|jump| jump.positional(0))
                .is_some_and(Text::is_known)
    };
    let line = last.line().commands();
    let runs_on = line
        .into_iter()
        .any(|command| cx.flow.is_reachable(command.id()) && !is_computed(command) && runs_on(command));
    runs_on.then_some(Seam { before, label, last })
}

/// Whether the section ends with a command that only returns after a failure, or is meant to stay.
fn is_over(cx: &Context<'_, '_>, seam: &Seam<'_, '_>) -> bool {
    let leaves = |form: &CommandForm| {
        let somewhere =
            Actions::EXECUTES.union(Actions::BOOTS).union(Actions::LEAVES).union(Actions::RUNS_COMMANDS);
        form.effects.returns != Returns::Always || form.effects.actions.intersects(somewhere)
    };
    let is_end = |command: Command<'_, '_>| cx.form(command).is_none_or(leaves);
    let mut commands = seam.last.line().commands().filter(|command| !command.is_empty());
    commands.any(|command| is_end(command) && !comes_anyway(cx, seam, command))
}

/// Whether a command jumps, after a failure, to the label into which control falls through otherwise.
fn comes_anyway(cx: &Context<'_, '_>, seam: &Seam<'_, '_>, command: Command<'_, '_>) -> bool {
    command.operator().is_some_and(|operator| operator.kind == OperatorKind::Or)
        && cx.form(command).is_some_and(|form| form.implementation == Implementation::Goto)
        && command.arguments().next().is_some_and(|to| to.as_literal() == Some(seam.label.name()))
}

/// The handling of a menu entry, directly followed by the handling of the next one.
fn into_next_entry(cx: &Context<'_, '_>, seam: &Seam<'_, '_>) -> Option<Diagnostic> {
    if is_over(cx, seam) || adjusts_next(cx, seam) {
        return None;
    }
    let (own, next) = (quote(seam.before?.name()), quote(seam.label.name()));
    let message = format!("the section of menu entry {own} continues into that of {next}");
    let label = format!("after this, the commands of {next} run, too");
    let finding = Diagnostic::new(RuleId::FallThrough, seam.last.span(), message, label);
    Some(finding.and_label(seam.label.span(), "the next section").help("end the section with `goto`"))
}

/// Whether the section only sets what the next one reads: it is the same entry with other values.
fn adjusts_next(cx: &Context<'_, '_>, seam: &Seam<'_, '_>) -> bool {
    let Some(first) = seam.before.and_then(|before| cx.command_at(before)) else { return false };
    let own = cx.commands_from(first.id().index()).take_while(|command| command.id() <= seam.last.id());
    let mut set = HashSet::default();
    for command in own.filter(|command| !command.is_empty()) {
        match assigned(cx, command) {
            Some((name, _)) => _ = set.insert(name.to_vec()),
            None if is_idle(cx, command) => {}
            None => return false,
        }
    }
    let any = !set.is_empty();
    let Some(mut previous) = cx.command_at(seam.label) else { return false };
    for command in cx.commands_from(previous.id().index()) {
        if set.is_empty() || cx.label_between(previous, command).is_some() {
            break;
        }
        previous = command;
        for name in reads(command) {
            set.remove(&name);
        }
        if assigned(cx, command).is_some_and(|(name, _)| set.contains(name)) {
            return false;
        }
    }
    any && set.is_empty()
}

/// The boot of a menu entry whose failure is only reported, directly followed by the next entry.
fn after_failed_boot<'a, 's>(cx: &Context<'a, 's>, seam: &Seam<'a, 's>) -> Option<Diagnostic> {
    let mut line = seam.last.line().commands();
    let boot = line.find(|command| cx.form(*command).is_some_and(boots))?;
    let mut at = boot;
    let mut wanted = Edge::Failure;
    loop {
        let mut next = cx.flow.successors(Node::Command(at.id()));
        let next = next.find_map(|(edge, node)| match node {
            Node::Command(next) if edge == wanted => cx.script.command(next),
            _ => None,
        })?;
        if next.line_id() >= seam.label.line() {
            break;
        }
        let is_talk = |form: &CommandForm| {
            only_prepares(form)
                || matches!(form.implementation, Implementation::Prompt | Implementation::Read)
        };
        let goes_on = next.id() > at.id() && (next.is_empty() || cx.form(next).is_some_and(is_talk));
        goes_on.then_some(())?;
        (at, wanted) = (next, Edge::Success);
    }
    let (own, next) = (quote(seam.before?.name()), quote(seam.label.name()));
    let message = format!("the section of menu entry {own} continues into that of {next} when booting fails");
    let label = format!("when this fails, the commands of {next} run instead");
    let finding = Diagnostic::new(RuleId::FallThrough, boot.span(), message, label);
    Some(
        finding
            .and_label(seam.label.span(), "the next section")
            .help("jump elsewhere when it fails, for example back to the menu: `|| goto LABEL`"),
    )
}

/// Whether such commands boot something, and return if that fails.
fn boots(form: &CommandForm) -> bool {
    form.effects.actions.contains(Actions::BOOTS)
        && matches!(form.effects.returns, Returns::AfterExecution | Returns::OnlyOnFailure)
}

/// A section that handles its failures in the next one, into which control falls through without a failure.
fn into_handler<'a, 's>(cx: &Context<'a, 's>, seam: &Seam<'a, 's>) -> Option<Diagnostic> {
    let name = seam.label.name();
    let is_handler = is_way_back(name) || reports_failure(cx, seam.label);
    if !is_handler || is_retry_name(name) {
        return None;
    }
    let goes_on = |first| does_something(cx, first);
    let only_reports = reports_failure(cx, seam.label) && !cx.command_at(seam.label).is_some_and(goes_on);
    if let Some(started) = started_script(cx, seam).filter(|_| only_reports) {
        // A retry is also useful after a script that ended successfully.
        let first = cx.command_at(seam.label)?;
        let comes_back = || cx.flow.reachable_from([first.id()]).contains(started.id());
        let is_own = comes_anyway(cx, seam, seam.last);
        let failed = || failing_elsewhere(cx, seam, started);
        let cause = if is_own { Some(seam.last) } else { failed() }.filter(|_| !comes_back())?;
        return Some(report_good_end(seam, started, cause));
    }
    if is_over(cx, seam) || !ends_well(cx, seam) {
        return None;
    }
    let first = seam.before.map_or(LineId::new(0), Label::line);
    let above = (0..=seam.last.id().index()).rev().take(LOOKED_AT);
    let above = above.filter_map(|at| cx.script.command(CommandId::new(u32::try_from(at).ok()?)));
    let mut section = above.take_while(|command| command.line_id() >= first);
    let jump = section.find(|command| {
        let is_or = command.operator().is_some_and(|operator| operator.kind == OperatorKind::Or);
        let is_goto = cx.form(*command).is_some_and(|form| form.implementation == Implementation::Goto);
        is_or && is_goto && command.arguments().next().is_some_and(|target| target.as_literal() == Some(name))
    })?;
    let target = quote(&[b":", name].concat());
    let message = format!("the script continues into {target} without a failure");
    let label = "after this, the commands for a failure run in any case";
    let last = if jump.id() == seam.last.id() { cx.command_before(jump.id())? } else { seam.last };
    let finding = Diagnostic::new(RuleId::FallThrough, last.span(), message, label);
    let finding = finding
        .and_label(jump.span(), "a failure jumps there")
        .and_label(seam.label.span(), "the next section");
    Some(finding.help("end the section with `goto`, `exit` or a boot"))
}

/// The jump to the next section for failures in other sections, if only failures lead there, and the failure of the
/// command here leads to another section.
fn failing_elsewhere<'a, 's>(
    cx: &Context<'a, 's>,
    seam: &Seam<'a, 's>,
    started: Command<'a, 's>,
) -> Option<Command<'a, 's>> {
    let is_handler = |jump: Command<'_, '_>| {
        jump.operator().is_some_and(|operator| operator.kind == OperatorKind::Or)
            && cx.command_before(jump.id()).is_some_and(|failed| failed.line_id() == jump.line_id())
    };
    let line = || seam.last.line().commands().filter(|next| next.id() > started.id());
    let goes = |form: &CommandForm| form.implementation == Implementation::Goto;
    let leads_elsewhere = line().any(|next| is_handler(next) && cx.form(next).is_some_and(goes));
    let to_here = |jump: &Jump<'_, '_>| jump.word.as_literal() == Some(seam.label.name());
    let mut jumps = cx.jumps().filter(to_here).map(|jump| jump.command);
    let first = jumps.next()?;
    let is_entry = cx.menus().menus().iter().flat_map(|menu| &menu.items);
    let is_entry = is_entry.map(|item| item.word).any(|word| word.as_literal() == Some(seam.label.name()));
    (leads_elsewhere && !is_entry && is_handler(first) && jumps.all(is_handler)).then_some(first)
}

/// A script whose success leads to a section that reports a failure: its own, or that of another command.
fn report_good_end(seam: &Seam<'_, '_>, started: Command<'_, '_>, cause: Command<'_, '_>) -> Diagnostic {
    let target = quote(&[b":", seam.label.name()].concat());
    let message = format!("the script continues into {target} when the script started here succeeds");
    let label = "after this, a failure is reported although nothing failed";
    Diagnostic::new(RuleId::FallThrough, started.span(), message, label)
        .and_label(cause.span(), "a failure jumps there, and a success continues there")
        .and_label(seam.label.span(), "the next section")
        .help("handle the success, too: `exit` on the next line, or `&& exit ||`")
}

/// Whether the last line neither asks nor reports anything, and continues if nothing fails.
fn ends_well(cx: &Context<'_, '_>, seam: &Seam<'_, '_>) -> bool {
    let asks = |command: Command<'_, '_>| {
        cx.form(command).is_none_or(|form| {
            form.effects.tested != Tested::No
                || form.effects.actions.intersects(Actions::READS_INPUT)
                || form.implementation == Implementation::Shell
        })
    };
    let texts: Vec<_> = seam.last.arguments().map(Word::text).collect();
    let mut commands = seam.last.line().commands().filter(|command| !command.is_empty());
    let comes_here = seam.last.operator().is_none() || comes_anyway(cx, seam, seam.last);
    !speaks_of_failure(&texts.join(&b' ')) && !commands.any(asks) && comes_here
}

/// A setting that is set at the end of a section, and set again at the beginning of the next one.
fn undone<'a, 's>(cx: &Context<'a, 's>, seam: &Seam<'a, 's>) -> Option<Diagnostic> {
    let first = seam.before.map_or(LineId::new(0), Label::line);
    let section = (0..=seam.last.id().index()).rev().take(LOOKED_AT);
    let section = section.filter_map(|at| cx.script.command(CommandId::new(u32::try_from(at).ok()?)));
    let section = section.take_while(|command| command.line_id() >= first && is_idle(cx, *command));
    if !section.clone().any(|command| assigned(cx, command).is_some()) {
        return None;
    }
    let mut lost: HashMap<&[u8], Word<'_, '_>> = HashMap::default();
    let mut read: HashSet<Vec<u8>> = HashSet::default();
    for command in section {
        if let Some((name, word)) = assigned(cx, command).filter(|(name, _)| !read.contains(*name)) {
            lost.entry(name).or_insert(word);
        }
        read.extend(reads(command));
    }
    if lost.is_empty() {
        return None;
    }
    let mut read = HashSet::default();
    let after =
        cx.commands_from(seam.last.id().index() + 1).filter(|command| !command.is_empty()).take(LOOKED_AT);
    for command in after.take_while(|command| command.operator().is_none()) {
        read.extend(reads(command));
        let Some((name, again)) = assigned(cx, command) else { break };
        let Some(word) = lost.get(name).filter(|_| !read.contains(name)) else { continue };
        let message = format!("{} is set, and the next section sets it again", quote(name));
        let label = format!(
            "this value is lost, because the script continues into {}",
            quote(&[b":", seam.label.name()].concat())
        );
        let finding = Diagnostic::new(RuleId::FallThrough, word.span(), message, label);
        return Some(
            finding.and_label(again.span(), "it is set again here").help("end the section with `goto`"),
        );
    }
    None
}

/// Whether the command only tests or sets settings.
fn is_idle(cx: &Context<'_, '_>, command: Command<'_, '_>) -> bool {
    use Implementation::{Clear, Echo, Iseq, Isset, Set};
    let is_idle = |form: &CommandForm| matches!(form.implementation, Clear | Echo | Iseq | Isset | Set);
    command.is_empty() || cx.form(command).is_some_and(is_idle)
}

/// The setting that a `set` writes, and the word with its name.
fn assigned<'a, 's>(cx: &Context<'a, 's>, command: Command<'a, 's>) -> Option<(&'a [u8], Word<'a, 's>)> {
    let invocation = cx.flow.invocation(command.id())?;
    if invocation.form()?.implementation != Implementation::Set {
        return None;
    }
    let word = positional_words(command, invocation).next()?;
    Some((untyped(word.as_literal()?), word))
}

/// The names of the settings that the command's words read.
fn reads(command: Command<'_, '_>) -> impl Iterator<Item = Vec<u8>> {
    let expansions = command.words().flat_map(Word::expansions);
    expansions.map(|expansion| untyped(name_of(expansion).known_bytes()).to_vec())
}
